"""The queue's simulation against what is known of queues, and by hand."""

import math
from datetime import datetime, timedelta

import numpy as np
import pytest

from bot.triage.replay.duty import Duty
from bot.triage.replay.line import Arrival, Stay, simulate
from bot.triage.replay.record import Ended
from tests.unit.ledger.ledger_stories import START

FOREVER = START + timedelta(days=36500)


def agents(count: int, *, chats_at_once: int = 1) -> Duty:
    return Duty(((START, count), (FOREVER, 0)), chats_at_once)


def arrival(
    name: str,
    *,
    after: float = 0,
    takes: float = 100,
    value: str = "low",
    complexity: str = "low",
    patience: float = math.inf,
) -> Arrival:
    return Arrival(name, START + timedelta(seconds=after), value, complexity, takes, patience)


def erlang_c(agents: int, load: float) -> float:
    """The share who wait in an M/M/c queue; `load` is rate x mean handle time (A. K. Erlang, 1917)."""
    free = load**agents / math.factorial(agents) * agents / (agents - load)
    return free / (sum(load**k / math.factorial(k) for k in range(agents)) + free)


def palm(agents: int, rate: float, serves: float, leaves: float) -> float:
    """The share who leave an M/M/c queue whose visitors' patience is exponential (C. Palm, 1943).

    The number of visitors is a birth and death process; all states beyond 400 are left away.
    """
    weights, weight = [1.0], 1.0
    for present in range(1, 400):
        weight *= rate / (min(present, agents) * serves + max(0, present - agents) * leaves)
        weights.append(weight)
    waiting = sum(max(0, present - agents) * one for present, one in enumerate(weights)) / sum(weights)
    return leaves * waiting / rate


def poisson_visitors(
    count: int, *, rate: float, handled: float, patience: float | None = None, seed: int = 1
) -> list[Arrival]:
    generator = np.random.default_rng(seed)
    times = np.cumsum(generator.exponential(1 / rate, count))
    handling = generator.exponential(handled, count)
    waits = np.full(count, math.inf) if patience is None else generator.exponential(patience, count)
    return [
        arrival(f"v{n}", after=float(times[n]), takes=float(handling[n]), patience=float(waits[n]))
        for n in range(count)
    ]


def test_the_formula_used_here_is_erlangs() -> None:
    # Known answers: one agent waits with probability of the load; 2 agents at a load of 1 erlang with 1/3.
    assert erlang_c(1, 0.5) == pytest.approx(0.5)
    assert erlang_c(2, 1.0) == pytest.approx(1 / 3)


@pytest.mark.parametrize(("count", "load"), [(1, 0.6), (2, 1.5), (5, 4.0)])
def test_waits_are_those_of_erlangs_formula(count: int, load: float) -> None:
    handled = 300.0
    rate = load / handled
    stays = simulate(poisson_visitors(30_000, rate=rate, handled=handled), agents(count)).values()
    waits = np.array([stay.waited_seconds for stay in stays])
    expected = erlang_c(count, load)
    assert np.mean(waits > 0) == pytest.approx(expected, rel=0.05)
    assert np.mean(waits) == pytest.approx(expected / (count / handled - rate), rel=0.1)


def test_who_leaves_is_as_many_as_palms_formula_says() -> None:
    rate, handled, patience = 1 / 60, 300.0, 120.0
    visitors = poisson_visitors(30_000, rate=rate, handled=handled, patience=patience)
    stays = simulate(visitors, agents(5)).values()
    left = np.mean([stay.ended is Ended.LEFT for stay in stays])
    assert left == pytest.approx(palm(5, rate, 1 / handled, 1 / patience), rel=0.05)


def test_two_visitors_and_one_agent_by_hand() -> None:
    stays = simulate([arrival("first", takes=100), arrival("second", after=30)], agents(1))
    assert stays == {"first": Stay(Ended.ACCEPTED, 0), "second": Stay(Ended.ACCEPTED, 70)}


def test_an_agent_with_two_chats_at_once_takes_both() -> None:
    stays = simulate([arrival("first"), arrival("second", after=30)], agents(1, chats_at_once=2))
    assert [stay.waited_seconds for stay in stays.values()] == [0, 0]


def test_the_valuable_visitor_is_served_before_the_one_who_came_a_little_earlier() -> None:
    visitors = [arrival("served"), arrival("small", after=10), arrival("valuable", after=20, value="high")]
    stays = simulate(visitors, agents(1))
    assert stays["valuable"] == Stay(Ended.ACCEPTED, 80)
    assert stays["small"] == Stay(Ended.ACCEPTED, 190)


def test_waiting_raises_a_small_request_above_a_valuable_one_that_has_just_come() -> None:
    visitors = [
        arrival("served", takes=1000),
        arrival("small", after=10),
        arrival("valuable", after=990, value="high", complexity="high"),
    ]
    stays = simulate(visitors, agents(1))
    assert stays["small"] == Stay(Ended.ACCEPTED, 990)
    assert stays["valuable"].waited_seconds == 110


def test_the_impatient_leave_and_take_no_agents_time() -> None:
    visitors = [arrival("served"), arrival("impatient", after=10, patience=20), arrival("third", after=20)]
    stays = simulate(visitors, agents(1))
    assert stays["impatient"] == Stay(Ended.LEFT, 20)
    assert stays["third"] == Stay(Ended.ACCEPTED, 80)


def test_no_wait_is_longer_than_the_queue_allows() -> None:
    visitors = [arrival("served", takes=1000), arrival("patient", after=10, patience=900)]
    stays = simulate(visitors, agents(1), timedelta(seconds=600))
    assert stays["patient"] == Stay(Ended.TIMED_OUT, 600)


def test_nobody_waits_where_nobody_is_on_duty() -> None:
    morning, evening = START + timedelta(hours=1), START + timedelta(hours=2)
    duty = Duty(((morning, 1), (evening, 0)))
    visitors = [
        arrival("early"),
        arrival("served", after=3600, takes=7200),
        arrival("caught by closing", after=3700),
        arrival("late", after=3 * 3600),
    ]
    stays = simulate(visitors, duty)
    assert stays["early"].ended is Ended.CLOSED
    # Whom an agent has when the shift ends is served to the end.
    assert stays["served"] == Stay(Ended.ACCEPTED, 0)
    assert stays["caught by closing"] == Stay(Ended.CLOSED, 3500)
    assert stays["late"].ended is Ended.CLOSED


def test_a_second_agent_who_comes_takes_the_next() -> None:
    duty = Duty(((START, 1), (START + timedelta(seconds=60), 2), (FOREVER, 0)))
    stays = simulate([arrival("first", takes=500), arrival("second", after=10)], duty)
    assert stays["second"] == Stay(Ended.ACCEPTED, 50)


def test_the_order_in_which_visitors_are_given_changes_nothing() -> None:
    visitors = poisson_visitors(300, rate=1 / 60, handled=200, patience=100)
    assert simulate(visitors, agents(3)) == simulate(visitors[::-1], agents(3))


def test_without_visitors_nothing_happens() -> None:
    assert simulate([], Duty()) == {}


def test_moments_have_their_zone_whatever_it_is() -> None:
    from zoneinfo import ZoneInfo

    in_berlin = [
        Arrival(one.id, one.at.astimezone(ZoneInfo("Europe/Berlin")), one.value, one.complexity, 100)
        for one in (arrival("first"), arrival("second", after=30))
    ]
    assert datetime.fromisoformat("2026-03-02T10:00+01:00") == in_berlin[0].at
    assert simulate(in_berlin, agents(1))["second"].waited_seconds == 70
