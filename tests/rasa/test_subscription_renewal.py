"""The renewal of a membership, with the real Rasa: changed in the shop's own record."""

import pytest

from bot.backoffice.customers import Customer
from tests.rasa.script import MEANINGS
from tests.rasa.world import World, text_of, titles, verified

MEANINGS |= {
    "cancel my larkwood plus": "subscription_renewal",
    "renew my membership": "subscription_renewal",
    "when does my plus renew": "subscription_renewal",
}


@pytest.fixture
def ada(world: World) -> Customer:
    """A member whose renewal is on."""
    found = world.shop.customer_by_email("ada.moreno@example.com")
    world.shop.set_renewal(found.id, True, world.clock(), key=f"on-{world.clock()}")
    return found


def renews(world: World, customer: Customer) -> bool:
    return world.shop.membership(customer.id).renews


async def test_the_renewal_is_turned_off_after_day_and_price_and_taken_back(
    world: World, ada: Customer
) -> None:
    chat = world.chat()
    replies = await chat.say("cancel my larkwood plus")
    assert "look up your membership" in text_of(replies)
    replies = await verified(chat, ada.email)
    until = world.shop.membership(ada.id).until
    assert f"renews by itself on {until:%B} {until.day}, {until.year}, for $39" in text_of(replies)
    assert "Shall I turn the renewal off?" in text_of(replies)
    assert renews(world, ada)
    replies = await chat.say("yes")
    assert "Done!" in text_of(replies)
    assert not renews(world, ada)
    replies = await chat.pick("Undo")
    assert "renews by itself" in text_of(replies)
    assert renews(world, ada)


async def test_who_asks_when_it_renews_is_told_and_may_leave_it(world: World, ada: Customer) -> None:
    chat = world.chat()
    await chat.say("when does my plus renew")
    replies = await verified(chat, ada.email)
    assert "renews by itself on" in text_of(replies)
    assert titles(replies) == ["Turn it off", "Leave it as it is", "Stop"]
    replies = await chat.say("Can I return a sofa?")
    assert replies[0].text == "You can return anything within 30 days."
    assert "shall it renew, or not?" in replies[-1].text
    replies = await chat.say("no")
    assert "stays as it is" in text_of(replies)
    assert renews(world, ada)
    assert "flow_cancelled" in chat.events()


async def test_a_yes_to_the_offer_needs_no_second_one(world: World, ada: Customer) -> None:
    chat = world.chat()
    await chat.say("when does my plus renew")
    await verified(chat, ada.email)
    replies = await chat.pick("Turn it off")
    assert "Shall I turn the renewal off?" in text_of(replies)
    replies = await chat.say("go back")
    assert "one step back" in text_of(replies)
    replies = await chat.say("yes")
    assert "Done!" in text_of(replies)
    assert not renews(world, ada)


async def test_what_is_so_already_is_said_and_nothing_is_asked(world: World, ada: Customer) -> None:
    chat = world.chat()
    await chat.say("renew my membership")
    replies = await verified(chat, ada.email)
    assert "That's how it is already." in text_of(replies)
    assert chat.events("flow_completed") == [{"flow": "subscription_renewal"}]


async def test_without_a_membership_a_person_is_offered(world: World) -> None:
    chat = world.chat()
    await chat.say("cancel my larkwood plus")
    replies = await verified(chat, "elin.sorensen@example.com")
    assert "I see no membership" in text_of(replies)
    assert {"Talk to a person", "Browse help"} <= set(titles(replies))
    assert chat.events("flow_failed")[0]["cause"] == "no_membership"
    assert chat.conversation.slots["renewal"] == "off"


async def test_stopping_changes_nothing(world: World, ada: Customer) -> None:
    chat = world.chat()
    await chat.say("cancel my larkwood plus")
    await verified(chat, ada.email)
    replies = await chat.say("cancel")
    assert "Nothing was changed" in text_of(replies)
    assert renews(world, ada)
