"""What a message is about, for triage: a reason, a move in the conversation, or unsure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.nlu.model import ASK_PERSON, INFORM, OUT_OF_SCOPE, SMALLTALK
from bot.triage.facts import Facts
from bot.triage.model import Signals
from bot.triage.policy import Policy
from bot.triage.reasons import PERSON, Reason, Reasons
from bot.triage.scores import PRIORS

_NOTHING_ASKED = (OUT_OF_SCOPE, SMALLTALK)


class Kind(Enum):
    """How well, and as what, a message was understood."""

    REASON = auto()
    """It gives one reason to write, and we are sure of it."""
    UNSURE = auto()
    """Two or more reasons are plausible."""
    UNKNOWN = auto()
    """It fits none of the reasons."""
    ASKS_PERSON = auto()
    ACT = auto()
    """A move in the conversation: thanks, yes, a bare order number."""


@dataclass(frozen=True)
class Matter:
    """What is decided on: `reason` with its priors in 0..1, and the `candidates` with their probabilities."""

    kind: Kind
    reason: Reason
    value: float
    complexity: float
    confidence: float
    sentence: str
    candidates: tuple[tuple[Reason, float], ...] = ()
    act: str | None = None


def matter_of(facts: Facts, signals: Signals, reasons: Reasons, policy: Policy) -> Matter:
    """Find what the message is about; total: every message gets a matter."""
    if facts.act == ASK_PERSON or facts.wants_person >= policy.asks_person:
        return _asks_person(facts, signals, reasons, policy)
    if facts.act is not None and facts.act_confidence >= policy.sure:
        if facts.act == OUT_OF_SCOPE:
            return _unknown(facts, reasons)
        return _act(facts, signals, reasons)
    ranked = [(reasons[key], p) for key, p in facts.reasons if key in reasons]
    if not ranked or (facts.act in _NOTHING_ASKED and facts.act_confidence > 2 * ranked[0][1]):
        return _unknown(facts, reasons)
    best, probability = ranked[0]
    plausible = tuple((reason, p) for reason, p in ranked if p >= policy.plausible)
    # Many reasons that need a person, none of them plausible by itself, count as well: together they are. But
    # what says little inside a flow is an answer to it.
    weighed = plausible if signals.active_flow else ranked
    needy = _may_need_a_person(weighed, policy)
    if needy:
        plausible = tuple(
            (reason, p) for reason, p in weighed if p >= policy.plausible or reason.skill == PERSON
        )
    if probability >= policy.sure and (best.skill == PERSON or not needy):
        return Matter(
            kind=Kind.REASON,
            reason=best,
            value=PRIORS[best.value],
            complexity=PRIORS[best.complexity],
            confidence=probability,
            sentence=f"Reads as “{best.title}” ({probability:.0%} sure): usually {_levels(best)}.",
        )
    if not plausible:
        return _unknown(facts, reasons)
    return _unsure(plausible)


def _may_need_a_person(ranked: Sequence[tuple[Reason, float]], policy: Policy) -> bool:
    """Whether the reasons that need a person are plausible together, and a large enough share of all."""
    to_person = sum(p for reason, p in ranked if reason.skill == PERSON)
    return to_person >= max(policy.plausible, policy.person_share * sum(p for _, p in ranked))


def _asks_person(facts: Facts, signals: Signals, reasons: Reasons, policy: Policy) -> Matter:
    """Judged as the rest of the conversation says: by what was said before, and by what is said with it."""
    reason, value, complexity = _prior(signals, reasons)
    about = ""
    named = _asked_about(facts, reasons, policy)
    if named is not None:
        reason = named
        value = max(value, PRIORS[reason.value])
        complexity = max(complexity, PRIORS[reason.complexity])
        about = f", about “{reason.title}”"
    return Matter(
        kind=Kind.ASKS_PERSON,
        reason=reason,
        value=value,
        complexity=complexity,
        confidence=facts.wants_person,
        sentence=f"Asks for a person{about}.",
        act=facts.act,
    )


def _asked_about(facts: Facts, reasons: Reasons, policy: Policy) -> Reason | None:
    """What a request for a person is about, if it says so; the request itself takes most of the probability.

    Reasons that need a person count together: which of them it is makes no difference to where it goes.
    """
    ranked = [(reasons[key], p) for key, p in facts.reasons if key in reasons]
    needy = [(reason, p) for reason, p in ranked if reason.skill == PERSON]
    together = sum(p for _, p in needy)
    if together >= 2 * policy.plausible and 2 * together >= sum(p for _, p in ranked):
        return needy[0][0]
    return ranked[0][0] if ranked and ranked[0][1] >= 2 * policy.plausible else None


def _act(facts: Facts, signals: Signals, reasons: Reasons) -> Matter:
    reason, value, complexity = _prior(signals, reasons)
    what = "Gives details" if facts.act == INFORM else f"Is “{facts.act}”, no new request"
    return Matter(
        kind=Kind.ACT,
        reason=reason,
        value=value,
        complexity=complexity,
        confidence=facts.act_confidence,
        sentence=f"{what} ({facts.act_confidence:.0%} sure).",
        act=facts.act,
    )


def _unknown(facts: Facts, reasons: Reasons) -> Matter:
    nothing = reasons.named(None)
    out_of_scope = facts.act == OUT_OF_SCOPE
    return Matter(
        kind=Kind.UNKNOWN,
        reason=nothing,
        value=PRIORS[nothing.value],
        complexity=PRIORS[nothing.complexity],
        confidence=facts.act_confidence if out_of_scope else _left_over(facts),
        sentence="Seems not to be about the shop." if out_of_scope else "Fits none of the known reasons.",
        act=OUT_OF_SCOPE if out_of_scope else None,
    )


def _unsure(plausible: tuple[tuple[Reason, float], ...]) -> Matter:
    total = sum(p for _, p in plausible)
    titles = " or ".join(f"“{reason.title}” ({p:.0%})" for reason, p in plausible[:3])
    best, probability = plausible[0]
    return Matter(
        kind=Kind.UNSURE,
        reason=best,
        value=sum(PRIORS[reason.value] * p for reason, p in plausible) / total,
        complexity=sum(PRIORS[reason.complexity] * p for reason, p in plausible) / total,
        confidence=probability,
        sentence=f"Not sure what it is about: {titles}.",
        candidates=plausible,
    )


def _prior(signals: Signals, reasons: Reasons) -> tuple[Reason, float, float]:
    """What the conversation was about so far, and how valuable and complex it was."""
    reason = reasons.named(signals.prior_reason)
    value = PRIORS[signals.prior_value or reason.value]
    complexity = PRIORS[signals.prior_complexity or reason.complexity]
    return reason, value, complexity


def _left_over(facts: Facts) -> float:
    known = sum(p for _, p in facts.reasons) + facts.act_confidence
    return min(1.0, max(0.0, 1.0 - known))


def _levels(reason: Reason) -> str:
    if reason.value == reason.complexity:
        return f"{reason.value} value and complexity"
    return f"{reason.value} value, {reason.complexity} complexity"
