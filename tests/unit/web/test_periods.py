"""The period of a request, on the clocks of a time zone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import InvalidInput
from bot.web.periods import asked_period

NOW = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


def test_without_a_word_it_is_the_last_days_today_included() -> None:
    start, end = asked_period(None, None, 30, "UTC", NOW)
    assert (start, end) == (datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC))


def test_today_is_today_by_the_clocks_of_the_zone() -> None:
    start, end = asked_period(None, None, 1, "Europe/Berlin", NOW)
    assert (start, end) == (datetime(2026, 3, 2, 23, tzinfo=UTC), datetime(2026, 3, 3, 23, tzinfo=UTC))


def test_a_day_with_a_change_of_the_clock_has_23_hours() -> None:
    start, end = asked_period(date(2026, 3, 29), date(2026, 3, 30), 30, "Europe/Berlin", NOW)
    assert end - start == timedelta(hours=23)


def test_days_before_a_chosen_end_are_whole() -> None:
    start, _ = asked_period(None, date(2026, 1, 1), 7, "UTC", NOW)
    assert start == datetime(2025, 12, 25, tzinfo=UTC)


def test_moments_with_a_zone_are_taken_as_they_are() -> None:
    moment = datetime.fromisoformat("2026-01-31T12:00:00+02:00")
    assert asked_period(moment, None, 30, "UTC", NOW)[0] == datetime(2026, 1, 31, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "until", "zone", "field"),
    [
        (datetime(2026, 1, 1, 12), None, "UTC", "from"),  # noqa: DTZ001
        (None, datetime(2026, 1, 1, 12), "UTC", "to"),  # noqa: DTZ001
        (date(2026, 1, 2), date(2026, 1, 2), "UTC", "from"),
        (None, None, "Europe/Nowhere", "timezone"),
        (None, None, "../etc/passwd", "timezone"),
    ],
)
def test_what_makes_no_sense_is_refused(since: object, until: object, zone: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        asked_period(since, until, 30, zone, NOW)  # type: ignore[arg-type]
    assert refused.value.field == field
