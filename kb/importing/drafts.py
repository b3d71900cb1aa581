"""An article as a source gives it, made of the facts that the source's format carries."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kb.archive import History
from kb.articles import Content, checked_id, slug, written
from kb.errors import ImportProblem, InvalidInput
from kb.golden import GoldenQuestion


@dataclass(frozen=True)
class Draft:
    """An article as a file or page gives it, and where it stands there; with its `history` in an archive."""

    id: str
    content: Content
    file: str
    row: int | None = None
    history: History | None = None


@dataclass(frozen=True)
class GoldenDraft:
    """A golden question as an archive gives it, and where it stands there."""

    golden: GoldenQuestion
    file: str
    row: int


def draft(
    facts: Mapping[str, Any], *, file: str, row: int | None = None, default_id: str | None = None
) -> Draft | ImportProblem:
    """A draft from the facts of one article, or the problem with them. Without an id the title makes one.

    `facts`: title, body, answer, questions, tags, category, locale, department, owner, audience, answer_risk
    (0 to 1), review_by (a day) and id, as strings or as YAML and JSON have them.
    """
    try:
        content = content_from(facts)
        given = text_of(facts, "id") or default_id or slug(content.title)
        return Draft(checked_id(given), content, file, row)
    except InvalidInput as error:
        return ImportProblem(str(error), file=file, row=row)


def content_from(facts: Mapping[str, Any]) -> Content:
    """What an author wrote, from the facts that `draft` takes.

    Raises:
        InvalidInput: a fact can't be used; names the field.
    """
    return written(
        title=text_of(facts, "title"),
        body=text_of(facts, "body"),
        answer=text_of(facts, "answer"),
        variants=_lines(facts, "questions"),
        tags=_lines(facts, "tags"),
        category=text_of(facts, "category"),
        locale=text_of(facts, "locale"),
        department=text_of(facts, "department"),
        review_by=_day(facts, "review_by"),
        owner=text_of(facts, "owner"),
        audience=text_of(facts, "audience"),
        answer_risk=_share(facts, "answer_risk"),
    )


def split_tags(cell: str) -> list[str]:
    """The tags of one cell: separated by commas; one with a comma in it stands in quotes."""
    return [tag.strip() for row in csv.reader([cell], skipinitialspace=True) for tag in row]


def text_of(facts: Mapping[str, Any], field: str) -> str:
    """A fact as a text, empty where it isn't there.

    Raises:
        InvalidInput: it is something else; names the field.
    """
    value = facts.get(field)
    if value is None:
        return ""
    if isinstance(value, bool | dict | list):
        raise InvalidInput(f"“{field}” must be a text.", field=field)
    return str(value)


def _lines(facts: Mapping[str, Any], field: str) -> list[str]:
    value = facts.get(field)
    if value is None:
        return []
    if isinstance(value, str):
        return split_tags(value) if field == "tags" else [value]
    if not isinstance(value, list) or any(
        isinstance(one, dict | list | bool) or one is None for one in value
    ):
        raise InvalidInput(f"“{field}” must be a list of texts.", field=field)
    return [str(one) for one in value]


def _share(facts: Mapping[str, Any], field: str) -> float | None:
    given = text_of(facts, field).strip()
    try:
        return float(given) if given else None
    except ValueError:
        raise InvalidInput(f"“{field}” must be a number between 0 and 1.", field=field) from None


def _day(facts: Mapping[str, Any], field: str) -> date | None:
    value = facts.get(field)
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise InvalidInput(f"“{field}” must be a day like 2026-12-31.", field=field) from None
