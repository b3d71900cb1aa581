"""What goes over the wire to and from the admin pages."""

from datetime import datetime
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


class EpisodeRow(BaseModel):
    """One episode behind a figure."""

    episode_id: str
    conversation_id: str
    started_at: datetime
    outcome: str
    cause: str | None
    reason: str | None
    reason_title: str
    evidence: str


class EpisodeRows(BaseModel):
    """The episodes behind a figure; `total` may exceed what is listed."""

    episodes: list[EpisodeRow]
    total: int


class TimelineEntry(BaseModel):
    """One event in words."""

    at: datetime
    type: str
    text: str


class EpisodeView(BaseModel):
    """One episode with its evidence."""

    episode: EpisodeRow
    events: list[TimelineEntry]
