"""What the actions work with; `bot.bootstrap` puts it together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.backoffice.port import Backoffice
from bot.backoffice.verification import Expired, Proven, Verified, Wrong
from bot.conversation.store import ConversationStore
from bot.handoff.model import Availability, Placement
from bot.settings import Settings
from kb.articles import Article


class Desk(Protocol):
    """How a person is brought in."""

    def availability(self, department: str | None, now: datetime) -> Availability:
        """Whether somebody is there."""
        ...

    def is_open(self, department: str | None, now: datetime) -> bool:
        """Whether somebody is there, without how many and how soon."""
        ...

    def request_person(self, conversation_id: str, *, handoff_reason: str, at: datetime) -> Placement:
        """Queue the visitor, or say that the desk is closed; asked twice it is the same place."""
        ...


class Articles(Protocol):
    """The published articles."""

    def article_for_visitors(self, article_id: str) -> Article:
        """One article that visitors may read; raises NotFound."""
        ...


class Codes(Protocol):
    """One-time codes by e-mail."""

    def start(self, conversation_id: str, email: str, at: datetime) -> None:
        """Send one; raises TooManyRequests."""
        ...

    def check(self, conversation_id: str, code: str, at: datetime) -> Verified | Wrong | Expired:
        """Compare."""
        ...

    def start_for_address(self, conversation_id: str, email: str, at: datetime) -> None:
        """Send one that proves an address only; raises TooManyRequests."""
        ...

    def check_address(
        self, conversation_id: str, email: str, code: str, at: datetime
    ) -> Proven | Wrong | Expired:
        """Compare."""
        ...


@dataclass(frozen=True)
class Services:
    """The rooms that actions call."""

    conversations: ConversationStore
    desk: Desk
    knowledge: Articles
    shop: Backoffice
    verification: Codes
    settings: Settings
    now: Callable[[], datetime]
