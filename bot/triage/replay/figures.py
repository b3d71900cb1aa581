"""The figures of a replay: what happened beside what would have, and the episodes behind each. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.ledger.handling import accepted_waits
from bot.ledger.money import cost_of_contacts
from bot.ledger.terms import Terms
from bot.triage.model import Level
from bot.triage.replay.habits import Floats
from bot.triage.replay.record import Recorded
from bot.triage.replay.runs import Flags, Tally


@dataclass(frozen=True)
class Estimate:
    """The mean over all runs, and the middle 95 % of them (None where chance has no part in it)."""

    value: float
    interval: tuple[float, float] | None


@dataclass(frozen=True)
class Figure:
    """One figure; `unit` is count, dollars or seconds.

    Attributes:
        key: its name.
        title: what people read.
        unit: of its values.
        definition: what it means.
        happened: what is on record; None where nothing is.
        simulated: what the simulation makes of what happened, for waits: the fair comparison for `replayed`.
        replayed: with the policy asked about; None where it can't be told.
        behind_happened: the ids of the episodes counted.
        behind_replayed: ids with the share of runs in which the episode counts, those that are new first.
    """

    key: str
    title: str
    unit: str
    definition: str
    happened: float | None
    simulated: Estimate | None = None
    replayed: Estimate | None = None
    behind_happened: tuple[str, ...] = ()
    behind_replayed: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class _Kind:
    key: str
    title: str
    definition: str
    of: Callable[[Tally, "_Levels"], Flags]


@dataclass(frozen=True)
class _Levels:
    counted: Flags
    high: Flags
    low: Flags


_KINDS = (
    _Kind(
        "handoffs",
        "Brought to a person",
        "Decided episodes in which a person took part or got a left message.",
        lambda tally, levels: tally.person & levels.counted,
    ),
    _Kind(
        "high_value_waited",
        "Valuable visitors who waited long",
        "Episodes of high value whose first wait in the queue was longer than {bound:g} seconds.",
        lambda tally, levels: tally.waited_long & levels.high & levels.counted,
    ),
    _Kind(
        "high_value_missed",
        "Valuable conversations without a person",
        "Decided episodes of high value that no person took part in.",
        lambda tally, levels: ~tally.person & levels.high & levels.counted,
    ),
    _Kind(
        "low_value_sent",
        "Small requests sent to a person",
        "Decided episodes of low value in which a person took part or got a left message.",
        lambda tally, levels: tally.person & levels.low & levels.counted,
    ),
    _Kind(
        "left_queue",
        "Left the queue",
        "Episodes whose first wait in the queue ended without a person: left, or ran out.",
        lambda tally, levels: tally.left_queue & levels.counted,
    ),
    _Kind(
        "unhelped",
        "Left without help",
        "Decided episodes that ended with a negative reaction or were abandoned.",
        lambda tally, levels: tally.unhelped & levels.counted,
    ),
)
NEEDS_QUEUE = frozenset({"high_value_waited", "left_queue"})
"""Figures that can't be told where no queue can be simulated."""


class Board:
    """Takes run after run, and gives the figures."""

    def __init__(
        self, record: Sequence[Recorded], happened: Tally, terms: Terms, bound_seconds: float, *, queue: bool
    ) -> None:
        self._ids = [one.id for one in record]
        self._record = record
        self._happened = happened
        self._terms = terms
        self._bound = bound_seconds
        self._queue = queue
        self._levels = _Levels(
            counted=np.array([one.counted for one in record], dtype=bool),
            high=np.array([one.value is Level.HIGH for one in record], dtype=bool),
            low=np.array([one.value is Level.LOW for one in record], dtype=bool),
        )
        self._decided = int(self._levels.counted.sum())
        self._runs = 0
        self._times = {kind.key: np.zeros(len(record), dtype=np.int64) for kind in _KINDS}
        self._counts: dict[str, list[int]] = {kind.key: [] for kind in _KINDS}
        self._waits: dict[str, list[tuple[float, float]]] = {"before": [], "after": []}

    def take(self, before: Tally, after: Tally) -> None:
        """One more run: what happened and what would have, with the same luck."""
        self._runs += 1
        for kind in _KINDS:
            flags = kind.of(after, self._levels)
            self._times[kind.key] += flags
            self._counts[kind.key].append(int(flags.sum()))
        for name, tally in (("before", before), ("after", after)):
            if tally.waits.size:
                median, late = np.percentile(tally.waits, (50, 95))
                self._waits[name].append((float(median), float(late)))

    def figures(self) -> tuple[Figure, ...]:
        """All figures, in the order in which they are shown."""
        counted = {kind.key: self._counted(kind) for kind in _KINDS}
        handoffs = counted.pop("handoffs")
        return (handoffs, self._cost(handoffs), *self._wait_figures(), *counted.values())

    def _counted(self, kind: _Kind) -> Figure:
        happened = kind.of(self._happened, self._levels)
        shares = self._times[kind.key] / max(1, self._runs)
        known = self._runs > 0 and (self._queue or kind.key not in NEEDS_QUEUE)
        return Figure(
            key=kind.key,
            title=kind.title,
            unit="count",
            definition=kind.definition.format(bound=self._bound),
            happened=float(happened.sum()),
            replayed=_estimate(self._counts[kind.key]) if known else None,
            behind_happened=tuple(self._ids[place] for place in np.flatnonzero(happened)),
            behind_replayed=self._likely(shares, happened) if known else (),
        )

    def _likely(self, shares: Floats, happened: Flags) -> tuple[tuple[str, float], ...]:
        # New ones first, then the surer ones, then in the order of the record.
        order = sorted(np.flatnonzero(shares), key=lambda place: (happened[place], -shares[place], place))
        return tuple((self._ids[place], float(shares[place])) for place in order)

    def _cost(self, handoffs: Figure) -> Figure:
        def cost(handed_off: float) -> float:
            return cost_of_contacts(self._decided, handed_off, self._terms).value

        replayed = handoffs.replayed
        return Figure(
            key="cost",
            title="Cost",
            unit="dollars",
            definition="All decided episodes at the cost of self-service, and those brought to a person "
            "at the cost of a contact with one.",
            happened=cost(handoffs.happened or 0.0),
            replayed=replayed
            and Estimate(
                cost(replayed.value),
                replayed.interval and (cost(replayed.interval[0]), cost(replayed.interval[1])),
            ),
        )

    def _wait_figures(self) -> tuple[Figure, Figure]:
        waits = [
            wait.seconds
            for one in self._record
            if one.assessment.counted
            for wait in accepted_waits(one.assessment.episode)
        ]
        median, late = np.percentile(waits, (50, 95)) if waits else (None, None)
        return (
            self._wait(
                "wait_median", "Median wait", "The median wait of those an agent accepted.", 0, median
            ),
            self._wait(
                "wait_p95",
                "95 % waited at most",
                "95 % of those an agent accepted waited no longer.",
                1,
                late,
            ),
        )

    def _wait(self, key: str, title: str, definition: str, which: int, happened: float | None) -> Figure:
        def simulated(name: str) -> Estimate | None:
            runs = [run[which] for run in self._waits[name]]
            return _estimate(runs) if runs and self._queue else None

        return Figure(
            key=key,
            title=title,
            unit="seconds",
            definition=definition,
            happened=None if happened is None else float(happened),
            simulated=simulated("before"),
            replayed=simulated("after"),
        )


def _estimate(runs: Sequence[float]) -> Estimate:
    low, high = np.percentile(runs, (2.5, 97.5))
    interval = None if min(runs) == max(runs) else (float(low), float(high))
    return Estimate(float(np.mean(runs)), interval)
