"""What a department may look like. Pure; every refusal names its field and says what would do."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from zoneinfo import available_timezones

from bot.errors import InvalidInput
from bot.handoff.departments.hours import MINUTES_A_DAY, Hours, Span, countries
from bot.handoff.departments.model import Department

_KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")
LONGEST_NAME = 80
MOST_CLOSED_DAYS = 400
LONGEST_TIMEOUT = timedelta(hours=8)


def checked(department: Department, others: Mapping[str, Department]) -> Department:
    """A department that may be kept beside the others.

    Raises:
        InvalidInput: names the field.
    """
    if not _KEY.fullmatch(department.key):
        raise InvalidInput(
            "The key is 2 to 40 small letters, digits and _, a letter first, such as spare_parts.",
            field="key",
        )
    if not department.name.strip() or len(department.name) > LONGEST_NAME:
        raise InvalidInput(f"Give a name of up to {LONGEST_NAME} characters.", field="name")
    _check_hours(department.hours)
    timeout = department.queue_timeout
    if timeout is not None and not timedelta(minutes=1) <= timeout <= LONGEST_TIMEOUT:
        raise InvalidInput("A visitor waits between 1 minute and 8 hours.", field="queue_timeout_minutes")
    _check_next(department, others)
    return department


def span_of(opens: str, closes: str, day: str) -> Span:
    """A span from two times such as 09:00 and 17:30; 24:00 is the day's end.

    Raises:
        InvalidInput: one is no time, or the span is empty.
    """
    for text in (opens, closes):
        if not _CLOCK.fullmatch(text):
            raise InvalidInput(f"On {day}, “{text}” is no time such as 09:00.", field="week")
    start, end = _minute(opens), _minute(closes)
    if start in (MINUTES_A_DAY, end):
        raise InvalidInput(f"On {day}, {opens} to {closes} is no time at all.", field="week")
    return Span(start, end)


def closed_day(text: str) -> date:
    """A day such as 2026-12-24.

    Raises:
        InvalidInput: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(f"“{text}” is no day such as 2026-12-24.", field="closed_days") from None


def _check_hours(hours: Hours) -> None:
    if hours.zone not in available_timezones():
        raise InvalidInput(
            f"There is no time zone “{hours.zone}”; say it as Europe/Berlin or America/New_York.",
            field="timezone",
        )
    if len(hours.week) != len(_DAYS):
        raise InvalidInput("A week has seven days, Monday first.", field="week")
    for day, spans in zip(_DAYS, hours.week, strict=True):
        _check_apart(spans, day)
    if len(hours.closed_days) > MOST_CLOSED_DAYS:
        raise InvalidInput(f"At most {MOST_CLOSED_DAYS} closed days.", field="closed_days")
    _check_holidays(hours)


def _check_apart(spans: Sequence[Span], day: str) -> None:
    ordered = sorted(spans)
    for earlier, later in zip(ordered, ordered[1:], strict=False):
        end = earlier.end if earlier.end > earlier.start else earlier.end + MINUTES_A_DAY
        if later.start < end:
            raise InvalidInput(f"On {day}, two opening times overlap.", field="week")


def _check_holidays(hours: Hours) -> None:
    if hours.country is None:
        if hours.subdivision is not None:
            raise InvalidInput("A region belongs to a country; choose that first.", field="subdivision")
        return
    known = countries()
    if hours.country not in known:
        raise InvalidInput(
            f"The holidays of “{hours.country}” are not known; give a code such as US.", field="country"
        )
    if hours.subdivision is not None and hours.subdivision not in known[hours.country]:
        raise InvalidInput(
            f"{hours.country} has no region “{hours.subdivision}” with holidays.", field="subdivision"
        )


def _check_next(department: Department, others: Mapping[str, Department]) -> None:
    after = department.next_key
    passed = {department.key}
    while after is not None:
        if after in passed:
            raise InvalidInput("Visitors would be sent round in a circle.", field="next_department")
        if after not in others:
            raise InvalidInput(f"There is no department “{after}”.", field="next_department")
        passed.add(after)
        after = others[after].next_key


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return 60 * int(hour) + int(minute)
