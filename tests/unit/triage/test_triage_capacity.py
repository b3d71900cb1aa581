"""When people are scarce: contacts of low value go another way first, all others as ever."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.model import Understanding
from bot.triage import HandoffReason, Level, Route, Signals
from bot.triage.editing import Draft, policy_of
from tests.unit.triage.triage_facts import decided, understood
from tests.unit.triage.triage_strategies import drafts, signals, understandings

LONG = {"expected_wait_minutes": 12.0, "agents_on_duty": 2, "queue_length": 3}
CLOSED = {"desk_open": False}


@pytest.mark.parametrize(
    ("scarcity", "words"),
    [
        (LONG, "Waiting is about 12 min: self-service first."),
        (CLOSED, "The desk is closed: self-service first."),
        ({"queue_length": 10, "agents_on_duty": 2}, "10 visitors wait for 2 agents: self-service first."),
    ],
)
def test_while_people_are_scarce_low_value_goes_to_self_service_first(scarcity: dict, words: str) -> None:
    assert decided(understood(("custom_build", 0.9))).route is Route.OFFER_HUMAN
    decision = decided(understood(("custom_build", 0.9)), **scarcity)
    assert (decision.route, decision.value) == (Route.ANSWER, Level.LOW)
    assert decision.because[-1].endswith(words)


def test_what_self_service_has_failed_at_becomes_a_left_message() -> None:
    tried = understood(("warehouse_tour", 0.9))
    decision = decided(tried, **LONG, failed_self_service=1, prior_reason="warehouse_tour")
    assert (decision.route, decision.skill) == (Route.LEAVE_MESSAGE, "person")
    assert decision.handoff_reason is HandoffReason.HIGH_COMPLEXITY
    assert decision.because[-1].endswith("Waiting is about 12 min: a message can be left.")


def test_a_short_wait_changes_nothing() -> None:
    decision = decided(understood(("custom_build", 0.9)), expected_wait_minutes=4.9, queue_length=40)
    assert decision.route is Route.OFFER_HUMAN


def test_a_first_request_for_a_person_meets_self_service_while_people_are_scarce() -> None:
    decision = decided(understood(act="ask_person", wants_person=0.9), **LONG)
    assert (decision.route, decision.skill) == (Route.ANSWER, "self_service_first")
    assert "Waiting is about 12 min" in decision.because[-1]


@given(understandings(), signals, drafts(), st.floats(0, 240), st.integers(0, 50), st.booleans())
@settings(max_examples=300, deadline=None)
def test_scarce_people_change_nothing_for_a_contact_of_high_value(
    understanding: Understanding, facts: Signals, draft: Draft, wait: float, queue: int, is_open: bool
) -> None:
    policy = policy_of(draft, 1)
    free = {"desk_open": True, "expected_wait_minutes": None, "queue_length": 0, "arm": None}
    scarce = {"desk_open": is_open, "expected_wait_minutes": wait, "queue_length": queue, "arm": None}
    before = decided(understanding, policy, **{**vars(facts), **free})
    after = decided(understanding, policy, **{**vars(facts), **scarce})
    if before.value is Level.HIGH:
        assert (after.route, after.skill) == (before.route, before.skill)


@given(understandings(), signals, st.integers(1, 4))
@settings(max_examples=200, deadline=None)
def test_who_asks_twice_is_connected_however_scarce_people_are(
    understanding: Understanding, facts: Signals, before: int
) -> None:
    asking = understood(*understanding.reasons, act="ask_person", wants_person=1.0)
    scarce = {**vars(facts), **CLOSED, "times_asked_for_person": before}
    assert decided(asking, **scarce).route is Route.HANDOFF
