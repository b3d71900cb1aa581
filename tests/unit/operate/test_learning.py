from datetime import UTC, datetime, timedelta

import pytest

from bot.ledger.events import Event
from bot.operate.learning import lessons
from kb.judgements import Source

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def shown(seq, article_id="shipping", conversation_id="c1"):
    return made("answer_shown", conversation_id, seq=seq, article_id=article_id, article_version=1, score=1.0)


def asked_back(seq, *options, conversation_id="c1"):
    return made("clarify_asked", conversation_id, seq=seq, options=list(options))


def reaction(seq, polarity, article_id="shipping", **more):
    return made("reaction", "c1", seq=seq, polarity=polarity, about="answer", article_id=article_id, **more)


def made(type_, conversation_id="c1", **data):
    made.count += 1
    at = NOW + timedelta(seconds=made.count)
    return Event(f"e{made.count}", type_, 1, at, conversation_id, "episode", "visitor", data)


made.count = 0


def taught(*events):
    return [(one.seq, one.article_id, one.right, one.source) for one in lessons(events)]


@pytest.mark.parametrize(("polarity", "right"), [("positive", True), ("negative", False)])
def test_a_reaction_says_whether_the_article_was_right_for_the_question(polarity, right):
    assert taught(shown(3), reaction(3, polarity)) == [(3, "shipping", right, Source.REACTION)]


def test_a_pick_says_which_article_answers_what_was_asked_back_about():
    assert taught(asked_back(3, "shipping", "returns"), shown(5, "returns")) == [
        (3, "returns", True, Source.PICK)
    ]


def test_a_reaction_to_what_was_picked_is_about_the_question_not_the_button():
    events = asked_back(3, "shipping", "returns"), shown(5, "returns"), reaction(5, "negative", "returns")
    assert taught(*events)[-1] == (3, "returns", False, Source.REACTION)


def test_a_new_question_after_asking_back_is_no_pick():
    assert taught(asked_back(3, "shipping", "returns"), shown(5, "warranty")) == []


def test_another_conversation_s_asking_back_is_not_mixed_in():
    assert taught(asked_back(3, "shipping", conversation_id="c2"), shown(5)) == []


def test_a_reaction_to_a_flow_teaches_nothing():
    flow = made("reaction", seq=3, polarity="positive", about="flow", flow="address_change")
    assert taught(flow) == []


def test_a_message_with_several_questions_teaches_nothing():
    assert (
        taught(shown(3), shown(3, "returns"), reaction(3, "positive"), reaction(3, "positive", "returns"))
        == []
    )
