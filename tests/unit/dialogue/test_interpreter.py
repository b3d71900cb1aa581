"""Understanding for Rasa: what is kept, recorded and passed on; with a real store and scripted models."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.conversation.replies import Button
from bot.conversation.store import ConversationStore
from bot.dialogue.interpreter import Interpreter, decision_as_json
from bot.ledger.keys import KeyedHash
from bot.ledger.store import EventStore
from bot.nlu.model import Entity, Tone, Understanding
from bot.triage.decide import decide
from bot.triage.inputs import from_inputs
from bot.triage.policy import DEFAULT_POLICY
from bot.triage.reasons import load_reasons
from kb.search import Hit, SearchDecision, SearchResult
from tests.databases import empty_sqlite

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
VECTOR = np.ones(3, dtype=np.float32)
HIT = Hit("return-policy", 2, "Returns", "30 days.", "30 days.", "/help/return-policy", 0.9, 0.01)


class Script:
    """Understands as told and counts how often it is asked."""

    def __init__(self) -> None:
        self.understood: dict[str, Understanding] = {}
        self.searched: list[Any] = []
        self.texts: list[str] = []
        self.found: dict[str, SearchResult] = {}

    def understand(self, text: str) -> Understanding:
        return self.understood.get(text, Understanding(text, VECTOR))

    def search(self, text: str, *, vector: Any = None, limit: int = 5) -> SearchResult:
        self.searched.append(vector)
        self.texts.append(text)
        return self.found.get(text, SearchResult(SearchDecision.ANSWER, (HIT,)))


class Stage:
    """A store, a script and an interpreter."""

    def __init__(self, folder: Path) -> None:
        self.db = empty_sqlite(folder / "test.db")
        self.at = NOW
        self.script = Script()
        self.store = ConversationStore(self.db, KeyedHash("test"))
        reasons = load_reasons(ROOT / "data" / "reasons.yml")
        self.interpreter = Interpreter(
            self.store, self.script, self.script, lambda: reasons, lambda: DEFAULT_POLICY, lambda: self.at
        )
        self.id = self.store.start(visitor_id="v", at=NOW, signals={"cart_value": 30}).id

    def hear(self, text: str, wish: Button | None = None) -> dict[str, Any]:
        """A visitor's message, as Rasa asks for it."""
        self.at += timedelta(seconds=1)
        kept = self.store.keep_visitor_message(self.id, text, f"m{self.at.timestamp()}", self.at, wish=wish)
        return self.interpreter.interpret(text, kept.conversation.sender_id)

    def answered(self, seq: int) -> None:
        """The bot has replied."""
        self.store.keep_replies(self.id, seq, [], self.at)

    def events(self, type_: str) -> list[dict[str, Any]]:
        found = EventStore(self.db).for_conversation(self.id)
        return [dict(event.data) for event in found if event.type == type_]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(tmp_path)
    yield stage
    stage.db.close()


def reason(text: str, key: str, **more: Any) -> Understanding:
    return Understanding(text, VECTOR, reasons=((key, 0.95),), **more)


def act(text: str, name: str, wants: float = 0.0) -> Understanding:
    return Understanding(text, VECTOR, name, 0.95, wants_person=wants)


def test_a_question_is_searched_with_the_vector_it_was_understood_with(stage: Stage) -> None:
    stage.script.understood["returns?"] = reason("returns?", "return_policy")
    parsed = stage.hear("returns?")
    assert parsed["intent"]["name"] == "question"
    assert stage.script.searched == [VECTOR] or stage.script.searched[0] is VECTOR
    facts = parsed["firstline"]
    assert (facts["seq"], facts["decision"], facts["hits"][0]["article_id"]) == (1, "answer", "return-policy")
    conversation = stage.store.get(stage.id)
    assert (conversation.reason, conversation.value, conversation.complexity) == (
        "return_policy",
        "low",
        "low",
    )
    assert conversation.decision["hits"][0]["article_id"] == "return-policy"
    [triaged] = stage.events("triage_decided")
    assert (triaged["reason"], triaged["route"], triaged["seq"]) == ("return_policy", "answer", 1)


def test_a_decision_can_be_made_again_from_its_event_without_the_words(stage: Stage) -> None:
    stage.script.understood["my crib broke"] = reason("my crib broke", "damaged_item")
    stage.hear("my crib broke")
    [event] = EventStore(stage.db).of_types(["triage_decided"], NOW, NOW + timedelta(days=1))
    kept, signals = from_inputs(event.data["inputs"])
    again = decide(kept, signals, stage.interpreter.reasons(), DEFAULT_POLICY)
    assert (signals.cart_value, kept.length, event.version) == (30, len("my crib broke"), 3)
    assert decision_as_json(again).items() <= {"handoff_reason": None, **event.data}.items()
    assert "crib" not in str(event.data)


