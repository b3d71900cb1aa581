"""What is on record of an episode, as far as a replay needs it. Pure.

How it ended is the ledger's own assessment, so that "what happened" is what the report says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from functools import cached_property
from typing import Any

from bot.ledger.assessments import Assessment
from bot.ledger.events import Event
from bot.ledger.handling import handlings
from bot.ledger.outcomes import Cause, Outcome
from bot.triage.costs import chance_of_failing
from bot.triage.model import Level, Route

_BRINGS_PERSON = frozenset({"handoff_requested", "queued", "person_accepted", "message_left"})


class Ended(Enum):
    """How a wait for a person ended."""

    ACCEPTED = auto()
    LEFT = auto()
    """The visitor had enough."""
    TIMED_OUT = auto()
    CLOSED = auto()
    """Nobody was on duty, or went off duty meanwhile."""


@dataclass(frozen=True)
class Turn:
    """One decision: what it was made of (None before that was recorded), and what was decided.

    `failing` is the cost model's chance that self-service doesn't settle it; `brought` says that a person was
    asked for before the next decision, whoever wanted it.
    """

    at: datetime
    inputs: Mapping[str, Any] | None
    route: Route
    value: Level
    complexity: Level
    failing: float
    brought: bool

    @property
    def agents(self) -> int | None:
        """How many agents took conversations then; None where that isn't known."""
        signals = (self.inputs or {}).get("signals", {})
        if not signals.get("desk_open", True):
            return 0
        # Open, and nobody there: how many is not on record.
        return signals.get("agents_on_duty") or None


@dataclass(frozen=True)
class Request:
    """That a person was needed: when, how long the visitor waited, how that ended, and whether they wrote."""

    at: datetime
    ended: Ended
    waited_seconds: float
    left_message: bool


@dataclass(frozen=True)
class Recorded:
    """One episode on record: its decisions until a person was asked for, the request, and how it ended."""

    assessment: Assessment
    turns: tuple[Turn, ...]
    request: Request | None
    handle_seconds: float | None

    @property
    def id(self) -> str:
        """The episode's id."""
        return self.assessment.episode.id

    @property
    def counted(self) -> bool:
        """Whether it is in the figures: not left out, and decided."""
        return self.assessment.decided

    @property
    def replayable(self) -> bool:
        """Whether all its decisions were recorded with what they were made of."""
        return bool(self.turns) and all(turn.inputs is not None for turn in self.turns)

    @cached_property
    def reason(self) -> str:
        """Why the visitor wrote, as the ledger says."""
        return self.assessment.reason

    @cached_property
    def value(self) -> Level:
        """The highest value that was decided."""
        return max((turn.value for turn in self.turns), key=lambda level: level.rank, default=Level.LOW)

    @cached_property
    def complexity(self) -> Level:
        """The highest complexity that was decided."""
        return max((turn.complexity for turn in self.turns), key=lambda level: level.rank, default=Level.LOW)

    @property
    def person(self) -> bool:
        """Whether a person took part or got a message."""
        return self.assessment.handed_off

    @property
    def unhelped(self) -> bool:
        """Whether it ended with a negative reaction, or abandoned."""
        return self.assessment.judgement.outcome in (Outcome.NEGATIVE, Outcome.ABANDONED)

    @property
    def left_at_offer(self) -> bool:
        """Whether it was abandoned with the offer of a person unanswered or declined."""
        return self.assessment.judgement.cause in (Cause.OFFER_UNANSWERED, Cause.OFFER_DECLINED)

    @property
    def waited(self) -> float | None:
        """The seconds of its first wait in the queue; None where there was none."""
        return (
            None
            if self.request is None or self.request.ended is Ended.CLOSED
            else self.request.waited_seconds
        )


def recorded(assessment: Assessment) -> Recorded:
    """What is on record of this episode."""
    events = assessment.episode.events
    handled = [handling.seconds for handling in handlings(assessment.episode)]
    return Recorded(
        assessment=assessment,
        turns=tuple(_turns(events)),
        request=_request(events),
        handle_seconds=sum(handled) if handled else None,
    )


def _turns(events: Sequence[Event]) -> Iterable[Turn]:
    """The decisions until a person was first asked for; what came after followed from the person."""
    pending: Event | None = None
    for event in events:
        if event.type == "triage_decided":
            if pending is not None:
                yield _turn(pending, brought=False)
            pending = event
        elif event.type in _BRINGS_PERSON:
            if pending is not None:
                yield _turn(pending, brought=True)
            return
    if pending is not None:
        yield _turn(pending, brought=False)


def _turn(event: Event, *, brought: bool) -> Turn:
    data = event.data
    return Turn(
        at=event.at,
        inputs=data.get("inputs"),
        route=Route(data["route"]),
        value=Level(data["value"]),
        complexity=Level(data["complexity"]),
        failing=chance_of_failing(data["confidence"], data["complexity_score"], 0),
        brought=brought,
    )


def _request(events: Sequence[Event]) -> Request | None:
    """The first time a person was asked for, and the first wait."""
    first = next((event for event in events if event.type in _BRINGS_PERSON), None)
    if first is None:
        return None
    left_message = any(event.type == "message_left" for event in events)
    queued = next((event for event in events if event.type in ("queued", "person_accepted")), None)
    if queued is None:
        return Request(first.at, Ended.CLOSED, 0.0, left_message)
    for event in events[events.index(queued) :]:
        if event.type == "person_accepted":
            waited = float(event.data.get("waited_seconds", (event.at - queued.at).total_seconds()))
            return Request(queued.at, Ended.ACCEPTED, waited, left_message)
        if event.type == "queue_left":
            ended = Ended.TIMED_OUT if event.data["to"] == "timeout" else Ended.LEFT
            return Request(queued.at, ended, (event.at - queued.at).total_seconds(), left_message)
    # Still waiting when the record ends: as if nobody had come in time.
    return Request(queued.at, Ended.TIMED_OUT, (events[-1].at - queued.at).total_seconds(), left_message)
