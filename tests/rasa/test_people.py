"""Reaching a person, with the real Rasa."""

from tests.rasa.world import World, text_of, titles


async def test_the_first_request_is_offered_self_service_and_the_second_is_connected(world: World) -> None:
    chat = world.chat()
    replies = await chat.say("can i talk to a human")
    assert "Talk to a person" in titles(replies)
    assert chat.conversation.state == "bot"
    replies = await chat.say("human please")
    assert "connecting you with a person" in text_of(replies)
    assert replies[-1].payload["kind"] == "queue"
    assert chat.conversation.state == "queued"
    assert [data["times"] for data in chat.events("person_requested")] == [1, 2]


async def test_a_repeated_turn_does_not_count_as_a_second_request(world: World) -> None:
    chat = world.chat()
    kept = world.conversations.keep_visitor_message(chat.id, "human please", "m1", world.clock())
    async with world.client() as client:
        for _ in range(2):
            await client.send(kept.conversation.sender_id, "human please", {"seq": kept.message.seq})
    assert chat.conversation.times_asked_for_person == 1
    assert chat.conversation.state == "bot"


async def test_the_button_connects_at_once(world: World) -> None:
    chat = world.chat()
    await chat.say("can i talk to a human")
    await chat.pick("Talk to a person")
    assert chat.conversation.state == "queued"


async def test_with_the_desk_closed_a_message_can_be_left(world: World) -> None:
    world.open_desk(is_open=False)
    chat = world.chat()
    await chat.say("can i talk to a human")
    replies = await chat.say("human please")
    assert replies[-1].payload["kind"] == "leave_message"
    assert chat.conversation.state == "bot"


async def test_a_legal_threat_goes_to_a_person_at_once(world: World) -> None:
    chat = world.chat()
    replies = await chat.say("Your courier smashed my mirror, I call my lawyer")
    assert "bringing in a person right now" in text_of(replies)
    conversation = chat.conversation
    assert (conversation.state, conversation.value, conversation.complexity) == ("queued", "high", "high")
    assert conversation.reason == "legal_threat"


async def test_a_sales_opportunity_is_offered_a_person_at_once(world: World) -> None:
    chat = world.chat()
    replies = await chat.say("I need 40 desks for our office")
    assert "Yes, connect me" in titles(replies)
    assert chat.conversation.state == "offered"
    await chat.say("yes")
    assert chat.conversation.state == "queued"
    assert chat.conversation.handoff_reason == "high_value"
    assert "offer_accepted" in chat.events()


async def test_an_offer_can_be_declined_and_the_bot_goes_on(world: World) -> None:
    chat = world.chat()
    await chat.say("I need 40 desks for our office")
    replies = await chat.pick("No, thanks")
    assert "ask me anything" in text_of(replies)
    assert chat.conversation.state == "bot"
    replies = await chat.say("Can I return a sofa?")
    assert replies[0].text == "You can return anything within 30 days."


async def test_that_did_not_help_counts_against_the_answer_and_offers_ways_on(world: World) -> None:
    chat = world.chat()
    await chat.say("Can I return a sofa?")
    replies = await chat.say("that didn't help")
    assert "Talk to a person" in titles(replies)
    assert chat.events("reaction")[0]["polarity"] == "negative"


async def test_while_the_line_is_long_what_is_of_low_value_may_leave_a_message_or_wait(world: World) -> None:
    with world.long_line(minutes=12):
        chat = world.chat()
        await chat.say("Can I return a sofa?")
        await chat.say("that didn't help")
        replies = await chat.say("Can I return a sofa?")
        assert text_of(replies).startswith("Everybody is busy right now. It usually takes ")
        assert titles(replies) == ["Leave a message", "I'll wait"]
        decision = chat.events("triage_decided")[-1]
        assert decision["because"][-1].startswith("Low value, medium complexity. Waiting is about ")
        await chat.pick("I'll wait")
        assert chat.conversation.state == "queued"


async def test_a_contact_of_high_value_is_offered_a_person_however_long_the_line_is(world: World) -> None:
    with world.long_line(minutes=12):
        replies = await world.chat().say("I need 40 desks for our office")
        assert "Yes, connect me" in titles(replies)
