"""The book in force, as every process has it."""

import threading

from bot.nlu.phrases import Phrases
from bot.reasons.book import Book, book_of
from bot.reasons.edits import Edit
from bot.reasons.store import EditStore
from bot.triage.reasons import Reason, Reasons


class LiveBook:
    """What ships with all edits of any process applied. Safe to use from several threads.

    `current` and what follows from it cost nothing; `refreshed` looks at the database first.
    """

    def __init__(self, store: EditStore, reasons: Reasons, phrases: Phrases) -> None:
        self._store = store
        self._shipped = reasons, phrases
        self._edits: list[Edit] = []
        self._changing = threading.Lock()
        self._book = book_of(reasons, phrases, ())
        self.refreshed()

    @property
    def current(self) -> Book:
        """The book as this process knows it."""
        return self._book

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All edits in the book, in their order."""
        return tuple(self._edits)

    def refreshed(self) -> Book:
        """The newest book."""
        if self._store.version() != self._book.version:
            with self._changing:
                newer = self._store.edits(after=self._book.version)
                if newer:
                    self._edits = [*self._edits, *newer]
                    self._book = book_of(*self._shipped, self._edits)
        return self._book

    def reasons(self) -> Reasons:
        """The reasons that hold now."""
        return self._book.reasons

    def named(self, key: str | None) -> Reason:
        """The reason of this key, see `Reasons.named`."""
        return self._book.reasons.named(key)

    def phrases(self) -> tuple[int, Phrases]:
        """The newest phrases and the version of the book they stand in."""
        book = self.refreshed()
        return book.version, book.phrases
