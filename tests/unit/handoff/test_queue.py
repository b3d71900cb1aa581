"""Who is next, and how long it takes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handoff.queue import (
    AGEING,
    Pickup,
    Waiting,
    expected_wait,
    has_grown,
    in_order,
    position_of,
    promise,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LEVELS = ("low", "medium", "high")


def waiting(name, value="medium", complexity="medium", minutes=0.0, department=None):
    return Waiting(name, value, complexity, NOW - timedelta(minutes=minutes), department)


def names(items):
    return [item.conversation_id for item in items]


some_waiting = st.lists(
    st.builds(
        waiting,
        st.uuids().map(str),
        st.sampled_from([*LEVELS, None]),
        st.sampled_from([*LEVELS, None]),
        st.floats(0, 60),
    ),
    max_size=12,
    unique_by=lambda item: item.conversation_id,
)


def test_value_comes_first_then_complexity():
    line = [waiting(f"{v}-{c}", v, c) for v in LEVELS for c in LEVELS]
    assert names(in_order(line, NOW))[:4] == ["high-high", "high-medium", "high-low", "medium-high"]


def test_among_equals_the_longest_waiting_is_next():
    assert names(in_order([waiting("new"), waiting("old", minutes=0.5)], NOW)) == ["old", "new"]


def test_what_we_know_nothing_about_is_neither_first_nor_last():
    line = [waiting("low", "low"), waiting("unknown", None), waiting("high", "high")]
    assert names(in_order(line, NOW)) == ["high", "unknown", "low"]


@given(some_waiting, st.randoms())
def test_the_order_does_not_depend_on_the_order_given_and_loses_nobody(line, random):
    shuffled = list(line)
    random.shuffle(shuffled)
    assert in_order(shuffled, NOW) == in_order(line, NOW)
    assert sorted(names(in_order(line, NOW))) == sorted(names(line))


@given(some_waiting)
def test_nobody_starves_nine_steps_of_waiting_outrank_everyone_who_came_since(line):
    ordered = in_order(line, NOW)
    for place, item in enumerate(ordered):
        for behind in ordered[place + 1 :]:
            assert item.since - behind.since <= 9 * AGEING


@given(some_waiting, st.integers(0, 600))
def test_waiting_longer_never_puts_one_further_back(line, more_seconds):
    later = NOW + timedelta(seconds=more_seconds)
    newcomer = Waiting("newcomer", "high", "high", later)
    for item in line:
        earlier_self = Waiting(
            "earlier", item.value, item.complexity, item.since - timedelta(minutes=1), item.department
        )
        ahead = names(in_order([item, newcomer, earlier_self], later))
        assert ahead.index("earlier") < ahead.index(item.conversation_id)


def test_the_position_counts_only_those_who_wait_for_the_same_department():
    line = [
        waiting("s1", "high", department="sales"),
        waiting("h1", department="support"),
        waiting("h2", minutes=0.5, department="support"),
    ]
    assert position_of("h2", line, NOW) == 1
    assert position_of("h1", line, NOW) == 2
    assert position_of("nobody", line, NOW) is None


def test_departments_that_share_agents_wait_in_one_line():
    line = [
        waiting("s1", "high", department="sales"),
        waiting("b1", "medium", department="billing"),
        waiting("h1", "low", department="support"),
        waiting("any", "low", "low"),
    ]
    assert position_of("h1", line, NOW, together={"support", "sales"}) == 2
    assert position_of("h1", line, NOW, together=None) == 3
    assert position_of("any", line, NOW, together={"support", "sales"}) == 3


def test_no_wait_is_promised_before_enough_was_measured():
    assert expected_wait(1, []) is None
    assert expected_wait(1, [Pickup(60, 1), Pickup(80, 1)]) is None


def test_the_expected_wait_is_the_middle_half_of_recent_waits_for_each_place():
    pickups = [Pickup(seconds, 1) for seconds in (60, 120, 180, 240, 300)]
    assert expected_wait(1, pickups) == (120, 240)
    assert expected_wait(2, pickups) == (240, 480)


def test_a_wait_that_began_further_back_counts_for_its_places():
    assert expected_wait(1, [Pickup(300, 3)] * 4) == (100, 100)


@given(
    st.integers(1, 50),
    st.lists(st.builds(Pickup, st.floats(0, 7200), st.integers(1, 20)), min_size=3, max_size=30),
)
def test_an_expected_wait_is_a_range_that_grows_with_the_place(position, pickups):
    low, high = expected_wait(position, pickups)
    assert 0 <= low <= high
    further_low, further_high = expected_wait(position + 1, pickups)
    assert further_low >= low
    assert further_high >= high


@pytest.mark.parametrize("seconds", [0.0, 59.9])
def test_less_than_a_step_of_waiting_does_not_lift_over_a_higher_value(seconds):
    line = [waiting("low", "low", "low", minutes=seconds / 60), waiting("low-medium", "low", "medium")]
    assert names(in_order(line, NOW)) == ["low-medium", "low"]


@given(some_waiting)
def test_nobody_starves_while_ever_more_valuable_visitors_keep_coming(line):
    queue, now, served = list(line), NOW, set()
    for minute in range(len(line) + 9 + 60):
        queue.append(Waiting(f"rush-{minute}", "high", "high", now))
        first = in_order(queue, now)[0]
        queue.remove(first)
        served.add(first.conversation_id)
        now += timedelta(minutes=1)
    assert {item.conversation_id for item in line} <= served


@given(some_waiting, st.integers(0, 3600))
def test_equals_never_change_places_however_long_they_wait(line, seconds):
    equals = [replace(item, value="high", complexity="low") for item in line]
    assert in_order(equals, NOW + timedelta(seconds=seconds)) == in_order(equals, NOW)


def test_what_the_place_in_front_has_waited_already_counts():
    pickups = [Pickup(seconds, 1) for seconds in (60, 120, 180, 240, 300)]
    low, high = expected_wait(1, pickups, since_last=100)
    assert (low, high) == (65, 155)
    assert expected_wait(2, pickups, since_last=100) == (65 + 120, 155 + 240)


def test_beyond_what_was_ever_measured_no_wait_is_invented():
    assert expected_wait(1, [Pickup(60, 1)] * 10, since_last=61) is None


def test_a_wait_has_grown_when_it_ends_clearly_after_what_was_promised():
    told = promise((60, 120), NOW)
    assert told == NOW + timedelta(seconds=120)
    assert not has_grown(told, (60, 120), NOW)
    assert not has_grown(told, (60, 120), NOW + timedelta(seconds=29))
    assert has_grown(told, (60, 120), NOW + timedelta(seconds=30))
    assert not has_grown(told, None, NOW + timedelta(seconds=119))
    assert has_grown(told, None, NOW + timedelta(seconds=120))
    assert not has_grown(None, (60, 120), NOW)
