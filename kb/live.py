"""What is published, as one snapshot in memory that follows the database."""

import threading
from collections.abc import Mapping, Sequence

from kb.articles import Article
from kb.encoder import SentenceEncoder
from kb.index import Prepared, Snapshot, build_snapshot
from kb.lexical import grams
from kb.passages import Unit, units
from kb.store import ArticleStore
from kb.vectors import VectorShelf


class LiveSnapshot:
    """The newest snapshot of the published articles. Safe to use from several threads at once.

    A search works on one snapshot, which is replaced as a whole: what was published is found by the next
    search of this process, and by other processes as soon as they look at the generation, which `refreshed`
    does.
    """

    def __init__(self, store: ArticleStore, shelf: VectorShelf, encoder: SentenceEncoder) -> None:
        self._store = store
        self._shelf = shelf
        self._encoder = encoder
        self._snapshot: Snapshot | None = None
        self._building = threading.Lock()

    def refreshed(self) -> Snapshot:
        """The snapshot after taking in what any process has published since the last look."""
        self.refresh_if_changed()
        if self._snapshot is None:
            raise AssertionError("refresh_if_changed makes the first snapshot")
        return self._snapshot

    def refresh_if_changed(self) -> bool:
        """Take in what any process has published since; True if there was something.

        While one thread builds the new snapshot, others go on searching the old one.
        """
        if self._snapshot is not None and self._store.generation() == self._snapshot.generation:
            return False
        if self._building.acquire(blocking=self._snapshot is None):
            try:
                return self._rebuild()
            finally:
                self._building.release()
        return False

    def follow(self) -> None:
        """Take in a change this process has just made; waits for a build that may have begun before it."""
        with self._building:
            self._rebuild()

    def preview(self, changed: Mapping[str, Article | None]) -> Snapshot:
        """The snapshot as it would be with these articles published as given here, or taken out (None)."""
        number, published = self._store.published()
        after = {article.id: article for article in published}
        for article_id, article in changed.items():
            if article is None:
                after.pop(article_id, None)
            else:
                after[article_id] = article
        current = self._snapshot
        return self._built(number, list(after.values()), dict(current.prepared()) if current else {})

    def _rebuild(self) -> bool:
        before = self._snapshot
        number, published = self._store.published()
        if before is not None and before.generation == number:
            return False
        self._snapshot = self._built(number, published, dict(before.prepared()) if before else {})
        return True

    def _built(self, number: int, articles: Sequence[Article], reusable: dict[str, Prepared]) -> Snapshot:
        of_each = [units(article.content) for article in articles]
        self._prepare([unit for of_one in of_each for unit in of_one], reusable)
        prepared = [[_as(unit, reusable[unit.digest]) for unit in of_one] for of_one in of_each]
        return build_snapshot(number, articles, prepared, self._encoder.dimension)

    def _prepare(self, wanted: Sequence[Unit], reusable: dict[str, Prepared]) -> None:
        """Add to `reusable` what of `wanted` is missing."""
        missing = {unit.digest: unit for unit in wanted if unit.digest not in reusable}
        vectors = self._shelf.of(missing.values())
        for digest, unit in missing.items():
            reusable[digest] = Prepared(unit, vectors[digest], grams(unit.shown))


def _as(unit: Unit, prepared: Prepared) -> Prepared:
    """What was computed for a text, for a unit of the same text."""
    return prepared if prepared.unit == unit else Prepared(unit, prepared.vector, grams(unit.shown))
