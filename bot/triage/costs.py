"""What a contact would cost either way, so that a choice which the table leaves open is made by money. Pure.

Expected cost of self-service = its own cost + P(it fails) x (a person's cost + what a disappointed visitor of
that value costs). Expected cost of a person = their cost + the cost of waiting for them. It is the usual rule
under uncertainty: of two acts the one of less expected loss (Berger, Statistical Decision Theory and Bayesian
Analysis, chapter 1).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.settings import Settings
from bot.triage.model import Level

_DIFFICULTY = 0.6
"""How much of its chance self-service loses from no complexity to the full."""
_AFTER_A_FAILURE = 0.5
"""What is left of that chance after each failure in the same matter."""


@dataclass(frozen=True)
class Costs:
    """What contacts cost, in dollars; each is a setting.

    Attributes:
        person: a live chat.
        message: an e-mail, or a left message and its answer.
        self_service: a contact that the bot settles.
        waiting_minute: a minute in the queue; not counted where the value is high.
        disappointed: what it costs, by value, when self-service fails a visitor.
    """

    person: float = 10.0
    message: float = 1.0
    self_service: float = 0.05
    waiting_minute: float = 0.1
    disappointed: Mapping[Level, float] = field(
        default_factory=lambda: MappingProxyType({Level.LOW: 1.0, Level.MEDIUM: 5.0, Level.HIGH: 40.0})
    )


def costs_of(settings: Settings) -> Costs:
    """The costs that the operator set."""
    return Costs(
        person=settings.cost_human_contact,
        message=settings.cost_message,
        self_service=settings.cost_self_service_contact,
        waiting_minute=settings.cost_waiting_minute,
        disappointed=MappingProxyType(
            {
                Level.LOW: settings.cost_disappointed_low,
                Level.MEDIUM: settings.cost_disappointed_medium,
                Level.HIGH: settings.cost_disappointed_high,
            }
        ),
    )


@dataclass(frozen=True)
class Expected:
    """What is to be expected either way, in dollars, and how probably self-service fails."""

    self_service: float
    person: float
    failing: float

    @property
    def person_is_cheaper(self) -> bool:
        """Whether a person costs less; at a tie self-service is tried."""
        return self.person < self.self_service

    def sentence(self) -> str:
        """Such as "Self-service would cost about $1.40, a person $10.20."."""
        return f"Self-service would cost about ${self.self_service:,.2f}, a person ${self.person:,.2f}."


def chance_of_failing(confidence: float, complexity: float, failures: int) -> float:
    """The probability, in 0..1, that self-service doesn't settle a matter.

    It settles what was understood rightly, less often the more complex it is, and half as often after each
    failure. A stated model, not a measured one; it never falls when complexity or failures rise.

    Args:
        confidence: the probability that the matter was understood rightly.
        complexity: its score in 0..1.
        failures: how often self-service has failed in it.
    """
    settles = confidence * (1.0 - _DIFFICULTY * complexity) * _AFTER_A_FAILURE**failures
    return min(1.0, max(0.0, 1.0 - settles))


def expected(costs: Costs, value: Level, failing: float, wait_minutes: float) -> Expected:
    """What a contact of this value costs either way.

    Args:
        costs: what contacts cost.
        value: what a disappointed visitor's cost depends on.
        failing: the probability that self-service fails.
        wait_minutes: how long a person would be waited for.
    """
    waiting = 0.0 if value is Level.HIGH else costs.waiting_minute * wait_minutes
    lost = costs.person + costs.disappointed[value]
    return Expected(costs.self_service + failing * lost, costs.person + waiting, failing)
