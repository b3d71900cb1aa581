"""When a department is open, and when it opens next: weeks, zones, clocks that change, holidays."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handoff.departments.hours import ALL_DAY, Hours, Span, closed_because, is_open, next_opening

NINE_TO_FIVE = Span(9 * 60, 17 * 60)
OFFICE = ((NINE_TO_FIVE,),) * 5 + ((), ())


def hours(zone="America/New_York", week=OFFICE, **more):
    return Hours(zone=zone, week=week, **more)


def at(text, zone="UTC"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "is_it"),
    [
        ("2026-03-02 08:59", False),
        ("2026-03-02 09:00", True),
        ("2026-03-02 16:59", True),
        ("2026-03-02 17:00", False),
        ("2026-03-07 12:00", False),
    ],
)
def test_open_from_the_first_minute_to_the_last_on_the_departments_own_clock(moment, is_it):
    assert is_open(hours(), at(moment, "America/New_York")) is is_it


def test_the_same_moment_is_another_time_elsewhere():
    noon_in_berlin = at("2026-03-02 12:00", "Europe/Berlin")
    assert is_open(hours("Europe/Berlin"), noon_in_berlin)
    assert not is_open(hours("America/New_York"), noon_in_berlin)


def test_after_friday_evening_monday_morning_is_next():
    friday = at("2026-03-06 18:00", "America/New_York")
    assert next_opening(hours(), friday) == at("2026-03-09 09:00", "America/New_York")


def test_the_clocks_going_forward_between_closing_and_opening_are_reckoned_with():
    # In New York the night of 8 March 2026 is an hour short: nine o'clock comes at 13:00 UTC, not 14:00.
    assert next_opening(hours(), at("2026-03-06 23:00")) == datetime(2026, 3, 9, 13, tzinfo=UTC)
    assert next_opening(hours(), at("2026-02-27 23:00")) == datetime(2026, 3, 2, 14, tzinfo=UTC)


def test_a_night_shift_lasts_as_long_as_the_night_on_which_the_clocks_go_back():
    # 1 November 2026 in New York: 01:00 to 02:00 comes twice.
    night = hours(week=((), (), (), (), (), (Span(22 * 60, 6 * 60),), ()))
    opens, closes = at("2026-11-01 02:00"), datetime(2026, 11, 1, 11, tzinfo=UTC)
    assert is_open(night, opens)
    assert is_open(night, closes - timedelta(minutes=1))
    assert not is_open(night, closes)
    assert closes - opens == timedelta(hours=9)


def test_a_shift_past_midnight_belongs_to_the_day_on_which_it_begins():
    friday_night = hours("UTC", ((), (), (), (), (Span(22 * 60, 2 * 60),), (), ()))
    assert is_open(friday_night, at("2026-03-07 01:59"))
    assert not is_open(friday_night, at("2026-03-06 01:59"))
    assert not is_open(friday_night, at("2026-03-07 02:00"))


def test_around_the_clock_is_never_closed_not_even_at_midnight():
    for moment in ("2026-03-02 00:00", "2026-03-02 23:59", "2026-03-03 00:00"):
        assert is_open(hours("Asia/Kolkata", ((ALL_DAY,),) * 7), at(moment, "Asia/Kolkata"))


def test_public_holidays_of_the_country_and_of_its_part_are_kept():
    american = hours(country="US")
    assert closed_because(american, date(2026, 12, 25)) == "Christmas Day"
    assert not is_open(american, at("2026-12-25 12:00", "America/New_York"))
    christmas_eve = at("2026-12-24 20:00", "America/New_York")
    assert next_opening(american, christmas_eve) == at("2026-12-28 09:00", "America/New_York")
    epiphany = date(2026, 1, 6)
    assert closed_because(hours("Europe/Berlin", country="DE"), epiphany) is None
    assert closed_because(hours("Europe/Berlin", country="DE", subdivision="BY"), epiphany) == "Epiphany"


def test_own_closed_days_count_and_have_a_name():
    stocktaking = hours("UTC", closed_days={date(2026, 3, 3): "Stocktaking"})
    assert closed_because(stocktaking, date(2026, 3, 3)) == "Stocktaking"
    assert next_opening(stocktaking, at("2026-03-02 17:00")) == at("2026-03-04 09:00")


def test_an_open_department_has_no_next_opening_and_one_without_hours_never_any():
    assert next_opening(hours("UTC"), at("2026-03-02 12:00")) is None
    assert next_opening(hours("UTC", ((),) * 7), at("2026-03-02 12:00")) is None


minutes = st.integers(0, 24 * 60 - 1)
spans = st.builds(Span, minutes, minutes).filter(lambda span: span.start != span.end)
weeks = st.tuples(*[st.lists(spans, max_size=2).map(tuple)] * 7)
zones = st.sampled_from(["UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe"])
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(weeks, zones, moments)
def test_at_the_next_opening_it_is_open_and_a_minute_before_it_was_not(week, zone, now):
    its = hours(zone, week)
    opens = next_opening(its, now)
    if opens is None:
        assert is_open(its, now) or not any(week)
        return
    assert opens > now
    assert is_open(its, opens)
    assert not is_open(its, opens - timedelta(seconds=1)) or opens - timedelta(seconds=1) < now
