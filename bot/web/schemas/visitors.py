"""What goes over the wire to and from visitors."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from bot.web.schemas.common import MAX_SEQ, Body, ClientId, Email, Json, Text


class Context(Body):
    """What the page knows about the visit."""

    page: Annotated[str, Field(max_length=500)] | None = None
    pages: Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=50)] | None = None
    cart_value: Annotated[float, Field(ge=0, le=1e9)] | None = None


class NewConversation(Context):
    """The widget opens."""

    locale: Annotated[str, Field(max_length=20)] | None = None
    visitor: Annotated[str, Field(max_length=1000)] | None = Field(
        None, description="the handle a former conversation returned"
    )
    identity_token: Annotated[str, Field(max_length=4000)] | None = Field(
        None, description="HS256, signed by the host site"
    )
    test: bool = Field(False, description="test traffic is counted apart")


class ConversationStarted(BaseModel):
    """A conversation and the key to it."""

    conversation_id: str
    token: str
    visitor: str
    expires_at: datetime


class NewMessage(Body):
    """What the visitor sends; the same `client_message_id` again is the same message."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    client_message_id: ClientId
    choice: Annotated[str, Field(max_length=64)] | None = Field(
        None, description="the id of the button that was picked"
    )


class Message(BaseModel):
    """One line of a conversation."""

    seq: int
    author: Literal["visitor", "bot", "agent", "system", "note"]
    text: str
    html: str | None = Field(None, description="sanitised; absent where the text is plain")
    at: datetime
    client_message_id: str | None = None
    agent_name: str | None = None
    in_reply_to: int | None = None
    payload: Json = {}


class QueuePlace(BaseModel):
    """Where a waiting visitor stands."""

    position: int
    expected_wait: tuple[int, int] | None = Field(None, description="seconds, from and to")


class AgentName(BaseModel):
    """The person in the conversation."""

    name: str


class Conversation(BaseModel):
    """A conversation as its visitor sees it."""

    id: str
    state: str
    agent: AgentName | None
    queue: QueuePlace | None
    desk_open: bool
    opens_at: datetime | None = Field(None, description="when a desk outside its hours opens next")
    identity: str
    closed_at: datetime | None
    seen_by_agent: int = Field(description="the last line that the person had before the eyes")
    back_at: datetime | None = Field(description="when the person promised to be back")


class MessageAccepted(BaseModel):
    """The message is kept; `replies` is filled when the call waited for them."""

    message: Message
    replies: list[Message] = []


class Messages(BaseModel):
    """Lines after a given one, and how the conversation stands."""

    messages: list[Message]
    state: Conversation


class LeftMessage(Body):
    """What a visitor leaves when nobody is there."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    email: Email
    text: Text


class TicketMade(BaseModel):
    """The left message has become a ticket."""

    ticket_id: str


class PersonWish(Body):
    """The button "Talk to a person", with an id so that a second try is not a second wish."""

    client_message_id: ClientId | None = None


class Reaction(Body):
    """Did that help?"""

    seq: Annotated[int, Field(ge=1, le=MAX_SEQ)]
    helped: bool


class TranscriptMail(Body):
    """Where the transcript goes."""

    email: Email


class Survey(Body):
    """How it was: satisfaction 1 to 5, recommendation 0 to 10."""

    csat: Annotated[int, Field(ge=1, le=5)] | None = None
    nps: Annotated[int, Field(ge=0, le=10)] | None = None


class Accepted(BaseModel):
    """It was taken."""

    accepted: Literal[True] = True


class Topic(BaseModel):
    """Something to tap when the widget opens."""

    id: str
    title: str
    ask: str


class Question(BaseModel):
    """A question others ask."""

    title: str
    ask: str


class Topics(BaseModel):
    """What the widget shows before anything is typed."""

    greeting: str
    bot_name: str
    shop_name: str
    topics: list[Topic]
    questions: list[Question]
    notice: str | None
    desk_open: bool


class ArticleSummary(BaseModel):
    """An article in a list."""

    id: str
    title: str
    summary: str
    category: str
    url: str


class ArticleList(BaseModel):
    """Published articles."""

    articles: list[ArticleSummary]


class ArticlePage(BaseModel):
    """One published article, whole."""

    id: str
    title: str
    html: str
    category: str
    updated_at: datetime
