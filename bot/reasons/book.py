"""All reasons and phrases that hold now: what ships, with the edits applied over it. Pure.

Edits say what an admin wanted, not what came of it. So what ships can change under them: a shipped reason
gets the shipped wording except where an admin changed it, and an admin's word about a phrase wins.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.nlu.model import ACTS, TONE_PREFIX
from bot.nlu.phrases import Phrases, phrases_of
from bot.reasons.edits import Edit, EditKind, plain
from bot.triage.reasons import Reason, Reasons


@dataclass(frozen=True)
class Phrase:
    """A training phrase, and whether an admin added it."""

    text: str
    added: bool = False


@dataclass(frozen=True)
class Entry:
    """A reason with its phrases; `shipped`: the files know it, `edited`: an admin changed a field."""

    reason: Reason
    phrases: tuple[Phrase, ...]
    shipped: bool
    edited: bool = False
    archived: bool = False

    @property
    def key(self) -> str:
        """The reason's key."""
        return self.reason.key


@dataclass(frozen=True)
class Book:
    """Immutable. `version` is the number of the last edit in it."""

    version: int
    entries: Mapping[str, Entry]
    reasons: Reasons
    phrases: Phrases
    owners: Mapping[str, str] = field(repr=False)
    """Plain phrase -> the reason or dialogue act that it belongs to."""


def book_of(reasons: Reasons, phrases: Phrases, edits: Iterable[Edit]) -> Book:
    """What holds after these edits, which come in their order."""
    making = _Making(reasons, phrases)
    version = 0
    for edit in edits:
        making.apply(edit)
        version = edit.number
    return making.book(version)


class _Making:
    """The book while it is being written."""

    def __init__(self, reasons: Reasons, phrases: Phrases) -> None:
        self._shipped = phrases
        self._rows: dict[str, dict[str, Any]] = {
            row.key: row.model_dump(mode="json") for row in reasons.shown
        }
        self._from_files = frozenset(self._rows)
        self._edited: set[str] = set()
        self._archived: set[str] = set()
        self._owners: dict[str, str] = {}
        self._phrases: dict[str, dict[str, Phrase]] = {key: {} for key in self._rows}
        for intent in phrases.intents:
            own = self._phrases.setdefault(intent, {})
            for text in phrases.by_intent[intent]:
                key = plain(text)
                self._owners[key], own[key] = intent, Phrase(text)

    def apply(self, edit: Edit) -> None:
        key = edit.key
        if edit.kind is EditKind.ADDED:
            self._rows[key] = self._rows.get(key, {}) | {"key": key, **edit.after}
            self._phrases.setdefault(key, {})
            self._archived.discard(key)
        if key not in self._rows:
            # The files know this reason no longer, and nobody else does.
            return
        match edit.kind:
            case EditKind.CHANGED:
                self._rows[key] |= edit.after
                self._edited.add(key)
            case EditKind.ARCHIVED:
                self._archived.add(key)
            case EditKind.RESTORED:
                self._archived.discard(key)
            case EditKind.PHRASES_ADDED:
                for text in edit.phrases:
                    self._take(plain(text))
                    self._owners[plain(text)] = key
                    self._phrases[key][plain(text)] = Phrase(text, added=True)
            case EditKind.PHRASES_REMOVED:
                for text in edit.phrases:
                    if self._owners.get(plain(text)) == key:
                        self._take(plain(text))

    def _take(self, words: str) -> None:
        owner = self._owners.pop(words, None)
        if owner is not None:
            del self._phrases[owner][words]

    def book(self, version: int) -> Book:
        entries = {
            key: Entry(
                Reason.model_validate(row),
                tuple(self._phrases[key].values()),
                shipped=key in self._from_files,
                edited=key in self._edited,
                archived=key in self._archived,
            )
            for key, row in self._rows.items()
        }
        kept = [entry for entry in entries.values() if not entry.archived]
        archived = [entry.reason for entry in entries.values() if entry.archived]
        return Book(
            version,
            entries,
            Reasons([entry.reason for entry in kept], archived),
            phrases_of(self._intents(kept)),
            dict(self._owners),
        )

    def _intents(self, kept: Iterable[Entry]) -> Iterator[tuple[str, list[str]]]:
        for intent, texts in self._shipped.by_intent.items():
            if intent.startswith(TONE_PREFIX):
                yield intent, list(texts)
            elif intent in ACTS:
                yield intent, [phrase.text for phrase in self._phrases[intent].values()]
        for entry in kept:
            if entry.phrases:
                yield entry.key, [phrase.text for phrase in entry.phrases]
