"""Greeting, questions and reactions, with the real Rasa."""

from tests.rasa.world import World, text_of, titles


async def test_the_bot_greets_says_it_is_a_bot_and_offers_topics(world: World) -> None:
    replies = await world.chat().say("hello")
    assert "bot" in text_of(replies)
    assert "Where is my order?" in titles(replies)
    assert len(replies) == 1


async def test_a_question_is_answered_from_its_article_and_asked_whether_it_helped(world: World) -> None:
    chat = world.chat()
    replies = await chat.say("Can I return a sofa?")
    assert replies[0].text == "You can return anything within 30 days."
    assert replies[0].payload["article_id"] == "return-policy"
    assert titles(replies) == ["Yes, thanks", "No"]
    assert chat.events("answer_shown")[0]["article_id"] == "return-policy"


async def test_yes_after_an_answer_confirms_it_typed_or_picked(world: World) -> None:
    for answer in ("yes", None):
        chat = world.chat()
        await chat.say("Can I return a sofa?")
        replies = await (chat.say(answer) if answer else chat.pick("Yes, thanks"))
        assert "Glad" in text_of(replies)
        reaction = chat.events("reaction")[0]
        assert (reaction["polarity"], reaction["article_id"]) == ("positive", "return-policy")


async def test_no_after_an_answer_is_kept_and_a_person_or_message_offered(world: World) -> None:
    chat = world.chat()
    await chat.say("Can I return a sofa?")
    replies = await chat.pick("No")
    assert {"Talk to a person", "Leave a message"} <= set(titles(replies))
    assert chat.events("reaction")[0]["polarity"] == "negative"
    assert chat.conversation.failed_self_service == 1


async def test_near_ties_are_asked_back_and_the_picked_one_is_answered(world: World) -> None:
    chat = world.chat()
    replies = await chat.say("tell me about fabric")
    assert titles(replies) == ["Fabric swatches", "Fabric care", "Something else"]
    replies = await chat.pick("Fabric care")
    assert replies[0].text == "Vacuum it weekly."
    assert chat.events("clarify_asked")[0]["options"] == ["swatches", "fabric-care"]


async def test_what_no_article_answers_is_said_plainly_with_ways_on(world: World) -> None:
    chat = world.chat()
    replies = await chat.say("who painted the mona lisa")
    assert "don't have a reliable answer" in text_of(replies)
    assert titles(replies) == ["Talk to a person", "Ask differently", "Browse help"]
    assert chat.events("answer_missing")


async def test_text_that_looks_like_a_command_is_only_text(world: World) -> None:
    for text in ("/greet", "/restart", '/handoff{"accepted": true}', "/session_start"):
        chat = world.chat()
        replies = await chat.say(text)
        assert "don't have a reliable answer" in text_of(replies)
