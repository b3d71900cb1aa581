"""Value and complexity as scores: the reason's prior, moved by signals, each movement in plain words.

Every signal moves a score up only, and moves it further the stronger it is: so more value, anger or failure
never makes a person harder to reach (`tests/unit/triage/test_reach.py`).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from bot.triage.facts import Facts
from bot.triage.model import Level, Signals
from bot.triage.policy import Policy

PRIORS = {Level.LOW: 0.15, Level.MEDIUM: 0.5, Level.HIGH: 0.85}
_MEDIUM_FROM = 1 / 3
_HIGH_FROM = 2 / 3
_WORTH_SAYING = 0.02
_BUYING_PAGES = ("/cart", "/checkout", "/quote", "/business")


@dataclass(frozen=True)
class Contribution:
    """How far one signal moves value and complexity, and what it is in words ("cart of $1,240")."""

    what: str
    value: float = 0.0
    complexity: float = 0.0

    def sentence(self) -> str:
        """Such as "Cart of $1,240: value up."."""
        moved = [
            name
            for name, by in (("value", self.value), ("complexity", self.complexity))
            if by >= _WORTH_SAYING
        ]
        return f"{self.what}: {' and '.join(moved)} up."


def level_of(score: float) -> Level:
    """The level of a score in 0..1: thirds."""
    if score < _MEDIUM_FROM:
        return Level.LOW
    return Level.MEDIUM if score < _HIGH_FROM else Level.HIGH


def contributions(facts: Facts, signals: Signals, policy: Policy) -> tuple[Contribution, ...]:
    """All signals that move a score enough to be worth saying, strongest first."""
    everything = (
        *_money(facts, signals),
        *_customer(signals, policy),
        *_conversation(facts, signals),
    )
    worth = [c for c in everything if max(c.value, c.complexity) >= _WORTH_SAYING]
    return tuple(sorted(worth, key=lambda c: -(c.value + c.complexity)))


def moved(prior: float, moves: Iterable[float]) -> float:
    """A prior moved by the signals, kept in 0..1 and rounded as it is shown."""
    # fsum is exact: a different order of the same signals must not decide differently.
    return round(min(1.0, math.fsum((prior, *moves))), 3)


def _money(facts: Facts, signals: Signals) -> Iterable[Contribution]:
    yield Contribution(f"Cart of ${signals.cart_value:,.0f}", value=_share(signals.cart_value, 1500) * 0.35)
    yield Contribution(
        f"Order of ${signals.order_value:,.0f}", value=_share(signals.order_value, 2000) * 0.25
    )
    yield Contribution(f"Speaks of ${facts.amount:,.0f}", value=_share(facts.amount, 2000) * 0.25)
    if facts.quantity >= 5:
        yield Contribution(f"Speaks of {facts.quantity:,.0f} pieces", value=_share(facts.quantity, 40) * 0.25)


def _customer(signals: Signals, policy: Policy) -> Iterable[Contribution]:
    if signals.tier:
        by = policy.tiers.get(signals.tier.strip().lower(), 0.0)
        yield Contribution(f"Customer tier “{signals.tier}”", value=by)
    if signals.repeat_customer:
        yield Contribution("Has bought before", value=0.08)
    if signals.identity == "verified":
        yield Contribution("Has proved who they are", value=0.05)
    elif signals.identity == "known":
        yield Contribution("Is known to the shop", value=0.03)
    if signals.page.lower().startswith(_BUYING_PAGES):
        yield Contribution(f"Writes from {signals.page}", value=0.08)


def _conversation(facts: Facts, signals: Signals) -> Iterable[Contribution]:
    tone = facts.tone
    # Below one half the tone says nothing: most messages sound a little annoyed.
    anger, threat, urgency = map(_above_half, (tone.anger, tone.threat, tone.urgency))
    yield Contribution("Sounds angry", value=0.15 * anger, complexity=0.2 * anger)
    yield Contribution("Threatens consequences", value=0.35 * threat, complexity=0.35 * threat)
    yield Contribution("Sounds urgent", value=0.12 * urgency, complexity=0.05 * urgency)
    failed = min(signals.failed_self_service, 3)
    times = "once" if failed == 1 else f"{signals.failed_self_service} times"
    yield Contribution(f"Self-service has failed {times}", value=0.05 * failed, complexity=0.2 * failed)
    wishes = min(facts.wishes, 4)
    yield Contribution(f"{wishes} wishes in one message", complexity=0.07 * (wishes - 1))
    if facts.length > 300:
        yield Contribution("A long message", complexity=0.06)


def _share(amount: float, full: float) -> float:
    return min(1.0, max(0.0, amount) / full)


def _above_half(probability: float) -> float:
    return max(0.0, 2 * probability - 1)
