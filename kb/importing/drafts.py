"""An article as a source gives it, made of the facts that the source's format carries."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kb.articles import Content, checked_id, slug, written
from kb.errors import ImportProblem, InvalidInput

_LOCALE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class Draft:
    """An article as a file or page gives it, and where it stands there."""

    id: str
    content: Content
    file: str
    row: int | None = None


def draft(
    facts: Mapping[str, Any], *, file: str, row: int | None = None, default_id: str | None = None
) -> Draft | ImportProblem:
    """A draft from the facts of one article, or the problem with them. Without an id the title makes one.

    `facts`: title, body, answer, questions, tags, category, locale, department, owner, audience, answer_risk
    (0 to 1), review_by (a day) and id, as strings or as YAML and JSON have them.
    """
    try:
        content = written(
            title=_text(facts, "title"),
            body=_text(facts, "body"),
            answer=_text(facts, "answer"),
            variants=_lines(facts, "questions"),
            tags=_lines(facts, "tags"),
            category=_text(facts, "category"),
            locale=_locale(facts),
            department=_text(facts, "department"),
            review_by=_day(facts, "review_by"),
            owner=_text(facts, "owner"),
            audience=_text(facts, "audience"),
            answer_risk=_share(facts, "answer_risk"),
        )
        given = _text(facts, "id") or default_id or slug(content.title)
        return Draft(checked_id(given), content, file, row)
    except InvalidInput as error:
        return ImportProblem(str(error), file=file, row=row)


def split_tags(cell: str) -> list[str]:
    """The tags of one cell: separated by commas; one with a comma in it stands in quotes."""
    return [tag.strip() for row in csv.reader([cell], skipinitialspace=True) for tag in row]


def is_locale(text: str) -> bool:
    """Whether a text is a language such as en or de-AT."""
    return _LOCALE.fullmatch(text) is not None


def _text(facts: Mapping[str, Any], field: str) -> str:
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


def _locale(facts: Mapping[str, Any]) -> str:
    given = _text(facts, "locale").strip()
    if given and not is_locale(given):
        raise InvalidInput("“locale” must be a language like en or de-AT.", field="locale")
    return given


def _share(facts: Mapping[str, Any], field: str) -> float | None:
    given = _text(facts, field).strip()
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
