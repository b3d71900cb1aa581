"""What goes over the wire about the bot's switches."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from bot.web.schemas.common import Body


class Skill(BaseModel):
    """One of the bot's skills: whether it is in use, and the reasons to write that it settles."""

    key: str
    title: str
    on: bool
    settles: list[str]


class Switches(BaseModel):
    """What the bot may do. `number` is 0 while nobody has touched the switches."""

    number: int
    by: str | None
    at: datetime | None
    bot: bool
    skills: list[Skill]
    notice: str


class SwitchWishes(Body):
    """How the switches should stand; `based_on` is the number that somebody looked at."""

    bot: bool
    off: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=100)] = []
    notice: Annotated[str, Field(max_length=2000)] = ""
    based_on: Annotated[int, Field(ge=0, le=2**31 - 2)]
