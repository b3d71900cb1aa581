"""The knowledge base as the rest of the product sees it: write, publish, search, import, export."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from kb.articles import Article, Content, Status, slug
from kb.calibration import Calibration, shipped_calibration
from kb.database import Database
from kb.encoder import SentenceEncoder, Vectors
from kb.errors import Conflict, NotFound
from kb.export import export_articles
from kb.importing import read_path
from kb.importing.report import ImportReport, plan
from kb.index import Prepared, Snapshot, build_snapshot
from kb.lexical import grams
from kb.passages import Unit, units
from kb.search import SearchResult, search
from kb.store import ArticleStore

IMPORTED_BY = "import"


class KnowledgeBase:
    """Articles in the database and the index in memory. Safe to use from several threads at once.

    A search works on one snapshot, which is replaced as a whole: what was published is found by the next
    search of this process, and by other processes as soon as they look at the generation, which every
    search does. The bound `answer_risk` is on the share of wrong answers among those shown.
    """

    def __init__(
        self,
        db: Database,
        encoder: SentenceEncoder,
        *,
        answer_risk: float = 0.05,
        help_url: str = "/help/",
        calibration: Calibration | None = None,
    ) -> None:
        self._db = db
        self._store = ArticleStore(db)
        self._encoder = encoder
        self._answer_risk = answer_risk
        self._help_url = help_url
        self._calibration = calibration
        self._snapshot: Snapshot | None = None
        self._units: dict[tuple[str, int], tuple[Unit, ...]] = {}
        self._building = threading.Lock()

    def search(self, text: str, *, vector: Vectors | None = None, limit: int = 5) -> SearchResult:
        """What the published articles say to a question.

        `vector` is the question's own, when it was encoded already (shape (384,)).
        """
        self.refresh_if_changed()
        if vector is None:
            vector = self._encoder.encode([text])[0]
        return search(
            self._current(),
            text,
            vector,
            calibration=self._calibration or shipped_calibration(),
            answer_risk=self._answer_risk,
            limit=limit,
            help_url=self._help_url,
        )

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

    def articles(
        self, status: Status | str | None = None, query: str = "", *, latest: bool = False
    ) -> list[Article]:
        """Articles by title, in the published version where there is one, or the newest with `latest`."""
        return self._store.articles(None if status is None else Status(status), query, latest=latest)

    def article(self, article_id: str, *, latest: bool = False) -> Article:
        """One article, in the published version where there is one, or the newest with `latest`.

        Raises:
            NotFound: there is no article of this id.
        """
        return self._store.article(article_id, latest=latest)

    def save_draft(self, article_id: str | None, content: Content, *, by: str, at: datetime) -> Article:
        """Keep a new version that is not searchable yet; without an id, of a new article named by its title.

        A version that says the same as the newest is not written again.

        Raises:
            NotFound: an id was given and there is no such article.
        """
        with self._writing() as connection:
            if article_id is None:
                article_id = self._free_id(content.title)
            else:
                known = self._store.known([article_id]).get(article_id)
                if known is None:
                    raise NotFound("There is no such article.")
                if known.digest == content.digest:
                    return self._store.article(article_id, latest=True)
            self._store.keep_version(connection, article_id, content, by, at)
        return self._store.article(article_id, latest=True)

    def publish(self, article_id: str, *, by: str, at: datetime) -> Article:
        """Make the newest version the searchable one, now.

        Raises:
            NotFound: there is no article of this id.
        """
        newest = self._store.article(article_id, latest=True)
        fresh = self._encoded([newest.content])
        with self._writing() as connection:
            self._store.keep_vectors(connection, self._encoder.name, fresh)
            self._store.set_published(connection, article_id, newest.version, by, at)
            self._store.next_generation(connection)
        self._follow()
        return self._store.article(article_id, latest=False)

    def archive(self, article_id: str, *, at: datetime) -> Article:
        """Take an article out of the search and the help centre; it can be published again.

        Raises:
            NotFound: there is no article of this id.
        """
        self._store.article(article_id, latest=True)
        with self._writing() as connection:
            self._store.set_archived(connection, article_id, at)
            self._store.next_generation(connection)
        self._follow()
        return self._store.article(article_id, latest=True)

    def import_path(
        self, path: Path, *, publish: bool, at: datetime, by: str = IMPORTED_BY, dry_run: bool = False
    ) -> ImportReport:
        """Bring in a file or folder. What can't be read is reported and the rest is imported, all at once.

        Raises:
            InvalidInput: there is nothing at `path` that can be imported.
        """
        read = read_path(path)
        known = self._store.known([draft.id for draft in read.drafts])
        planned = plan(read, known, publish=publish)
        if dry_run or not (planned.write or planned.publish):
            return planned.report
        contents = {draft.id: draft.content for draft in read.drafts}
        fresh = self._encoded(contents[article_id] for article_id in planned.publish)
        with self._writing() as connection:
            self._store.keep_vectors(connection, self._encoder.name, fresh)
            self._write_import(connection, planned.write, planned.publish, contents, by, at)
        if planned.publish:
            self._follow()
        return planned.report

    def export(self, path: Path, *, status: Status | str | None = None) -> int:
        """Write the newest versions to a folder of Markdown, or to one file if `path` ends in .json.

        Gives the number of articles. Importing the export changes nothing.
        """
        return export_articles(self.articles(status, latest=True), path)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction; two that make the same article at the same time can't both."""
        try:
            with self._db.write() as connection:
                yield connection
        except IntegrityError as error:
            raise Conflict("Somebody else has just saved an article of this id; please try again.") from error

    def _write_import(
        self,
        connection: Connection,
        write: Sequence[str],
        publish: Sequence[str],
        contents: dict[str, Content],
        by: str,
        at: datetime,
    ) -> None:
        latest = {article_id: one.latest_version for article_id, one in self._store.known(publish).items()}
        for article_id in write:
            latest[article_id] = self._store.keep_version(
                connection, article_id, contents[article_id], by, at
            )
        for article_id in publish:
            self._store.set_published(connection, article_id, latest[article_id], by, at)
        if publish:
            self._store.next_generation(connection)

    def _free_id(self, title: str) -> str:
        wanted = slug(title)
        candidates = [wanted, *(f"{wanted}-{number}" for number in range(2, 1000))]
        taken = self._store.known(candidates)
        return next(candidate for candidate in candidates if candidate not in taken)

    def _encoded(self, contents: Iterable[Content]) -> dict[str, Vectors]:
        """Vectors that are not kept yet, by digest, of all units of `contents`."""
        texts = {unit.digest: unit.encoded for content in contents for unit in units(content)}
        missing = sorted(texts.keys() - self._store.vectors(self._encoder.name, texts).keys())
        if not missing:
            return {}
        return dict(zip(missing, self._encoder.encode([texts[digest] for digest in missing]), strict=True))

    def _current(self) -> Snapshot:
        if self._snapshot is None:
            raise AssertionError("refresh_if_changed makes the first snapshot")
        return self._snapshot

    def _follow(self) -> None:
        """Take in a change this process has just made; waits for a build that may have begun before it."""
        with self._building:
            self._rebuild()

    def _rebuild(self) -> bool:
        before = self._snapshot
        number, published = self._store.published()
        if before is not None and before.generation == number:
            return False
        reusable = dict(before.prepared()) if before is not None else {}
        of_each = [self._units_of(article) for article in published]
        self._prepare([unit for of_one in of_each for unit in of_one], reusable)
        prepared = [[_as(unit, reusable[unit.digest]) for unit in of_one] for of_one in of_each]
        self._snapshot = build_snapshot(number, published, prepared, self._encoder.dimension)
        keys = zip(published, of_each, strict=True)
        self._units = {(article.id, article.version): of_one for article, of_one in keys}
        return True

    def _units_of(self, article: Article) -> tuple[Unit, ...]:
        return self._units.get((article.id, article.version)) or units(article.content)

    def _prepare(self, wanted: Sequence[Unit], reusable: dict[str, Prepared]) -> None:
        """Add to `reusable` what of `wanted` is missing: vectors from the database, else encoded and kept."""
        missing = {unit.digest: unit for unit in wanted if unit.digest not in reusable}
        kept = self._store.vectors(self._encoder.name, missing)
        unknown = [digest for digest in missing if digest not in kept]
        if unknown:
            # The model has changed since these articles were published.
            encoded = self._encoder.encode([missing[digest].encoded for digest in unknown])
            fresh = dict(zip(unknown, encoded, strict=True))
            with self._writing() as connection:
                self._store.keep_vectors(connection, self._encoder.name, fresh)
            kept |= fresh
        for digest, unit in missing.items():
            reusable[digest] = Prepared(unit, kept[digest], grams(unit.shown))


def _as(unit: Unit, prepared: Prepared) -> Prepared:
    """What was computed for a text, for a unit of the same text."""
    return prepared if prepared.unit == unit else Prepared(unit, prepared.vector, grams(unit.shown))
