"""One thing that a flow asks for, and what is made of the answer. A flow is put together of steps."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from actions.buttons import button
from actions.services import Services
from actions.turn import Turn
from bot.conversation.model import Conversation
from bot.conversation.replies import Reply

Slots = Mapping[str, Any]
_FIRST_WORD = re.compile(
    r"^\W*(?:(?P<yes>(?:yes|yep|yeah|yup|ok(?:ay)?|sure|correct|please do|go ahead)\b"
    r"(?!.*\b(?:not|no|don.?t|but)\b))|(?P<no>(?:no|nope|nah|don.?t)\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Taken:
    """What a step made of a message: values for slots, or what was wrong with it.

    `over` ends the flow early: `failed`, or `done` when there is nothing more to do; `cause` says why, as a
    key for the ledger. `said` asks for the same step once more in words of its own, and is no failure.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    problem: str | None = None
    over: str | None = None
    cause: str | None = None
    said: str | None = None


class Step(ABC):
    """One thing to find out; its answer is kept in Rasa's slot of this name."""

    slot: ClassVar[str]
    also: ClassVar[tuple[str, ...]] = ()
    """Further slots that hold parts of the answer and need not be filled."""
    shown_as: ClassVar[str | None] = None
    """Its name in the packet, where an agent should see it."""
    again: ClassVar[str] = ""
    """How it is asked for after something else, behind "Back to your address: "; shorter, and with where to
    find the answer. Without it the question is asked as before."""
    repeatable: ClassVar[bool] = True
    """Whether "go back" may ask for it once more."""
    called: ClassVar[frozenset[str]] = frozenset()
    """What visitors call it when they put it right: "no, the zip code is ..."."""

    def __init__(self, services: Services) -> None:
        self.services = services

    def applies(self, slots: Slots) -> bool:
        """Whether it is asked for at all, by what is known already."""
        return True

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """What is known without asking: from who the visitor is, and from what a message names in passing."""
        return {}

    def is_known(self, turn: Turn, slots: Slots) -> bool:
        """Whether it would be known again without asking, so that a step back passes over it."""
        return self.slot in self.offered(turn, {**slots, self.slot: None})

    @abstractmethod
    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """The question."""

    @abstractmethod
    def take(self, turn: Turn, slots: Slots) -> Taken:
        """Read the answer."""

    def conversation(self, turn: Turn) -> Conversation:
        """The conversation as it stands."""
        return self.services.conversations.get(turn.conversation_id)


class Confirmed(Step):
    """The last word before anything changes: yes or no to a summary."""

    slot = "confirmed"
    yes: ClassVar[str] = "Yes"
    no: ClassVar[str] = "No"
    unclear: ClassVar[str] = "Please say yes if that's right, or no to change it."

    @abstractmethod
    def summary(self, turn: Turn, slots: Slots) -> str:
        """What will happen, as a question."""

    @abstractmethod
    def denied(self, turn: Turn, slots: Slots) -> Taken:
        """What a no does: which slots are asked for again, or the end of the flow."""

    def corrected(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """What the answer puts right by itself."""
        return {}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """The summary, with yes and no."""
        buttons = (button(self.yes, "affirm"), button(self.no, "deny"), button("Stop", "stop"))
        return Reply(self.summary(turn, slots), buttons)

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """Yes, no, or something put right."""
        said = _FIRST_WORD.match(turn.text)
        yes, no = (said["yes"], said["no"]) if said and turn.intent == "inform" else (None, None)
        if turn.intent == "affirm":
            return Taken({"confirmed": True})
        corrected = self.corrected(turn, slots)
        if corrected:
            return Taken(corrected)
        if yes:
            return Taken({"confirmed": True})
        return self.denied(turn, slots) if turn.intent == "deny" or no else Taken(problem=self.unclear)