def test_what_is_no_question_is_not_searched(stage: Stage) -> None:
    stage.script.understood["hi"] = act("hi", "greet")
    assert stage.hear("hi")["intent"]["name"] == "greet"
    assert stage.script.searched == []
    assert stage.events("message_classified") == [{"seq": 1, "act": "greet", "substance": False}]


def test_a_message_that_is_asked_for_twice_is_recorded_and_counted_once(stage: Stage) -> None:
    stage.script.understood["human"] = act("human", "ask_person", wants=0.99)
    first = stage.hear("human")
    again = stage.interpreter.interpret("human", f"{stage.id}.1")
    assert first["intent"] == again["intent"]
    assert again["intent"]["name"] == "ask_person"
    assert stage.store.get(stage.id).times_asked_for_person == 1
    assert len(stage.events("triage_decided")) == len(stage.events("person_requested")) == 1


def test_the_second_request_for_a_person_is_a_handoff(stage: Stage) -> None:
    stage.script.understood["human"] = act("human", "ask_person", wants=0.99)
    stage.hear("human")
    stage.answered(1)
    assert stage.hear("human")["intent"]["name"] == "handoff"
    assert [event["times"] for event in stage.events("person_requested")] == [1, 2]


def test_the_pages_own_button_for_a_person_follows_the_same_rules(stage: Stage) -> None:
    wish = Button("page", "Talk to a person", "ask_person")
    assert stage.hear("Talk to a person", wish)["intent"]["name"] == "ask_person"
    stage.answered(1)
    assert stage.hear("Talk to a person", wish)["intent"]["name"] == "handoff"


def test_a_picked_topic_is_its_flow_and_is_triaged_like_words(stage: Stage) -> None:
    parsed = stage.hear("Where is my order?", Button("b", "Where is my order?", "order_status"))
    assert parsed["intent"]["name"] == "order_status"
    assert stage.store.get(stage.id).reason == "order_status"
    assert stage.events("triage_decided")[0]["route"] == "flow"


def test_a_picked_reaction_is_no_new_matter(stage: Stage) -> None:
    button = Button("b", "Yes, thanks", "helped", {"article_id": "return-policy"})
    parsed = stage.hear("Yes, thanks", button)
    assert parsed["intent"]["name"] == "helped"
    assert parsed["firstline"]["picked"] == {"article_id": "return-policy"}
    assert stage.events("triage_decided") == []


def test_an_intent_that_no_button_may_stand_for_is_understood_as_text(stage: Stage) -> None:
    parsed = stage.hear("x", Button("b", "x", "bot_failure"))
    assert parsed["intent"]["name"] == "question"


def test_a_threat_is_a_handoff_with_its_reason_in_the_conversation(stage: Stage) -> None:
    words = "my lawyer will hear of this"
    stage.script.understood[words] = reason(words, "legal_threat", tone=Tone(0.9, 0.9, 0.9))
    assert stage.hear(words)["intent"]["name"] == "handoff"
    conversation = stage.store.get(stage.id)
    assert conversation.handoff_reason is not None
    assert (conversation.value, conversation.complexity) == ("high", "high")


def test_a_question_inside_a_flow_does_not_change_what_the_conversation_is_about(stage: Stage) -> None:
    stage.script.understood["i moved"] = reason("i moved", "address_change")
    stage.script.understood["returns?"] = reason("returns?", "return_policy")
    stage.hear("i moved")
    stage.answered(1)
    stage.store.update(stage.id, stage.at, slots={"_flow": "address_change", "_step": "city"})
    assert stage.hear("returns?")["intent"]["name"] == "question"
    assert stage.store.get(stage.id).reason == "address_change"


def test_of_several_unanswered_messages_the_one_that_rasa_asks_for_is_taken(stage: Stage) -> None:
    stage.store.keep_visitor_message(stage.id, "first", "m1", stage.at)
    stage.store.keep_visitor_message(stage.id, "second", "m2", stage.at)
    assert stage.interpreter.interpret("first", f"{stage.id}.1")["firstline"]["seq"] == 1
    assert stage.interpreter.interpret("second", f"{stage.id}.1")["firstline"]["seq"] == 2


