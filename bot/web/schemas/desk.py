"""What goes over the wire to and from the desk."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from bot.web.schemas.common import Body, ClientId, Json, Level, Text
from bot.web.schemas.visitors import Message


class Presence(Body):
    """Whether an agent takes conversations."""

    status: Literal["online", "away", "offline"]


class QueueItem(BaseModel):
    """A visitor who waits."""

    conversation_id: str
    visitor: str
    goal: str
    reason: str
    reason_title: str
    value: Level
    complexity: Level
    handoff_reason: str | None
    handoff_reason_text: str
    department: str | None
    waiting_since: datetime | None
    last_text: str


class Queue(BaseModel):
    """Who waits, most urgent first."""

    items: list[QueueItem]
    tickets_open: int
    desk_open: bool


class DeskConversation(QueueItem):
    """A conversation in one of the desk's lists."""

    state: str
    agent_id: str | None
    agent_name: str | None
    updated_at: datetime
    unread: int
    mine: bool


class DeskConversations(BaseModel):
    """One of the desk's lists."""

    conversations: list[DeskConversation]


class DeskView(BaseModel):
    """All an agent needs for one conversation."""

    conversation: DeskConversation
    packet: Json
    messages: list[Message]


class StaffMessage(Body):
    """What an agent sends."""

    text: Text
    client_message_id: ClientId


class Note(Body):
    """For colleagues only."""

    text: Text


class Return(Body):
    """Back to the bot."""

    reason: Annotated[str, Field(max_length=500)] = ""


class Close(Body):
    """How it ended."""

    disposition: Literal["resolved", "unresolved", "spam", "sale"]
    reason: Annotated[str, Field(max_length=100)] | None = None
    amount: Annotated[float, Field(ge=0, le=1e9)] | None = None


class Typing(Body):
    """The agent types, or stopped."""

    on: bool


class Ticket(BaseModel):
    """A left message."""

    id: str
    conversation_id: str
    name: str
    email: str
    text: str
    reason: str | None
    reason_title: str
    value: Level
    complexity: Level
    created_at: datetime
    status: str
    agent_name: str | None


class Tickets(BaseModel):
    """Left messages."""

    tickets: list[Ticket]


class TicketAnswer(Body):
    """Goes out by e-mail and joins the conversation."""

    text: Text


class TicketClose(Body):
    """How the ticket ended."""

    disposition: Literal["resolved", "unresolved", "spam", "sale"]


class Hit(BaseModel):
    """An article found; one for staff has no address (`url` is empty)."""

    article_id: str
    title: str
    answer: str
    url: str
    score: float
    risk: float | None = None


class Hits(BaseModel):
    """Articles found, best first."""

    hits: list[Hit]


class CannedMessage(BaseModel):
    """A prepared sentence for a moment."""

    id: str
    moment: str
    title: str
    text: str


class CannedMessages(BaseModel):
    """All prepared sentences."""

    messages: list[CannedMessage]


class ReasonChoice(BaseModel):
    """A reason that a closing may name."""

    key: str
    title: str
    group: str


class ReasonChoices(BaseModel):
    """Why visitors write, to choose from."""

    reasons: list[ReasonChoice]
