"""The queue, simulated: visitors arrive, wait in the desk's order, lose patience or are served. Pure.

A discrete-event simulation (simpy). Without impatience it is an M/G/c queue with a number of servers that
changes over time; `tests/unit/triage/test_replay_line.py` holds it to what is known of M/M/c (A. K. Erlang,
1917) and of M/M/c with impatience (C. Palm, 1943).
"""

import math
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import simpy

from bot.handoff.queue import Waiting, next_of
from bot.triage.replay.duty import Duty
from bot.triage.replay.record import Ended

_Steps = Generator[simpy.Event, Any, None]


@dataclass(frozen=True)
class Arrival:
    """One visitor who asks for a person: how long serving takes, and how long they would wait, in seconds."""

    id: str
    at: datetime
    value: str
    complexity: str
    handle_seconds: float
    patience_seconds: float = math.inf


@dataclass(frozen=True)
class Stay:
    """How one visitor's wait ended, and how long it was in seconds."""

    ended: Ended
    waited_seconds: float


def simulate(
    arrivals: Sequence[Arrival], duty: Duty, queue_timeout: timedelta | None = None
) -> Mapping[str, Stay]:
    """Let them all arrive; by id, what became of each.

    Deterministic: chance lies in the arrivals. Who arrives while nobody is on duty doesn't wait, and who
    waits when the last agent goes doesn't wait on; an agent who goes finishes the chats they have.
    `queue_timeout` ends every wait.
    """
    if not arrivals:
        return {}
    start = min(arrival.at for arrival in arrivals)
    return _Line(duty, start, math.inf if queue_timeout is None else queue_timeout.total_seconds()).run(
        arrivals
    )


class _Line:
    def __init__(self, duty: Duty, start: datetime, timeout: float) -> None:
        self._env = simpy.Environment()
        self._start = start
        self._timeout = timeout
        self._duty = duty
        self._slots = 0
        self._busy = 0
        self._waiting: dict[str, tuple[Arrival, float]] = {}
        self._stays: dict[str, Stay] = {}

    def run(self, arrivals: Iterable[Arrival]) -> Mapping[str, Stay]:
        # Whoever is on duty at the first moment is there before those who arrive at it.
        self._env.process(self._staff())
        self._env.process(self._door(sorted(arrivals, key=lambda arrival: (arrival.at, arrival.id))))
        self._env.run()
        return self._stays

    def _staff(self) -> _Steps:
        for at, agents in self._duty.steps:
            if self._seconds(at) > self._env.now:
                yield self._env.timeout(self._seconds(at) - self._env.now)
            self._slots = agents * self._duty.chats_at_once
            if not self._slots:
                for name in list(self._waiting):
                    self._ends(name, Ended.CLOSED)
            self._call_next()

    def _door(self, arrivals: Iterable[Arrival]) -> _Steps:
        for arrival in arrivals:
            yield self._env.timeout(self._seconds(arrival.at) - self._env.now)
            self._waiting[arrival.id] = (arrival, self._env.now)
            if not self._slots:
                self._ends(arrival.id, Ended.CLOSED)
                continue
            self._call_next()
            limit = min(arrival.patience_seconds, self._timeout)
            if arrival.id in self._waiting and limit < math.inf:
                self._after(limit, partial(self._gives_up, arrival))

    def _gives_up(self, arrival: Arrival) -> None:
        if arrival.id in self._waiting:
            impatient = arrival.patience_seconds <= self._timeout
            self._ends(arrival.id, Ended.LEFT if impatient else Ended.TIMED_OUT)

    def _call_next(self) -> None:
        while self._waiting and self._busy < self._slots:
            arrival = self._next()
            self._ends(arrival.id, Ended.ACCEPTED)
            self._busy += 1
            self._after(arrival.handle_seconds, self._is_free)

    def _is_free(self) -> None:
        self._busy -= 1
        self._call_next()

    def _next(self) -> Arrival:
        if len(self._waiting) == 1:
            [(arrival, _)] = self._waiting.values()
            return arrival
        line = [Waiting(one.id, one.value, one.complexity, one.at) for one, _ in self._waiting.values()]
        now = self._start + timedelta(seconds=self._env.now)
        return self._waiting[next_of(line, now).conversation_id][0]

    def _ends(self, name: str, ended: Ended) -> None:
        _, came = self._waiting.pop(name)
        self._stays[name] = Stay(ended, self._env.now - came)

    def _after(self, seconds: float, then: Callable[[], None]) -> None:
        # A callback instead of a process for each visitor: a third of the time.
        self._env.timeout(seconds).callbacks.append(lambda _: then())

    def _seconds(self, at: datetime) -> float:
        return (at - self._start).total_seconds()
