"""One run's luck, and what becomes of each episode with it before the queue. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from bot.triage.model import Level
from bot.triage.replay.courses import Course, End
from bot.triage.replay.habits import Floats, Habits
from bot.triage.replay.record import Recorded


@dataclass(frozen=True)
class Luck:
    """What chance decides in one run.

    The arrays hold a number in 0..1 for each episode; the shares and the mean patience (seconds) are drawn
    too, since the record is a sample and leaves open what they are.
    """

    fails: Floats
    then: Floats
    accepts: Floats
    handled: Floats
    patience: Floats
    writes: Floats
    failing: Mapping[str, float]
    person_after: float
    person_after_all: float
    leaving_at_offer: float
    accepting: Mapping[Level, float]
    writing: float
    writing_after_waiting: float
    mean_patience: float

    @classmethod
    def drawn(cls, generator: np.random.Generator, habits: Habits, episodes: int) -> "Luck":
        """Luck for so many episodes."""
        fails, then, accepts, handled, patience, writes = generator.random((6, episodes))
        return cls(
            fails,
            then,
            accepts,
            handled,
            patience,
            writes,
            failing=habits.failing.drawn(generator),
            person_after=habits.person_after.drawn(generator),
            person_after_all=habits.person_after_all.drawn(generator),
            leaving_at_offer=habits.leaves_at_offer.drawn(generator),
            accepting={level: chance.drawn(generator) for level, chance in sorted(habits.accepts.items())},
            writing=habits.writes.drawn(generator),
            writing_after_waiting=habits.writes_after_waiting.drawn(generator),
            mean_patience=habits.patience.drawn(generator),
        )


@dataclass(frozen=True)
class Ways:
    """What becomes of episodes, by their place in the record.

    `asked` maps those for whom a person is asked for to the moment; of them, `messages` are only asked to
    leave a message. `settled` and `failed` are those whose course ended in self-service. `left_course` are
    all those that went another way than is on record.
    """

    asked: Mapping[int, datetime]
    messages: frozenset[int] = frozenset()
    settled: frozenset[int] = frozenset()
    failed: frozenset[int] = frozenset()
    left_course: frozenset[int] = frozenset()


def ways_on_record(record: Sequence[Recorded]) -> Ways:
    """The ways that the episodes took."""
    return Ways({place: one.request.at for place, one in enumerate(record) if one.request is not None})


def ways_taken(differing: Mapping[int, Course], on_record: Ways, luck: Luck) -> Ways:
    """The ways with this luck: `differing` are the courses that can end otherwise, by place."""
    asked = dict(on_record.asked)
    messages, settled, failed, left_course = set[int](), set[int](), set[int](), set[int]()
    for place, course in differing.items():
        accepted = _accepted(course, float(luck.accepts[place]), luck.accepting)
        leaves = accepted is None and bool(course.offers) and luck.then[place] < luck.leaving_at_offer
        if accepted is None and course.end is End.AS_RECORDED and not leaves:
            continue
        left_course.add(place)
        asked.pop(place, None)
        if course.end is End.AS_RECORDED and leaves:
            failed.add(place)
            continue
        at = accepted or course.at
        assert at is not None  # noqa: S101
        if accepted is not None or course.end is not End.SELF_SERVICE:
            asked[place] = at
            if accepted is None and course.end is End.MESSAGE:
                messages.add(place)
        elif course.offers and luck.then[place] < luck.person_after_all:
            asked[place] = at
        elif luck.fails[place] >= luck.failing[course.of.reason]:
            settled.add(place)
        elif not course.offers and luck.then[place] < luck.person_after:
            asked[place] = at
        else:
            failed.add(place)
    return Ways(asked, frozenset(messages), frozenset(settled), frozenset(failed), frozenset(left_course))


def _accepted(course: Course, luck: float, accepting: Mapping[Level, float]) -> datetime | None:
    """When the first of the new offers is accepted that is; None if none is."""
    for offer in course.offers:
        share = accepting[offer.value]
        if luck < share:
            return offer.at
        # What is left of the same number decides on the next offer, independently of this one.
        luck = (luck - share) / (1.0 - share)
    return None
