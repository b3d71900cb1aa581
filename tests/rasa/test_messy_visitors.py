"""Visitors as they are: confused, changing their minds, wanting two things, done; with the real Rasa."""

from types import SimpleNamespace

import pytest

from tests.rasa.world import World, text_of, titles


async def test_failures_dont_keep_the_bot_from_another_clear_matter(world: World) -> None:
    chat = world.chat()
    for text in ("florb the wuzzle please", "and the other wuzzle too"):
        await chat.say(text)
    assert chat.conversation.failed_self_service == 2
    replies = await chat.say("Where is my order?")
    assert "order number" in text_of(replies)


async def test_a_second_question_without_an_answer_offers_a_person(world: World) -> None:
    chat = world.chat()
    await chat.say("florb the wuzzle please")
    replies = await chat.say("and the other wuzzle too")
    assert "Yes, connect me" in titles(replies)
    assert chat.conversation.state == "offered"
    replies = await chat.say("no")
    assert "ask me anything" in text_of(replies)
    assert chat.conversation.state == "bot"


async def test_an_answer_that_helped_forgives_what_failed_before(world: World) -> None:
    chat = world.chat()
    await chat.say("florb the wuzzle please")
    await chat.say("Can I return a sofa?")
    await chat.say("yes")
    assert chat.conversation.failed_self_service == 0


async def test_what_is_outside_of_the_shop_is_said_to_be_and_is_no_failure(world: World) -> None:
    chat = world.chat()
    replies = await chat.say("who won the world cup")
    assert "outside of what I know" in text_of(replies)
    assert "Talk to a person" not in titles(replies)
    assert chat.conversation.failed_self_service == 0
    assert chat.events("answer_missing")


async def test_no_after_anything_else_is_a_goodbye(world: World) -> None:
    chat = world.chat()
    await chat.say("Can I return a sofa?")
    await chat.say("yes")
    replies = await chat.say("no that's all")
    assert "good day" in text_of(replies)


async def test_who_does_not_understand_is_told_differently(world: World) -> None:
    chat = world.chat()
    assert "Where is my order?" in titles(await chat.say("what do you mean"))
    await chat.say("Can I return a sofa?")
    assert "/help/return-policy" in text_of(await chat.say("what do you mean"))
    await chat.pick("Talk to a person")
    assert chat.conversation.state == "queued"


async def test_who_does_not_understand_a_step_is_asked_in_other_words(world: World) -> None:
    chat = world.chat()
    asked = text_of(await chat.say("Where is my order?"))
    replies = await chat.say("what do you mean")
    assert replies[-1].text != asked
    assert "confirmation e-mail" in replies[-1].text


async def test_another_flow_is_gone_through_first_and_then_the_one_put_aside_goes_on(world: World) -> None:
    order = world.shop.order("10045")
    email = world.shop.customer(order.customer_id).email
    chat = world.chat()
    await chat.say("Where is my order #10045?")
    replies = await chat.say("How long does shipping to Canada take?")
    assert "this first" in replies[0].text
    assert "Delivery to Canada" in text_of(replies)
    assert chat.events("flow_cancelled") == [{"flow": "order_status", "step": "order_email"}]
    replies = await chat.pick("Next: Where is my order?")
    assert "order #10045" in text_of(replies)
    replies = await chat.say(email)
    assert "Your order **#10045**" in text_of(replies)
    assert "Next: Where is my order?" not in titles(replies)


async def test_of_two_wishes_the_one_that_needs_a_person_goes_first(world: World) -> None:
    chat = world.chat()
    await chat.say("where is my order? also, I need 40 desks for our office")
    assert chat.conversation.state == "offered"
    assert chat.conversation.reason == "bulk_order"


@pytest.mark.parametrize(
    ("began", "failing", "detail", "settled"),
    [
        ("can't log in, forgot my pw", "no", "ada@elsewhere.example", "a link to choose"),
        ("How long does shipping to Canada take?", None, "and germany", "Delivery to Germany"),
    ],
)
async def test_details_after_a_flow_take_it_up_again(
    world: World, began: str, failing: str | None, detail: str, settled: str
) -> None:
    chat = world.chat()
    await chat.say(began)
    for _ in range(2 if failing else 0):
        await chat.say(str(failing))
    assert settled in text_of(await chat.say(detail))


async def test_an_order_number_alone_is_asked_about(world: World) -> None:
    chat = world.chat()
    assert "order #10045" in text_of(await chat.say("10045"))
    assert "e-mail address" in text_of(await chat.pick("Where is it?"))


async def test_an_e_mail_given_before_the_order_number_is_not_asked_for_again(world: World) -> None:
    order = world.shop.order("10045")
    email = world.shop.customer(order.customer_id).email
    chat = world.chat()
    await chat.say("Where is my order?")
    assert "order number" in text_of(await chat.say(email))
    assert "Your order **#10045**" in text_of(await chat.say("10045"))


async def test_a_code_that_did_not_come_is_sent_again_without_losing_patience(world: World) -> None:
    chat = world.chat()
    await chat.say("i moved")
    await chat.say("nobody@elsewhere.example")
    for _ in range(2):
        replies = await chat.say("i didn't get a code")
        assert "new code" in text_of(replies)
    replies = await chat.say("still nothing came")
    assert "several codes" in text_of(replies)
    assert "Try again" not in titles(replies)


async def test_criticism_before_anything_was_tried_is_asked_about_once_and_then_a_person_offered(
    world: World,
) -> None:
    chat = world.chat()
    assert "what's wrong" in text_of(await chat.say("this is useless"))
    assert "A person can take over" in text_of(await chat.say("this is useless"))


async def test_with_the_desk_closed_nobody_is_promised_to_be_connected(world: World) -> None:
    world.open_desk(is_open=False)
    replies = await world.chat().say("can i talk to a human")
    assert "I connect you" not in text_of(replies)
    assert "Leave a message" in titles(replies)


async def test_who_was_with_a_person_before_is_connected_when_asking_again(world: World) -> None:
    chat = world.chat()
    await chat.say("I need 40 desks for our office")
    await chat.say("yes")
    ada = SimpleNamespace(id="ada", name="Ada")
    world.desk.accept(chat.id, ada, world.clock())
    world.desk.return_to_bot(chat.id, ada, "only a question", world.clock())
    await chat.say("human please")
    assert chat.conversation.state == "queued"
