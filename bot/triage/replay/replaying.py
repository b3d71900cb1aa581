"""The replay itself: recorded episodes and another policy, to what would have come of it. Pure and seeded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ledger.assessments import Assessment
from bot.ledger.terms import Terms
from bot.triage.replay.courses import Course, DecideAgain, as_recorded, courses
from bot.triage.replay.duty import Duty, duty_of, with_agents
from bot.triage.replay.figures import Board, Figure
from bot.triage.replay.habits import Habits, habits_of
from bot.triage.replay.record import Recorded, recorded
from bot.triage.replay.runs import Scene, number_of_runs, run_all, tally_on_record

FEWEST = 30
"""Below so many episodes that can be decided again, a replay says more about luck than about a policy."""


@dataclass(frozen=True)
class Rules:
    """How to replay.

    Attributes:
        bound: a wait longer than this counts as long; visitors find more than a minute frustrating.
        queue_timeout: how long anybody waits before they are asked to leave a message.
        agents: how many are on duty; None for as many as the record shows.
        seed: the same seed gives the same result.
        fewest: how many episodes it takes to say anything.
        runs: how often chance is thrown; None for as often as is affordable.
    """

    bound: timedelta = timedelta(seconds=60)
    queue_timeout: timedelta = timedelta(minutes=10)
    agents: int | None = None
    seed: int = 0
    fewest: int = FEWEST
    runs: int | None = None


@dataclass(frozen=True)
class Replay:
    """What came of it, with all it rests on; without `runs` there was too little on record."""

    record: tuple[Recorded, ...]
    courses: tuple[Course, ...]
    habits: Habits
    duty: Duty
    rules: Rules
    runs: int
    figures: tuple[Figure, ...]

    @property
    def counted(self) -> int:
        """Decided episodes."""
        return sum(one.counted for one in self.record)

    @property
    def replayable(self) -> int:
        """Of those, the ones whose decisions could be made again."""
        return sum(one.counted and one.replayable for one in self.record)

    @property
    def differing(self) -> int:
        """Of those, the ones that could have ended otherwise."""
        return sum(course.differs for course in self.courses)

    @property
    def decisions(self) -> tuple[int, int]:
        """Decisions made again, and how many of them went elsewhere."""
        return sum(course.decided for course in self.courses), sum(course.changed for course in self.courses)


def replay(
    period: Sequence[Assessment],
    again: DecideAgain,
    terms: Terms,
    *,
    start: datetime,
    end: datetime,
    rules: Rules | None = None,
) -> Replay:
    """Decide these episodes again and estimate what would have followed.

    Args:
        period: the episodes that began in the period, assessed by the ledger.
        again: the policy asked about: from a decision's recorded inputs to its route.
        terms: the ledger's prices.
        start: the period's first moment.
        end: the first moment after it.
        rules: how to replay.
    """
    rules = rules or Rules()
    record = tuple(recorded(one) for one in period)
    habits = habits_of(record)
    on_record = duty = duty_of(record)
    if rules.agents is not None:
        duty = with_agents(on_record, rules.agents, start, end)
        on_record = on_record if on_record.known else duty
    scene = Scene(habits, on_record, duty, rules.bound, rules.queue_timeout)
    enough = sum(one.counted and one.replayable for one in record) >= rules.fewest
    found = tuple(courses(record, again)) if enough else tuple(map(as_recorded, record))
    asking = sum(one.request is not None for one in record) + sum(course.differs for course in found)
    runs = (rules.runs or number_of_runs(asking)) if enough else 0
    happened = tally_on_record(record, rules.bound)
    board = Board(record, happened, terms, rules.bound.total_seconds(), queue=scene.knows_queue)
    for before, after in run_all(found, scene, runs, rules.seed):
        board.take(before, after)
    return Replay(record, found, habits, duty, rules, runs, board.figures())
