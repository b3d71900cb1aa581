"""What changed between two versions of an article, field by field and line by line (pure)."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.articles import Content


class Change(StrEnum):
    """What happened to a line."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Line:
    """One line of a field, in the order in which both versions are read together."""

    change: Change
    text: str


@dataclass(frozen=True)
class FieldDiff:
    """A field that differs; `lines` holds the unchanged ones, too."""

    field: str
    lines: tuple[Line, ...]


def diff(before: Content, after: Content) -> tuple[FieldDiff, ...]:
    """The fields that differ, in the order in which an author reads them; nothing when all is the same.

    Lists (ways of asking, tags) are compared entry by entry, texts line by line, with the longest common
    blocks of Ratcliff and Obershelp's method (difflib).
    """
    old, new = _fields(before), _fields(after)
    return tuple(
        FieldDiff(field, _lines(old[field], new[field])) for field in old if old[field] != new[field]
    )


def _fields(content: Content) -> dict[str, tuple[str, ...]]:
    """Every field as lines; the answer as visitors read it, so that one that follows the body shows, too."""
    risk = content.answer_risk
    return {
        "title": _of(content.title),
        "answer": tuple(content.shown_answer.splitlines()),
        "body": tuple(content.body.splitlines()),
        "variants": content.variants,
        "category": _of(content.category),
        "tags": content.tags,
        "audience": _of(content.audience.value),
        "department": _of(content.department),
        "locale": _of(content.locale),
        "owner": _of(content.owner),
        "review_by": _of(content.review_by.isoformat() if content.review_by else ""),
        "answer_risk": _of("" if risk is None else f"{risk:.1%}"),
    }


def _of(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _lines(before: Sequence[str], after: Sequence[str]) -> tuple[Line, ...]:
    lines: list[Line] = []
    # The heuristic for popular lines would call repeated empty lines noise.
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag == "equal":
            lines += [Line(Change.SAME, text) for text in before[first:last]]
        else:
            lines += [Line(Change.REMOVED, text) for text in before[first:last]]
            lines += [Line(Change.ADDED, text) for text in after[new_first:new_last]]
    return tuple(lines)
