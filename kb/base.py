"""The knowledge base as the rest of the product sees it: write, publish, search, import, export."""

from datetime import datetime
from pathlib import Path

from kb.articles import Article, Content, Status
from kb.calibration import Calibration, shipped_calibration
from kb.database import Database
from kb.editing import Editor
from kb.encoder import SentenceEncoder, Vectors
from kb.export import export_articles
from kb.importing.bringing import Importer
from kb.importing.report import ImportReport
from kb.live import LiveSnapshot
from kb.search import SearchResult, search
from kb.store import ArticleStore
from kb.vectors import VectorShelf

IMPORTED_BY = "import"


class KnowledgeBase:
    """Articles in the database and the index in memory. Safe to use from several threads at once.

    What was published is found by the next search of this process, and by other processes as soon as they
    look at the generation, which every search does. The bound `answer_risk` is on the share of wrong answers
    among those shown.
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
        self._store = ArticleStore(db)
        self._encoder = encoder
        self._answer_risk = answer_risk
        self._help_url = help_url
        self._calibration = calibration
        shelf = VectorShelf(db, self._store, encoder)
        self._live = LiveSnapshot(self._store, shelf, encoder)
        self._editor = Editor(db, self._store, shelf)
        self._importer = Importer(db, self._store, shelf)

    def search(self, text: str, *, vector: Vectors | None = None, limit: int = 5) -> SearchResult:
        """What the published articles say to a question.

        `vector` is the question's own, when it was encoded already (shape (384,)).
        """
        snapshot = self._live.refreshed()
        if vector is None:
            vector = self._encoder.encode([text])[0]
        return search(
            snapshot,
            text,
            vector,
            calibration=self._calibration or shipped_calibration(),
            answer_risk=self._answer_risk,
            limit=limit,
            help_url=self._help_url,
        )

    def refresh_if_changed(self) -> bool:
        """Take in what any process has published since; True if there was something."""
        return self._live.refresh_if_changed()

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
        return self._editor.save_draft(article_id, content, by=by, at=at)

    def publish(self, article_id: str, *, by: str, at: datetime) -> Article:
        """Make the newest version the searchable one, now.

        Raises:
            NotFound: there is no article of this id.
        """
        published = self._editor.publish(article_id, by=by, at=at)
        self._live.follow()
        return published

    def archive(self, article_id: str, *, at: datetime) -> Article:
        """Take an article out of the search and the help centre; it can be published again.

        Raises:
            NotFound: there is no article of this id.
        """
        archived = self._editor.archive(article_id, at=at)
        self._live.follow()
        return archived

    def import_path(
        self, path: Path, *, publish: bool, at: datetime, by: str = IMPORTED_BY, dry_run: bool = False
    ) -> ImportReport:
        """Bring in a file or folder. What can't be read is reported and the rest is imported, all at once.

        Raises:
            InvalidInput: there is nothing at `path` that can be imported.
        """
        report = self._importer.bring_in(path, publish=publish, at=at, by=by, dry_run=dry_run)
        if publish and not dry_run:
            self._live.follow()
        return report

    def export(self, path: Path, *, status: Status | str | None = None) -> int:
        """Write the newest versions to a folder of Markdown, or to one file if `path` ends in .json.

        Gives the number of articles. Importing the export changes nothing.
        """
        return export_articles(self.articles(status, latest=True), path)
