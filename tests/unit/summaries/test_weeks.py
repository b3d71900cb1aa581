"""Which week a summary is about, and when it is due, by the company's clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.summaries.weeks import last_week, week_of

BERLIN, AUCKLAND, LOS_ANGELES = (
    ZoneInfo(name) for name in ("Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles")
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_it_is_due_on_monday_at_eight_by_the_companys_clock() -> None:
    before, after = at("2026-03-02T06:59:59"), at("2026-03-02T07:00:00")
    assert last_week(before, BERLIN).monday == date(2026, 2, 16)
    assert last_week(after, BERLIN).monday == date(2026, 2, 23)
    assert last_week(after, ZoneInfo("UTC")).monday == date(2026, 2, 16)


def test_it_stays_the_same_until_the_next_is_due() -> None:
    moments = [at("2026-03-02T07:00:00") + timedelta(hours=hours) for hours in range(0, 7 * 24)]
    assert {last_week(moment, BERLIN).name for moment in moments} == {"2026-W09"}


def test_a_week_begins_and_ends_at_midnight_there() -> None:
    week = week_of(date(2026, 2, 23), LOS_ANGELES)
    assert (week.start, week.end) == (at("2026-02-23T08:00:00"), at("2026-03-02T08:00:00"))


@pytest.mark.parametrize(("monday", "hours"), [(date(2026, 3, 23), 167), (date(2026, 10, 19), 169)])
def test_a_week_with_a_change_of_the_clock_is_an_hour_shorter_or_longer(monday: date, hours: int) -> None:
    week = week_of(monday, BERLIN)
    assert week.end - week.start == timedelta(hours=hours)
    assert week_of(monday + timedelta(days=7), BERLIN).start == week.end


def test_a_week_across_the_years_end_has_one_name() -> None:
    assert week_of(date(2026, 12, 28), AUCKLAND).name == "2026-W53"
    assert last_week(at("2027-01-04T12:00:00"), AUCKLAND).name == "2026-W53"
