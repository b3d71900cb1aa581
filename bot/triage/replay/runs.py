"""The courses run through the queue many times, each time with other luck. Pure and seeded.

What happened is simulated beside what would have, with the same luck (common random numbers: A. M. Law,
Simulation Modeling and Analysis, chapter on variance reduction). An episode that keeps its course counts as
it happened wherever the two simulations agree on it. So the policy that was in force gives back what
happened, and a difference comes from the policy and not from what the simulation doesn't know.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from bot.triage.replay.courses import Course
from bot.triage.replay.duty import Duty
from bot.triage.replay.habits import Floats, Habits
from bot.triage.replay.line import Arrival, Stay, simulate
from bot.triage.replay.record import Ended, Recorded
from bot.triage.replay.ways import Luck, Ways, ways_on_record, ways_taken

Flags = NDArray[np.bool_]
_MOST_RUNS = 100
_FEWEST_RUNS = 10
_ARRIVALS_IN_ALL = 200_000


@dataclass(frozen=True)
class Scene:
    """What all runs share.

    Attributes:
        habits: what the record says of visitors and agents.
        on_record: who was on duty.
        duty: who would be.
        bound: a longer wait is a long one.
        queue_timeout: ends every wait.
    """

    habits: Habits
    on_record: Duty
    duty: Duty
    bound: timedelta
    queue_timeout: timedelta

    @property
    def knows_queue(self) -> bool:
        """Whether there are hours and handle times to simulate a queue with."""
        return self.duty.known and bool(self.habits.handle_times.all)


@dataclass(frozen=True)
class Tally:
    """What became of each episode, by its place; `waits` of those a person accepted, in seconds."""

    person: Flags
    unhelped: Flags
    waited_long: Flags
    left_queue: Flags
    waits: Floats


def number_of_runs(asking: int) -> int:
    """How many runs are affordable where so many visitors ask for a person."""
    return max(_FEWEST_RUNS, min(_MOST_RUNS, _ARRIVALS_IN_ALL // max(1, asking)))


def run_all(found: Sequence[Course], scene: Scene, runs: int, seed: int) -> Iterator[tuple[Tally, Tally]]:
    """For each run, what happened as the queue's simulation has it, and what would have happened."""
    record = [course.of for course in found]
    differing = {place: course for place, course in enumerate(found) if course.differs}
    happened = tally_on_record(record, scene.bound)
    on_record = ways_on_record(record)
    waited = np.array([one.waited or 0.0 for one in record], dtype=float)
    for number in range(runs):
        luck = Luck.drawn(np.random.default_rng([seed, number]), scene.habits, len(record))
        # Who has waited for a while waits on as if they had just come: the distribution has no memory.
        patience = waited - np.log1p(-luck.patience) * luck.mean_patience
        before = _through_queue(record, on_record, scene, scene.on_record, luck, patience, happened)
        if not differing and scene.duty == scene.on_record:
            yield before, _agreed(happened, before, before, on_record)
            continue
        ways = ways_taken(differing, on_record, luck)
        after = _through_queue(record, ways, scene, scene.duty, luck, patience, happened)
        yield before, _agreed(happened, before, after, ways)


def tally_on_record(record: Sequence[Recorded], bound: timedelta) -> Tally:
    """What happened, as it is on record."""
    limit = bound.total_seconds()
    requests = [one.request for one in record]
    accepted = [one.request for one in record if one.counted and one.request]
    return Tally(
        person=_flags(one.person for one in record),
        unhelped=_flags(one.unhelped for one in record),
        waited_long=_flags(one.waited is not None and one.waited > limit for one in record),
        left_queue=_flags(
            request is not None and request.ended in (Ended.LEFT, Ended.TIMED_OUT) for request in requests
        ),
        waits=np.array(
            [each.waited_seconds for each in accepted if each.ended is Ended.ACCEPTED], dtype=float
        ),
    )


def _through_queue(
    record: Sequence[Recorded],
    ways: Ways,
    scene: Scene,
    duty: Duty,
    luck: Luck,
    patience: Floats,
    happened: Tally,
) -> Tally:
    stays: Mapping[str, Stay] = {}
    if scene.knows_queue:
        arrivals = [
            _arrival(record[place], at, scene.habits, float(luck.handled[place]), float(patience[place]))
            for place, at in ways.asked.items()
            if place not in ways.messages
        ]
        stays = simulate(arrivals, duty, scene.queue_timeout)
    limit = scene.bound.total_seconds()
    person, waited_long, left_queue = (np.zeros(len(record), dtype=bool) for _ in range(3))
    unhelped = happened.unhelped.copy()
    waits: list[float] = []
    for place in ways.asked:
        one, stay = record[place], stays.get(record[place].id)
        accepted = place not in ways.messages
        if scene.knows_queue:
            accepted = stay is not None and stay.ended is Ended.ACCEPTED
        if stay is not None and stay.ended is not Ended.CLOSED:
            waited_long[place] = stay.waited_seconds > limit
            left_queue[place] = not accepted
            if accepted and one.counted:
                waits.append(stay.waited_seconds)
        person[place] = accepted or _writes(one, place, stay, luck)
        unhelped[place] = not person[place]
    unhelped[list(ways.settled)] = False
    unhelped[list(ways.failed)] = True
    return Tally(person, unhelped, waited_long, left_queue, np.array(waits, dtype=float))


def _arrival(one: Recorded, at: datetime, habits: Habits, handled: float, patience: float) -> Arrival:
    """A visitor at the queue: as on record where it is; `handled` is the luck that picks the handle time."""
    seconds = one.handle_seconds
    if seconds is None:
        seconds = habits.handle_times.at(handled, one.reason, one.value)
    if one.request is not None and one.request.ended is Ended.LEFT:
        patience = one.request.waited_seconds
    return Arrival(one.id, at, one.value.value, one.complexity.value, seconds, patience)


def _writes(one: Recorded, place: int, stay: Stay | None, luck: Luck) -> bool:
    """Whether a visitor whom nobody serves leaves a message: as on record where nobody served them either."""
    if one.request is not None and one.request.ended is not Ended.ACCEPTED:
        return one.request.left_message
    waited = stay is not None and stay.ended is not Ended.CLOSED
    return bool(luck.writes[place] < (luck.writing_after_waiting if waited else luck.writing))


def _agreed(happened: Tally, before: Tally, after: Tally, ways: Ways) -> Tally:
    """As it happened where an episode kept its course and both simulations agree; the waits as simulated."""
    kept = np.ones(len(happened.person), dtype=bool)
    kept[list(ways.left_course)] = False

    def settled(was: Flags, then: Flags, now: Flags) -> Flags:
        return np.where(kept & (then == now), was, now).astype(bool)

    return Tally(
        person=settled(happened.person, before.person, after.person),
        unhelped=settled(happened.unhelped, before.unhelped, after.unhelped),
        waited_long=settled(happened.waited_long, before.waited_long, after.waited_long),
        left_queue=settled(happened.left_queue, before.left_queue, after.left_queue),
        waits=after.waits,
    )


def _flags(values: Iterator[bool]) -> Flags:
    return np.fromiter(values, dtype=bool)
