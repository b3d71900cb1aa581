"""What goes over the wire about articles as their authors see them, their versions and the publish gate."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from bot.web.schemas.common import MAX_SEQ, Body, Short

Status = Literal["draft", "in_review", "published", "archived"]
Step = Literal["save", "submit", "send_back", "publish", "archive"]
Audience = Literal["everyone", "staff"]
Decision = Literal["answer", "clarify", "abstain"]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class ArticleRow(BaseModel):
    """An article in the list; `status` is what visitors get, `stage` the newest version's own."""

    id: str
    title: str
    category: str
    status: Status
    stage: Status
    version: int
    updated_at: datetime
    variants: int
    has_draft: bool
    sent_back: bool
    owner: str
    audience: Audience
    review_by: date | None
    overdue: bool


class ArticleRows(BaseModel):
    """The list: the first few of `total`, and the categories and owners to choose from."""

    articles: list[ArticleRow]
    total: int
    categories: list[str]
    owners: list[str]


class ArticleEdit(Body):
    """All that an author writes. `answer_risk` is a share (0 to 1), null for the site's own bound."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
    answer: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""
    body: Annotated[str, Field(max_length=100_000)] = ""
    variants: Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=200)] = []
    tags: Annotated[list[Short], Field(max_length=50)] = []
    category: Short = ""
    locale: Short = "en"
    department: Short = ""
    owner: Short = ""
    audience: Audience = "everyone"
    review_by: date | None = None
    answer_risk: Annotated[float, Field(ge=0, le=1)] | None = None


class SavedEdit(ArticleEdit):
    """What an author has made of a version; with `version` only if that is still the newest one."""

    version: Annotated[int, Field(ge=1, le=MAX_SEQ)] | None = None


class Review(Body):
    """How a review ends without a publication: what the author should change."""

    comment: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""


class SentBack(BaseModel):
    """What a review said that sent an article back; the comment may be empty."""

    comment: str
    by: str
    at: datetime


class Article(BaseModel):
    """An article as its authors see it, in its newest version.

    `answer` is empty where it follows the body, `shown_answer` is what visitors read; `steps` is what the
    person who asks may do with it now.
    """

    id: str
    title: str
    answer: str
    shown_answer: str
    body: str
    variants: list[str]
    tags: list[str]
    category: str
    locale: str
    department: str
    owner: str
    audience: Audience
    review_by: date | None
    overdue: bool
    answer_risk: float | None
    status: Status
    stage: Status
    steps: list[Step]
    version: int
    published_version: int | None
    updated_at: datetime
    updated_by: str | None
    submitted_at: datetime | None
    submitted_by: str | None
    sent_back: SentBack | None
    has_draft: bool
    html: str


class PublishWish(Body):
    """How to publish or archive; `despite` is the reason why, even if golden questions break."""

    despite: Reason | None = None


class Publication(PublishWish):
    """How to publish; with `version` only if that is still the newest one, the one that was looked at."""

    version: Annotated[int, Field(ge=1, le=MAX_SEQ)] | None = None


class Restore(PublishWish):
    """Go back to an old version: as a draft, or for visitors at once."""

    publish: bool = False


class Version(BaseModel):
    """One version in the list of them."""

    number: int
    title: str
    written_at: datetime
    written_by: str
    live: bool


class Override(BaseModel):
    """A publication that broke golden questions and was made nevertheless."""

    version: int | None
    step: Step
    reason: str
    decided_by: str
    decided_at: datetime
    questions: int


class Versions(BaseModel):
    """All versions, newest first."""

    versions: list[Version]
    overrides: list[Override]


class DiffLine(BaseModel):
    """One line of a field."""

    change: Literal["same", "added", "removed"]
    text: str


class FieldDiff(BaseModel):
    """A field that differs."""

    field: str
    lines: list[DiffLine]


class VersionView(BaseModel):
    """One version as visitors would read it, and what it changed against another one (0: nothing yet)."""

    number: int
    against: int
    changes: list[FieldDiff]
    html: str


class Expected(BaseModel):
    """What the search has to make of a golden question."""

    decision: Decision
    article_id: str | None


class Found(BaseModel):
    """What the search makes of a question: the decision, and the best article with its risk."""

    decision: Decision
    article_id: str | None
    title: str | None
    risk: float | None


class GoldenChange(BaseModel):
    """A golden question before and after a publication."""

    id: str
    question: str
    expected: Expected
    before: Found
    after: Found


class GateResult(BaseModel):
    """What a publication would do to the golden questions."""

    checked: int
    regressions: list[GoldenChange]
    mended: list[GoldenChange]
    still_wrong: list[GoldenChange]
