"""The shop's places with their opening hours, and what they mean on a day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.backoffice.customers import Address

_LOOK_AHEAD_DAYS = 14


@dataclass(frozen=True)
class Hours:
    """Open from `opens` to `closes`, local time."""

    opens: time
    closes: time


@dataclass(frozen=True)
class SpecialDay:
    """A day unlike others of its week; closed when `hours` is None."""

    day: date
    name: str
    hours: Hours | None


@dataclass(frozen=True)
class Store:
    """A place people can go to.

    `week` has Monday first, None where it is closed; `zone` is an IANA name; `special` are the days of this
    year and the next that are unlike others.
    """

    id: str
    name: str
    address: Address
    phone: str
    zone: str
    week: tuple[Hours | None, ...]
    special: tuple[SpecialDay, ...] = ()
    services: tuple[str, ...] = ()
    directions: str = ""


def hours_on(store: Store, day: date) -> Hours | None:
    """When the store is open on this day; None when it is closed."""
    for one in store.special:
        if one.day == day:
            return one.hours
    return store.week[day.weekday()]


def is_open(store: Store, now: datetime) -> bool:
    """Whether the store is open at this moment."""
    local = now.astimezone(ZoneInfo(store.zone))
    hours = hours_on(store, local.date())
    return hours is not None and hours.opens <= local.time() < hours.closes


def opens_next(store: Store, now: datetime) -> datetime | None:
    """When the store opens after this moment, in its own zone; None when not within two weeks."""
    zone = ZoneInfo(store.zone)
    local = now.astimezone(zone)
    for ahead in range(_LOOK_AHEAD_DAYS + 1):
        day = local.date() + timedelta(days=ahead)
        hours = hours_on(store, day)
        if hours is not None:
            opening = datetime.combine(day, hours.opens, zone)
            if opening > local:
                return opening
    return None
