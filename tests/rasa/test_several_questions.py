"""Several questions in one message, and questions that lean on the one before; with the real Rasa."""

from datetime import timedelta
from types import SimpleNamespace

from bot.ledger.episodes import Episode
from bot.ledger.outcomes import Outcome, judge
from bot.ledger.store import EventStore
from bot.ledger.terms import Terms
from tests.rasa.world import Chat, World, text_of, titles

THREE = "can i return a sofa? what is the warranty? also, do you send fabric samples?"


def cards(chat: Chat) -> list[str]:
    """The articles shown in the last turn, in order."""
    return [str(r.payload["article_id"]) for r in chat.said if r.payload.get("kind") == "answer"]


def outcome(chat: Chat) -> Outcome | None:
    """What the conversation counts as once it has been silent for days."""
    events = tuple(EventStore(chat.world.db).for_conversation(chat.id))
    own = tuple(event for event in events if event.episode_id == chat.conversation.episode_id)
    later = chat.world.clock() + timedelta(days=3)
    return judge(
        Episode(chat.conversation.episode_id, chat.id, chat.conversation.visitor_key, own), later, Terms()
    ).outcome


async def test_three_questions_get_three_cards_in_their_order_and_are_asked_about_once(world: World) -> None:
    chat = world.chat()
    replies = await chat.say(THREE)
    assert cards(chat) == ["return-policy", "warranty", "swatches"]
    assert [reply.text for reply in replies][3:] == ["Did these help?"]
    shown = chat.events("answer_shown")
    assert [(event["seq"], event["article_id"]) for event in shown] == [
        (1, "return-policy"), (1, "warranty"), (1, "swatches"),
    ]  # fmt: skip


async def test_a_typed_yes_is_one_to_every_answer_and_confirms_the_last_question(world: World) -> None:
    chat = world.chat()
    await chat.say(THREE)
    await chat.say("yes")
    said = chat.events("reaction")
    assert [event["article_id"] for event in said] == ["return-policy", "warranty", "swatches"]
    assert {event["polarity"] for event in said} == {"positive"}
    assert outcome(chat) is Outcome.CONFIRMED


async def test_a_picked_no_is_a_failure_that_blames_no_article(world: World) -> None:
    chat = world.chat()
    await chat.say(THREE)
    await chat.pick("No")
    [said] = chat.events("reaction")
    assert (said["polarity"], "article_id" in said) == ("negative", False)
    assert outcome(chat) is Outcome.NEGATIVE


async def test_what_is_not_known_is_named_with_ways_on_beside_what_is(world: World) -> None:
    chat = world.chat()
    replies = await chat.say("what is the warranty? do you florb wuzzles?")
    assert cards(chat) == ["warranty"]
    assert "About “do you florb wuzzles” I don't have a reliable answer" in text_of(replies)
    assert {"Talk to a person", "Ask differently"} <= set(titles(replies))
    assert chat.events("answer_missing") == [{"seq": 1}]
    await chat.say("yes")
    # The last question stayed open: a yes to the first does not make a success of it.
    assert outcome(chat) is Outcome.ABANDONED


async def test_a_flow_comes_after_the_answers_and_yes_and_yes_go_on_with_it(world: World) -> None:
    chat = world.chat()
    replies = await chat.say("where is my order? how do i return a sofa")
    assert cards(chat) == ["return-policy"]
    assert "Next: Order and shipping status" in titles(replies)
    assert "Shall we go on?" in text_of(await chat.say("yes"))
    assert "order number" in text_of(await chat.say("yes"))
    assert chat.events("flow_started") == [{"flow": "order_status"}]


async def test_where_nothing_is_answered_the_flow_begins_at_once_and_what_is_open_is_named(
    world: World,
) -> None:
    chat = world.chat()
    replies = await chat.say("do you florb wuzzles? where is my order?")
    assert "About “do you florb wuzzles”" in text_of(replies)
    assert "order number" in replies[-1].text
    assert chat.events("answer_missing") == [{"seq": 1}]


async def test_delivery_to_a_country_is_told_between_the_other_answers(world: World) -> None:
    chat = world.chat()
    replies = await chat.say("How long does shipping to Canada take? what is the warranty?")
    assert "Delivery to Canada" in replies[0].text
    assert cards(chat) == ["warranty"]
    assert chat.events("flow_completed") == [{"flow": "shipping_times"}]


async def test_several_questions_inside_a_flow_are_answered_and_the_step_asked_again(world: World) -> None:
    chat = world.chat()
    await chat.say("Where is my order?")
    replies = await chat.say("can i return a sofa? what is the warranty?")
    assert cards(chat) == ["return-policy", "warranty"]
    assert "order number" in replies[-1].text


async def test_a_chain_of_follow_ups_is_answered_from_the_first_question_on(world: World) -> None:
    chat = world.chat()
    await chat.say("What is the warranty?")
    await chat.say("and on frames?")
    assert cards(chat) == ["warranty"]
    await chat.say("thanks")
    await chat.say("and how much is that?")
    assert cards(chat) == ["fabric-care"]
    assert len(chat.events("answer_shown")) == 3
    because = chat.events("triage_decided")[-1]["because"][0]
    assert because == "A follow-up, read together with the question before: it begins with “and”."


async def test_a_flows_question_is_leaned_on_too(world: World) -> None:
    chat = world.chat()
    await chat.say("How long does shipping to Canada take?")
    assert "don't deliver there" in text_of(await chat.say("and to Mexico?"))
    assert "Delivery to Canada" not in text_of(chat.said)


async def test_back_from_a_person_nothing_of_before_is_leaned_on(world: World) -> None:
    chat = world.chat()
    await chat.say("What is the warranty?")
    await chat.say("human please")
    await chat.say("human please")
    ada = SimpleNamespace(id="ada", name="Ada")
    world.desk.accept(chat.id, ada, world.clock())
    world.desk.return_to_bot(chat.id, ada, "only a question", world.clock())
    await chat.say("and on frames?")
    assert cards(chat) == []


async def test_cancel_alone_stops_the_flow_that_runs(world: World) -> None:
    chat = world.chat()
    await chat.say("Where is my order?")
    assert "I've stopped" in text_of(await chat.say("ok cancel that please"))
    assert chat.events("flow_cancelled")


async def test_small_talk_and_greetings_are_not_repeated_word_by_word(world: World) -> None:
    chat = world.chat()
    for text in ("hello", "thanks"):
        assert text_of(await chat.say(text)) != text_of(await chat.say(text))


async def test_a_second_yes_with_nothing_left_asks_what_else_it_is(world: World) -> None:
    chat = world.chat()
    await chat.say("Can I return a sofa?")
    await chat.say("yes")
    assert "What is it about?" in text_of(await chat.say("yes"))
    await chat.say("thanks")
    assert "What is it about?" in text_of(await chat.say("yes"))
