"""Who was on duty, as far as the record shows it: what decisions saw of the desk, and agents' acts. Pure."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from bot.ledger.handling import handlings
from bot.triage.replay.record import Recorded

SHIFT_GAP = timedelta(hours=4)
"""Acts of one agent further apart than this are two shifts."""

SEEN_HOLDS = timedelta(hours=1)
"""How long what a decision says of the desk holds where no other follows."""
FAR = datetime.max.replace(tzinfo=UTC)

Span = tuple[datetime, datetime]
Step = tuple[datetime, int]


@dataclass(frozen=True)
class Duty:
    """How many agents are on duty from each moment on, and how many chats each has at once."""

    steps: tuple[Step, ...] = ()
    chats_at_once: int = 1

    @property
    def known(self) -> bool:
        """Whether anybody is ever on duty."""
        return any(agents for _, agents in self.steps)

    @property
    def most(self) -> int:
        """The most agents at one time."""
        return max((agents for _, agents in self.steps), default=0)


def duty_of(record: Sequence[Recorded]) -> Duty:
    """The duty that the record shows.

    The first decision of each episode says how many agents took conversations then, which holds until the
    next one, for an hour at most. Where none says it, an agent is on duty from the first to the last act of a
    shift: from when the first visitor they accepted began to wait (somebody was there then, or there would
    have been no queue) to the end of the last chat or the last message. How many chats an agent has at once
    is the chats' time over the time with a chat.
    """
    acts: dict[str, list[Span]] = {}
    chats: dict[str, list[Span]] = {}
    for one in record:
        episode = one.assessment.episode
        for handling in handlings(episode):
            span = (handling.accepted_at, handling.ended_at)
            chats.setdefault(handling.agent_id, []).append(span)
            acts.setdefault(handling.agent_id, []).append(span)
        for event in episode.of_type("person_accepted", "agent_wrote"):
            waited = timedelta(seconds=float(event.data.get("waited_seconds", 0.0)))
            acts.setdefault(str(event.data["agent_id"]), []).append((event.at - waited, event.at))
    shifts = [shift for own in acts.values() for shift in _merged(own, SHIFT_GAP)]
    # Later decisions of an episode see the agents of its department only.
    firsts = [turn for one in record for turn in one.turns[:1]]
    seen = [(turn.at, turn.agents) for turn in firsts if turn.agents is not None]
    busy = sum(_seconds(span) for own in chats.values() for span in _merged(own, timedelta(0)))
    handled = sum(_seconds(span) for own in chats.values() for span in own)
    return Duty(_joined(sorted(seen), _steps(shifts)), max(1, round(handled / busy)) if busy else 1)


def with_agents(duty: Duty, agents: int, start: datetime, end: datetime) -> Duty:
    """The same hours with this many agents; the whole period where no hours are on record."""
    if not duty.known:
        return Duty(((start, agents), (end, 0)), duty.chats_at_once)
    return Duty(_changes((at, agents if there else 0) for at, there in duty.steps), duty.chats_at_once)


def _merged(spans: Sequence[Span], gap: timedelta) -> list[Span]:
    """The spans with those that touch, or are no more than `gap` apart, made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start - merged[-1][1] <= gap:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _steps(shifts: Sequence[Span]) -> tuple[Step, ...]:
    changes: dict[datetime, int] = {}
    for start, end in shifts:
        changes[start] = changes.get(start, 0) + 1
        changes[end] = changes.get(end, 0) - 1
    return _changes(zip(sorted(changes), accumulate(changes[at] for at in sorted(changes)), strict=True))


def _joined(seen: Sequence[Step], shifts: Sequence[Step]) -> tuple[Step, ...]:
    """What was seen, for as long as it holds, and the shifts in between."""
    following = [*(at for at, _ in seen[1:]), FAR][: len(seen)]
    ends = [min(at + SEEN_HOLDS, after) for (at, _), after in zip(seen, following, strict=True)]
    moments = sorted({*(at for at, _ in seen), *ends, *(at for at, _ in shifts)})
    seen_at, shifts_at = [at for at, _ in seen], [at for at, _ in shifts]

    def agents(at: datetime) -> int:
        last = bisect_right(seen_at, at) - 1
        if last >= 0 and at < ends[last]:
            return seen[last][1]
        shift = bisect_right(shifts_at, at) - 1
        return shifts[shift][1] if shift >= 0 else 0

    return _changes((at, agents(at)) for at in moments)


def _changes(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps without those at which nothing changes."""
    kept: list[Step] = []
    for step in steps:
        if not kept or step[1] != kept[-1][1]:
            kept.append(step)
    return tuple(kept)


def _seconds(span: Span) -> float:
    return (span[1] - span[0]).total_seconds()
