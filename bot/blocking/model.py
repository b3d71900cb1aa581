"""What a block is, and what is said to the one it keeps out. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.conversation.model import Line
from bot.errors import InvalidInput

LONGEST_DAYS = 365
LONGEST_REASON = 300


class Target(StrEnum):
    """What is kept out: one visitor, or whoever writes from an address."""

    VISITOR = "visitor"
    ADDRESS = "address"


@dataclass(frozen=True)
class Block:
    """A block. `key` is a keyed hash of the visitor's id or the address; neither is kept."""

    id: str
    target: Target
    key: str
    reason: str
    conversation_id: str
    by_id: str
    by_name: str
    at: datetime
    expires_at: datetime
    lifted_at: datetime | None = None
    lifted_by_name: str | None = None

    def in_force(self, now: datetime) -> bool:
        """Whether it keeps anybody out now."""
        return self.lifted_at is None and now < self.expires_at


def checked_reason(reason: str) -> str:
    """A reason as it is kept.

    Raises:
        InvalidInput: there is none, or it is too long.
    """
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidInput(f"Say why, in up to {LONGEST_REASON} characters.", field="reason")
    return reason


def checked_days(days: int) -> int:
    """For how many days.

    Raises:
        InvalidInput: less than one, or more than a year.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise InvalidInput(f"A block lasts 1 to {LONGEST_DAYS} days.", field="days")
    return days


def sentence(until: datetime) -> str:
    """What somebody who is kept out is told."""
    return (
        f"You can't write to us in this chat until {until.day} {until:%B %Y}. "
        "If you think that is a mistake, please reach us another way."
    )


def farewell(until: datetime) -> Line:
    """The last line of a chat that ends with a block."""
    return Line(sentence(until), {"kind": "blocked"})
