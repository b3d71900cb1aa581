"""Replays of whole made-up months by real policies (`bench.months`)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings

from bench.months import START, World, month
from bot.ledger.assessments import Assessment, assess, in_period
from bot.ledger.filters import Filter
from bot.ledger.schemas import checked
from bot.ledger.terms import Terms
from bot.settings import PROJECT_ROOT
from bot.triage import DEFAULT_POLICY, Policy, Route, decide, load_reasons
from bot.triage.inputs import from_inputs, inputs_of
from bot.triage.presets import PRESETS
from bot.triage.replay import Replay, Rules, replay
from bot.triage.replay.asked import policy_asked
from bot.triage.replay.record import recorded
from tests.unit.ledger.ledger_stories import analysis_of
from tests.unit.triage.replay_stories import figure
from tests.unit.triage.triage_facts import REASONS
from tests.unit.triage.triage_strategies import signals, understandings

END = START + timedelta(days=30)
NOW = END + timedelta(days=15)
TABLE = load_reasons(PROJECT_ROOT / "data" / "reasons.yml")
POLICIES = {key: policy_asked(key, None, None, DEFAULT_POLICY) for key in PRESETS}


def by(policy: Policy) -> Callable[[Mapping[str, Any]], Route]:
    return lambda inputs: decide(*from_inputs(inputs), TABLE, policy).route


def world(key: str, episodes: int = 800) -> World:
    return World(episodes, agents=1, policy=POLICIES[key])


@cache
def told(key: str, episodes: int = 800) -> Sequence[Assessment]:
    return in_period(assess(month(world(key, episodes), TABLE), NOW, Terms()), START, END)


def replayed(then: str, other: str, **rules: Any) -> Replay:
    return replay(
        told(then), by(POLICIES[other]), Terms(), start=START, end=END, rules=Rules(runs=12, **rules)
    )


def test_the_events_of_a_made_up_month_are_the_ledgers() -> None:
    events = month(World(300), TABLE)
    assert {event.type for event in events} >= {"triage_decided", "queued", "person_accepted", "message_left"}
    for event in events:
        assert checked(event.type, event.version, dict(event.data)) == event.data


@pytest.mark.parametrize("key", PRESETS)
def test_the_policy_that_was_in_force_decides_everything_as_it_was_decided(key: str) -> None:
    result = replayed(key, key)
    made_again, elsewhere = result.decisions
    assert made_again > 700
    assert (elsewhere, result.differing) == (0, 0)
    for one in result.figures:
        if one.unit != "seconds":
            assert one.replayed is not None
            assert one.replayed.value == one.happened, one.key


@given(understandings(), signals)
@settings(max_examples=100, deadline=None)
def test_any_decision_is_made_again_as_it_was_by_the_policy_that_made_it(
    understanding: Any, facts: Any
) -> None:
    for policy in POLICIES.values():
        then = decide(understanding, facts, REASONS, policy)
        again = decide(*from_inputs(inputs_of(understanding, facts)), REASONS, policy)
        assert again == then


def test_what_happened_is_what_the_report_says() -> None:
    analysis = analysis_of(SimpleNamespace(events=month(world("balanced"), TABLE)), terms=Terms())
    overview = analysis.overview(Filter(START, END), NOW)
    result = replayed("balanced", "save_costs")
    outcomes = {row.outcome: row.count for row in overview.outcomes}
    assert figure(result, "handoffs").happened == outcomes["handed_off"] > 0
    assert figure(result, "unhelped").happened == outcomes["negative"] + outcomes["abandoned"] > 0
    assert figure(result, "wait_median").happened == overview.figure("time_to_accept").value
    assert result.counted == overview.counts.decided


def test_more_generous_presets_bring_more_visitors_to_people_and_cost_more() -> None:
    handoffs = [
        figure(replayed("balanced", key), "handoffs").replayed.value
        for key in ("save_costs", "balanced", "serve_generously", "chat_for_everyone")
    ]
    assert handoffs == sorted(handoffs)
    assert handoffs[0] < handoffs[1] < handoffs[3] / 3


@pytest.mark.parametrize(
    ("then", "other"),
    [("balanced", "save_costs"), ("save_costs", "balanced"), ("serve_generously", "balanced")],
)
def test_the_estimate_holds_what_happens_where_the_other_policy_is_in_force(then: str, other: str) -> None:
    """The same visitors under the other policy: known, since they are made up."""
    truth = replay(told(other), by(POLICIES[other]), Terms(), start=START, end=END, rules=Rules(fewest=10**9))
    handed_off = figure(truth, "handoffs").happened
    estimate = figure(replayed(then, other), "handoffs").replayed
    # The interval says what chance leaves open, not how far the assumptions are off: a tenth more on top.
    low, high = estimate.interval or (estimate.value, estimate.value)
    assert low - 0.1 * handed_off <= handed_off <= high + 0.1 * handed_off


def test_sending_everybody_to_one_agent_makes_them_wait_and_leave() -> None:
    result = replayed("balanced", "chat_for_everyone")
    late, left = figure(result, "wait_p95"), figure(result, "left_queue")
    assert late.replayed.value > late.simulated.value
    assert left.replayed.value > left.happened
    more = figure(replayed("balanced", "chat_for_everyone", agents=30), "left_queue")
    assert more.replayed.value < left.replayed.value / 5


def test_every_number_opens_to_as_many_episodes() -> None:
    result = replayed("balanced", "serve_generously")
    ids = {one.id for one in map(recorded, told("balanced"))}
    for one in result.figures:
        if one.unit == "count":
            assert len(one.behind_happened) == one.happened
            assert set(one.behind_happened) <= ids
            assert sum(share for _, share in one.behind_replayed) == pytest.approx(one.replayed.value)


def test_an_edited_policy_is_named_so_and_can_do_no_more_than_one_in_force() -> None:
    from bot.errors import InvalidInput

    assert policy_asked("balanced", None, {"turn_limit": 20}, DEFAULT_POLICY).version == "balanced, changed"
    assert policy_asked("balanced", None, None, DEFAULT_POLICY).table == DEFAULT_POLICY.table
    costs = replace(DEFAULT_POLICY.costs, person=99.0)
    assert policy_asked("balanced", None, None, replace(DEFAULT_POLICY, costs=costs)).costs.person == 99
    with pytest.raises(InvalidInput, match="preset is one of"):
        policy_asked("free_for_all", None, None, DEFAULT_POLICY)
    with pytest.raises(InvalidInput, match="Failed tries"):
        policy_asked("balanced", None, {"failures_limit": 9}, DEFAULT_POLICY)
