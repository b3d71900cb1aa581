"""Who is next, and how long it takes. Pure.

Valuable contacts come first, then complex ones, then those who have waited longest; waiting itself raises a
contact ("ageing", the usual remedy against starvation in priority scheduling: Silberschatz et al., Operating
System Concepts, chapter on CPU scheduling), so that everybody's turn comes.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import quantiles

LEVELS: Mapping[str | None, int] = {"low": 0, "medium": 1, "high": 2}
# What we know nothing about is neither rushed nor put last.
_UNKNOWN_LEVEL = 1
# One step of nine (value x complexity) a minute: after nine minutes the least comes before the newest best.
AGEING = timedelta(minutes=1)
MIN_PICKUPS = 3
# Less than this later than was said is noise.
MIN_SLACK = timedelta(seconds=30)


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
    conversation_id: str,
    waiting: Iterable[Waiting],
    now: datetime,
    *,
    together: Collection[str] | None = (),
) -> int | None:
    """The place (from 1) among those who wait for the same agents; None for one who doesn't wait.

    Args:
        conversation_id: whose place.
        waiting: all who wait.
        now: the time.
        together: the departments that share agents with this one's; None for all. Those who wait for no
            department wait for everybody.
    """
    ordered = in_order(waiting, now)
    own = next((item for item in ordered if item.conversation_id == conversation_id), None)
    if own is None:
        return None
    rivals = [
        item for item in ordered if together is None or item.department in (None, own.department, *together)
    ]
    return rivals.index(own) + 1


def expected_wait(
    position: int, pickups: Sequence[Pickup], since_last: float = 0.0
) -> tuple[int, int] | None:
    """Between how many and how many seconds a visitor at `position` still waits, usually.

    The middle half of what one place cost in recent pickups, times the place. The place in front has used up
    `since_last` seconds already: for it only the pickups that took longer count, less what has passed (the
    residual life of renewal theory: Cox, Renewal Theory, chapter 5). None where too few are left to say so:
    no wait is better than an invented one.
    """
    a_place = [pickup.waited_seconds / max(1, pickup.position) for pickup in pickups]
    rest = [cost - since_last for cost in a_place if cost >= since_last]
    if len(rest) < MIN_PICKUPS:
        return None
    low, _, high = quantiles(a_place, n=4, method="inclusive")
    first_low, _, first_high = quantiles(rest, n=4, method="inclusive")
    return round(first_low + low * (position - 1)), round(first_high + high * (position - 1))


def has_grown(promised_until: datetime | None, expected: tuple[int, int] | None, now: datetime) -> bool:
    """Whether a visitor waits clearly longer than they were told, which deserves an apology."""
    if promised_until is None:
        return False
    if expected is None:
        return now >= promised_until
    seconds = expected[1]
    slack = max(MIN_SLACK, timedelta(seconds=seconds) / 4)
    return now + timedelta(seconds=seconds) >= promised_until + slack


def promise(expected: tuple[int, int] | None, now: datetime) -> datetime | None:
    """Until when a visitor who is told this will expect somebody; None where nothing was said."""
    return None if expected is None else now + timedelta(seconds=expected[1])


def _rank(item: Waiting, now: datetime, ageing: timedelta) -> tuple[int, int, int, datetime, str]:
    value = LEVELS.get(item.value, _UNKNOWN_LEVEL)
    complexity = LEVELS.get(item.complexity, _UNKNOWN_LEVEL)
    steps = max(0, int((now - item.since) / ageing))
    return (-(3 * value + complexity + steps), -value, -complexity, item.since, item.conversation_id)
