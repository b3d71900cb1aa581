"""What an admin did to the reasons and their phrases: one edit each, kept for good. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class EditKind(StrEnum):
    """What was done."""

    ADDED = "added"
    CHANGED = "changed"
    ARCHIVED = "archived"
    RESTORED = "restored"
    PHRASES_ADDED = "phrases_added"
    PHRASES_REMOVED = "phrases_removed"


@dataclass(frozen=True)
class Edit:
    """One change to one reason.

    `after` holds the fields that were set, all of them for a new reason; `before` what they were. `phrases`
    are those that came or went. `undoes` is the number of the edit that this one takes back.
    """

    kind: EditKind
    key: str
    by: str
    at: datetime
    after: Mapping[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)
    phrases: tuple[str, ...] = ()
    undoes: int | None = None
    number: int = 0
    """Its place among all edits, from 1; given by the store."""


def plain(phrase: str) -> str:
    """What makes two phrases the same one: their words, whatever their case and what ends them."""
    return " ".join(phrase.casefold().split()).strip(" .!?")
