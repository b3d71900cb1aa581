"""What a conversation and a message are."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.conversation.machine import BOT_OWNED, PERSON_OWNED, State


class Agent(Protocol):
    """The person of the staff who acts."""

    @property
    def id(self) -> str:
        """Their id."""
        ...

    @property
    def name(self) -> str:
        """The name visitors and colleagues see."""
        ...


class Author(StrEnum):
    """Who said something; a note is for the staff only."""

    VISITOR = "visitor"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"
    NOTE = "note"


@dataclass(frozen=True)
class Conversation:
    """One visitor's conversation as it stands now.

    `stint` grows each time the bot starts anew; `episode_id` changes when a new contact begins.
    `decision` is the last triage decision (scores, because, hits), `signals` what the page told us.
    `visitor_seen_seq` and `agent_seen_seq` are the last lines each side had before the eyes; `paused_until`
    is when the agent promised to be back.
    """

    id: str
    visitor_id: str
    visitor_key: str
    channel: str
    state: State
    stint: int
    episode_number: int
    episode_id: str
    episode_started_at: datetime | None
    last_seq: int
    created_at: datetime
    updated_at: datetime
    last_visitor_at: datetime | None = None
    last_activity_at: datetime | None = None
    name: str | None = None
    email: str | None = None
    customer_id: str | None = None
    identity: str = "anonymous"
    department: str | None = None
    reason: str | None = None
    value: str | None = None
    complexity: str | None = None
    handoff_reason: str | None = None
    goal: str | None = None
    decision: Mapping[str, Any] = field(default_factory=dict)
    slots: Mapping[str, Any] = field(default_factory=dict)
    signals: Mapping[str, Any] = field(default_factory=dict)
    agent_id: str | None = None
    agent_name: str | None = None
    queued_at: datetime | None = None
    queued_at_position: int | None = None
    line_since: datetime | None = None
    promised_until: datetime | None = None
    accepted_at: datetime | None = None
    closed_at: datetime | None = None
    test: bool = False
    locale: str | None = None
    times_asked_for_person: int = 0
    failed_self_service: int = 0
    bot_turns: int = 0
    visitor_seen_seq: int = 0
    agent_seen_seq: int = 0
    paused_until: datetime | None = None

    @property
    def owned_by_bot(self) -> bool:
        """Whether the bot answers the next message."""
        return self.state in BOT_OWNED

    @property
    def owned_by_person(self) -> bool:
        """Whether an agent answers the next message."""
        return self.state in PERSON_OWNED

    @property
    def sender_id(self) -> str:
        """The name of this stint in the dialogue: old turns don't leak into a new one."""
        return f"{self.id}.{self.stint}"


@dataclass(frozen=True)
class Message:
    """One line of a conversation; `owed` says that the bot has yet to answer it."""

    conversation_id: str
    seq: int
    author: Author
    text: str
    at: datetime
    client_message_id: str | None = None
    in_reply_to: int | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    agent_id: str | None = None
    agent_name: str | None = None
    owed: bool = False

    def public_payload(self) -> dict[str, Any]:
        """The payload as the visitor may see it: buttons without what they stand for."""
        shown = {key: value for key, value in self.payload.items() if key != "choice"}
        if "buttons" in shown:
            shown["buttons"] = [{"id": b["id"], "title": b["title"]} for b in shown["buttons"]]
        return shown


@dataclass(frozen=True)
class Line:
    """Something to be said, before it has a place in a conversation."""

    text: str
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Happening:
    """A ledger event before it knows its conversation; the same `key` is recorded once."""

    type: str
    data: Mapping[str, Any] = field(default_factory=dict)
    key: object = None

    def keyed(self, key: object) -> "Happening":
        """The same, recorded once for this key."""
        return replace(self, key=key)


@dataclass(frozen=True)
class Kept:
    """A message that is safe now; `new` is False when it had been kept before.

    `moved`: the conversation stands differently since, as it is the agent's first line or ends a pause.
    """

    message: Message
    new: bool
    conversation: Conversation
    moved: bool = False
