"""What goes over the wire about those who are kept out."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from bot.blocking.model import LONGEST_DAYS, LONGEST_REASON
from bot.web.schemas.common import Body


class NewBlock(Body):
    """Whom to keep out, for how long and why."""

    targets: Annotated[list[Literal["visitor", "address"]], Field(min_length=1, max_length=2)]
    days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] = 7
    reason: Annotated[str, Field(min_length=1, max_length=LONGEST_REASON)]


class Block(BaseModel):
    """Somebody who is, or was, kept out."""

    id: str
    target: Literal["visitor", "address"]
    mark: str
    reason: str
    conversation_id: str
    by: str
    at: datetime
    expires_at: datetime
    in_force: bool
    lifted_at: datetime | None
    lifted_by: str | None


class BlockList(BaseModel):
    """All of them, the newest first."""

    blocks: list[Block]
