"""Each episode decided again: where another policy leaves the course that the episode took. Pure.

A visitor's messages are on record as they were written under the policy of that time. So an episode is
followed decision by decision, and where the policy asked about brings a person nearer or keeps one further
away, what would have followed is estimated by the rules here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from bot.triage.model import Route
from bot.triage.replay.record import Recorded, Turn

DecideAgain = Callable[[Mapping[str, Any]], Route]
"""Where a decision goes, from its recorded inputs."""


class End(Enum):
    """How a course ends where none of its offers is accepted."""

    AS_RECORDED = auto()
    PERSON = auto()
    MESSAGE = auto()
    """The visitor is asked to leave a message."""
    SELF_SERVICE = auto()
    """A person came, or was offered, and wouldn't be: self-service goes on, and may fail."""


@dataclass(frozen=True)
class Course:
    """What another policy makes of an episode.

    `offers` are offers of a person that were not made then: each may be accepted, and then the person is
    asked for at that moment. `at` is when the course ends, where it doesn't end as recorded. `changed` counts
    the decisions that go elsewhere, of those `decided` again.
    """

    of: Recorded
    offers: tuple[Turn, ...] = ()
    end: End = End.AS_RECORDED
    at: datetime | None = None
    decided: int = 0
    changed: int = 0

    @property
    def differs(self) -> bool:
        """Whether it can end otherwise than it did."""
        return bool(self.offers) or self.end is not End.AS_RECORDED


def as_recorded(one: Recorded) -> Course:
    """The course that the episode took."""
    return Course(one)


def courses(record: Iterable[Recorded], again: DecideAgain) -> list[Course]:
    """The course of each episode, in the same order.

    What isn't counted (the holdout, test traffic, spam ...) and what was recorded without its inputs stays as
    it was: it takes the agents' time all the same.
    """
    return [_course(one, again) if one.counted and one.replayable else as_recorded(one) for one in record]


def _course(one: Recorded, again: DecideAgain) -> Course:
    offers: list[Turn] = []
    changed = 0
    for number, turn in enumerate(one.turns, start=1):
        assert turn.inputs is not None  # noqa: S101
        route = again(turn.inputs)
        changed += route is not turn.route
        last = number == len(one.turns)
        offered, end = _leaves(turn, route, last=last)
        if offered:
            offers.append(turn)
        if end is not None:
            at = None if end is End.AS_RECORDED else turn.at
            return Course(one, tuple(offers), end, at, decided=number, changed=changed)
    return Course(one, tuple(offers), decided=len(one.turns), changed=changed)


def _leaves(turn: Turn, now: Route, *, last: bool) -> tuple[bool, End | None]:
    """What this decision changes: whether a person is newly offered, and how the course ends, if it does."""
    then = turn.route
    if turn.brought:
        if now is then or (now.reach >= then.reach and Route.LEAVE_MESSAGE not in (then, now)):
            return False, End.AS_RECORDED
        if now is Route.LEAVE_MESSAGE:
            return False, End.MESSAGE if then.reach else End.AS_RECORDED
        if then is Route.LEAVE_MESSAGE and now.reach:
            # Who leaves a message would have taken a person.
            return False, End.PERSON
        return now is Route.OFFER_HUMAN, End.SELF_SERVICE
    if now is Route.HANDOFF and then is not Route.HANDOFF:
        return False, End.PERSON
    if now.reach and not then.reach:
        return (True, None) if now is Route.OFFER_HUMAN else (False, End.MESSAGE)
    # An offer that the visitor let pass isn't made: what the last decision does instead is all that follows.
    return False, End.SELF_SERVICE if last and then.reach and not now.reach else None
