"""What goes over the wire to and from the admin pages."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from bot.web.schemas.common import Body, Level, Short, Text
from bot.web.schemas.desk import Hits


class ArticleRow(BaseModel):
    """An article in the admin's list."""

    id: str
    title: str
    category: str
    status: str
    version: int
    updated_at: datetime
    variants: int
    has_draft: bool


class ArticleRows(BaseModel):
    """The admin's list."""

    articles: list[ArticleRow]


class ArticleEdit(Body):
    """An article's text."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
    answer: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""
    body: Annotated[str, Field(max_length=100_000)] = ""
    variants: Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=200)] = []
    tags: Annotated[list[Short], Field(max_length=50)] = []
    category: Short = ""


class Article(BaseModel):
    """An article as its editor sees it: the draft where there is one."""

    id: str
    title: str
    answer: str
    body: str
    variants: list[str]
    tags: list[str]
    category: str
    status: str
    version: int
    updated_at: datetime
    updated_by: str | None
    has_draft: bool
    html: str


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


class PolicyCell(BaseModel):
    """What the policy does at one value and complexity."""

    value: Level
    complexity: Level
    route: str
    text: str


class ReasonRow(BaseModel):
    """Why visitors write."""

    key: str
    title: str
    group: str
    value: Level
    complexity: Level
    department: str
    skill: str


class Policy(BaseModel):
    """The rationing policy in force."""

    policy_version: str
    cells: list[PolicyCell]
    reasons: list[ReasonRow]
