"""What goes over the wire about golden questions and corrections."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from bot.web.schemas.articles import Decision, Found, Reason
from bot.web.schemas.common import MAX_SEQ, Body

AskedQuestion = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
ArticleId = Annotated[str, StringConstraints(max_length=200)]


class NewGolden(Body):
    """A golden question to add; without a decision it follows from the article, or from there being none."""

    question: AskedQuestion
    decision: Decision | None = None
    article_id: ArticleId | None = None
    why: Reason = ""


class Golden(BaseModel):
    """A golden question, what is expected of it, and whether the search does that now."""

    id: str
    question: str
    decision: Decision
    article_id: str | None
    title: str | None
    why: str
    added_by: str
    added_at: datetime
    right: bool
    found: Found


class GoldenList(BaseModel):
    """All golden questions, newest first."""

    questions: list[Golden]


class GoldenFile(Body):
    """A file of golden questions: CSV with a header, or JSON lines."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    text: Annotated[str, Field(max_length=2_000_000)]


class ImportFailure(BaseModel):
    """A row that couldn't be used."""

    row: int | None
    cause: str


class GoldenImported(BaseModel):
    """What an import of golden questions did."""

    added: int
    updated: int
    unchanged: int
    failed: list[ImportFailure]


class NewCorrection(Body):
    """The bot's message was wrong; the right article, or null where none answers the question."""

    message_seq: Annotated[int, Field(ge=1, le=MAX_SEQ)]
    question: AskedQuestion
    right_article_id: ArticleId | None = None
    add_variant: bool = False


class CorrectionDecision(Body):
    """Confirming; what is given replaces what was proposed."""

    question: AskedQuestion | None = None
    add_variant: bool | None = None


class Correction(BaseModel):
    """What somebody said of the bot's answer."""

    id: str
    conversation_id: str
    message_seq: int
    question: str
    shown_article_id: str | None
    shown_title: str | None
    right_article_id: str | None
    right_title: str | None
    add_variant: bool
    state: Literal["open", "confirmed", "dismissed"]
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None


class Corrections(BaseModel):
    """Corrections, newest first."""

    corrections: list[Correction]


class CorrectionConfirmed(BaseModel):
    """A confirmed correction; `article_id` where an article has a new draft by it."""

    correction: Correction
    article_id: str | None
