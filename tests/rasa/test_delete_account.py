"""Closing an account, with the real Rasa: the shop's own record says when it will be gone."""

from datetime import timedelta

import pytest

from bot.backoffice.customers import Customer
from tests.rasa.script import MEANINGS
from tests.rasa.world import World, text_of, titles, verified

MEANINGS |= {
    "delete my account": "delete_account",
    "undo account deletion": "delete_account",
}


@pytest.fixture
def elin(world: World) -> Customer:
    """Somebody with nothing on its way, whose account is open."""
    found = world.shop.customer_by_email("elin.sorensen@example.com")
    return world.shop.keep_account(found.id, world.clock(), key=f"keep-{world.clock()}")


def closes_at(world: World, customer: Customer) -> object:
    return world.shop.customer(customer.id).closes_at


async def test_an_account_is_closed_after_a_code_and_a_yes_and_the_last_day_is_told(
    world: World, elin: Customer
) -> None:
    chat = world.chat()
    await chat.say("delete my account")
    replies = await verified(chat, elin.email)
    assert f"Shall I close the account of **{elin.name}** ({elin.email})?" in text_of(replies)
    assert "erased for good" in text_of(replies)
    assert closes_at(world, elin) is None
    told = text_of(replies)
    replies = await chat.say("yes")
    day = closes_at(world, elin)
    assert f"Until **{day:%B} {day.day}, {day.year}**" in told
    assert day > world.clock() + timedelta(days=13)
    assert f"will be deleted on **{day:%B} {day.day}, {day.year}**" in text_of(replies)
    replies = await chat.pick("Keep my account")
    assert "open again" in text_of(replies)
    assert closes_at(world, elin) is None
    assert chat.events().count("flow_completed") == 2


async def test_an_account_that_waits_for_its_deletion_can_be_kept(world: World, elin: Customer) -> None:
    world.shop.close_account(elin.id, world.clock(), key=f"close-{world.clock()}")
    chat = world.chat()
    await chat.say("undo account deletion")
    replies = await verified(chat, elin.email)
    assert "will be deleted on" in text_of(replies)
    assert "Shall I keep it?" in text_of(replies)
    replies = await chat.say("yes")
    assert "open again" in text_of(replies)
    assert closes_at(world, elin) is None


async def test_deleting_what_is_closed_already_offers_to_keep_it_and_a_no_leaves_it(
    world: World, elin: Customer
) -> None:
    day = world.shop.close_account(elin.id, world.clock(), key=f"close-{world.clock()}").closes_at
    chat = world.chat()
    await chat.say("delete my account")
    replies = await verified(chat, elin.email)
    assert "is closed and will be deleted" in text_of(replies)
    replies = await chat.say("no")
    assert "left the account as it is" in text_of(replies)
    assert closes_at(world, elin) == day


async def test_an_open_account_needs_no_keeping(world: World, elin: Customer) -> None:
    chat = world.chat()
    await chat.say("undo account deletion")
    replies = await verified(chat, elin.email)
    assert "Your account is open" in text_of(replies)


async def test_with_an_order_on_its_way_a_person_is_offered_before_any_yes(world: World) -> None:
    chat = world.chat()
    await chat.say("delete my account")
    replies = await verified(chat, "ada.moreno@example.com")
    assert "have to be completed" in text_of(replies)
    assert {"Where is my order?", "Talk to a person"} <= set(titles(replies))
    assert chat.events("flow_failed")[0]["cause"] == "open_orders"
    assert closes_at(world, world.shop.customer_by_email("ada.moreno@example.com")) is None


async def test_a_question_in_between_is_answered_and_the_yes_asked_for_again(
    world: World, elin: Customer
) -> None:
    chat = world.chat()
    await chat.say("delete my account")
    await verified(chat, elin.email)
    replies = await chat.say("Can I return a sofa?")
    assert replies[0].text == "You can return anything within 30 days."
    assert "Shall I close the account" in replies[-1].text
    replies = await chat.say("cancel")
    assert "Nothing was changed" in text_of(replies)
    assert closes_at(world, elin) is None


async def test_two_unclear_answers_close_nothing(world: World, elin: Customer) -> None:
    chat = world.chat()
    await chat.say("delete my account")
    await verified(chat, elin.email)
    replies = await chat.say(elin.email)
    assert "without a clear yes" in text_of(replies)
    replies = await chat.say(elin.email)
    assert "Talk to a person" in titles(replies)
    assert closes_at(world, elin) is None
