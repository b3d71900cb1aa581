"""What a desk of somebody else's has to be able to do, and what is heard from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Case:
    """A visitor who is handed over: who it is, what is known (for agents only), and what was said so far."""

    conversation_id: str
    visitor: str
    name: str | None
    email: str | None
    brief: str
    transcript: str


@dataclass(frozen=True)
class Writer:
    """An agent of the other desk."""

    id: str
    name: str


@dataclass(frozen=True)
class AgentWrote:
    """An agent of the other desk wrote to the visitor; `message_id` is the other desk's."""

    ref: str
    message_id: str
    agent: Writer
    text: str


@dataclass(frozen=True)
class Finished:
    """The other desk is done with a visitor."""

    ref: str


Heard = AgentWrote | Finished


class ExternalDesk(Protocol):
    """A desk of somebody else's. Every call may raise Unavailable, and may then be made again."""

    @property
    def name(self) -> str:
        """Its name in one word, which its agents' ids begin with."""
        ...

    def check(self) -> None:
        """Ask whether it is there and admits us."""
        ...

    def open(self, case: Case) -> str:
        """Hand a visitor over, with the brief as a note that only agents see; the other desk's reference.

        Opened again, for the same conversation, it is the same one, open.
        """
        ...

    def say(self, ref: str, text: str, key: str) -> None:
        """Bring what the visitor wrote; with the same `key` once."""
        ...

    def close(self, ref: str, why: str) -> None:
        """The visitor is no longer there: say why in a note, and end it."""
        ...

    def news(self, ref: str) -> Sequence[Heard]:
        """What its agents did lately with this visitor, in order: what the webhook may have lost."""
        ...

    def heard(self, raw: bytes, headers: Mapping[str, str], token: str, now: datetime) -> Sequence[Heard]:
        """What a call of its webhook tells.

        Raises:
            NotAllowed: it isn't from the desk, or too old.
            InvalidInput: it can't be read.
        """
        ...
