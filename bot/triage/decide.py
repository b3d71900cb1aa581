"""The decision itself: guards first, then what the message is, then the policy's table. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.nlu.model import AFFIRM, DENY, GOODBYE, INFORM, THANK
from bot.triage.capacity import scarcity_for
from bot.triage.facts import Facts
from bot.triage.holdout import is_eligible
from bot.triage.matter import Kind, Matter, matter_of
from bot.triage.model import Arm, Decision, HandoffReason, Level, Route, Signals
from bot.triage.policy import Cell, Policy
from bot.triage.reasons import ANSWER, PERSON, Reason, Reasons
from bot.triage.scores import PRIORS, Contribution, contributions, level_of, moved
from bot.triage.table import Place, Situation, cost_of, spoken, spoken_way, way_of, why_person

SELF_SERVICE_FIRST = "self_service_first"
CLARIFY = "clarify"
_BELONGS_TO_A_FLOW = frozenset({INFORM, AFFIRM, DENY})
_FAREWELLS = frozenset({THANK, GOODBYE})

_LIKELIER = 0.5
"""Share of the probability from which something is likelier than everything else together."""


@dataclass(frozen=True)
class Verdict:
    """Where it goes, by which skill, why a person (if one), and the sentences that say so."""

    route: Route
    skill: str
    why: HandoffReason | None
    because: tuple[str, ...]


def decide(facts: Facts, signals: Signals, reasons: Reasons, policy: Policy) -> Decision:
    """Decide where a message goes.

    Total and deterministic: the same facts give the same decision, and no message is without one. More value,
    anger, failure or asking never makes a person harder to reach.
    """
    matter = matter_of(facts, signals, reasons, policy)
    told, signals = signals, _without_other_failures(matter, facts, signals, policy)
    moves = contributions(facts, signals, policy)
    value_score = moved(matter.value, (move.value for move in moves))
    complexity_score = moved(matter.complexity, (move.complexity for move in moves))
    place = Place(
        matter.reason, level_of(value_score), level_of(complexity_score), complexity_score, matter.confidence
    )
    situation = Situation(signals, scarcity_for(place.value, signals, policy), policy)
    verdict = (
        _guard(matter, facts, signals, told, policy)
        or _by_kind(matter, place, moves, situation)
        or _by_table(place, situation)
    )
    eligible = signals.eligible
    if eligible is None and signals.arm is not None and matter.kind is not Kind.ACT:
        eligible = is_eligible(signals, place.value)
        if eligible and signals.arm is Arm.PERSON_FIRST:
            verdict = _person_first(verdict, matter)
    return Decision(
        reason=matter.reason.key,
        value=place.value,
        complexity=place.complexity,
        value_score=value_score,
        complexity_score=complexity_score,
        route=verdict.route,
        confidence=round(matter.confidence, 4),
        because=(matter.sentence, *(move.sentence() for move in moves), *verdict.because),
        department=matter.reason.department,
        skill=verdict.skill,
        handoff_reason=verdict.why,
        policy_version=policy.version,
        arm=signals.arm,
        eligible=eligible,
    )


def _by_kind(
    matter: Matter, place: Place, moves: Sequence[Contribution], situation: Situation
) -> Verdict | None:
    """What follows from what kind of message it is; None where the table decides."""
    if matter.kind is Kind.ASKS_PERSON:
        return _request_for_a_person(place, situation)
    if matter.kind is Kind.ACT:
        return _act(matter, situation.signals)
    if _continues_flow(matter, situation):
        return _running_flow(situation.signals)
    if matter.kind is Kind.UNSURE:
        return _unsure(matter, place, moves, situation)
    if matter.kind is Kind.UNKNOWN:
        return Verdict(Route.ANSWER, ANSWER, None, ("The knowledge base is asked, in case it knows.",))
    return None


def _without_other_failures(matter: Matter, facts: Facts, signals: Signals, policy: Policy) -> Signals:
    """The signals as they bear on this matter.

    What failed in one matter says nothing about another one that is clearly recognised and that the bot
    settles by itself, until it has failed too often in all.
    """
    failed = signals.failed_self_service
    if not failed or failed >= policy.failures_in_all:
        return signals
    if matter.kind is not Kind.REASON or matter.reason.skill == PERSON:
        return signals
    may_be_the_same = dict(facts.reasons).get(signals.prior_reason or "", 0.0) >= policy.plausible
    if may_be_the_same or matter.reason.key == signals.prior_reason:
        return signals
    return replace(signals, failed_self_service=0, clarified=0)


def _guard(matter: Matter, facts: Facts, signals: Signals, told: Signals, policy: Policy) -> Verdict | None:
    """What no table can switch off; `told` are the signals with the failures in other matters too."""
    tone = facts.tone
    failed = signals.failed_self_service
    in_all = told.failed_self_service
    leaving = matter.kind is Kind.ACT and matter.act in _FAREWELLS
    if matter.kind is Kind.ASKS_PERSON and signals.times_asked_for_person >= 1:
        return _person(HandoffReason.VISITOR_REQUEST, "Has asked for a person before: connected now.")
    if matter.kind in (Kind.REASON, Kind.ASKS_PERSON) and matter.reason.always_person:
        return _person(HandoffReason.POLICY, f"“{matter.reason.title}” always goes to a person.")
    if tone.threat >= policy.threat_limit and not leaving:
        return _person(HandoffReason.NEGATIVE_TONE, "A threat always goes to a person.")
    if leaving:
        return None
    if matter.kind is Kind.ACT:
        # A yes, a no or a stop answers what the bot said; it asks for nothing that could fail once more.
        limit = None
    elif matter.kind is Kind.UNKNOWN:
        # It may be another matter: the articles are asked, and a person is offered if they don't know.
        limit = policy.failures_in_all
    else:
        limit = policy.failures_limit
    if limit is not None and failed >= limit:
        return _person(
            HandoffReason.FLOW_FAILED, f"Self-service has failed {failed} times: a person takes over."
        )
    if in_all and tone.anger >= policy.anger_limit:
        return _person(
            HandoffReason.NEGATIVE_TONE, "Angry after self-service has failed: a person takes over."
        )
    if signals.bot_turns >= policy.turn_limit:
        return _person(
            HandoffReason.BOT_FAILURE,
            f"{signals.bot_turns} turns of the bot have not settled it: a person takes over.",
        )
    return None


def _request_for_a_person(place: Place, situation: Situation) -> Verdict:
    """Self-service is offered once, save where the table or the conversation says that it is of no use."""
    if Level.HIGH in (place.value, place.complexity):
        what = "value" if place.value is Level.HIGH else "complexity"
        return _person(
            HandoffReason.VISITOR_REQUEST, f"The conversation is of high {what}: connected at once."
        )
    if situation.signals.failed_self_service:
        return _person(HandoffReason.VISITOR_REQUEST, "Self-service has been tried: connected at once.")
    first = "self-service is offered once, a person the next time."
    words = situation.scarcity.words
    if words is not None:
        return Verdict(Route.ANSWER, SELF_SERVICE_FIRST, None, (f"First request. {words}: {first}",))
    if situation.policy.table[place.value, place.complexity].reach >= Cell.OFFER.reach:
        return _person(HandoffReason.VISITOR_REQUEST, "Here a person is offered anyway: connected at once.")
    return Verdict(Route.ANSWER, SELF_SERVICE_FIRST, None, (f"First request: {first}",))


def _act(matter: Matter, signals: Signals) -> Verdict:
    act = matter.act or ""
    if act in _BELONGS_TO_A_FLOW and signals.active_flow:
        return _running_flow(signals)
    if act == INFORM:
        return _ask_back(signals, "It isn't said what the details are for")
    return Verdict(Route.ANSWER, act, None, ("The bot replies in kind.",))


def _continues_flow(matter: Matter, situation: Situation) -> bool:
    """While a flow runs, only a clear other wish interrupts it, or what may well need a person always."""
    flow, share = situation.signals.active_flow, situation.policy.person_share
    if not flow or any(reason.always_person and p >= share for reason, p in matter.candidates):
        return False
    return matter.reason.skill == flow or matter.kind is Kind.UNKNOWN


def _running_flow(signals: Signals) -> Verdict:
    flow = signals.active_flow or ""
    return Verdict(Route.FLOW, flow, None, (f"Belongs to “{spoken(flow)}”, which is under way.",))


def _unsure(matter: Matter, place: Place, moves: Sequence[Contribution], situation: Situation) -> Verdict:
    """Act only where all plausible reasons lead to the same, or most to a person at once.

    Else offer a person or ask back. Where one of them leads to a person and it isn't sure enough to say so,
    what is cheaper decides.
    """
    ways = [
        (reason, way_of(_placed(reason, moves), situation).route, probability)
        for reason, probability in matter.candidates
    ]
    signals, policy = situation.signals, situation.policy
    first, route, _ = ways[0]
    together = sum(probability for _, _, probability in ways)
    same = all(r is route and (r.reach or reason.skill == first.skill) for reason, r, _ in ways)
    if same and together >= policy.sure:
        if route.reach:
            return Verdict(route, PERSON, HandoffReason.POLICY, ("All of these go to a person.",))
        return Verdict(route, first.skill, None, ("All of these are settled the same way.",))
    to_person = sum(p for _, r, p in ways if r.reach) / together
    # Inside a flow half a sentence is an answer to it, unless it is likelier something for a person, or may
    # be something that always is.
    grave = any(reason.always_person and p >= policy.plausible for reason, _, p in ways)
    answers = signals.active_flow and matter.confidence < policy.sure and not grave
    if not answers and sum(p for _, r, p in ways if r is Route.HANDOFF) >= _LIKELIER * together:
        return _person(HandoffReason.POLICY, "Most of these go to a person at once.")
    if to_person >= (max(_LIKELIER, policy.person_share) if answers else policy.person_share):
        return _offered("It may well need a person: one is offered.")
    if to_person:
        cost = cost_of(replace(place, confidence=1.0 - to_person), situation)
        if cost.person_is_cheaper:
            return _offered(cost.sentence(), "It may need a person, who costs less: one is offered.")
    if signals.active_flow:
        return _running_flow(signals)
    return _ask_back(signals, "Too unsure to start anything")


def _placed(reason: Reason, moves: Sequence[Contribution]) -> Place:
    """Where a reason stands by itself, moved by the signals."""
    complexity = moved(PRIORS[reason.complexity], (move.complexity for move in moves))
    value = moved(PRIORS[reason.value], (move.value for move in moves))
    return Place(reason, level_of(value), level_of(complexity), complexity)


def _ask_back(signals: Signals, why: str) -> Verdict:
    if signals.clarified:
        return _offered(f"{why}, and the bot has asked back before: a person is offered.")
    return Verdict(Route.CLARIFY, CLARIFY, None, (f"{why}: the bot asks back.",))


def _by_table(place: Place, situation: Situation) -> Verdict:
    way = way_of(place, situation)
    because = spoken_way(way, place, situation)
    if way.route.reach:
        return Verdict(way.route, PERSON, why_person(place, way.route, situation.signals), because)
    return Verdict(way.route, place.reason.skill, None, because)


def _person_first(verdict: Verdict, matter: Matter) -> Verdict:
    """The holdout's way: what would have gone to the bot is offered to a person."""
    if verdict.route in (Route.HANDOFF, Route.OFFER_HUMAN):
        return verdict
    if matter.kind is Kind.ASKS_PERSON:
        return _person(HandoffReason.VISITOR_REQUEST, "In the holdout: connected at once.")
    because = (*verdict.because[:-1], "In the holdout: a person is offered straight away.")
    return Verdict(Route.OFFER_HUMAN, PERSON, HandoffReason.POLICY, because)


def _person(reason: HandoffReason, sentence: str) -> Verdict:
    return Verdict(Route.HANDOFF, PERSON, reason, (sentence,))


def _offered(*sentences: str) -> Verdict:
    return Verdict(Route.OFFER_HUMAN, PERSON, HandoffReason.LOW_CONFIDENCE, sentences)
