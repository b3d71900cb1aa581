"""The rationing policy as data: nine cells, and the limits that no cell can switch off."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from bot.triage.costs import Costs
from bot.triage.model import Level


class Cell(StrEnum):
    """What the policy says for one pair of value and complexity."""

    SKILL = "skill"
    """The reason's own skill: an answer or a flow."""
    GATHER_THEN_OFFER = "gather_then_offer"
    """Self-service first (a fact-gathering flow where there is one), then a person is offered."""
    OFFER = "offer"
    HANDOFF = "handoff"

    @property
    def reach(self) -> int:
        """How near it brings a person: more is nearer."""
        return list(Cell).index(self)


_LOW, _MEDIUM, _HIGH = Level.LOW, Level.MEDIUM, Level.HIGH

Table = Mapping[tuple[Level, Level], Cell]
"""What each of the nine cells says, by (value, complexity)."""

DEFAULT_TABLE: Table = MappingProxyType(
    {
        # (value, complexity)
        (_LOW, _LOW): Cell.SKILL,
        (_LOW, _MEDIUM): Cell.GATHER_THEN_OFFER,
        (_LOW, _HIGH): Cell.OFFER,
        (_MEDIUM, _LOW): Cell.SKILL,
        (_MEDIUM, _MEDIUM): Cell.GATHER_THEN_OFFER,
        (_MEDIUM, _HIGH): Cell.OFFER,
        (_HIGH, _LOW): Cell.OFFER,
        (_HIGH, _MEDIUM): Cell.HANDOFF,
        # First in the queue too: the queue orders by value, then complexity.
        (_HIGH, _HIGH): Cell.HANDOFF,
    }
)


@dataclass(frozen=True)
class Policy:
    """Who gets a person, and when.

    Attributes:
        version: what decisions and events refer to.
        table: the nine cells, by (value, complexity).
        sure: probability from which one reason is acted upon.
        plausible: probability from which a reason is worth asking about.
        person_share: share of the probability from which reasons that need a person count, be it against one
            that the bot settles: keeping somebody from a person costs more than offering one too often.
        asks_person: probability from which a message counts as asking for a person.
        failures_limit: failed self-service in one matter after which a person takes over.
        failures_in_all: failed self-service, over all matters, after which a person takes over.
        long_wait_minutes: an expected wait from which people count as scarce: matters of low value then go to
            self-service or a left message first.
        long_queue: waiting visitors for each agent from which they do where the wait isn't known.
        costs: what contacts cost, for what the table leaves open.
        turn_limit: the bot's turns in a row after which a person takes over.
        threat_limit: tone of threat from which a person takes over.
        anger_limit: anger from which a person takes over once self-service has failed.
        tiers: how far a customer tier moves value.
    """

    version: str = "balanced-0"
    table: Table = field(default_factory=lambda: DEFAULT_TABLE)
    sure: float = 0.45
    plausible: float = 0.08
    person_share: float = 0.15
    asks_person: float = 0.45
    failures_limit: int = 2
    failures_in_all: int = 4
    turn_limit: int = 30
    long_wait_minutes: float = 5.0
    long_queue: int = 5
    costs: Costs = field(default_factory=Costs)
    threat_limit: float = 0.6
    anger_limit: float = 0.7
    tiers: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {"silver": 0.05, "gold": 0.15, "platinum": 0.2, "vip": 0.2, "trade": 0.15, "business": 0.15}
        )
    )


DEFAULT_POLICY = Policy()
