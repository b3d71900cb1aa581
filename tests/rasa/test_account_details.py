"""Changing name, e-mail or phone, with the real Rasa: to the shop's own record."""

from collections.abc import Iterator

import pytest

from bot.backoffice.customers import Customer, Details
from tests.rasa.script import MEANINGS
from tests.rasa.world import World, code_mailed_to, text_of, titles, verified

MEANINGS |= {
    "update my account details": "account_data",
    "i want to change my email": "account_data",
    "my last name is now o’neil": "account_data",
    "change my name to dev singh and my phone to +44 20 7946 0958": "account_data",
    "change my email from dev.sharma@example.com to dev.new@example.org": "account_data",
}
NEW = "dev.new@example.org"


@pytest.fixture
def dev(world: World) -> Iterator[Customer]:
    """A customer, who is as before when the test is over."""
    found = world.shop.customer_by_email("dev.sharma@example.com")
    yield found
    before = Details(found.name, found.email, found.phone)
    world.shop.change_details(found.id, before, world.clock(), key=f"back-{world.clock()}")


def now(world: World, customer: Customer) -> Customer:
    return world.shop.customer(customer.id)


async def test_name_and_phone_of_one_message_are_saved_after_a_code_and_a_yes_and_taken_back(
    world: World, dev: Customer
) -> None:
    chat = world.chat()
    replies = await chat.say("change my name to dev singh and my phone to +44 20 7946 0958")
    assert "what's the e-mail address of your account" in text_of(replies).lower()
    replies = await verified(chat, dev.email)
    assert f"- Name: {dev.name} → **Dev Singh**" in text_of(replies)
    assert f"- Phone number: {dev.phone} → **+44 20 7946 0958**" in text_of(replies)
    assert now(world, dev) == dev, "nothing is changed before the yes"
    replies = await chat.say("yes")
    assert "your name is now **Dev Singh** and your phone number is now" in text_of(replies)
    assert (now(world, dev).name, now(world, dev).phone) == ("Dev Singh", "+44 20 7946 0958")
    assert chat.conversation.name == "Dev Singh"
    replies = await chat.pick("Undo")
    assert now(world, dev) == dev


async def test_a_new_address_is_taken_when_the_code_that_went_there_came_back(
    world: World, dev: Customer
) -> None:
    chat = world.chat()
    replies = await chat.say("change my email from dev.sharma@example.com to dev.new@example.org")
    assert f"If {dev.email} belongs to an account" in text_of(replies)
    assert all(mail.to != NEW for mail in world.outbox.mails()), "first they show who they are"
    account_code = code_mailed_to(world, dev.email)
    replies = await chat.say(account_code)
    assert f"To be sure that {NEW} is yours" in text_of(replies)
    code = code_mailed_to(world, NEW)
    if code != account_code:
        replies = await chat.say(account_code)
        assert "not the code I sent" in text_of(replies)
    replies = await chat.say(code)
    assert f"{dev.email} → **{NEW}**" in text_of(replies)
    await chat.say("yes")
    assert now(world, dev).email == NEW
    assert chat.conversation.email == NEW


async def test_the_address_of_another_account_is_refused_after_it_was_proven(
    world: World, dev: Customer
) -> None:
    chat = world.chat()
    await chat.say("i want to change my email")
    replies = await verified(chat, dev.email)
    assert "What's the new e-mail address?" in text_of(replies)
    taken = "clara.vogt@example.com"
    replies = await chat.say(taken)
    assert f"To be sure that {taken} is yours" in text_of(replies)
    replies = await chat.say(code_mailed_to(world, taken))
    assert "Another account has this e-mail address" in text_of(replies)
    assert chat.events("flow_failed")[0]["cause"] == "email_taken"
    assert chat.conversation.slots["new e-mail"] == taken
    assert now(world, dev) == dev


async def test_a_last_name_goes_behind_the_first_and_is_put_right(world: World, dev: Customer) -> None:
    chat = world.chat()
    await chat.say("my last name is now o’neil")
    replies = await verified(chat, dev.email)
    assert "→ **Dev O’neil**" in text_of(replies)
    replies = await chat.say("no, the name is Dev O’Neil")
    assert text_of(replies).startswith("Got it, changed.")
    await chat.pick("Yes, save it")
    assert now(world, dev).name == "Dev O’Neil"


async def test_what_to_change_is_asked_with_buttons_and_a_bad_number_again(
    world: World, dev: Customer
) -> None:
    chat = world.chat()
    await chat.say("update my account details")
    replies = await verified(chat, dev.email)
    assert titles(replies) == ["My name", "My e-mail address", "My phone number", "Stop"]
    replies = await chat.pick("My phone number")
    assert "new phone number" in text_of(replies)
    replies = await chat.say("12 34")
    assert "can't be a phone number" in text_of(replies)
    replies = await chat.say("Can I return a sofa?")
    assert replies[0].text == "You can return anything within 30 days."
    assert "what's the new phone number?" in replies[-1].text
    replies = await chat.say("go back")
    assert "What shall I change" in text_of(replies)
    await chat.pick("My phone number")
    replies = await chat.say("020 7946 0958")
    assert "+44 20 7946 0958" in text_of(replies)
    replies = await chat.say("no")
    assert "What shall I change" in text_of(replies)
    replies = await chat.say("cancel")
    assert "Nothing was changed" in text_of(replies)
    assert now(world, dev) == dev


async def test_two_names_that_are_none_lead_to_a_person(world: World, dev: Customer) -> None:
    chat = world.chat()
    await chat.say("update my account details")
    await verified(chat, dev.email)
    await chat.pick("My name")
    await chat.say("4711")
    replies = await chat.say("0815")
    assert "Talk to a person" in titles(replies)
    assert chat.events("flow_failed")[0] == {
        "flow": "account_details", "step": "new_name", "cause": "not_understood",
    }  # fmt: skip
    assert chat.conversation.slots["to change"] == ["name"]
