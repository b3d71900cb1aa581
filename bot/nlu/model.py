"""What is understood of one message: plain frozen values, no models and no I/O."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

GREET = "greet"
GOODBYE = "goodbye"
THANK = "thank"
AFFIRM = "affirm"
DENY = "deny"
ASK_PERSON = "ask_person"
ASK_BOT = "ask_bot"
STOP = "stop"
SMALLTALK = "smalltalk"
INFORM = "inform"
OUT_OF_SCOPE = "out_of_scope"
CONFUSED = "confused"
"""Did not understand what the bot said."""
ACTS = frozenset(
    {
        *(GREET, GOODBYE, THANK, AFFIRM, DENY, ASK_PERSON),
        *(ASK_BOT, STOP, SMALLTALK, INFORM, OUT_OF_SCOPE, CONFUSED),
    }
)
"""Dialogue acts: moves in the conversation that are not by themselves a reason to write."""

TONE_PREFIX = "tone_"
"""Intents with this prefix teach the tone and are neither acts nor reasons."""

EntityKind = Literal["order_number", "email", "country", "code", "phone", "amount", "quantity"]
_MOST = 1e9


class Encoder(Protocol):
    """Turns texts into vectors of meaning; implemented in `kb.encoder`."""

    name: str
    """Tells models apart: vectors of one mean nothing to another."""

    def encode(self, texts: Sequence[str]) -> Vector:
        """(n, dimensions) float32, each row of length 1."""
        ...


@dataclass(frozen=True)
class Entity:
    """Something named in a message: `text[start:end]`, and its `value` in one normal form.

    order_number and code are digits only, country is its ISO 3166-1 alpha-2 code, amount is a number with two
    decimals, quantity a whole number, email is lower case, phone is digits with an optional leading `+`.
    """

    kind: EntityKind
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Tone:
    """How the message sounds; each figure is a probability in 0..1 and they don't exclude each other."""

    negative: float = 0.0
    anger: float = 0.0
    threat: float = 0.0
    urgency: float = 0.0


@dataclass(frozen=True)
class Understanding:
    """One message, understood.

    `act` is the dialogue act when the message is one, None when it gives a reason to write; `act_confidence`
    is that act's probability (0 without one). `reasons` holds reasons with their probabilities, best first;
    they sum to at most 1, and what is missing is the chance that it is an act or none of the reasons.
    `wants_person` is the probability that a person is asked for, whatever else the message says.
    `familiarity` is the cosine similarity of the nearest training phrase.
    """

    text: str
    vector: Vector = field(repr=False, compare=False)
    act: str | None = None
    act_confidence: float = 0.0
    reasons: tuple[tuple[str, float], ...] = ()
    entities: tuple[Entity, ...] = ()
    tone: Tone = Tone()
    wishes: int = 1
    language: str = "und"
    wants_person: float = 0.0
    familiarity: float = 0.0

    @property
    def length(self) -> int:
        """The message's length in characters."""
        return len(self.text)

    @property
    def amount(self) -> float:
        """The largest sum of money that it names, in dollars; 0 without one."""
        return self._largest("amount")

    @property
    def quantity(self) -> float:
        """The largest number of pieces that it names; 0 without one."""
        return self._largest("quantity")

    def _largest(self, kind: EntityKind) -> float:
        # A row of a thousand digits is no number that could be kept.
        return max((min(float(e.value), _MOST) for e in self.entities if e.kind == kind), default=0.0)

    def entity(self, kind: EntityKind) -> str | None:
        """The value of the first entity of this kind."""
        return next((entity.value for entity in self.entities if entity.kind == kind), None)
