"""When a department is open, and when it opens next. Pure: hours and a moment in, an answer out.

Hours are said on the wall clock of the department's time zone; everything is compared in UTC, so that a day
on which the clocks change is as long as it is. Public holidays come from the library `holidays`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

MINUTES_A_DAY = 24 * 60
# A department that opens on no day of a year has closed down.
_LOOKS_AHEAD_DAYS = 366


@dataclass(frozen=True, order=True)
class Span:
    """Open from one minute of the day to another, minutes since midnight.

    One that ends at or before its start runs into the next day, and belongs to the day on which it begins.
    """

    start: int
    end: int


ALL_DAY = Span(0, MINUTES_A_DAY)
AROUND_THE_CLOCK: tuple[tuple[Span, ...], ...] = ((ALL_DAY,),) * 7


@dataclass(frozen=True)
class Hours:
    """A department's week (Monday first) and the days on which it stays closed.

    Attributes:
        zone: an IANA time zone.
        week: the spans of each of the seven days.
        country: the ISO code of the country whose public holidays are kept; None for none.
        subdivision: its part with holidays of its own.
        closed_days: further days, each with its name.
    """

    zone: str = "UTC"
    week: tuple[tuple[Span, ...], ...] = AROUND_THE_CLOCK
    country: str | None = None
    subdivision: str | None = None
    closed_days: Mapping[date, str] = field(default_factory=dict)


def is_open(hours: Hours, now: datetime) -> bool:
    """Whether the department is open at this (aware) moment."""
    # A span that began yesterday may run past midnight.
    yesterday = _local_day(hours, now) - timedelta(days=1)
    return any(opens <= now < closes for opens, closes in _spans(hours, yesterday, days=2))


def next_opening(hours: Hours, now: datetime) -> datetime | None:
    """When a closed department opens next, in UTC; None for one that is open, or never opens again."""
    if is_open(hours, now):
        return None
    return next(
        (opens for opens, _ in _spans(hours, _local_day(hours, now), _LOOKS_AHEAD_DAYS) if opens > now), None
    )


def closed_because(hours: Hours, day: date) -> str | None:
    """The holiday or closed day that this day is, by name; None for a day like others."""
    if day in hours.closed_days:
        return hours.closed_days[day] or "Closed"
    if hours.country is None:
        return None
    return _public_holidays(hours.country, hours.subdivision, day.year).get(day)


def countries() -> Mapping[str, tuple[str, ...]]:
    """The countries whose public holidays are known, each with its subdivisions, by ISO code."""
    return {
        code: tuple(parts) for code, parts in holidays.list_supported_countries(include_aliases=False).items()
    }


def _local_day(hours: Hours, now: datetime) -> date:
    return now.astimezone(ZoneInfo(hours.zone)).date()


def _spans(hours: Hours, first: date, days: int) -> Iterator[tuple[datetime, datetime]]:
    """The openings that begin on these days, each from and to in UTC, in order."""
    zone = ZoneInfo(hours.zone)
    for day in (first + timedelta(days=number) for number in range(days)):
        if closed_because(hours, day) is not None:
            continue
        for span in sorted(hours.week[day.weekday()]):
            ends_on = day + timedelta(days=1) if span.end <= span.start else day
            yield _moment(day, span.start, zone), _moment(ends_on, span.end, zone)


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """A wall clock's minute as a moment; midnight at the day's end is the next day's beginning."""
    days, minute = divmod(minute, MINUTES_A_DAY)
    wall = datetime.combine(day + timedelta(days=days), time(minute // 60, minute % 60), zone)
    return wall.astimezone(UTC)


@lru_cache(maxsize=256)
def _public_holidays(country: str, subdivision: str | None, year: int) -> Mapping[date, str]:
    return dict(holidays.country_holidays(country, subdiv=subdivision, years=year, language="en_US"))
