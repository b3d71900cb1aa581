"""What goes over the wire to a supervisor."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from bot.web.schemas.common import Body, ClientId, Level, Text


class BoardDepartment(BaseModel):
    """A department at this moment; `today` is since midnight on its own clock."""

    key: str | None
    name: str
    open: bool = Field(description="by its hours")
    waiting: int
    longest_since: datetime | None
    on_duty: int
    chats: int
    capacity: int
    waits_today: int
    abandoned_today: int = Field(description="of these, left without a person: by the visitor or out of time")


class BoardChat(BaseModel):
    """A chat that an agent has."""

    conversation_id: str
    visitor: str
    reason_title: str
    value: Level
    department: str | None
    since: datetime | None
    unanswered: int = Field(description="what the visitor wrote since the agent last did")


class BoardAgent(BaseModel):
    """An agent at this moment."""

    id: str
    name: str
    presence: str
    last_active: datetime | None
    departments: list[str]
    load: int = Field(description="chats, those that ring included")
    capacity: int
    chats: list[BoardChat]


class Board(BaseModel):
    """Who waits, who is on what, and how many gave up today."""

    at: datetime
    waiting: int
    longest_since: datetime | None
    waits_today: int
    abandoned_today: int
    departments: list[BoardDepartment]
    agents: list[BoardAgent]


class Reassign(Body):
    """To whom a visitor goes."""

    agent_id: Annotated[str, Field(max_length=64)]


class Whisper(Body):
    """For the agent's ears only."""

    text: Text
    client_message_id: ClientId | None = None
