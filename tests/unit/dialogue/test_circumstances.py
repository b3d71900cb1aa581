"""What triage is told besides the words."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversation.machine import Trigger
from bot.conversation.model import Conversation
from bot.conversation.store import ConversationStore
from bot.dialogue.circumstances import Circumstances, slots_after
from bot.handoff.model import Availability
from bot.ledger.keys import KeyedHash
from bot.triage.decide import decide
from bot.triage.model import Arm, Signals
from bot.triage.policy import DEFAULT_POLICY
from tests.databases import empty_sqlite
from tests.unit.triage.triage_facts import REASONS, understood

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HELD_OUT = Circumstances(arm=lambda _conversation: Arm.PERSON_FIRST)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ConversationStore]:
    db = empty_sqlite(tmp_path / "test.db")
    yield ConversationStore(db, KeyedHash("test"))
    db.close()


@pytest.fixture
def conversation(store: ConversationStore) -> Conversation:
    started = store.start(visitor_id="v", at=NOW, signals={"cart_value": 30, "page": "/cart?step=2"})
    return store.keep_visitor_message(started.id, "hello", "m1", NOW).conversation


def test_the_desk_says_how_scarce_people_are(conversation: Conversation) -> None:
    busy = Circumstances(lambda _department, _now: Availability(True, 2, 7, (480, 960)))
    signals = busy.signals(conversation, 1, NOW)
    assert (signals.desk_open, signals.agents_on_duty, signals.queue_length) == (True, 2, 7)
    assert (signals.expected_wait_minutes, signals.cart_value, signals.page) == (12.0, 30, "/cart")


def test_a_part_in_the_holdout_is_decided_once_a_contact(
    store: ConversationStore, conversation: Conversation
) -> None:
    first = HELD_OUT.signals(conversation, 1, NOW)
    decision = decide(understood(("shipping_cost", 0.9)), first, REASONS, DEFAULT_POLICY)
    slots = slots_after(conversation, 1, first, decision)
    after = store.update(conversation.id, NOW, slots=slots)
    assert (first.eligible, decision.eligible) == (None, True)
    assert HELD_OUT.signals(after, 1, NOW) == first  # the same turn again
    assert HELD_OUT.signals(after, 2, NOW).eligible is True


def test_who_writes_on_instead_of_answering_an_offer_has_passed_it_over(
    store: ConversationStore, conversation: Conversation
) -> None:
    neutral = Circumstances()
    assert not neutral.signals(conversation, 1, NOW).offer_declined
    offered = store.move(conversation.id, Trigger.OFFER, NOW, handoff_reason="policy")
    again = store.update(conversation.id, NOW, decision={"seq": 1})
    assert not neutral.signals(again, 1, NOW).offer_declined
    signals = neutral.signals(offered, 2, NOW)
    assert signals.offer_declined
    decision = decide(understood(("shipping_cost", 0.9)), signals, REASONS, DEFAULT_POLICY)
    kept = store.update(
        conversation.id, NOW, slots=slots_after(offered, 2, signals, decision), decision={"seq": 2}
    )
    assert neutral.signals(kept, 2, NOW).offer_declined
    assert slots_after(conversation, 1, Signals(), decision) == {}


def test_facts_are_gathered_of_the_matter_whose_flow_went_through(
    store: ConversationStore, conversation: Conversation
) -> None:
    gathered = {"_gathered": "payment_failed"}
    same = store.update(conversation.id, NOW, slots=gathered, reason="payment_failed")
    assert Circumstances().signals(same, 2, NOW).facts_gathered
    other = store.update(conversation.id, NOW, reason="charge_question")
    assert not Circumstances().signals(other, 2, NOW).facts_gathered
