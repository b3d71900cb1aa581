from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.model import Message
from bot.ledger.events import Event
from bot.operate.learning import MOST_OF_A_VISITOR, Learner, lessons
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
    assert taught(*events) == [(3, "returns", False, Source.REACTION)], "and it takes the pick back"


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


def test_reacting_again_and_again_counts_once_and_the_last_word_holds():
    again = [reaction(3, polarity) for polarity in ("positive", "negative", "positive", "negative")]
    assert taught(shown(3), *again) == [(3, "shipping", False, Source.REACTION)]


def test_one_visitor_can_not_sway_the_risk_of_everybody():
    events = [one for seq in range(100) for one in (shown(seq), reaction(seq, "negative"))]
    assert len(taught(*events)) == MOST_OF_A_VISITOR


class Conversations:
    """Messages by their number; those in `pressed` are buttons."""

    def __init__(self, pressed=()):
        self.pressed = pressed

    def message(self, conversation_id, seq):
        payload = {"choice": "a"} if seq in self.pressed else {}
        return Message(conversation_id, seq, "visitor", f"question {seq}", NOW, payload=payload)


class Knowledge:
    """Remembers what it was taught."""

    def __init__(self):
        self.taught = {}

    def not_judged(self, about):
        return set(about) - self.taught.keys()

    def judge(self, question, article_id, *, right, source, at, about):
        self.taught[about] = (question, article_id, right)
        return True


class Events:
    def __init__(self, *events):
        self.events = list(events)

    def of_types(self, types, start, end):
        return [one for one in self.events if one.type in types]


def learned(*events, pressed=()):
    knowledge = Knowledge()
    learner = Learner(Events(*events), Conversations(pressed), knowledge)
    assert learner.learn(NOW) == len(knowledge.taught)
    assert learner.learn(NOW) == 0, "each lesson counts once"
    return list(knowledge.taught.values())


def test_a_reaction_is_taught_with_the_question_s_words():
    assert learned(shown(3), reaction(3, "negative")) == [("question 3", "shipping", False)]


def test_a_pick_by_button_is_taught_with_the_words_it_was_asked_back_about():
    events = asked_back(3, "shipping", "returns"), shown(5, "returns")
    assert learned(*events, pressed=(5,)) == [("question 3", "returns", True)]


def test_what_is_typed_after_asking_back_is_a_question_of_its_own():
    assert learned(asked_back(3, "shipping", "returns"), shown(5, "returns")) == []


def test_a_button_s_words_are_no_question():
    assert learned(shown(3), reaction(3, "positive"), pressed=(3,)) == []
