"""What triage needs to know of a message: how it was understood, never its words."""

from typing import Protocol

from bot.nlu.model import Tone


class Facts(Protocol):
    """An understood message (`bot.nlu.model.Understanding`), or one kept without words (`inputs.Kept`)."""

    @property
    def act(self) -> str | None:
        """The dialogue act when the message is one; None when it gives a reason to write."""
        ...

    @property
    def act_confidence(self) -> float:
        """That act's probability."""
        ...

    @property
    def reasons(self) -> tuple[tuple[str, float], ...]:
        """Reasons to write with their probabilities, best first."""
        ...

    @property
    def wants_person(self) -> float:
        """The probability that a person is asked for."""
        ...

    @property
    def tone(self) -> Tone:
        """How it sounds."""
        ...

    @property
    def wishes(self) -> int:
        """How many things it asks for."""
        ...

    @property
    def length(self) -> int:
        """Its length in characters."""
        ...

    @property
    def amount(self) -> float:
        """The largest sum of money that it names, in dollars; 0 without one."""
        ...

    @property
    def quantity(self) -> float:
        """The largest number of pieces that it names; 0 without one."""
        ...

    @property
    def familiarity(self) -> float:
        """The similarity of the nearest training phrase."""
        ...

    @property
    def language(self) -> str:
        """Its language as a code; "und" where it can't be told."""
        ...
