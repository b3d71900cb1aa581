"""What is published, as one snapshot in memory that follows the database."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from kb.articles import Article
from kb.background import in_background
from kb.bm25 import WordIndex
from kb.encoder import SentenceEncoder
from kb.passages import units
from kb.snapshot import Prepared, Snapshot, build_snapshot, grown, prepared
from kb.snapshot_file import SnapshotFile
from kb.store import ArticleStore
from kb.threads import one_thread_each
from kb.vectors import VectorShelf

# Up to so many units a whole snapshot is made in a tenth of a second, so each change makes one.
WHOLE_UP_TO = 4_000
LOOK_SECONDS = 0.1
# The whole snapshot that follows changes takes at most a tenth of one core, but is not put off for longer.
_LONGEST_PAUSE = 20.0
_SAVE_PAUSE = 60.0


class LiveSnapshot:
    """The newest snapshot of the published articles. Safe to use from several threads at once.

    A search works on one snapshot, which is replaced as a whole: what was published is found by the next
    search of this process, and by other processes as soon as they look at the generation, which `refreshed`
    does, and `following` a few times a second. With few units each change makes a whole snapshot; with many
    it grows by what changed, and a whole one follows in the background.
    """

    def __init__(
        self,
        store: ArticleStore,
        shelf: VectorShelf,
        encoder: SentenceEncoder,
        file: SnapshotFile | None = None,
    ) -> None:
        one_thread_each()
        self._store = store
        self._shelf = shelf
        self._encoder = encoder
        self._file = file
        self._words = WordIndex()
        self._snapshot: Snapshot | None = None
        self._changing = threading.Lock()
        self._tidying = threading.Lock()
        self._not_whole_before = 0.0
        self._not_saved_before = 0.0
        self._saved_generation: int | None = None

    def refreshed(self) -> Snapshot:
        """The snapshot after taking in what any process has published since the last look."""
        self.refresh_if_changed()
        return self._there()

    def caught_up(self) -> Snapshot:
        """The same, but waits for a thread that is taking it in already."""
        if self._snapshot is None or self._store.generation() != self._snapshot.generation:
            self.follow()
        return self._there()

    def refresh_if_changed(self) -> bool:
        """Take in what any process has published since; True if there was something.

        While one thread does that, others go on searching the old snapshot.
        """
        if self._snapshot is not None and self._store.generation() == self._snapshot.generation:
            return False
        if self._changing.acquire(blocking=self._snapshot is None):
            try:
                return self._take_in()
            finally:
                self._changing.release()
        return False

    def follow(self) -> None:
        """Take in a change this process has just made; waits for a look that may have begun before it."""
        with self._changing:
            self._take_in()

    def preview(self, now: Snapshot, changed: Mapping[str, Article | None]) -> Snapshot:
        """A snapshot as it would be with these articles published as given here, or taken out (None)."""
        gone = [article_id for article_id, article in changed.items() if article is None]
        fresh = self._prepared([article for article in changed.values() if article is not None])
        after = grown(now, now.generation, gone, fresh, now.words)
        everything = list(after.everything())
        words = WordIndex().changed(everything)
        if len(after.owners) - after.unused > WHOLE_UP_TO:
            return replace(after, words=words)
        return build_snapshot(now.generation, everything, self._encoder.dimension, words)

    @contextmanager
    def following(self) -> Iterator[None]:
        """Meanwhile, look in the background for what was published, and tidy up behind it."""
        with in_background(LOOK_SECONDS, self.refresh_if_changed, self.tidy):
            yield

    def tidy(self) -> None:
        """Make a grown snapshot whole and keep it on disk, each where it is due; searches go on meanwhile."""
        with self._tidying:
            self._make_whole()
            self._save()

    def _there(self) -> Snapshot:
        if self._snapshot is None:
            raise AssertionError("taking in makes the first snapshot")
        return self._snapshot

    def _take_in(self) -> bool:
        before = self._snapshot
        if before is None:
            self._snapshot = self._first()
            return True
        changes = self._store.changes(before.generation)
        if changes.number == before.generation:
            return False
        fresh = [article for article in changes.published if not _is_in(before, article)]
        after = self._after(before, changes.number, changes.gone, fresh)
        if len(after.numbers) != changes.count:
            # Something was changed past `next_generation`, or between two statements: look at everything.
            number, published = self._store.published()
            now_there = {article.id for article in published}
            fresh = [article for article in published if not _is_in(before, article)]
            after = self._after(before, number, list(before.numbers.keys() - now_there), fresh)
            self._words = WordIndex()
            after = replace(after, words=self._words.changed(after.everything()))
        self._snapshot = after
        return True

    def _first(self) -> Snapshot:
        number, published = self._store.published()
        kept = self._file.load() if self._file else None
        versions = self._store.published_versions() if kept else {}
        ready: dict[str, Prepared] = {}
        for article in published:
            if kept and article.id in versions:
                known = kept.prepared(article, versions[article.id])
                if known:
                    ready[article.id] = known
        if len(ready) == len(published):
            self._saved_generation = number
        missing = [article for article in published if article.id not in ready]
        ready |= {one.article.id: one for one in self._prepared(missing)}
        articles = [ready[article.id] for article in published]
        return build_snapshot(number, articles, self._encoder.dimension, self._words.changed(articles))

    def _after(
        self, before: Snapshot, number: int, gone: Sequence[str], changed: Sequence[Article]
    ) -> Snapshot:
        fresh = self._prepared(changed)
        after = grown(before, number, gone, fresh, self._words.changed(fresh, gone))
        units_in_use = len(after.owners) - after.unused
        if units_in_use <= WHOLE_UP_TO or after.overhead > max(WHOLE_UP_TO, units_in_use // 4):
            return build_snapshot(number, list(after.everything()), self._encoder.dimension, after.words)
        return after

    def _prepared(self, articles: Sequence[Article]) -> list[Prepared]:
        of_each = [units(article.content) for article in articles]
        vectors = self._shelf.of([unit for of_one in of_each for unit in of_one])
        return [
            prepared(article, of_one, [vectors[unit.digest] for unit in of_one])
            for article, of_one in zip(articles, of_each, strict=True)
        ]

    def _make_whole(self) -> None:
        before = self._snapshot
        began = time.monotonic()
        if before is None or not before.overhead or began < self._not_whole_before:
            return
        whole = build_snapshot(
            before.generation, list(before.everything()), self._encoder.dimension, before.words
        )
        with self._changing:
            now = self._snapshot
            if now is not None and now is not before:
                gone = whole.numbers.keys() - now.numbers.keys()
                later = [
                    now.prepared(article_id)
                    for article_id, number in now.numbers.items()
                    if not _is_in(whole, now.articles[number])
                ]
                whole = grown(whole, now.generation, gone, later, now.words)
            self._snapshot = whole
        ended = time.monotonic()
        self._not_whole_before = ended + min(10 * (ended - began), _LONGEST_PAUSE)

    def _save(self) -> None:
        snapshot = self._snapshot
        if self._file is None or snapshot is None or snapshot.generation == self._saved_generation:
            return
        if time.monotonic() < self._not_saved_before:
            return
        self._file.save(snapshot, self._store.published_versions())
        self._saved_generation = snapshot.generation
        self._not_saved_before = time.monotonic() + _SAVE_PAUSE


def _is_in(snapshot: Snapshot, article: Article) -> bool:
    """Whether a snapshot has this very version of an article."""
    number = snapshot.numbers.get(article.id)
    return number is not None and snapshot.articles[number].version == article.version
