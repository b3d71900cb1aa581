"""Articles and their life: draft → published → archived, with every version of what was written kept."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from kb.errors import InvalidInput
from kb.paragraphs import short_answer

LONGEST_ID = 200
LONGEST_LINE = 500
LONGEST_BODY = 200_000
LONGEST_COMMENT = 2000
MOST_VARIANTS = 1000

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LOCALE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


class Status(StrEnum):
    """Where an article is in its life."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Audience(StrEnum):
    """Who may read an article: `staff` articles are found at the desk only."""

    EVERYONE = "everyone"
    STAFF = "staff"


@dataclass(frozen=True)
class Content:
    """What an author writes. `answer` is empty where the short answer is simply the body's beginning.

    `owner` looks after the article; `answer_risk` (0 to 1), where it is given, is this article's own bound on
    wrong answers among those shown.
    """

    title: str
    body: str
    answer: str = ""
    variants: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    category: str = ""
    locale: str = "en"
    department: str = ""
    review_by: date | None = None
    owner: str = ""
    audience: Audience = Audience.EVERYONE
    answer_risk: float | None = None

    @cached_property
    def shown_answer(self) -> str:
        """The short answer a visitor reads, as Markdown."""
        return self.answer or short_answer(self.body)

    @property
    def digest(self) -> str:
        """The same for the same content, whatever article it belongs to."""
        facts = json.dumps(asdict(self), sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(facts.encode()).hexdigest()


@dataclass(frozen=True)
class SentBack:
    """A review that ended without a publication: what should be changed (may be empty), who says so, when."""

    comment: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Article:
    """One version of an article, as staff and the search see it.

    `version` is this version's number; `status` is what visitors get (published as long as any version is),
    `stage` the newest version's own; `has_draft` says that a newer version than the published one waits, and
    `submitted_by` and `submitted_at` who gave it to review, and when. `sent_back` is there from when a review
    sent it back until it is given to review again, published or archived.
    """

    id: str
    content: Content
    status: Status
    version: int
    has_draft: bool
    updated_at: datetime
    updated_by: str
    stage: Status = Status.DRAFT
    published_version: int | None = None
    submitted_by: str | None = None
    submitted_at: datetime | None = None
    sent_back: SentBack | None = None

    @property
    def title(self) -> str:
        """The headline."""
        return self.content.title

    @property
    def answer(self) -> str:
        """The short answer, as Markdown; the body's first paragraph unless the author wrote another."""
        return self.content.shown_answer

    @property
    def body(self) -> str:
        """The whole text, as Markdown."""
        return self.content.body

    @property
    def variants(self) -> tuple[str, ...]:
        """Other ways of asking."""
        return self.content.variants

    @property
    def tags(self) -> tuple[str, ...]:
        """Free labels."""
        return self.content.tags

    @property
    def category(self) -> str:
        """The shelf it stands on in the help centre."""
        return self.content.category

    @property
    def locale(self) -> str:
        """The language it is written in."""
        return self.content.locale

    @property
    def department(self) -> str:
        """Who is responsible for it; empty when nobody in particular."""
        return self.content.department

    @property
    def review_by(self) -> date | None:
        """When somebody should read it again."""
        return self.content.review_by

    def overdue(self, today: date) -> bool:
        """Whether the day has passed by which somebody should have read it again."""
        return self.review_by is not None and self.review_by < today and self.status is not Status.ARCHIVED


@dataclass(frozen=True)
class WrittenVersion:
    """One of an article's versions in the list of them; `live` is the one that is published."""

    number: int
    content: Content
    written_at: datetime
    written_by: str
    live: bool


def written(
    *,
    title: str,
    body: str = "",
    answer: str = "",
    variants: Iterable[str] = (),
    tags: Iterable[str] = (),
    category: str = "",
    locale: str = "en",
    department: str = "",
    review_by: date | None = None,
    owner: str = "",
    audience: str = Audience.EVERYONE,
    answer_risk: float | None = None,
) -> Content:
    """Content from what was typed or read: cleaned, checked, and the same however it was spelt.

    Without a body the answer is the body. An answer that only repeats the body's beginning is not kept, so
    that it follows when the body changes.

    Raises:
        InvalidInput: no title, nothing to say, or something longer than can be kept; names the field.
    """
    title = one_line(title, "title")
    body, answer = _clean(body), _clean(answer)
    if not title:
        raise InvalidInput("An article needs a title.", field="title")
    if not body:
        body, answer = answer, ""
    if not body:
        raise InvalidInput("An article needs an answer or a body.", field="answer")
    if len(body) > LONGEST_BODY or len(answer) > LONGEST_BODY:
        raise InvalidInput(f"The text is longer than {LONGEST_BODY:,} characters.", field="body")
    if answer == short_answer(body):
        answer = ""
    asked = _distinct(one_line(variant, "variants") for variant in variants)
    if len(asked) > MOST_VARIANTS:
        raise InvalidInput(f"More than {MOST_VARIANTS} ways of asking.", field="variants")
    return Content(
        title=title,
        body=body,
        answer=answer,
        variants=tuple(variant for variant in asked if variant.casefold() != title.casefold()),
        tags=_distinct(one_line(tag, "tags") for tag in tags),
        category=one_line(category, "category"),
        locale=_language(one_line(locale, "locale")),
        department=one_line(department, "department"),
        review_by=review_by,
        owner=one_line(owner, "owner"),
        audience=_audience(audience),
        answer_risk=_bound(answer_risk),
    )


def is_locale(text: str) -> bool:
    """Whether a text is a language such as en or de-AT."""
    return _LOCALE.fullmatch(text) is not None


def _language(locale: str) -> str:
    if locale and not is_locale(locale):
        raise InvalidInput("“locale” must be a language like en or de-AT.", field="locale")
    return locale or "en"


def _audience(given: str) -> Audience:
    try:
        return Audience(given.strip().lower() or Audience.EVERYONE)
    except ValueError:
        raise InvalidInput("The audience is everyone or staff.", field="audience") from None


def _bound(answer_risk: float | None) -> float | None:
    if answer_risk is not None and not 0 <= answer_risk <= 1:
        raise InvalidInput("The risk of an answer is between 0 and 1.", field="answer_risk")
    return answer_risk


def checked_comment(comment: str) -> str:
    """What a reviewer says, cleaned.

    Raises:
        InvalidInput: longer than a comment may be.
    """
    said = _clean(comment)
    if len(said) > LONGEST_COMMENT:
        raise InvalidInput(f"The comment is longer than {LONGEST_COMMENT:,} characters.", field="comment")
    return said


def checked_id(article_id: str) -> str:
    """A given id, as it is.

    Raises:
        InvalidInput: empty, too long, or with characters that no address can carry.
    """
    given = article_id.strip()
    if not given:
        raise InvalidInput("The id is empty.", field="id")
    if len(given) > LONGEST_ID:
        raise InvalidInput(f"The id is longer than {LONGEST_ID} characters.", field="id")
    if any(unicodedata.category(character)[0] == "C" for character in given):
        raise InvalidInput("The id has a character that can't be shown.", field="id")
    return given


def checked_name(name: str, field: str, longest: int = LONGEST_ID) -> str:
    """A given name of somebody or something, as it is; may be empty.

    Raises:
        InvalidInput: too long, or with characters that can't be kept; names the field.
    """
    if len(name) > longest:
        raise InvalidInput(f"“{field}” is longer than {longest} characters.", field=field)
    if _CONTROL.search(name):
        raise InvalidInput(f"“{field}” has a character that can't be shown.", field=field)
    return name


def slug(title: str) -> str:
    """An id made of a title: "Where's my order?" becomes `wheres-my-order`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower().replace("'", "")
    made = _NOT_SLUG.sub("-", plain).strip("-")[:80].strip("-")
    # A title without a single Latin letter still gets an id of its own, the same each time.
    return made or "article-" + hashlib.sha256(title.encode()).hexdigest()[:10]


def one_line(text: str, field: str) -> str:
    """A text of one line: spaces folded, nothing unprintable.

    Raises:
        InvalidInput: longer than a line may be.
    """
    line = " ".join(_clean(text).split())
    if len(line) > LONGEST_LINE:
        raise InvalidInput(f"Longer than {LONGEST_LINE} characters: “{line[:40]}…”", field=field)
    return line


def _clean(text: str) -> str:
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text).strip()


def _distinct(lines: Iterable[str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for line in lines:
        if line:
            first.setdefault(line.casefold(), line)
    return tuple(first.values())
