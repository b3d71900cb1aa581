"""What a department is. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.handoff.departments.hours import Hours, is_open, next_opening


class Assignment(StrEnum):
    """How waiting visitors get to agents: they take one from the queue, or one rings at them."""

    PULL = "pull"
    PUSH = "push"


@dataclass(frozen=True)
class Department:
    """A part of the staff with a queue of its own.

    Attributes:
        key: its name in reasons and reports; never changes.
        name: its name for people.
        hours: when it is open.
        assignment: how its visitors get to agents.
        next_key: where a visitor waits on whom nobody here took in time.
        queue_timeout: how long a visitor waits here; None for what the installation says.
        version: grows with each change, from 1; 0 for one that nobody set up.
    """

    key: str
    name: str
    hours: Hours = field(default_factory=Hours)
    assignment: Assignment = Assignment.PULL
    next_key: str | None = None
    queue_timeout: timedelta | None = None
    version: int = 0


@dataclass(frozen=True)
class Departments:
    """All departments, by key. One that is only named somewhere counts as open around the clock."""

    by_key: Mapping[str, Department]

    def named(self, key: str) -> Department:
        """The department of this key."""
        return self.by_key.get(key) or Department(key, key.replace("_", " ").capitalize())

    def is_open(self, key: str | None, now: datetime) -> bool:
        """Whether a department is open; for None, whether any is."""
        return any(is_open(one.hours, now) for one in self._meant(key))

    def next_opening(self, key: str | None, now: datetime) -> tuple[datetime, str] | None:
        """When a department (for None: the first of all) opens next, and its time zone; None while open."""
        if self.is_open(key, now):
            return None
        found = ((next_opening(one.hours, now), one.hours.zone) for one in self._meant(key))
        return min(((opens, zone) for opens, zone in found if opens is not None), default=None)

    def _meant(self, key: str | None) -> Iterable[Department]:
        if key is not None:
            return (self.named(key),)
        return self.by_key.values() or (Department("", ""),)
