"""Months of made-up episodes with all their events, for tests and benchmarks of what reads the ledger.

The visitors are the same whatever the policy: what each of them would do (be helped, accept, wait, leave) is
drawn before anything is decided. So a month under one policy can be replayed with another one, and the answer
compared with the month in which that policy was in force. The queue is served by a plain loop over free
agents, not by the simulation that is measured with it.
"""

import heapq
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import numpy as np

from bot.ledger.events import Event
from bot.ledger.schemas import checked
from bot.nlu.model import ASK_PERSON, Tone
from bot.triage import DEFAULT_POLICY, Policy, Reasons, Route, Signals, decide
from bot.triage.inputs import Kept, inputs_of
from bot.triage.model import Decision, Level

START = datetime(2026, 3, 2, tzinfo=UTC)
_TURNS = 5
# How often self-service settles a matter, by its complexity.
_SETTLES = {Level.LOW: 0.85, Level.MEDIUM: 0.55, Level.HIGH: 0.2}
_WEIGHTS = {Level.LOW: 6.0, Level.MEDIUM: 2.0, Level.HIGH: 1.0}


@dataclass(frozen=True)
class World:
    """What kind of month: `agents` are on duty from `opens` to `closes` (UTC hours), one chat each."""

    episodes: int
    agents: int = 4
    days: int = 30
    opens: int = 8
    closes: int = 20
    start: datetime = START
    policy: Policy = DEFAULT_POLICY
    seed: int = 1


@dataclass(frozen=True)
class Visitor:
    """One visitor, and all that they would do."""

    number: int
    at: datetime
    kept: Kept
    signals: Signals
    settled: tuple[bool, ...]
    accepts: tuple[bool, ...]
    goes_on: tuple[bool, ...]
    says_so: bool
    writes: bool
    patience: float
    handled: float


@dataclass
class Told:
    """An episode being told."""

    visitor: Visitor
    now: datetime
    events: list[Event] = field(default_factory=list)
    asked_at: datetime | None = None
    value: Level = Level.LOW

    def happens(self, type_: str, *, after: float = 0, version: int = 1, **data: Any) -> None:
        """One more event, so many seconds after the one before."""
        self.now += timedelta(seconds=after)
        number = self.visitor.number
        name = f"m{number}-{len(self.events)}"
        ids = (f"mc{number}", f"me{number}", f"mv{number}")
        self.events.append(Event(name, type_, version, self.now, *ids, checked(type_, version, data)))


def visitors(world: World, reasons: Reasons) -> list[Visitor]:
    """The visitors of the month, in the order in which they come."""
    rows = [reason for reason in reasons.values() if reason.key != "unknown"]
    weights = np.array([_WEIGHTS[row.value] * _WEIGHTS[row.complexity] for row in rows])
    generator = np.random.default_rng(world.seed)
    chosen = generator.choice(len(rows), world.episodes, p=weights / weights.sum())
    hours = np.sort(generator.triangular(6, 13, 23, world.episodes))
    seconds = generator.permutation(hours) * 3600 + 86400 * generator.integers(0, world.days, world.episodes)
    found = []
    for number in range(world.episodes):
        row, other = rows[chosen[number]], rows[int(generator.integers(len(rows)))]
        sure = float(generator.beta(6, 2))
        second = ((other.key, (1 - sure) / 2),) if other is not row else ()
        cart = float(generator.exponential(400)) if generator.random() < 0.3 else 0.0
        luck = generator.random((3, _TURNS))
        found.append(
            Visitor(
                number=number,
                at=world.start + timedelta(seconds=float(seconds[number])),
                kept=Kept(
                    act=None,
                    act_confidence=0.0,
                    reasons=((row.key, sure), *second),
                    wants_person=0.02,
                    tone=Tone(negative=0.2, anger=float(generator.beta(1, 6)), threat=0.01),
                    wishes=1,
                    length=int(generator.integers(10, 200)),
                    amount=0.0,
                    quantity=0.0,
                    familiarity=0.8,
                    language="en",
                ),
                signals=Signals(cart_value=cart, repeat_customer=bool(generator.random() < 0.4)),
                settled=tuple(bool(one < _SETTLES[row.complexity]) for one in luck[0]),
                accepts=tuple(bool(one < 0.6) for one in luck[1]),
                goes_on=tuple(bool(one < 0.7) for one in luck[2]),
                says_so=bool(generator.random() < 0.5),
                writes=bool(generator.random() < 0.5),
                patience=float(generator.exponential(250)),
                handled=60 + float(generator.exponential(500)),
            )
        )
    return sorted(found, key=lambda one: one.at)


