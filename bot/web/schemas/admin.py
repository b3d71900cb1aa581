"""What goes over the wire to and from the admin pages."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from bot.web.schemas.common import Body, Text
from bot.web.schemas.desk import Hits


class TryQuestion(Body):
    """A question to try."""

    text: Text


class SearchResult(Hits):
    """What the bot would do with it."""

    decision: Literal["answer", "clarify", "abstain"]


class MarkdownText(Body):
    """Markdown to look at."""

    body: Annotated[str, Field(max_length=100_000)]


class Html(BaseModel):
    """Sanitised HTML."""

    html: str
