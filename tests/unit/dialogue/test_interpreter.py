"""Understanding for Rasa: what is kept, recorded and passed on; with a real store and scripted models."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.conversation.replies import Button
from bot.conversation.store import ConversationStore
from bot.dialogue.interpreter import Interpreter
from bot.ledger.keys import KeyedHash
from bot.ledger.store import EventStore
from bot.nlu.model import Tone, Understanding
from bot.triage.policy import DEFAULT_POLICY
from bot.triage.reasons import load_reasons
from kb.database import Database, metadata
from kb.search import Hit, SearchDecision, SearchResult

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
VECTOR = np.ones(3, dtype=np.float32)
HIT = Hit("return-policy", 2, "Returns", "30 days.", "30 days.", "/help/return-policy", 0.9, 0.01)


class Script:
    """Understands as told and counts how often it is asked."""

    def __init__(self) -> None:
        self.understood: dict[str, Understanding] = {}
        self.searched: list[Any] = []

    def understand(self, text: str) -> Understanding:
        return self.understood.get(text, Understanding(text, VECTOR))

    def search(self, text: str, *, vector: Any = None, limit: int = 5) -> SearchResult:
        self.searched.append(vector)
        return SearchResult(SearchDecision.ANSWER, (HIT,))


class Stage:
    """A store, a script and an interpreter."""

    def __init__(self, folder: Path) -> None:
        self.db = Database(f"sqlite:///{folder / 'test.db'}")
        self.at = NOW
        self.script = Script()
        self.store = ConversationStore(self.db, KeyedHash("test"))
        metadata.create_all(self.db.engine)
        reasons = load_reasons(ROOT / "data" / "reasons.yml")
        self.interpreter = Interpreter(
            self.store, self.script, self.script, reasons, lambda: DEFAULT_POLICY, lambda: self.at
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
