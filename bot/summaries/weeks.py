"""When a summary is due and which week it is about, in the company's time zone. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# Mondays from eight in the morning, by the company's clock.
SENT_AT = time(8)


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday; `start` and `end` are its first moment and the first after it, in UTC."""

    monday: date
    start: datetime
    end: datetime
    due: datetime

    @property
    def name(self) -> str:
        """Such as 2026-W09 (ISO 8601)."""
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02d}"


def last_week(now: datetime, zone: ZoneInfo) -> Week:
    """The last week whose summary is due: it ended on Monday at midnight, and that Monday's eight is past."""
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    if now < _moment(monday, SENT_AT, zone):
        monday -= timedelta(days=7)
    return week_of(monday - timedelta(days=7), zone)


def week_of(monday: date, zone: ZoneInfo) -> Week:
    """The week that begins on this Monday."""
    following = monday + timedelta(days=7)
    return Week(
        monday,
        _moment(monday, time(0), zone),
        _moment(following, time(0), zone),
        _moment(following, SENT_AT, zone),
    )


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    # By the clock on the wall: a week with a change to summer time has 167 hours.
    return datetime.combine(day, at, zone).astimezone(UTC)
