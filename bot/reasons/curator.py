"""What an admin does to the reasons and their phrases: judged, kept, and in force when the call returns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from bot.errors import Conflict, NotFound, Overtaken
from bot.nlu.conflicts import Flip
from bot.reasons.book import Book, Entry
from bot.reasons.checks import KnownParts, checked_phrases, checked_reason, free_phrases
from bot.reasons.edits import Edit, EditKind, plain
from bot.reasons.live import LiveBook
from bot.reasons.store import EditStore
from bot.reasons.undoing import opposite

_TRIES = 5


class Learns(Protocol):
    """What reads messages by the phrases, such as `bot.nlu.live.LiveUnderstander`."""

    def follow(self) -> bool:
        """Take in what has changed."""
        ...

    def would_flip(self, intent: str, texts: Sequence[str]) -> tuple[Flip, ...]:
        """The phrases of others that would be read differently with these phrases."""
        ...


@dataclass(frozen=True)
class Taught:
    """What came of adding phrases: those that are new, those that were there, and whom the new ones draw."""

    entry: Entry
    added: tuple[str, ...]
    already: tuple[str, ...]
    flips: tuple[Flip, ...]


@dataclass(frozen=True)
class Curator:
    """The door of this room. Every change is one edit by somebody, and can be taken back."""

    store: EditStore
    live: LiveBook
    known: KnownParts
    learns: Callable[[], Learns | None]

    def entry(self, key: str) -> Entry:
        """One reason, archived or not.

        Raises:
            NotFound: there is none of this key.
        """
        return _entry(self.live.refreshed(), key)

    def edits_of(self, key: str) -> list[Edit]:
        """What was done to one reason, newest first."""
        return [edit for edit in reversed(self.live.edits) if edit.key == key]

    def add(self, fields: Mapping[str, Any], phrases: Sequence[str] = (), *, by: str, at: datetime) -> Taught:
        """Add a reason, and teach its first phrases.

        Raises:
            InvalidInput: a field or a phrase can't be used.
            Conflict: there is a reason or dialogue act of this key, or a phrase is another one's.
        """
        wanted = checked_phrases(phrases) if phrases else []

        def edit(book: Book) -> Edit:
            reason = checked_reason(fields, self.known, new_in=book)
            free_phrases(wanted, reason.key, book)
            after = reason.model_dump(mode="json", exclude={"key"})
            return Edit(EditKind.ADDED, reason.key, by, at, after=after)

        key = self._keep(edit, learn=not wanted)
        if not wanted:
            return Taught(self.entry(key), (), (), ())
        return self.add_phrases(key, wanted, by=by, at=at)

    def change(self, key: str, fields: Mapping[str, Any], *, by: str, at: datetime) -> Entry:
        """Change fields of a reason; those that are as they were stay with what ships.

        Raises:
            NotFound: there is no such reason.
            InvalidInput: a field can't be used.
        """

        def edit(book: Book) -> Edit | None:
            now = _entry(book, key).reason.model_dump(mode="json")
            reason = checked_reason({**now, **fields}, self.known, named=fields.keys())
            after = reason.model_dump(mode="json")
            changed = [name for name in fields if after[name] != now[name]]
            if not changed:
                return None
            return Edit(
                EditKind.CHANGED,
                key,
                by,
                at,
                after={name: after[name] for name in changed},
                before={name: now[name] for name in changed},
            )

        self._keep(edit)
        return self.entry(key)

    def archive(self, key: str, *, by: str, at: datetime) -> Entry:
        """No message is read as this reason from now on; what was recorded under it keeps its title.

        Raises:
            NotFound: there is no such reason.
            Conflict: it is archived, or always needs a person.
        """

        def edit(book: Book) -> Edit:
            return _archiving(_entry(book, key), by, at)

        return self.entry(self._keep(edit))

    def restore(self, key: str, *, by: str, at: datetime) -> Entry:
        """Bring an archived reason back with its phrases.

        Raises:
            NotFound: there is no such reason.
            Conflict: it isn't archived.
        """

        def edit(book: Book) -> Edit:
            if not _entry(book, key).archived:
                raise Conflict("This reason isn't archived.")
            return Edit(EditKind.RESTORED, key, by, at)

        return self.entry(self._keep(edit))

    def add_phrases(self, key: str, texts: Sequence[str], *, by: str, at: datetime) -> Taught:
        """Teach phrases; those that the reason has are left as they are.

        Raises:
            NotFound: there is no such reason.
            InvalidInput: a phrase is empty or too long, or there are none or too many.
            Conflict: a phrase is another reason's or a dialogue act's; says which.
        """
        wanted = checked_phrases(texts)
        taught: list[str] = []

        def edit(book: Book) -> Edit | None:
            _entry(book, key)
            taught[:] = free_phrases(wanted, key, book)
            return Edit(EditKind.PHRASES_ADDED, key, by, at, phrases=tuple(taught)) if taught else None

        learns, free = self.learns(), free_phrases(wanted, key, self.live.refreshed())
        flips = learns.would_flip(key, free) if learns and free else ()
        self._keep(edit)
        already = tuple(text for text in wanted if text not in taught)
        return Taught(self.entry(key), tuple(taught), already, flips)

    def remove_phrases(self, key: str, texts: Sequence[str], *, by: str, at: datetime) -> Entry:
        """Let go of phrases.

        Raises:
            NotFound: there is no such reason, or it has no such phrase.
        """
        words = [plain(text) for text in texts]

        def edit(book: Book) -> Edit:
            phrases = {plain(phrase.text): phrase.text for phrase in _entry(book, key).phrases}
            missing = [text for text in texts if plain(text) not in phrases]
            if missing:
                raise NotFound(f"“{missing[0]}” is no phrase of this reason.")
            return Edit(EditKind.PHRASES_REMOVED, key, by, at, phrases=tuple(phrases[one] for one in words))

        return self.entry(self._keep(edit))

    def undo(self, number: int, *, by: str, at: datetime) -> Entry:
        """Take one edit back, by another one.

        Raises:
            NotFound: there is no such edit.
            Conflict: it is taken back already, or something later stands on it; says what.
        """

        def edit(book: Book) -> Edit:
            edits = self.live.edits
            if not 1 <= number <= len(edits):
                raise NotFound("There is no such change.")
            taken = edits[number - 1]
            if any(other.undoes == number for other in edits):
                raise Conflict("This change is taken back already.")
            entry = _entry(book, taken.key)
            if taken.kind in (EditKind.ADDED, EditKind.RESTORED):
                return replace(_archiving(entry, by, at), undoes=number)
            return opposite(taken, entry, book, by=by, at=at)

        return self.entry(self._keep(edit))

    def _keep(self, make: Callable[[Book], Edit | None], *, learn: bool = True) -> str:
        """Judge by the newest book and keep; again where somebody else was faster. The reason's key."""
        edit = self._kept(make, _TRIES)
        self.live.refreshed()
        learns = self.learns() if learn and edit is not None else None
        if learns is not None:
            learns.follow()
        return edit.key if edit is not None else ""

    def _kept(self, make: Callable[[Book], Edit | None], tries: int) -> Edit | None:
        book = self.live.refreshed()
        edit = make(book)
        try:
            return self.store.append(edit, seen=book.version) if edit is not None else None
        except Overtaken:
            if tries == 1:
                raise
            return self._kept(make, tries - 1)


def _entry(book: Book, key: str) -> Entry:
    entry = book.entries.get(key)
    if entry is None:
        raise NotFound("There is no such reason.")
    return entry


def _archiving(entry: Entry, by: str, at: datetime) -> Edit:
    if entry.archived:
        raise Conflict("This reason is archived already.")
    if entry.reason.always_person:
        raise Conflict(
            f"“{entry.reason.title}” always goes to a person: nothing would bring "
            "such messages to one any more. Say first that it need not always be a person, if you want that."
        )
    return Edit(EditKind.ARCHIVED, entry.key, by, at)
