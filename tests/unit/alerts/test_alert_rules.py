"""When an alert is raised, when it is told again, and when it is over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.alerts.rules import DEFAULTS, Compared, Facts, Kind, Standing, Threshold, What, decide

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def waits(seconds: float, visitors: int = 1) -> Facts:
    return Facts(longest_wait=timedelta(seconds=seconds), waiting=visitors)


def told(facts: Facts, standings=None, *, now: datetime = NOW, thresholds=DEFAULTS):
    notices, after = decide(facts, thresholds, standings or {}, now)
    return [(one.kind, one.what) for one in notices], after


def test_a_wait_of_a_minute_is_fine_and_one_above_it_is_told_with_its_reason() -> None:
    assert told(waits(60))[0] == []
    [notice], after = decide(waits(61, visitors=3), DEFAULTS, {}, NOW)
    assert (notice.kind, notice.what, notice.value, notice.limit) == (Kind.WAIT, What.RAISED, 61, 60)
    assert notice.because == "3 visitors wait for a person, the longest for 1 min 01 s."
    assert after[Kind.WAIT] == Standing(raised=True, since=NOW, told_at=NOW)


def test_what_was_told_is_not_told_again_each_minute_but_after_a_day() -> None:
    _, standings = told(waits(100))
    for minutes in (1, 30, 23 * 60):
        assert told(waits(100), standings, now=NOW + timedelta(minutes=minutes)) == ([], standings)
    notices, _ = told(waits(100), standings, now=NOW + timedelta(days=1))
    assert notices == [(Kind.WAIT, What.STILL)]


def test_a_wait_that_wavers_about_its_limit_is_told_once() -> None:
    _, standings = told(waits(61))
    for minute, seconds in enumerate((59, 62, 40, 65, 31), start=1):
        notices, standings = told(waits(seconds), standings, now=NOW + timedelta(minutes=minute))
        assert notices == []


def test_it_is_over_below_half_of_the_limit_and_not_raised_anew_at_once() -> None:
    _, standings = told(waits(61))
    over = NOW + timedelta(minutes=2)
    notices, standings = told(waits(30), standings, now=over)
    assert notices == [(Kind.WAIT, What.CLEARED)]
    assert told(waits(90), standings, now=over + timedelta(minutes=29))[0] == []
    assert told(waits(90), standings, now=over + timedelta(minutes=30))[0] == [(Kind.WAIT, What.RAISED)]


def test_nobody_waiting_is_the_end_of_it() -> None:
    _, standings = told(waits(61))
    assert told(waits(0, visitors=0), standings)[0] == [(Kind.WAIT, What.CLEARED)]


def test_what_was_not_looked_at_changes_nothing() -> None:
    _, standings = told(waits(61))
    assert told(Facts(), standings) == ([], standings)


def test_what_is_switched_off_is_neither_raised_nor_said_to_be_over() -> None:
    off = {**DEFAULTS, Kind.WAIT: Threshold(on=False, limit=60)}
    assert told(waits(600), thresholds=off)[0] == []
    _, standings = told(waits(61))
    notices, after = told(waits(0, visitors=0), standings, thresholds=off)
    assert (notices, after[Kind.WAIT].raised) == ([], False)


@pytest.mark.parametrize(
    ("kind", "fact", "worse", "better"),
    [
        (Kind.DEFLECTION, "deflection", Compared(0.5, 400, 0.6, 400, (-0.17, -0.03)), 0.6),
        (Kind.CSAT, "csat", Compared(3.9, 80, 4.4, 90, (-0.8, -0.2)), 4.4),
        (Kind.WRONG_ANSWERS, "wrong_answers", Compared(0.08, 500, 0.04, 500, (0.01, 0.07)), 0.04),
    ],
)
def test_what_got_worse_by_more_than_its_limit_and_more_than_luck_is_told(kind, fact, worse, better) -> None:
    assert told(Facts(**{fact: worse}))[0] == [(kind, What.RAISED)]
    assert told(Facts(**{fact: replace(worse, value=better)}))[0] == []
    luck = replace(worse, difference=(-0.9, 0.9))
    assert told(Facts(**{fact: luck}))[0] == []
    assert told(Facts(**{fact: replace(worse, before=None, difference=None)}))[0] == []


def test_what_got_better_is_no_alert() -> None:
    assert told(Facts(deflection=Compared(0.7, 400, 0.5, 400, (0.1, 0.3))))[0] == []
    assert told(Facts(wrong_answers=Compared(0.01, 500, 0.09, 500, (-0.1, -0.05))))[0] == []


def test_the_reason_names_both_periods_and_their_samples() -> None:
    [notice], _ = decide(Facts(csat=Compared(3.9, 80, 4.4, 90, (-0.8, -0.2))), DEFAULTS, {}, NOW)
    assert notice.because == (
        "Visitors rated 3.9 of 5 on average, after 4.4 in the period before (80 and 90 of them)."
    )
