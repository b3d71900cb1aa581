"""What the desk gives out, and what it needs from others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import Connection

from bot.backoffice.letters import Letter
from bot.conversation.model import Conversation, Line


class Place(StrEnum):
    """Where a visitor who asked for a person stands."""

    QUEUED = "queued"
    DESK_CLOSED = "desk_closed"
    WITH_PERSON = "with_person"


@dataclass(frozen=True)
class Availability:
    """Whether a person can be had now.

    `expected_wait` is from, to in seconds where it is known; `opens` says when a department outside its hours
    opens next, as people say it, `opens_at` the moment.
    """

    open: bool
    agents_online: int
    queue_length: int
    expected_wait: tuple[int, int] | None
    opens: str | None = None
    opens_at: datetime | None = None


@dataclass(frozen=True)
class Placement:
    """What became of the request for a person, and the words (with their card) that say so."""

    state: Place
    position: int | None
    expected_wait: tuple[int, int] | None
    line: Line


@dataclass(frozen=True)
class QueueItem:
    """A conversation in one of the desk's lists."""

    conversation_id: str
    visitor: str
    goal: str
    reason: str
    reason_title: str
    value: str
    complexity: str
    handoff_reason: str | None
    handoff_reason_text: str
    department: str | None
    waiting_since: datetime | None
    last_text: str


class Disposition(StrEnum):
    """How an agent says that it ended."""

    RESOLVED = "resolved"
    UNRESOLVED = "unresolved"
    SPAM = "spam"
    SALE = "sale"


class ReasonFacts(Protocol):
    """What the desk shows of a contact reason."""

    @property
    def key(self) -> str:
        """Its key."""
        ...

    @property
    def title(self) -> str:
        """Its name for people."""
        ...

    @property
    def goal(self) -> str:
        """What such a visitor wants: "wants to ..."."""
        ...


class ReasonBook(Protocol):
    """All contact reasons."""

    def named(self, key: str | None) -> ReasonFacts:
        """The reason of this key; the one for unknown reasons where there is none."""
        ...


class CustomerLookup(Protocol):
    """Who this visitor is to the shop."""

    def __call__(self, conversation: Conversation) -> Mapping[str, Any] | None:
        """`{name, tier, since, orders: [{number, status, total, placed_at}]}`, None for a stranger."""
        ...


class ArticleSearch(Protocol):
    """Articles that may help the agent."""

    def __call__(self, text: str) -> Sequence[Mapping[str, Any]]:
        """`[{article_id, title, answer, url, score}]`, the best first."""
        ...


class Mailer(Protocol):
    """How mail to a visitor goes out, with the change it tells of."""

    def write(
        self,
        connection: Connection,
        conversation_id: str,
        to: str,
        letter: Letter,
        at: datetime,
        *,
        key: str,
        seq: int | None = None,
    ) -> None:
        """Keep a mail within a transaction; once for a `key`. `seq`: up to which line it carries the chat."""
        ...
