"""Which episodes a figure is of: a period and what narrows it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from bot.errors import InvalidInput
from bot.ledger.predicates import utc

DEFAULT_PERIOD = timedelta(days=30)
_LOCAL = "timezone($timezone, timezone('UTC', started_at))"

ORDINARY = "ordinary"
"""What a day is that is no holiday."""


def holiday_on(local: str) -> str:
    """SQL for the name of the holiday on a local time; the table `holidays` has those of the period."""
    return f"coalesce((SELECT name FROM holidays WHERE day = strftime({local}, '%Y-%m-%d')), '{ORDINARY}')"


_CONDITIONS = {
    "channel": "channel = $channel",
    "department": "coalesce(department, 'none') = $department",
    "reason": "reason = $reason",
    "article": "list_contains(articles, $article)",
    "agent": "list_contains(agents, $agent)",
    "flow": "list_contains(flows, $flow)",
    "invitation": "invitation = $invitation",
    "outcome": "ended = $outcome",
    "cause": "abandoned AND cause = $cause",
    "csat": "csat = $csat",
    "day": f"strftime({_LOCAL}, '%Y-%m-%d') = $day",
    "hour": f"hour({_LOCAL}) = $hour",
    "weekday": f"isodow({_LOCAL}) = $weekday",
    "holiday": f"{holiday_on(_LOCAL)} = $holiday",
}


@dataclass(frozen=True)
class Filter:
    """The episodes that began in `start` <= beginning < `end`, narrowed by what is not None.

    Args:
        start: the period's first moment, aware.
        end: the first moment after it, aware.
        timezone: an IANA name; the clocks of `day`, `hour` and `weekday`.
        channel: web, or another channel of conversations.
        department: its key; "none" finds the episodes without one.
        reason: its key; "unknown" finds what was not understood.
        article: the id of an article that was shown.
        agent: the id of an agent who took part.
        flow: the key of a flow that was begun.
        invitation: the key of the invitation that started it (such episodes are in no rate).
        outcome: an outcome, "pending", or a class of those left out ("test", "spam", "invited", ...).
        cause: a cause of abandonment.
        csat: the satisfaction given, 1 to 5.
        day: YYYY-MM-DD.
        hour: 0 to 23.
        weekday: 1 (Monday) to 7.
        holiday: the name of a public holiday, or "ordinary" for days that are none.

    Raises:
        InvalidInput: a time without a zone, an end before its beginning, no such time zone; names the field.
    """

    start: datetime
    end: datetime
    timezone: str = "UTC"
    channel: str | None = None
    department: str | None = None
    reason: str | None = None
    article: str | None = None
    agent: str | None = None
    flow: str | None = None
    invitation: str | None = None
    outcome: str | None = None
    cause: str | None = None
    csat: int | None = None
    day: str | None = None
    hour: int | None = None
    weekday: int | None = None
    holiday: str | None = None

    def __post_init__(self) -> None:
        for name, moment in (("from", self.start), ("to", self.end)):
            if moment.tzinfo is None:
                raise InvalidInput("Give times with their zone, such as 2026-01-31T00:00:00Z.", field=name)
        if self.start >= self.end:
            raise InvalidInput("The period must begin before it ends.", field="from")
        if self.timezone not in available_timezones():
            raise InvalidInput("There is no such time zone. Try one like Europe/Berlin.", field="timezone")

    @cached_property
    def before(self) -> "Filter":
        """The same, of the period of equal length just before."""
        return replace(self, start=self.start - (self.end - self.start), end=self.start)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.timezone)

    @property
    def dates(self) -> list[date]:
        """The days of the period, on the zone's clocks."""
        first = self.start.astimezone(self.zone).date()
        last = (self.end - timedelta(microseconds=1)).astimezone(self.zone).date()
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]

    @cached_property
    def narrowed_by(self) -> dict[str, str]:
        """What narrows the period, as words: field and value."""
        return {name: str(value) for name in _CONDITIONS if (value := getattr(self, name)) is not None}

    @property
    def condition(self) -> str:
        """The SQL condition on an episode with its predicates; its values are in `values`."""
        narrowing = [_CONDITIONS[name] for name in self.narrowed_by]
        return " AND ".join(["started_at >= $start", "started_at < $end", *narrowing])

    @property
    def values(self) -> dict[str, Any]:
        """The values that the condition names."""
        own = {name: getattr(self, name) for name in self.narrowed_by}
        clock = {"timezone": self.timezone} if own.keys() & {"day", "hour", "weekday", "holiday"} else {}
        return {"start": utc(self.start), "end": utc(self.end), **clock, **own}


_NUMBERS = frozenset({"csat", "hour", "weekday"})


def narrow(wide: Filter, by: Mapping[str, str]) -> Filter:
    """The filter narrowed by fields and values, as a row of a breakdown or an address has them.

    Raises:
        InvalidInput: a field that doesn't narrow, or no number where one is needed.
    """
    values: dict[str, Any] = {}
    for name, value in by.items():
        if name not in _CONDITIONS:
            raise InvalidInput(f"Nothing can be narrowed by {name}.", field=name)
        if name in _NUMBERS and not value.isdecimal():
            raise InvalidInput(f"{name} is a number.", field=name)
        values[name] = int(value) if name in _NUMBERS else value
    return replace(wide, **values)
