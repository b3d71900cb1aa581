"""Who is next, and how long it takes. Pure.

Valuable contacts come first, then complex ones, then those who have waited longest; waiting itself raises a
contact ("ageing", the usual remedy against starvation in priority scheduling: Silberschatz et al., Operating
System Concepts, chapter on CPU scheduling), so that everybody's turn comes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import quantiles

LEVELS: Mapping[str | None, int] = {"low": 0, "medium": 1, "high": 2}
# What we know nothing about is neither rushed nor put last.
_UNKNOWN_LEVEL = 1
# One step of nine (value x complexity) a minute: after nine minutes the least comes before the newest best.
AGEING = timedelta(minutes=1)
MIN_PICKUPS = 3


@dataclass(frozen=True)
class Waiting:
    """A visitor who waits for a person."""

    conversation_id: str
    value: str | None
    complexity: str | None
    since: datetime
    department: str | None = None


@dataclass(frozen=True)
class Pickup:
    """How long a visitor waited who began at this position."""

    waited_seconds: float
    position: int


def in_order(waiting: Iterable[Waiting], now: datetime, ageing: timedelta = AGEING) -> list[Waiting]:
    """The queue, the next first. It does not depend on the order in which it is given."""
    return sorted(waiting, key=lambda item: _rank(item, now, ageing))


def next_of(waiting: Iterable[Waiting], now: datetime, ageing: timedelta = AGEING) -> Waiting:
    """The first of the queue, which must not be empty."""
    return min(waiting, key=lambda item: _rank(item, now, ageing))


def position_of(
    conversation_id: str, waiting: Iterable[Waiting], now: datetime, *, one_line: bool = False
) -> int | None:
    """The place (from 1) among those who wait for the same agents; None for one who doesn't wait.

    Those are the ones of the same department, or all of them (`one_line`) where an agent serves every
    department.
    """
    ordered = in_order(waiting, now)
    own = next((item for item in ordered if item.conversation_id == conversation_id), None)
    if own is None:
        return None
    rivals = [item for item in ordered if one_line or item.department == own.department]
    return rivals.index(own) + 1


def expected_wait(position: int, pickups: Sequence[Pickup]) -> tuple[int, int] | None:
    """Between how many and how many seconds a visitor at `position` waits, usually.

    The middle half of what one place cost in recent pickups, times the place. None where too few have been
    picked up to say so: no wait is better than an invented one.
    """
    if len(pickups) < MIN_PICKUPS:
        return None
    a_place = [pickup.waited_seconds / max(1, pickup.position) for pickup in pickups]
    low, _median, high = quantiles(a_place, n=4, method="inclusive")
    return round(low * position), round(high * position)


def _rank(item: Waiting, now: datetime, ageing: timedelta) -> tuple[int, int, int, datetime, str]:
    value = LEVELS.get(item.value, _UNKNOWN_LEVEL)
    complexity = LEVELS.get(item.complexity, _UNKNOWN_LEVEL)
    steps = max(0, int((now - item.since) / ageing))
    return (-(3 * value + complexity + steps), -value, -complexity, item.since, item.conversation_id)
