"""Presets and edits: what an admin can set, and what no table can do."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import InvalidInput
from bot.nlu.model import ASK_PERSON, Tone, Understanding
from bot.triage import DEFAULT_POLICY, Cell, Level, Policy, Route, Signals
from bot.triage.editing import LIMITS, Draft, as_cells, checked, default_limits, policy_of
from bot.triage.policy import DEFAULT_TABLE
from bot.triage.presets import BALANCED, PRESETS
from tests.unit.triage.triage_facts import decided, understood
from tests.unit.triage.triage_strategies import drafts, signals, tables, understandings

CELLS = as_cells(DEFAULT_TABLE)


def test_the_balanced_preset_is_the_default_policy() -> None:
    policy = policy_of(checked(BALANCED, CELLS, {}), 3)
    assert policy == replace(DEFAULT_POLICY, version="balanced-3")


def test_each_preset_can_be_saved_and_gives_more_people_than_the_one_before() -> None:
    reaches = []
    for preset in PRESETS.values():
        draft = checked(preset.key, as_cells(preset.table), {})
        assert draft.table == preset.table
        reaches.append([cell.reach for cell in preset.table.values()])
    for fewer, more in zip(reaches, reaches[1:], strict=False):
        assert all(one <= other for one, other in zip(fewer, more, strict=True))
        assert fewer != more


def test_chat_for_everyone_offers_a_person_for_the_simplest_question_and_connects_who_asks() -> None:
    policy = policy_of(Draft("chat_for_everyone", PRESETS["chat_for_everyone"].table, {}), 1)
    simplest = understood(("shipping_cost", 0.9))
    assert decided(simplest, policy).route is Route.OFFER_HUMAN
    assert decided(understood(act="ask_person", wants_person=0.9), policy).route is Route.HANDOFF


def test_who_declines_the_offer_gets_the_bots_answer() -> None:
    policy = policy_of(Draft("chat_for_everyone", PRESETS["chat_for_everyone"].table, {}), 1)
    simplest = understood(("shipping_cost", 0.9))
    assert decided(simplest, policy, offer_declined=True).route is Route.ANSWER
    failed = decided(
        simplest, policy, offer_declined=True, failed_self_service=1, prior_reason="shipping_cost"
    )
    assert failed.route is Route.OFFER_HUMAN


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"preset": "spend_nothing"}, "preset"),
        ({"cells": {**CELLS, "low.huge": "skill"}}, "cells"),
        ({"cells": {key: cell for key, cell in CELLS.items() if key != "low.low"}}, "cells.low.low"),
        ({"cells": {**CELLS, "low.low": "ignore"}}, "cells.low.low"),
        ({"cells": {**CELLS, "high.high": "skill"}}, "cells.high.high"),
        ({"cells": {**CELLS, "low.low": "handoff"}}, "cells.low.medium"),
        ({"limits": {"failures_limit": 3}}, "limits.failures_limit"),
        ({"limits": {"turn_limit": 1000}}, "limits.turn_limit"),
        ({"limits": {"threat_limit": 2}}, "limits"),
    ],
)
def test_what_cannot_be_put_in_force_is_named(change: dict, field: str) -> None:
    given_ = {"preset": BALANCED, "cells": CELLS, "limits": {}} | change
    with pytest.raises(InvalidInput) as refused:
        checked(**given_)
    assert refused.value.field == field


def test_the_limits_that_can_be_set_are_in_range_by_default() -> None:
    for name, number in default_limits().items():
        assert LIMITS[name].lowest <= number <= LIMITS[name].highest


anything = st.one_of(
    drafts().map(lambda draft: policy_of(draft, 1)),
    tables.map(lambda table: replace(DEFAULT_POLICY, table=table)),
)
"""Policies that can be saved, and tables that can't: guards hold in all of them."""


@given(understandings(), signals, anything, st.integers(1, 5))
@settings(max_examples=200, deadline=None)
def test_no_policy_keeps_who_asks_twice_from_a_person(
    understanding: Understanding, facts: Signals, policy: Policy, before: int
) -> None:
    asking = replace(understanding, act=ASK_PERSON, wants_person=1.0)
    again = {**vars(facts), "times_asked_for_person": before}
    assert decided(asking, policy, **again).route is Route.HANDOFF


@given(signals, anything, st.floats(0.45, 1))
@settings(max_examples=200, deadline=None)
def test_no_policy_keeps_safety_law_or_fraud_from_a_person(
    facts: Signals, policy: Policy, sure: float
) -> None:
    assert decided(understood(("safety_issue", sure)), policy, **vars(facts)).route is Route.HANDOFF


@given(signals, anything)
@settings(max_examples=200, deadline=None)
def test_no_policy_lets_a_possible_safety_matter_pass_without_a_person_in_reach(
    facts: Signals, policy: Policy
) -> None:
    perhaps = understood(("order_status", 0.42), ("safety_issue", 0.4))
    assert decided(perhaps, policy, **vars(facts)).route.reach >= 1


@given(signals, anything, st.floats(0.7, 1))
@settings(max_examples=200, deadline=None)
def test_no_policy_keeps_a_threat_from_a_person(facts: Signals, policy: Policy, threat: float) -> None:
    message = understood(("shipping_cost", 0.9), tone=Tone(0.9, 0.2, threat))
    assert decided(message, policy, **vars(facts)).route is Route.HANDOFF


@given(signals, anything, st.integers(2, 6))
@settings(max_examples=200, deadline=None)
def test_no_policy_goes_on_after_self_service_has_failed_twice(
    facts: Signals, policy: Policy, failed: int
) -> None:
    again = {**vars(facts), "failed_self_service": failed, "prior_reason": "order_status"}
    assert decided(understood(("order_status", 0.9)), policy, **again).route is Route.HANDOFF


@given(signals, anything, st.integers(60, 90))
@settings(max_examples=200, deadline=None)
def test_no_policy_goes_on_past_the_turn_limit(facts: Signals, policy: Policy, turns: int) -> None:
    going_on = {**vars(facts), "bot_turns": turns}
    assert decided(understood(("order_status", 0.9)), policy, **going_on).route is Route.HANDOFF


def test_a_cells_reach_grows_from_the_bot_to_the_person() -> None:
    assert [cell.reach for cell in (Cell.SKILL, Cell.GATHER_THEN_OFFER, Cell.OFFER, Cell.HANDOFF)] == [
        0,
        1,
        2,
        3,
    ]
    assert Level.LOW.rank < Level.MEDIUM.rank < Level.HIGH.rank