def hit(article_id: str, risk: float = 0.02) -> SearchResult:
    return SearchResult(SearchDecision.ANSWER, (replace(HIT, article_id=article_id, risk=risk),))


NOTHING = SearchResult(SearchDecision.ABSTAIN, ())
TWO = "can I return a sofa? what is the warranty?"


@pytest.fixture
def shop_talk(stage: Stage) -> Stage:
    """A stage on which a few questions have answers of their own."""
    script = stage.script
    for text, key in (
        ("can I return a sofa?", "return_policy"),
        ("what is the warranty?", "warranty_terms"),
        ("where is my order?", "order_status"),
        ("can I change my address?", "address_change"),
        ("I need 40 desks for our office", "bulk_order"),
        ("how long does shipping take?", "shipping_times"),
    ):
        script.understood[text] = reason(text, key)
    script.found["can I return a sofa?"] = hit("return-policy")
    script.found["what is the warranty?"] = hit("warranty-terms")
    script.found["do you sell unicorns?"] = NOTHING
    script.found[TWO] = NOTHING
    return stage


def several(facts: dict[str, Any]) -> list[str | None]:
    return [entry.get("hit", {}).get("article_id") for entry in facts["several"]]


def test_each_question_of_a_message_is_searched_by_its_own_words(shop_talk: Stage) -> None:
    parsed = shop_talk.hear(TWO)
    assert parsed["intent"]["name"] == "question"
    assert parsed["text"] == TWO
    assert several(parsed["firstline"]) == ["return-policy", "warranty-terms"]
    assert {"can I return a sofa?", "what is the warranty?"} <= set(shop_talk.script.texts)
    [triaged] = shop_talk.events("triage_decided")
    assert triaged["because"][0] == "2 questions in one message, each read by itself."


def test_what_has_no_answer_is_named_beside_what_has_one(shop_talk: Stage) -> None:
    facts = shop_talk.hear("what is the warranty? do you sell unicorns?")["firstline"]
    assert several(facts) == ["warranty-terms", None]
    assert facts["several"][1] == {"question": "do you sell unicorns"}


def test_a_flow_comes_after_the_answers_and_at_once_where_there_are_none(shop_talk: Stage) -> None:
    parsed = shop_talk.hear("where is my order? what is the warranty?")
    assert parsed["intent"]["name"] == "question"
    assert [option["intent"] for option in parsed["firstline"]["later"]] == ["order_status"]
    shop_talk.answered(1)
    parsed = shop_talk.hear("where is my order? can I change my address?")
    assert parsed["intent"]["name"] == "order_status"
    assert [option["intent"] for option in parsed["firstline"]["later"]] == ["address_change"]


def test_the_order_number_of_the_message_goes_with_the_flow_that_comes_after(shop_talk: Stage) -> None:
    text = "order 10045, what is the warranty? where is my order?"
    number = (Entity("order_number", "10045", 6, 11),)
    shop_talk.script.understood[text] = Understanding(text, VECTOR, entities=number, wishes=2)
    facts = shop_talk.hear(text)["firstline"]
    assert [option["entities"].get("order_number") for option in facts["later"]] == ["10045"]


def test_a_question_that_needs_a_person_goes_before_all_others(shop_talk: Stage) -> None:
    parsed = shop_talk.hear("what is the warranty? I need 40 desks for our office")
    assert parsed["intent"]["name"] == "offer_person"
    assert shop_talk.store.get(shop_talk.id).reason == "bulk_order"


def test_three_questions_are_answered_and_the_fourth_is_kept_for_later(shop_talk: Stage) -> None:
    for number in range(1, 5):
        shop_talk.script.found[f"is thing {number} nice?"] = hit(f"article-{number}")
    text = " ".join(f"is thing {number} nice?" for number in range(1, 5))
    shop_talk.script.found[text] = NOTHING
    facts = shop_talk.hear(text)["firstline"]
    assert several(facts) == ["article-1", "article-2", "article-3"]
    assert facts["later"][0]["entities"] == {"article_id": "article-4"}


def test_two_questions_with_the_same_answer_are_answered_as_one(shop_talk: Stage) -> None:
    shop_talk.script.found["is it dear?"] = hit("warranty-terms")
    assert "several" not in shop_talk.hear("what is the warranty? is it dear?")["firstline"]


