"""Days as visitors name them."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.days import MOST_DAYS, days_in, spoken_date, spoken_time
from bot.backoffice.stores import SpecialDay

WEDNESDAY = date(2026, 11, 25)
SPECIAL = [
    SpecialDay(date(2026, 11, 26), "Thanksgiving", None),
    SpecialDay(date(2026, 12, 24), "Christmas Eve", None),
    SpecialDay(date(2026, 12, 25), "Christmas Day", None),
    SpecialDay(date(2026, 12, 31), "New Year's Eve", None),
    SpecialDay(date(2027, 1, 1), "New Year's Day", None),
    SpecialDay(date(2027, 9, 6), "Labor Day", None),
    SpecialDay(date(2026, 9, 7), "Labor Day", None),
    SpecialDay(date(2027, 11, 25), "Thanksgiving", None),
]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("are you open today?", ["2026-11-25"]),
        ("how late is the shop open tonight", ["2026-11-25"]),
        ("are you open tomorrow", ["2026-11-26"]),
        ("the day after tomorrow", ["2026-11-27"]),
        ("today or tomorrow?", ["2026-11-25", "2026-11-26"]),
        ("are you open on sunday?", ["2026-11-29"]),
        ("when do you guys close on fridays", ["2026-11-27"]),
        ("sat?", ["2026-11-28"]),
        ("next monday", ["2026-11-30"]),
        ("open this weekend?", ["2026-11-28", "2026-11-29"]),
        ("saturday and sunday?", ["2026-11-28", "2026-11-29"]),
        ("open on december 24?", ["2026-12-24"]),
        ("on 12/24", ["2026-12-24"]),
        ("we may come in on march 5th", ["2027-03-05"]),
        ("on the 24th", ["2026-12-24"]),
        ("are you open on labor day", ["2027-09-06"]),
        ("open on new year’s eve?", ["2026-12-31"]),
        ("open on new years?", ["2027-01-01"]),
        ("are you open at christmas", ["2026-12-24", "2026-12-25"]),
        ("are you open on christmas day", ["2026-12-25"]),
        ("thanksgiving hours", ["2026-11-26"]),
        ("holiday hours", ["2026-11-26", "2026-12-24", "2026-12-25", "2026-12-31"]),
    ],
)  # fmt: skip
def test_a_day_is_read_as_it_is_meant(text: str, days: list[str]) -> None:
    assert [day.isoformat() for day in days_in(text, WEDNESDAY, SPECIAL)] == days


@pytest.mark.parametrize(
    "text",
    [
        "what time do you close",
        "where is your store",
        "can i sit on the couch",
        "is the shop in seattle open",
        "what are your hours next week",
        "",
    ],
)
def test_a_question_without_a_day_names_none(text: str) -> None:
    assert days_in(text, WEDNESDAY, SPECIAL) == []


@settings(deadline=None)
@given(st.text(max_size=400), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_whatever_is_typed_the_days_are_few_in_order_and_none_has_passed(text: str, today: date) -> None:
    days = days_in(text, today, [SpecialDay(today + timedelta(days=3), "Founders' Day", None)])
    assert len(days) <= MOST_DAYS
    assert days == sorted(set(days))
    assert all(day >= today for day in days)


@settings(deadline=None)
@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_that_day_within_a_week(today: date, ahead: int) -> None:
    wanted = today + timedelta(days=ahead)
    [found] = days_in(f"are you open on {wanted:%A}", today)
    assert found.weekday() == wanted.weekday()
    assert 0 <= (found - today).days <= 7


def test_days_and_times_are_said_as_people_say_them() -> None:
    assert spoken_date(WEDNESDAY, WEDNESDAY) == "today"
    assert spoken_date(date(2026, 11, 29), WEDNESDAY) == "Sunday, November 29"
    assert [spoken_time(time(h, m)) for h, m in ((0, 0), (10, 0), (12, 30), (19, 0))] == [
        "12 a.m.", "10 a.m.", "12:30 p.m.", "7 p.m.",
    ]  # fmt: skip
