"""Departments on the wire, both ways (pure, but for what the desk knows)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from bot.handoff import words
from bot.handoff.departments.checks import closed_day, span_of
from bot.handoff.departments.hours import Hours, Span, closed_because, countries, is_open, next_opening
from bot.handoff.departments.model import Assignment, Department
from bot.web import schemas
from bot.web.parts import Parts

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def as_department(
    key: str, body: schemas.NewDepartment | schemas.DepartmentChange, version: int
) -> Department:
    """What an admin sent.

    Raises:
        InvalidInput: a time or a day is none; names the field.
    """
    week = tuple(
        tuple(span_of(span.opens, span.closes, day) for span in spans)
        for day, spans in zip(_DAYS, body.week, strict=True)
    )
    minutes = body.queue_timeout_minutes
    return Department(
        key=key,
        name=body.name,
        hours=Hours(
            zone=body.timezone,
            week=week,
            country=body.country or None,
            subdivision=body.subdivision or None,
            closed_days={closed_day(one.day): one.name.strip() for one in body.closed_days},
        ),
        assignment=Assignment(body.assignment),
        next_key=body.next_department or None,
        queue_timeout=None if minutes is None else timedelta(minutes=minutes),
        version=version,
    )


def everything(parts: Parts, now: datetime) -> schemas.Departments:
    """The page of departments."""
    return schemas.Departments(
        departments=[department(parts, one, now) for one in parts.departments.refresh().by_key.values()],
        timezones=sorted(available_timezones()),
        countries={code: list(regions) for code, regions in countries().items()},
        queue_timeout_minutes=parts.settings.queue_timeout_minutes,
    )


def department(parts: Parts, one: Department, now: datetime) -> schemas.Department:
    """A department as it is now."""
    hours = one.hours
    opens_at = next_opening(hours, now)
    timeout = one.queue_timeout
    return schemas.Department(
        key=one.key,
        version=one.version,
        name=one.name,
        timezone=hours.zone,
        week=[[_span(span) for span in spans] for spans in hours.week],
        country=hours.country,
        subdivision=hours.subdivision,
        closed_days=[
            schemas.ClosedDay(day=day.isoformat(), name=name) for day, name in hours.closed_days.items()
        ],
        assignment=one.assignment.value,
        next_department=one.next_key,
        queue_timeout_minutes=None if timeout is None else timeout.total_seconds() / 60,
        open=is_open(hours, now),
        opens=None if opens_at is None else words.opening(opens_at, hours.zone, now),
        opens_at=opens_at,
        closed_today=closed_because(hours, now.astimezone(ZoneInfo(hours.zone)).date()),
        agents=sum(profile.serves(one.key) for profile, _ in parts.desk.roster.everybody()),
    )


def _span(span: Span) -> schemas.OpeningSpan:
    return schemas.OpeningSpan(opens=_clock(span.start), closes=_clock(span.end))


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