def month(world: World, reasons: Reasons) -> list[Event]:
    """All events of the month."""
    told = [_with_bot(visitor, world, reasons) for visitor in visitors(world, reasons)]
    _with_people([one for one in told if one.asked_at is not None], world)
    return [event for one in told for event in one.events]


def _with_bot(visitor: Visitor, world: World, reasons: Reasons) -> Told:
    told = Told(visitor, visitor.at)
    told.happens("conversation_started", channel="web")
    told.happens("episode_started", number=1)
    failed, asked, declined = 0, 0, False
    for turn in range(_TURNS):
        seq = turn + 1
        asks = failed >= 2
        kept = (
            replace(visitor.kept, act=ASK_PERSON, act_confidence=0.95, wants_person=0.95)
            if asks
            else visitor.kept
        )
        opens, closes = _hours(world, told.now)
        is_open = opens <= told.now < closes
        signals = replace(
            visitor.signals,
            failed_self_service=failed,
            times_asked_for_person=asked,
            bot_turns=turn,
            offer_declined=declined,
            desk_open=is_open,
            agents_on_duty=world.agents if is_open else 0,
        )
        decision = decide(kept, signals, reasons, world.policy)
        told.happens("message_received", after=20, seq=seq, length=kept.length, chat="bot")
        told.happens("triage_decided", version=2, **_decided(seq, decision, kept, signals))
        told.happens("bot_replied", seq=seq, milliseconds=300.0)
        told.value = max(told.value, decision.value, key=lambda level: level.rank)
        asked += asks
        if decision.route is Route.HANDOFF or (decision.route is Route.OFFER_HUMAN and visitor.accepts[turn]):
            told.asked_at = told.now
            return told
        if decision.route is Route.LEAVE_MESSAGE:
            if visitor.writes:
                told.happens("message_left", after=60, ticket_id=f"mt{visitor.number}")
                return told
        elif decision.route is Route.OFFER_HUMAN:
            told.happens("person_offered")
            told.happens("offer_declined", after=5)
            declined = True
        elif visitor.settled[turn] and not asks:
            told.happens("answer_shown", seq=seq, article_id="made-up", article_version=1, score=0.9)
            if visitor.says_so:
                told.happens("reaction", after=30, seq=seq, polarity="positive", about="answer")
            return told
        else:
            told.happens("answer_missing", seq=seq)
            failed += 1
        if not visitor.goes_on[turn]:
            return told
    return told


def _decided(seq: int, decision: Decision, kept: Kept, signals: Signals) -> dict[str, Any]:
    return {
        "seq": seq,
        "reason": decision.reason,
        "value": decision.value.value,
        "complexity": decision.complexity.value,
        "value_score": decision.value_score,
        "complexity_score": decision.complexity_score,
        "route": decision.route.value,
        "confidence": decision.confidence,
        "policy_version": decision.policy_version,
        "inputs": inputs_of(kept, signals),
    }


def _with_people(asking: list[Told], world: World) -> None:
    """Serve those who ask in the order in which they come: a heap of the moments at which agents are free."""
    free: list[tuple[datetime, str]] = []
    today = None
    for told in sorted(asking, key=lambda one: one.now):
        at, visitor = told.now, told.visitor
        opens, closes = _hours(world, at)
        told.happens("handoff_requested", handoff_reason="policy", value=told.value.value)
        if not opens <= at < closes:
            if visitor.writes:
                told.happens("message_left", after=60, ticket_id=f"mt{visitor.number}")
            continue
        if opens != today:
            today, free = opens, [(opens, f"agent-{number}") for number in range(world.agents)]
        begins, agent = max(free[0][0], at), free[0][1]
        waits = (begins - at).total_seconds()
        told.happens("queued")
        if waits > min(visitor.patience, 600.0) or begins >= closes:
            gave_up = visitor.patience < 600.0
            left_after = min(visitor.patience, 600.0, max(0.0, (closes - at).total_seconds()))
            told.happens("queue_left", after=left_after, to="gone" if gave_up else "timeout")
            continue
        heapq.heapreplace(free, (begins + timedelta(seconds=visitor.handled), agent))
        told.happens("person_accepted", after=waits, agent_id=agent, waited_seconds=waits)
        told.happens("agent_wrote", after=10, agent_id=agent, seq=90, first=True)
        told.happens("closed", after=max(0.0, visitor.handled - 10), by="agent", disposition="resolved")


def _hours(world: World, at: datetime) -> tuple[datetime, datetime]:
    midnight = datetime.combine(at.date(), time(), tzinfo=UTC)
    return midnight + timedelta(hours=world.opens), midnight + timedelta(hours=world.closes)
