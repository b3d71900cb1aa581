"""Changing the address, with the real Rasa: from the first message to the shop's own record."""

import pytest

from bot.backoffice.customers import Customer
from tests.rasa.script import MEANINGS
from tests.rasa.world import World, code_mailed_to, text_of, titles, verified


@pytest.fixture
def customer(world: World) -> Customer:
    """Somebody with an account: whose order 10045 is."""
    order = world.shop.order("10045")
    found = world.shop.customer(order.customer_id)
    assert found is not None
    return found


async def test_the_address_given_at_once_is_saved_after_a_code_and_a_yes(
    world: World, customer: Customer
) -> None:
    chat = world.chat()
    replies = await chat.say("i moved, new adress is 5 elm st, portland")
    assert "e-mail" in text_of(replies)
    replies = await chat.say(customer.email)
    assert "6-digit code" in text_of(replies)
    replies = await chat.say(code_mailed_to(world, customer.email))
    assert "postal code" in text_of(replies)
    replies = await chat.say("97205")
    assert "country" in text_of(replies)
    replies = await chat.say("Canada")
    assert "5 Elm St, Portland, 97205, Canada" in text_of(replies)
    assert world.shop.customer(customer.id) == customer, "nothing is changed before the yes"
    replies = await chat.pick("Yes, save it")
    assert "Done!" in text_of(replies)
    changed = world.shop.customer(customer.id)
    assert changed.address.one_line() == "5 Elm St, Portland, 97205, CA"
    assert chat.conversation.identity == "verified"
    assert chat.events().count("flow_completed") == 1
    await chat.pick("Yes, thanks")
    assert chat.events("reaction") == [
        {"seq": 11, "polarity": "positive", "about": "flow", "flow": "address_change"}
    ]


async def test_a_verified_visitor_is_not_asked_again_who_they_are(world: World, customer: Customer) -> None:
    chat = world.chat()
    await chat.say("i moved")
    await verified(chat, customer.email)
    await chat.say("cancel")
    replies = await chat.say("i moved")
    assert "street" in text_of(replies)
    replies = await chat.say("12 Oak Avenue, Portland, OR 97205, USA")
    assert "12 Oak Avenue, Portland, OR 97205, United States" in text_of(replies)


async def test_an_unknown_address_gets_the_same_words_and_no_way_in(world: World, customer: Customer) -> None:
    said = []
    for email in (customer.email, "nobody@elsewhere.example"):
        chat = world.chat()
        await chat.say("i moved")
        said.append(text_of(await chat.say(email)).replace(email, "EMAIL"))
    assert said[0] == said[1]
    await chat.say("123456")
    replies = await chat.say("654321")
    assert "Talk to a person" in titles(replies)
    assert chat.conversation.identity == "anonymous"


async def test_a_question_in_between_is_answered_and_the_step_asked_again(
    world: World, customer: Customer
) -> None:
    chat = world.chat()
    await chat.say("i moved")
    await verified(chat, customer.email)
    replies = await chat.say("Can I return a sofa?")
    assert replies[0].text == "You can return anything within 30 days."
    assert "street" in replies[-1].text
    assert len(replies) == 2
    replies = await chat.say("5 elm st, portland")
    assert "postal code" in text_of(replies)


async def test_small_talk_in_between_leads_back(world: World) -> None:
    chat = world.chat()
    await chat.say("i moved")
    replies = await chat.say("are you a bot?")
    assert "I'm Wren, a bot" in replies[0].text
    assert "e-mail" in replies[-1].text


async def test_stopping_ends_the_flow_and_says_that_nothing_changed(world: World) -> None:
    chat = world.chat()
    await chat.say("i moved")
    replies = await chat.say("cancel")
    assert "Nothing was changed" in text_of(replies)
    assert chat.events("flow_cancelled") == [{"flow": "address_change", "step": "customer_email"}]
    replies = await chat.say("Can I return a sofa?")
    assert replies[0].text == "You can return anything within 30 days."
    assert "e-mail" not in text_of(replies)


async def test_asking_for_a_person_inside_is_offered_finishing_once_then_connected(world: World) -> None:
    chat = world.chat()
    await chat.say("i moved")
    replies = await chat.say("human please")
    assert "Talk to a person" in titles(replies)
    assert "e-mail" in replies[-1].text
    replies = await chat.say("human please")
    assert "connecting you with a person" in text_of(replies)
    assert chat.conversation.state == "queued"
    assert "e-mail address" not in text_of(replies)


