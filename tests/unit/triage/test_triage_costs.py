"""What contacts cost either way, and where that decides."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage import DEFAULT_POLICY, HandoffReason, Level, Route
from bot.triage.costs import Costs, chance_of_failing, expected
from tests.unit.triage.triage_facts import decided, understood

SHARE = st.floats(0, 1)
COSTS = Costs()


def test_the_formula_is_the_stated_one() -> None:
    # 0.95 sure, complexity 0.15: settles 0.95 x (1 - 0.6 x 0.15) = 0.8645 of the time.
    failing = chance_of_failing(0.95, 0.15, 0)
    assert failing == pytest.approx(0.1355)
    either = expected(COSTS, Level.LOW, failing, wait_minutes=2)
    assert either.self_service == pytest.approx(0.05 + 0.1355 * (10 + 1))
    assert either.person == pytest.approx(10 + 2 * 0.1)
    assert either.sentence() == "Self-service would cost about $1.54, a person $10.20."


def test_each_failure_halves_the_chance_that_is_left() -> None:
    once, twice = chance_of_failing(0.9, 0.15, 1), chance_of_failing(0.9, 0.15, 2)
    assert 1 - twice == pytest.approx((1 - once) / 2)


def test_waiting_is_not_counted_at_high_value() -> None:
    assert expected(COSTS, Level.HIGH, 0.1, wait_minutes=60).person == COSTS.person


@given(SHARE, SHARE, SHARE, st.integers(0, 4), st.integers(0, 3))
def test_more_complexity_or_failures_never_make_self_service_look_better(
    confidence: float, one: float, other: float, failures: int, more: int
) -> None:
    low, high = sorted((one, other))
    worse = chance_of_failing(confidence, high, failures + more)
    assert 0 <= chance_of_failing(confidence, low, failures) <= worse <= 1


@given(SHARE, st.floats(0, 120))
def test_more_value_never_makes_self_service_look_better(failing: float, wait: float) -> None:
    low, medium, high = (expected(COSTS, value, failing, wait) for value in Level)
    saved = [one.self_service - one.person for one in (low, medium, high)]
    assert saved == sorted(saved)


def test_where_the_cell_allows_both_the_cheaper_way_is_taken() -> None:
    unclear = understood(("payment_failed", 0.46))
    assert decided(unclear).route is Route.OFFER_HUMAN
    assert decided(unclear).because[-2:] == (
        "Self-service would cost about $10.22, a person $10.00.",
        "Medium value, medium complexity. Self-service would cost more than it saves: a person is offered.",
    )
    clear = decided(understood(("payment_failed", 0.9)))
    assert clear.route is Route.FLOW
    assert "Self-service would cost about $5.60, a person $10.00." in clear.because


def test_where_the_cell_is_plain_the_cost_explains_and_does_not_decide() -> None:
    dear = replace(DEFAULT_POLICY, costs=Costs(self_service=500.0))
    decision = decided(understood(("order_status", 0.9)), dear)
    assert decision.route is Route.FLOW
    assert "Self-service would cost about $501.99, a person $10.00." in decision.because


def test_where_it_is_unsure_a_cheaper_person_is_offered() -> None:
    valuable = understood(("damaged_item", 0.12), ("bulk_order", 0.2), ("order_status", 0.5))
    asks = understood(("cancel_order", 0.36), ("order_status", 0.2), ("refund_refused", 0.09))
    assert decided(valuable).route is not Route.CLARIFY
    decision = decided(asks)
    assert decision.route is Route.CLARIFY
    lost = replace(
        DEFAULT_POLICY,
        costs=Costs(disappointed={Level.LOW: 90.0, Level.MEDIUM: 90.0, Level.HIGH: 90.0}),
    )
    offered = decided(asks, lost)
    assert (offered.route, offered.handoff_reason) == (Route.OFFER_HUMAN, HandoffReason.LOW_CONFIDENCE)
    assert "a person $10.00." in offered.because[-2]


@pytest.mark.parametrize("self_service", [0.0, 1e6])
def test_no_cost_moves_a_guard(self_service: float) -> None:
    policy = replace(DEFAULT_POLICY, costs=Costs(person=1e6, self_service=self_service))
    assert decided(understood(("safety_issue", 0.9)), policy).route is Route.HANDOFF
    asks = understood(act="ask_person", wants_person=0.9)
    assert decided(asks, policy, times_asked_for_person=1).route is Route.HANDOFF