def test_a_follow_up_is_searched_together_with_the_question_before(shop_talk: Stage) -> None:
    shop_talk.script.found["and for frames?"] = NOTHING
    shop_talk.script.found["what is the warranty for frames?"] = hit("warranty-frames")
    shop_talk.hear("what is the warranty?")
    shop_talk.answered(1)
    facts = shop_talk.hear("and for frames?")["firstline"]
    assert facts["hits"][0]["article_id"] == "warranty-frames"
    assert facts["because"][0].startswith(
        "A follow-up, read together with the question before: it begins with"
    )
    assert "frames" not in str(shop_talk.events("triage_decided"))


def test_a_follow_up_leans_on_a_follow_up(shop_talk: Stage) -> None:
    for text in ("what is the warranty?", "and for frames?", "and for rugs?"):
        shop_talk.script.found[text] = NOTHING
    for seq, text in enumerate(("what is the warranty?", "and for frames?", "and for rugs?"), start=1):
        shop_talk.hear(text)
        shop_talk.answered(seq)
    assert "what is the warranty for frames for rugs?" in shop_talk.script.texts


def test_a_new_question_a_yes_and_thanks_are_glued_to_nothing(shop_talk: Stage) -> None:
    shop_talk.script.understood["thanks"] = act("thanks", "thank")
    shop_talk.script.understood["yes"] = act("yes", "affirm")
    said = ("what is the warranty?", "thanks", "yes", "can I return a sofa?")
    for seq, text in enumerate(said, start=1):
        shop_talk.hear(text)
        shop_talk.answered(seq)
    assert shop_talk.script.texts == ["what is the warranty?", "can I return a sofa?"]


def test_a_message_with_a_matter_of_its_own_is_not_read_into_the_one_before(shop_talk: Stage) -> None:
    text = "what about returns?"
    shop_talk.script.understood[text] = reason(text, "return_policy")
    shop_talk.script.found[text] = hit("return-policy", risk=0.04)
    shop_talk.script.found["what is the warranty returns?"] = hit("warranty-terms", risk=0.001)
    shop_talk.hear("what is the warranty?")
    shop_talk.answered(1)
    assert shop_talk.hear(text)["firstline"]["hits"][0]["article_id"] == "return-policy"


def test_a_repeated_follow_up_is_read_the_same_and_not_joined_with_itself(shop_talk: Stage) -> None:
    shop_talk.script.found["and for frames?"] = NOTHING
    shop_talk.hear("what is the warranty?")
    shop_talk.answered(1)
    first = shop_talk.hear("and for frames?")
    again = shop_talk.interpreter.interpret("and for frames?", f"{shop_talk.id}.1")
    assert again == first
    assert shop_talk.script.texts[-1] == "what is the warranty for frames?"


def test_after_a_return_from_a_person_nothing_of_before_is_leaned_on(shop_talk: Stage) -> None:
    shop_talk.script.found["and for frames?"] = NOTHING
    shop_talk.hear("what is the warranty?")
    shop_talk.answered(1)
    slot = shop_talk.store.get(shop_talk.id).slots["_asked"]
    shop_talk.store.update(shop_talk.id, shop_talk.at, slots={"_asked": {**slot, "stint": 0}})
    shop_talk.hear("and for frames?")
    assert shop_talk.script.texts[-1] == "and for frames?"


def test_yes_goes_on_with_what_was_put_aside_only_where_the_bot_has_just_asked_to(shop_talk: Stage) -> None:
    shop_talk.script.understood["yes"] = act("yes", "affirm")
    option = {"title": "Where is my order?", "intent": "order_status", "entities": {}}
    shop_talk.store.update(shop_talk.id, NOW, slots={"_later": [option]})
    assert shop_talk.hear("yes")["intent"]["name"] == "affirm"
    shop_talk.answered(1)
    shop_talk.store.update(shop_talk.id, NOW, slots={"_go_on": {"asked": 1}})
    assert shop_talk.hear("yes")["intent"]["name"] == "order_status"
    again = shop_talk.interpreter.interpret("yes", f"{shop_talk.id}.1")
    assert again["intent"]["name"] == "order_status"
    shop_talk.answered(2)
    assert shop_talk.hear("yes")["intent"]["name"] == "affirm"


def test_beside_mere_talk_the_one_question_is_answered(shop_talk: Stage) -> None:
    text = "how are you doing? what is the warranty?"
    shop_talk.script.understood["how are you doing?"] = act("how are you doing?", "smalltalk")
    shop_talk.script.found[text] = NOTHING
    facts = shop_talk.hear(text)["firstline"]
    assert "several" not in facts
    assert facts["hits"][0]["article_id"] == "warranty-terms"
