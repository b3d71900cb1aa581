"""For any facts: a stronger signal never makes a person harder to reach; decisions are total and quick."""

import time
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.model import ASK_PERSON, Tone, Understanding
from bot.triage import DEFAULT_POLICY, Decision, Policy, Route, Signals, decide
from bot.triage.editing import policy_of
from tests.unit.triage.triage_facts import REASONS, understood
from tests.unit.triage.triage_strategies import drafts, signals, understandings


def _decide(understanding: Understanding, facts: Signals, policy: Policy = DEFAULT_POLICY) -> Decision:
    return decide(understanding, facts, REASONS, policy)


policies = st.just(DEFAULT_POLICY) | drafts().map(lambda draft: policy_of(draft, 1))


@given(understandings(), signals, policies, st.data())
@settings(max_examples=600, deadline=None)
def test_a_stronger_signal_never_makes_a_person_harder_to_reach(
    understanding: Understanding, facts: Signals, policy: Policy, data: st.DataObject
) -> None:
    """In any policy that can be saved, however scarce people are; its part in the holdout stands."""
    facts = replace(facts, eligible=bool(facts.eligible))
    stronger: dict[str, Any] = {
        "cart_value": facts.cart_value + data.draw(st.floats(0, 3000)),
        "order_value": facts.order_value + data.draw(st.floats(0, 3000)),
        "failed_self_service": facts.failed_self_service + data.draw(st.integers(0, 3)),
        "times_asked_for_person": facts.times_asked_for_person + data.draw(st.integers(0, 2)),
        "clarified": facts.clarified + data.draw(st.integers(0, 2)),
        "bot_turns": facts.bot_turns + data.draw(st.integers(0, 20)),
        "facts_gathered": True,
        "repeat_customer": True,
        "tier": "gold",
        "page": "/checkout",
        "identity": "verified",
    }
    one = data.draw(st.sampled_from([*stronger, "anger", "threat", "urgency", "wishes"]))
    if one in stronger:
        after = _decide(understanding, replace(facts, **{one: stronger[one]}), policy)
    elif one == "wishes":
        after = _decide(replace(understanding, wishes=understanding.wishes + 1), facts, policy)
    else:
        level = getattr(understanding.tone, one)
        tone = replace(understanding.tone, **{one: data.draw(st.floats(level, 1))})
        after = _decide(replace(understanding, tone=tone), facts, policy)
    before = _decide(understanding, facts, policy)
    if one == "tier" and facts.tier == "gold":
        assert after == before
    assert after.route.reach >= before.route.reach
    assert after.value_score >= before.value_score
    assert after.complexity_score >= before.complexity_score


@given(understandings(), signals, st.integers(1, 5))
@settings(max_examples=200, deadline=None)
def test_who_asks_a_second_time_is_always_connected(
    understanding: Understanding, facts: Signals, before: int
) -> None:
    asking = replace(understanding, act=ASK_PERSON, wants_person=1.0)
    assert _decide(asking, replace(facts, times_asked_for_person=before)).route is Route.HANDOFF


@given(understandings(), signals, policies)
@settings(max_examples=300, deadline=None)
def test_every_message_gets_the_same_whole_decision_each_time(
    understanding: Understanding, facts: Signals, policy: Policy
) -> None:
    decision = _decide(understanding, facts, policy)
    assert decision == _decide(understanding, facts, policy)
    assert decision.reason in REASONS
    assert 0 <= decision.value_score <= 1
    assert 0 <= decision.complexity_score <= 1
    assert 0 <= decision.confidence <= 1
    assert (decision.handoff_reason is not None) == (decision.route.reach > 0)
    assert decision.skill
    assert len(decision.because) >= 2
    assert all(sentence.endswith((".", "!")) for sentence in decision.because)


@given(understandings(), signals)
@settings(max_examples=200, deadline=None)
def test_an_unsure_reason_never_starts_a_flow(understanding: Understanding, facts: Signals) -> None:
    weak = replace(
        understanding, reasons=(("order_status", 0.3), ("cancel_order", 0.2)), act=None, wants_person=0.0
    )
    decision = _decide(weak, replace(facts, active_flow=None))
    assert decision.route in (Route.CLARIFY, Route.OFFER_HUMAN, Route.HANDOFF)


def test_a_decision_takes_well_under_a_millisecond() -> None:
    asks = understood(
        ("order_status", 0.5), ("damaged_item", 0.3), ("cancel_order", 0.15), tone=Tone(0.9, 0.9, 0.6)
    )
    facts = Signals(cart_value=900, failed_self_service=1, tier="gold")
    started = time.process_time()
    for _ in range(300):
        _decide(asks, facts)
    assert (time.process_time() - started) / 300 < 0.0005
