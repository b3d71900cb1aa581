"""The period that a request asks for, on the clocks of a time zone. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import InvalidInput


def asked_period(
    since: datetime | date | None, until: datetime | date | None, days: int, timezone: str, now: datetime
) -> tuple[datetime, datetime]:
    """The period's first moment and the first after it, in UTC.

    Args:
        since: a day, or a moment with its zone.
        until: the first day or moment after the period; the end of today where nothing is said.
        days: how many days, the last included, where `since` says nothing.
        timezone: an IANA name.
        now: the moment.

    Raises:
        InvalidInput: a moment without a zone, no such time zone, or an end before its beginning.
    """
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidInput(
            "There is no such time zone. Try one like Europe/Berlin.", field="timezone"
        ) from None
    today = now.astimezone(zone).date()
    end = _moment("to", until, zone) or _midnight(today + timedelta(days=1), zone)
    start = _moment("from", since, zone)
    if start is None:
        # Whole days: the last is the one that the end's last moment lies in.
        last = (end - timedelta(microseconds=1)).astimezone(zone).date()
        start = _midnight(last - timedelta(days=days - 1), zone)
    if start >= end:
        raise InvalidInput("The period must begin before it ends.", field="from")
    return start, end


def _moment(name: str, asked: datetime | date | None, zone: ZoneInfo) -> datetime | None:
    if asked is None:
        return None
    if not isinstance(asked, datetime):
        return _midnight(asked, zone)
    if asked.tzinfo is None:
        if asked.time() == time(0):
            return _midnight(asked.date(), zone)
        raise InvalidInput("Give times with their zone, such as 2026-01-31T12:00:00Z.", field=name)
    return asked.astimezone(UTC)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), zone).astimezone(UTC)