async def test_two_failures_at_one_step_offer_a_person_with_what_was_gathered(
    world: World, customer: Customer
) -> None:
    chat = world.chat()
    await chat.say("i moved, new adress is 5 elm st, portland")
    await verified(chat, customer.email)
    replies = await chat.say("98-x")
    replies = await chat.say("bla")
    replies = await chat.say("bla")
    assert "Talk to a person" in titles(replies)
    failed = chat.events("flow_failed")
    assert failed == [{"flow": "address_change", "step": "country", "cause": "not_understood"}]
    assert chat.conversation.slots["new street"] == "5 Elm St"
    assert chat.conversation.failed_self_service == 1
    replies = await chat.pick("Talk to a person")
    assert chat.conversation.handoff_reason == "flow_failed"


async def test_no_at_the_end_lets_the_visitor_correct_it(world: World, customer: Customer) -> None:
    chat = world.chat()
    await chat.say("i moved")
    await verified(chat, customer.email)
    await chat.say("5 Elm St, Portland, OR 97205, USA")
    replies = await chat.say("no")
    assert "street" in text_of(replies)
    replies = await chat.say("7 Elm St, Portland, OR 97205, USA")
    assert "7 Elm St" in text_of(replies)
    await chat.say("yes")
    assert world.shop.customer(customer.id).address.line1 == "7 Elm St"


async def test_when_the_shop_fails_a_person_is_brought_in_and_the_flow_is_over(
    world: World, customer: Customer
) -> None:
    chat = world.chat()
    await chat.say("i moved")
    await verified(chat, customer.email)
    await chat.say("5 Elm St, Portland, OR 97205, USA")
    world.shop.broken.add("change_address")
    replies = await chat.say("yes")
    assert "isn't working on my side" in text_of(replies)
    assert chat.conversation.state == "queued"
    assert chat.events("bot_failed") == [{"part": "action"}]
    assert "flow_completed" not in chat.events()


async def test_what_the_first_message_says_completely_is_not_asked_for_again(
    world: World, customer: Customer
) -> None:
    chat = world.chat()
    text = f"Change my address to 9 Pine Road, Salem, OR 97301, USA. My e-mail is {customer.email}"
    MEANINGS[text.lower()] = "address_change"
    replies = await chat.say(text)
    assert "6-digit code" in text_of(replies)
    replies = await chat.say(code_mailed_to(world, customer.email))
    assert "9 Pine Road, Salem, OR 97301, United States" in text_of(replies)
    assert "Yes, save it" in titles(replies)


async def test_a_step_back_asks_for_the_step_before_and_keeps_who_they_are(
    world: World, customer: Customer
) -> None:
    chat = world.chat()
    await chat.say("i moved, new adress is 5 elm st, portland")
    await verified(chat, customer.email)
    replies = await chat.say("wait, go back")
    assert text_of(replies) == "Sure, one step back. Which city is that in?"
    await chat.say("Salem")
    await chat.say("97301")
    replies = await chat.say("Canada")
    assert "5 Elm St, Salem, 97301, Canada" in text_of(replies)


async def test_there_is_no_step_before_who_they_are(world: World, customer: Customer) -> None:
    chat = world.chat()
    await chat.say("i moved")
    await verified(chat, customer.email)
    replies = await chat.say("go back")
    assert text_of(replies).startswith("This is the first step. What's the new street")


async def test_an_earlier_answer_is_put_right_at_a_later_step(world: World, customer: Customer) -> None:
    chat = world.chat()
    await chat.say("i moved, new adress is 5 elm st, portland")
    await verified(chat, customer.email)
    replies = await chat.say("sorry, the street is 7 Oak Avenue")
    assert text_of(replies).startswith("Got it, changed.")
    assert "postal code" in text_of(replies)
    await chat.say("97205")
    await chat.say("Canada")
    replies = await chat.say("no, the city is Salem")
    assert "7 Oak Avenue, Salem, 97205, Canada" in text_of(replies)
    await chat.say("yes")
    assert world.shop.customer(customer.id).address.one_line() == "7 Oak Avenue, Salem, 97205, CA"
