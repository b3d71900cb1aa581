"""What the policy's table says of a reason: who takes it, and the sentence that says so. Pure."""

from dataclasses import dataclass

from bot.triage.capacity import Scarcity
from bot.triage.costs import Expected, chance_of_failing, expected
from bot.triage.model import HandoffReason, Level, Route, Signals
from bot.triage.policy import Cell, Policy
from bot.triage.reasons import PERSON, Reason


@dataclass(frozen=True)
class Situation:
    """What a matter is decided in: what is known besides the words, how scarce people are, the policy."""

    signals: Signals
    scarcity: Scarcity
    policy: Policy

    @property
    def tried(self) -> bool:
        """Whether self-service has had its turn in this matter."""
        return self.signals.facts_gathered or self.signals.failed_self_service > 0


@dataclass(frozen=True)
class Place:
    """Where a reason stands in the table: its levels after the signals, and how complex it is in 0..1."""

    reason: Reason
    value: Level
    complexity: Level
    complexity_score: float
    confidence: float = 1.0


@dataclass(frozen=True)
class Way:
    """Where the table sends a reason and, where it isn't the plain cell that says so, why."""

    route: Route
    why: str | None = None


def way_of(place: Place, situation: Situation) -> Way:
    """Where the table sends it, with what the desk can take and what it would cost.

    A matter that always needs a person gets one whatever the table says. Where people are scarce, that moves
    matters of low value only.
    """
    reason = place.reason
    if reason.always_person:
        return Way(Route.HANDOFF)
    own = None if reason.skill == PERSON else Route.FLOW if reason.is_flow else Route.ANSWER
    wanted = _wanted(place, own, situation)
    words = situation.scarcity.words
    if wanted.route.reach and place.value is Level.LOW and words is not None:
        if own is None or situation.tried:
            return Way(Route.LEAVE_MESSAGE, f"{words}: a message can be left.")
        return Way(own, f"{words}: self-service first.")
    return wanted


def _wanted(place: Place, own: Route | None, situation: Situation) -> Way:
    """What the cell asks for while people can be had."""
    cell, tried = situation.policy.table[place.value, place.complexity], situation.tried
    if cell is Cell.HANDOFF:
        return Way(Route.HANDOFF)
    if own is None:
        return Way(Route.OFFER_HUMAN)
    if (
        cell is Cell.OFFER
        and situation.signals.offer_declined
        and not tried
        and place.value is not Level.HIGH
    ):
        return Way(own, "A person was offered and declined: the bot does what it can.")
    if cell is Cell.OFFER or (cell is Cell.GATHER_THEN_OFFER and tried):
        return Way(Route.OFFER_HUMAN)
    if cell is Cell.GATHER_THEN_OFFER and cost_of(place, situation).person_is_cheaper:
        return Way(Route.OFFER_HUMAN, "Self-service would cost more than it saves: a person is offered.")
    return Way(own)


def cost_of(place: Place, situation: Situation) -> Expected:
    """What a matter costs either way."""
    failures = situation.signals.failed_self_service
    failing = chance_of_failing(place.confidence, place.complexity_score, failures)
    return expected(situation.policy.costs, place.value, failing, situation.scarcity.wait_minutes)


def spoken_way(way: Way, place: Place, situation: Situation) -> tuple[str, ...]:
    """The sentences that say where it goes: what it would cost where the bot could settle it, and the way."""
    levels = f"{place.value.capitalize()} value, {place.complexity} complexity"
    cost = () if place.reason.skill == PERSON else (cost_of(place, situation).sentence(),)
    if way.why is not None:
        return (*cost, f"{levels}. {way.why}")
    return (*cost, f"{levels}: {_followed(way.route, place.reason)}")


def _followed(route: Route, reason: Reason) -> str:
    if route is Route.HANDOFF:
        return "a person takes over at once."
    if route is Route.OFFER_HUMAN:
        return "a person is offered."
    if reason.is_flow:
        return f"the bot settles it with “{spoken(reason.skill)}”."
    return "the knowledge base answers, if it knows."


def why_person(place: Place, route: Route, signals: Signals) -> HandoffReason:
    """Why a person is brought in by the table."""
    if place.complexity is Level.HIGH:
        return HandoffReason.HIGH_COMPLEXITY
    if place.value is Level.HIGH:
        return HandoffReason.HIGH_VALUE
    if route is not Route.HANDOFF and signals.failed_self_service:
        return HandoffReason.FLOW_FAILED
    return HandoffReason.POLICY


def spoken(name: str) -> str:
    """A key as people read it."""
    return name.replace("_", " ")
