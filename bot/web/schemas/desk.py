"""What goes over the wire to and from the desk."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from bot.web.schemas.common import MAX_SEQ, Body, ClientId, Json, Level, Text
from bot.web.schemas.visitors import Message


class Presence(Body):
    """Whether an agent takes conversations."""

    status: Literal["online", "away", "offline"]


class Ringing(BaseModel):
    """At whom a waiting visitor rings, until when."""

    agent_id: str
    agent_name: str
    until: datetime


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
    ringing: Ringing | None = None


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
    seen_by_visitor: int = Field(description="the last line that the visitor had before the eyes")
    paused_until: datetime | None = Field(description="when the agent promised to be back")


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
    """For colleagues only; "@Name" tells a colleague."""

    text: Text
    client_message_id: ClientId | None = None


class Seen(Body):
    """The reader had everything up to this line before the eyes."""

    seq: Annotated[int, Field(ge=1, le=MAX_SEQ)]


class Pause(Body):
    """A promise to be back."""

    minutes: Annotated[float, Field(gt=0, le=480)]


class PassOn(Body):
    """To a colleague or to a department: one of the two."""

    agent_id: Annotated[str, Field(max_length=64)] | None = None
    department: Annotated[str, Field(max_length=80)] | None = None
    note: Annotated[str, Field(max_length=2000)] = ""


class Colleague(BaseModel):
    """Somebody of the staff, as colleagues see them."""

    id: str
    name: str
    departments: list[str]
    role: str
    on_duty: bool


class DepartmentChoice(BaseModel):
    """A department to pass a visitor on to: its key, and its name for people."""

    name: str
    title: str
    on_duty: bool


class Colleagues(BaseModel):
    """Whom a note can mention and who can take a visitor over."""

    people: list[Colleague]
    departments: list[DepartmentChoice]


class Nudge(BaseModel):
    """Something a colleague wants one to look at."""

    id: str
    kind: Literal["mention", "passed_on", "taken_over", "whisper"]
    conversation_id: str
    seq: int
    by_name: str
    at: datetime


class Nudges(BaseModel):
    """What one has not looked at yet, the newest first."""

    nudges: list[Nudge]


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
    agent_id: str | None
    agent_name: str | None
    answered_at: datetime | None
    visitor_wrote_at: datetime | None


class TicketAssignment(Body):
    """Whose it is; nobody's for null."""

    agent_id: Annotated[str, Field(max_length=64)] | None


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


class CannedEdit(Body):
    """A prepared sentence as an admin writes it; checked where it is kept."""

    moment: Annotated[str, Field(max_length=20)]
    title: Annotated[str, Field(max_length=200)]
    text: Annotated[str, Field(max_length=4000)]


class ReasonChoice(BaseModel):
    """A reason that a closing may name."""

    key: str
    title: str
    group: str


class ReasonChoices(BaseModel):
    """Why visitors write, to choose from."""

    reasons: list[ReasonChoice]
