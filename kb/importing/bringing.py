"""What was read from files, into the database: new and changed articles, all in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from kb.articles import Content
from kb.database import Database
from kb.importing.reading import read_path
from kb.importing.report import ImportReport, plan
from kb.passages import units
from kb.store import ArticleStore, writing
from kb.vectors import VectorShelf


class Importer:
    """Compares what was read with what there is, and writes the difference."""

    def __init__(self, db: Database, store: ArticleStore, shelf: VectorShelf) -> None:
        self._db = db
        self._store = store
        self._shelf = shelf

    def bring_in(self, path: Path, *, publish: bool, at: datetime, by: str, dry_run: bool) -> ImportReport:
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
        fresh = self._shelf.missing(
            unit for article_id in planned.publish for unit in units(contents[article_id])
        )
        with writing(self._db) as connection:
            self._shelf.keep(connection, fresh)
            self._write_import(connection, planned.write, planned.publish, contents, by, at)
        return planned.report

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
