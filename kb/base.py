"""The knowledge base as the rest of the product sees it: write, publish, search, import, export."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from kb.archive_store import ArchiveStore
from kb.articles import Article, Audience, Content, Status, WrittenVersion
from kb.asking import Asker
from kb.background import in_background
from kb.calibrator import LOOK_SECONDS as CALIBRATING_SECONDS
from kb.calibrator import Calibrator
from kb.curation import Curator
from kb.database import Database
from kb.diff import FieldDiff, diff
from kb.editing import Editor
from kb.encoder import SentenceEncoder, Vectors
from kb.errors import NotFound
from kb.export import export_archive, export_articles, is_archive
from kb.gate import Gate, GateReport, Override
from kb.golden_store import GoldenStore
from kb.importing.bringing import Importer
from kb.importing.reading import Read, read_path
from kb.importing.report import ImportReport
from kb.judgements import JudgementStore, Source
from kb.listing import Filter
from kb.live import LiveSnapshot
from kb.progress import Progress, silent
from kb.publishing import Publishing
from kb.risk import RiskModel
from kb.search import SearchResult
from kb.snapshot_file import SnapshotFile
from kb.store import ArticleStore
from kb.vectors import VectorShelf

IMPORTED_BY = "import"


class KnowledgeBase:
    """Articles in the database and the index in memory. Safe to use from several threads at once.

    What was published is found by the next search of this process, and by other processes as soon as they
    look at the generation, which every search does, and `following` without waiting for one. The bound
    `answer_risk` is on the share of wrong answers among those shown, where the share `out_of_scope` of all
    questions has no answer. What a start can use again is kept in `folder`, if there is one. Articles for
    staff have an index of their own, which only `search_for_staff` asks. `curator` keeps the golden questions
    and the corrections.
    """

    def __init__(
        self,
        db: Database,
        encoder: SentenceEncoder,
        *,
        answer_risk: float = 0.05,
        help_url: str = "/help/",
        out_of_scope: float = 0.3,
        risk_model: RiskModel | None = None,
        folder: Path | None = None,
    ) -> None:
        self._store = ArticleStore(db)
        shelf = VectorShelf(db, self._store, encoder)
        file = SnapshotFile(folder, encoder.name) if folder else None
        self._live = LiveSnapshot(self._store, shelf, encoder, file)
        self._live_for_staff = LiveSnapshot(ArticleStore(db, Audience.STAFF), shelf, encoder)
        self._judgements = JudgementStore(db)
        self._calibrator = Calibrator(
            self._judgements, self._live, shelf, encoder, out_of_scope=out_of_scope, model=risk_model
        )
        self._asker = Asker(encoder, self._calibrator.current, self._judgements, answer_risk, help_url)
        self._golden = GoldenStore(db)
        gate = Gate(self._live, self._asker.ask_again)
        self._publishing = Publishing(db, self._store, shelf, self._golden, gate)
        self._editor = Editor(db, self._store, self._golden, self._publishing)
        self._archive = ArchiveStore(db, self._golden)
        self._importer = Importer(db, self._store, shelf, self._golden, self._archive, self._publishing)
        self.curator = Curator(db, self._store, self._golden, gate, self._editor, self.judge)

    def search(self, text: str, *, vector: Vectors | None = None, limit: int = 5) -> SearchResult:
        """What the published articles for everyone say to a question.

        `vector` is the question's own, when it was encoded already (shape (384,)).
        """
        return self._asker.ask(self._live.refreshed(), text, vector=vector, limit=limit)

    def search_for_staff(self, text: str, *, limit: int = 5) -> SearchResult:
        """The same with the articles for staff among the hits, by score; those have no address (`url` "")."""
        for_visitors = self.search(text, limit=limit)
        for_staff = self._asker.ask(self._live_for_staff.refreshed(), text, limit=limit)
        hits = [*for_visitors.hits, *(replace(hit, url="") for hit in for_staff.hits)]
        hits.sort(key=lambda hit: -hit.score)
        return replace(for_visitors, hits=tuple(hits[:limit]), options=0)

    def refresh_if_changed(self) -> bool:
        """Take in what any process has published since; True if there was something."""
        return self._live.refresh_if_changed()

    @contextmanager
    def following(self) -> Iterator[None]:
        """Meanwhile, take in within a second what any process publishes, and keep search and risks tidy."""
        with self._live.following(), in_background(CALIBRATING_SECONDS, self._calibrator.follow_calmly):
            yield

    def calibrate(self) -> None:
        """Try the knowledge base on itself now, if it has changed since; takes a second or two."""
        self._calibrator.follow()

    def judge(
        self,
        question: str,
        article_id: str,
        *,
        right: bool,
        source: Source,
        at: datetime,
        about: str | None = None,
    ) -> bool:
        """Learn that an article was the right one for a question, or wasn't; True if that says something.

        Kept are the figures by which the risk was judged, not the question. Nothing is learned from a
        reaction to an article that would not be shown first today, and once only from what has the same
        `about`.
        """
        return self._asker.judge(
            self._live.refreshed(), question, article_id, right=right, source=source, at=at, about=about
        )

    def not_judged(self, about: Collection[str]) -> set[str]:
        """Which of these nothing was learned about yet."""
        return self._judgements.not_judged(about)

    def articles(
        self,
        status: Status | str | None = None,
        query: str = "",
        *,
        latest: bool = False,
        audience: Audience | None = None,
    ) -> list[Article]:
        """Articles by title, in the published version where there is one, or the newest with `latest`."""
        wanted = Filter(None if status is None else Status(status), query, audience=audience)
        return self._store.articles(wanted, latest=latest)

    def listed(self, wanted: Filter, *, limit: int) -> list[Article]:
        """The first articles of a kind by title, in their newest versions."""
        return self._store.articles(wanted, latest=True, limit=limit)

    def count(self, wanted: Filter) -> int:
        """How many articles there are of a kind, by their newest versions."""
        return self._store.count(wanted, latest=True)

    def shelves(self) -> tuple[list[str], list[str]]:
        """The categories and the owners there are."""
        return self._store.shelves()

    def titles(self, article_ids: Iterable[str]) -> dict[str, str]:
        """The titles visitors know, or the newest where nothing is published, by id."""
        return self._store.titles(article_ids)

    def article(self, article_id: str, *, latest: bool = False) -> Article:
        """One article, in the published version where there is one, or the newest with `latest`.

        Raises:
            NotFound: there is no article of this id.
        """
        return self._store.article(article_id, latest=latest)

    def article_for_visitors(self, article_id: str) -> Article:
        """One article that is published for everyone.

        Raises:
            NotFound: there is none of this id that visitors may read.
        """
        return self._store.article_for_visitors(article_id)

    def versions(self, article_id: str) -> list[WrittenVersion]:
        """All versions of an article, newest first.

        Raises:
            NotFound: there is no article of this id.
        """
        return self._store.versions(article_id)

    def changes(self, article_id: str, before: int, after: int) -> tuple[FieldDiff, ...]:
        """What changed between two versions; before version 1 (that is 0) there was nothing.

        Raises:
            NotFound: there is no such article or version.
        """
        said = {0: Content(title="", body="", locale="")} | {
            one.number: one.content for one in self._store.versions(article_id)
        }
        if before not in said or after not in said:
            raise NotFound("There is no such version.")
        return diff(said[before], said[after])

    def save_draft(
        self,
        article_id: str | None,
        content: Content,
        *,
        by: str,
        at: datetime,
        made_from: int | None = None,
    ) -> Article:
        """Keep a new version that is not searchable yet; without an id, of a new article named by its title.

        A version that says the same as the newest is not written again.

        Raises:
            NotFound: an id was given and there is no such article.
            Outdated: `made_from` is given and somebody else has saved a version after that.
        """
        return self._editor.save_draft(article_id, content, by=by, at=at, made_from=made_from)

    def submit(self, article_id: str, *, by: str, at: datetime) -> Article:
        """Give a draft to review.

        Raises:
            NotFound: there is no article of this id.
            Conflict: its newest version is not a draft.
        """
        return self._editor.submit(article_id, by=by, at=at)

    def send_back(self, article_id: str, *, by: str, at: datetime, comment: str = "") -> Article:
        """Make what is in review a draft again; `comment` says what its author should change.

        Raises:
            NotFound: there is no article of this id.
            Conflict: it is not in review.
            InvalidInput: the comment is too long.
        """
        return self._editor.send_back(article_id, by=by, at=at, comment=comment)

    def publish(
        self,
        article_id: str,
        *,
        by: str,
        at: datetime,
        version: int | None = None,
        despite: str | None = None,
    ) -> Article:
        """Make the newest version the searchable one, now; `despite` says why even if golden questions break.

        Raises:
            NotFound: there is no article of this id.
            Conflict: `version` is given and is not the newest.
            PublicationStopped: golden questions that are right now would be wrong.
        """
        published = self._editor.publish(article_id, by=by, at=at, version=version, despite=despite)
        self._live.follow()
        return published

    def archive(self, article_id: str, *, by: str, at: datetime, despite: str | None = None) -> Article:
        """Take an article out of the search and the help centre; it can be published again.

        Raises:
            NotFound: there is no article of this id.
            PublicationStopped: golden questions that are right now would be wrong.
        """
        archived = self._editor.archive(article_id, by=by, at=at, despite=despite)
        self._live.follow()
        return archived

    def roll_back(
        self,
        article_id: str,
        version: int,
        *,
        by: str,
        at: datetime,
        publish: bool = False,
        despite: str | None = None,
    ) -> Article:
        """Write a new version that says what an old one said; with `publish`, make it the searchable one.

        Raises:
            NotFound: there is no such article or version.
            PublicationStopped: golden questions that are right now would be wrong; nothing was written.
        """
        made = self._editor.roll_back(article_id, version, by=by, at=at, publish=publish, despite=despite)
        if publish:
            self._live.follow()
        return made

    # --- the publish gate

    def gate(self, article_id: str) -> GateReport:
        """What would become of the golden questions if an article's newest version were published.

        Raises:
            NotFound: there is no article of this id.
        """
        return self._publishing.looked({article_id: self._store.article(article_id, latest=True)})

    def overrides(self, article_id: str | None = None) -> list[Override]:
        """What was published although golden questions broke: of one article or, without, of imports."""
        return self._golden.overrides(article_id)

    # --- files

    def import_path(
        self,
        path: Path,
        *,
        publish: bool,
        at: datetime,
        by: str = IMPORTED_BY,
        dry_run: bool = False,
        skip_duplicates: bool = False,
        despite_regressions: bool = False,
        progress: Progress = silent,
    ) -> ImportReport:
        """Bring in a file or folder. What can't be read is reported and the rest is imported, all at once.

        With `skip_duplicates` new articles that say the same as another one are left out, and reported.

        Raises:
            InvalidInput: there is nothing at `path` that can be imported.
            PublicationStopped: golden questions that are right now would be wrong; nothing was imported.
        """
        return self.import_read(
            read_path(path, progress=progress),
            publish=publish,
            at=at,
            by=by,
            dry_run=dry_run,
            skip_duplicates=skip_duplicates,
            despite_regressions=despite_regressions,
            progress=progress,
        )

    def import_read(
        self,
        read: Read,
        *,
        publish: bool,
        at: datetime,
        by: str = IMPORTED_BY,
        dry_run: bool = False,
        skip_duplicates: bool = False,
        despite_regressions: bool = False,
        progress: Progress = silent,
    ) -> ImportReport:
        """Bring in what was read already, from wherever (`kb.importing.web.read_url` for a web site).

        Raises:
            PublicationStopped: golden questions that are right now would be wrong; nothing was imported.
        """
        report = self._importer.bring_in(
            read,
            publish=publish,
            at=at,
            by=by,
            dry_run=dry_run,
            skip_duplicates=skip_duplicates,
            despite="imported nevertheless" if despite_regressions else None,
            progress=progress,
        )
        if publish and not dry_run:
            self._live.follow()
        return report

    def export(self, path: Path, *, progress: Progress = silent) -> int:
        """Write everything to one archive if `path` ends in .json, else the newest versions.

        Those go to one file if it ends in .csv, or to a folder of Markdown. Gives the number of articles.
        Importing the export changes nothing; an archive brings back everything into an empty knowledge base.

        Raises:
            InvalidInput: the folder or file can't be written.
        """
        if is_archive(path):
            return export_archive(self._archive.everything(), path)
        return export_articles(self.articles(latest=True), path, progress=progress)
