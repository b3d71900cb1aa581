"""What the policy's table says of a reason: who takes it, and the sentence that says so. Pure."""

from dataclasses import dataclass

from bot.triage.capacity import Scarcity
from bot.triage.costs import Expected, chance_of_failing, expected
from bot.triage.model import HandoffReason, Level, Route, Signals
from bot.triage.policy import Cell, Policy
from bot.triage.reasons import PERSON, Reason


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


def way_of(place: Place, signals: Signals, scarcity: Scarcity, policy: Policy) -> Way:
    """Where the table sends it, with what the desk can take and what it would cost.

    A matter that always needs a person gets one whatever the table says. Where people are scarce, that moves
    matters of low value only.
    """
    reason = place.reason
    if reason.always_person:
        return Way(Route.HANDOFF)
    own = None if reason.skill == PERSON else Route.FLOW if reason.is_flow else Route.ANSWER
    tried = signals.facts_gathered or signals.failed_self_service > 0
    wanted = _wanted(place, own, tried, signals, scarcity, policy)
    if wanted.route.reach and place.value is Level.LOW and scarcity.words is not None:
        if own is None or tried:
            return Way(Route.LEAVE_MESSAGE, f"{scarcity.words}: a message can be left.")
        return Way(own, f"{scarcity.words}: self-service first.")
    return wanted


def _wanted(
    place: Place, own: Route | None, tried: bool, signals: Signals, scarcity: Scarcity, policy: Policy
) -> Way:
    """What the cell asks for while people can be had."""
    cell = policy.table[place.value, place.complexity]
    if cell is Cell.HANDOFF:
        return Way(Route.HANDOFF)
    if own is None:
        return Way(Route.OFFER_HUMAN)
    if cell is Cell.OFFER and signals.offer_declined and not tried and place.value is not Level.HIGH:
        return Way(own, "A person was offered and declined: the bot does what it can.")
    if cell is Cell.OFFER or (cell is Cell.GATHER_THEN_OFFER and tried):
        return Way(Route.OFFER_HUMAN)
    if cell is Cell.GATHER_THEN_OFFER and cost_of(place, signals, scarcity, policy).person_is_cheaper:
        return Way(Route.OFFER_HUMAN, "Self-service would cost more than it saves: a person is offered.")
    return Way(own)


def cost_of(place: Place, signals: Signals, scarcity: Scarcity, policy: Policy) -> Expected:
    """What a matter costs either way."""
    failing = chance_of_failing(place.confidence, place.complexity_score, signals.failed_self_service)
    return expected(policy.costs, place.value, failing, scarcity.wait_minutes)


def spoken_way(
    way: Way, place: Place, signals: Signals, scarcity: Scarcity, policy: Policy
) -> tuple[str, ...]:
    """The sentences that say where it goes: what it would cost where the bot could settle it, and the way."""
    levels = f"{place.value.capitalize()} value, {place.complexity} complexity"
    cost = () if place.reason.skill == PERSON else (cost_of(place, signals, scarcity, policy).sentence(),)
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
