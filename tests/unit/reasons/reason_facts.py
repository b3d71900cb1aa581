"""A small shop's reasons and phrases, and what an admin does to them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from bot.nlu.phrases import Phrases, phrases_of
from bot.reasons.book import Book, book_of
from bot.reasons.edits import Edit, EditKind
from bot.triage.reasons import Reasons, parse_reasons

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

REPAIRS: dict[str, Any] = {
    "key": "repairs",
    "title": "Repairs",
    "group": "problem",
    "value": "high",
    "complexity": "medium",
    "department": "technical",
    "skill": "person",
    "goal": "wants something repaired",
    "articles": [],
    "always_person": False,
}


def row(key: str, **more: Any) -> dict[str, Any]:
    return {
        **REPAIRS,
        "key": key,
        "title": key.replace("_", " ").capitalize(),
        "department": "support",
        "skill": "answer",
        "value": "low",
        **more,
    }


def shipped_reasons(**changed: dict[str, Any]) -> Reasons:
    keys = ["order_status", "shipping_cost", "legal_threat"]
    rows = [row(key, always_person=key == "legal_threat") | changed.get(key, {}) for key in keys]
    return parse_reasons(rows)


def shipped_phrases(**more: list[str]) -> Phrases:
    pairs: dict[str, list[str]] = {
        "greet": ["hi", "hello", "???"],
        "ask_person": ["talk to a human", "human agent"],
        "order_status": ["where is my order", "track my parcel"],
        "shipping_cost": ["what does shipping cost", "is delivery free?"],
        "legal_threat": ["i will sue you", "my lawyer will write to you"],
        "tone_angry": ["you liars"],
    }
    return phrases_of([*pairs.items(), *more.items()])


def edit(kind: EditKind, key: str, *phrases: str, **fields: Any) -> Edit:
    return Edit(kind, key, "Ada", AT, after=fields, phrases=phrases)


def added(fields: dict[str, Any]) -> Edit:
    after = {name: value for name, value in fields.items() if name != "key"}
    return Edit(EditKind.ADDED, fields["key"], "Ada", AT, after=after)


def numbered(edits: Iterable[Edit]) -> list[Edit]:
    return [Edit(**{**vars(one), "number": number}) for number, one in enumerate(edits, start=1)]


def book_after(*edits: Edit, reasons: Reasons | None = None, phrases: Phrases | None = None) -> Book:
    return book_of(reasons or shipped_reasons(), phrases or shipped_phrases(), numbered(edits))
