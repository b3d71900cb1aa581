"""What was read, into the database: new and changed articles, all in one transaction."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from kb.archive_store import ArchiveStore
from kb.articles import Article, Status
from kb.database import Database
from kb.encoder import Vectors
from kb.gate import GateReport
from kb.golden_store import GoldenStore
from kb.importing.likeness import Candidate, Duplicate, duplicates, summary
from kb.importing.reading import Read
from kb.importing.report import (
    GoldenPlan,
    ImportReport,
    Plan,
    is_changed,
    plan,
    plan_golden,
    without_skipped,
)
from kb.life import Step
from kb.listing import Filter
from kb.passages import Unit, units
from kb.progress import Progress, silent
from kb.publishing import Publishing
from kb.store import ArticleStore, Known, writing
from kb.vectors import VectorShelf

_ENCODED_AT_ONCE = 256


class Importer:
    """Compares what was read with what there is, and writes the difference."""

    def __init__(
        self,
        db: Database,
        store: ArticleStore,
        shelf: VectorShelf,
        golden: GoldenStore,
        archive: ArchiveStore,
        publishing: Publishing,
    ) -> None:
        self._db = db
        self._store = store
        self._shelf = shelf
        self._golden = golden
        self._archive = archive
        self._publishing = publishing

    def bring_in(
        self,
        read: Read,
        *,
        publish: bool,
        at: datetime,
        by: str,
        dry_run: bool,
        skip_duplicates: bool,
        despite: str | None = None,
        progress: Progress = silent,
    ) -> ImportReport:
        """Write what is new or changed; with `skip_duplicates` leave out what is like another article.

        `despite` is why to publish even if golden questions break; None to be stopped then.

        Raises:
            PublicationStopped: golden questions that are right now would be wrong; nothing was written.
        """
        known = self._store.known([draft.id for draft in read.drafts])
        vectors: dict[str, Vectors] = {}
        may_skip = {draft.id for draft in read.drafts if draft.id not in known} if skip_duplicates else set()
        found = self._duplicates(read, known, vectors, may_skip, progress)
        read = without_skipped(read, found)
        planned = plan(read, known, publish=publish)
        golden = self._golden_plan(read, planned)
        report = _whole_report(planned.report, found, golden if read.golden else None)
        changed = {
            article_id: Article(article_id, content, Status.PUBLISHED, 1, False, at, by)
            for article_id, content in planned.publish.items()
        }
        if dry_run and changed:
            self._publishing.tried(changed, despite)
        if dry_run or not (planned.write or changed or golden.keep):
            return report
        wanted = [unit for content in planned.publish.values() for unit in units(content)]
        self._encode(wanted, vectors, progress)
        # A vector belongs to a text, whatever becomes of the import.
        with self._db.write() as connection:
            self._shelf.keep(connection, vectors)

        def write(connection: Connection) -> None:
            self._write_articles(connection, read, planned, by, at)
            for one in golden.keep:
                self._golden.keep_golden(connection, one)

        def write_and_publish(connection: Connection, gate: GateReport) -> None:
            write(connection)
            override = gate.override(None, None, Step.PUBLISH, despite, by, at)
            self._golden.keep_override(connection, override)

        if changed:
            self._publishing.publish(changed, write_and_publish, despite=despite)
        else:
            with writing(self._db) as connection:
                write(connection)
        return report

    def _duplicates(
        self,
        read: Read,
        known: Mapping[str, Known],
        vectors: dict[str, Vectors],
        may_skip: Collection[str],
        progress: Progress,
    ) -> tuple[Duplicate, ...]:
        coming = {
            draft.id: Candidate(draft.id, draft.content, is_changed(draft, known.get(draft.id)))
            for draft in read.drafts
            if draft.history is None or draft.history.status is not Status.ARCHIVED
        }
        if not any(one.fresh for one in coming.values()):
            return ()
        there = [
            Candidate(article.id, article.content, fresh=False)
            for article in self._store.articles(Filter(), latest=True)
            if article.status is not Status.ARCHIVED and article.id not in coming
        ]
        # What stays as it is comes first: a changed article is like it, and not the other way round.
        candidates = sorted([*there, *coming.values()], key=lambda one: one.fresh)
        summaries = [summary(one.content) for one in candidates]
        self._encode(summaries, vectors, progress)
        kept = self._shelf.of(unit for unit in summaries if unit.digest not in vectors)
        return duplicates(
            candidates,
            lambda unit: vectors[unit.digest] if unit.digest in vectors else kept[unit.digest],
            may_skip=may_skip,
        )

    def _encode(self, wanted: Iterable[Unit], vectors: dict[str, Vectors], progress: Progress) -> None:
        """Add to `vectors` those of the units that are not kept anywhere yet."""
        missing = list({unit.digest: unit for unit in wanted if unit.digest not in vectors}.values())
        for start in range(0, len(missing), _ENCODED_AT_ONCE):
            vectors |= self._shelf.missing(missing[start : start + _ENCODED_AT_ONCE])
            progress("Encoding", min(start + _ENCODED_AT_ONCE, len(missing)), len(missing))

    def _golden_plan(self, read: Read, planned: Plan) -> GoldenPlan:
        known = {one.id: one.expected for one in self._golden.golden()} if read.golden else {}
        named = {one.golden.expected.article_id for one in read.golden} - {None}
        there = self._store.known(sorted(filter(None, named))).keys() | set(planned.write)
        return plan_golden(read.golden, known, there)

    def _write_articles(
        self, connection: Connection, read: Read, planned: Plan, by: str, at: datetime
    ) -> None:
        """Write versions and what is published; an article that an archive brings gets its whole life."""
        drafts = {draft.id: draft for draft in read.drafts}
        known = self._store.known(list(drafts))
        latest = {article_id: one.latest_version for article_id, one in known.items()}
        restored: set[str] = set()
        for article_id in planned.write:
            draft = drafts[article_id]
            if draft.history is not None and article_id not in known:
                public = article_id in planned.publish
                self._archive.restore(connection, draft.history if public else draft.history.unpublished())
                restored.add(article_id)
            else:
                latest[article_id] = self._store.keep_version(connection, article_id, draft.content, by, at)
        for article_id in planned.publish.keys() - restored:
            self._store.set_published(connection, article_id, latest[article_id], by, at)
        there = self._golden.all_overrides(connection) if read.overrides else []
        for override in read.overrides:
            if override not in there and override.article_id in restored | {None}:
                self._golden.keep_override(connection, override)


def _whole_report(
    report: ImportReport, found: tuple[Duplicate, ...], golden: GoldenPlan | None
) -> ImportReport:
    """The report on the articles with what is like another one and what became of golden questions."""
    report = replace(report, duplicates=found)
    if golden is None:
        return report
    return replace(report, failed=(*report.failed, *golden.failed), golden=golden.counts)
