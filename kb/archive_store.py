"""Whole lives of articles in the database: read all at one moment, and written into a knowledge base anew."""

from itertools import groupby

from sqlalchemy import Connection, insert, select

from kb.archive import Archive, History
from kb.articles import Status, WrittenVersion
from kb.database import Database
from kb.golden_store import GoldenStore
from kb.rows import VERSIONS, sent_back_of, sent_back_row, version_row, written_version
from kb.tables import article_versions, articles


class ArchiveStore:
    """What an archive holds, behind verbs."""

    def __init__(self, db: Database, golden: GoldenStore) -> None:
        self._db = db
        self._golden = golden

    def everything(self) -> Archive:
        """All that there is, as it was at one moment."""
        with self._db.one_moment() as connection:
            return Archive(
                histories=self._histories(connection),
                golden=tuple(self._golden.golden(connection)),
                overrides=tuple(self._golden.all_overrides(connection)),
            )

    def restore(self, connection: Connection, history: History) -> None:
        """Write an article that isn't there yet, with its whole life."""
        live = history.published
        row = {
            "id": history.id,
            "status": history.status.value,
            "latest_version": history.newest.number,
            "published_version": live.number if live else None,
            "created_at": history.created_at,
            "updated_at": history.updated_at,
            "published_at": history.published_at,
            "published_by": history.published_by,
            "submitted_at": history.submitted_at,
            "submitted_by": history.submitted_by,
            **sent_back_row(history.sent_back),
        }
        connection.execute(insert(articles).values(**row))
        versions = [
            version_row(history.id, one.number, one.content, one.written_by, one.written_at)
            for one in history.versions
        ]
        connection.execute(insert(article_versions), versions)

    def _histories(self, connection: Connection) -> tuple[History, ...]:
        ordered = VERSIONS.order_by(articles.c.id, article_versions.c.version)
        versions: dict[str, tuple[WrittenVersion, ...]] = {
            article_id: tuple(map(written_version, rows))
            for article_id, rows in groupby(connection.execute(ordered), key=lambda row: row.article_id)
        }
        return tuple(
            History(
                id=row.id,
                versions=versions[row.id],
                status=Status(row.status),
                created_at=row.created_at,
                updated_at=row.updated_at,
                published_at=row.published_at,
                published_by=row.published_by,
                submitted_at=row.submitted_at,
                submitted_by=row.submitted_by,
                sent_back=sent_back_of(row),
            )
            for row in connection.execute(select(articles).order_by(articles.c.id))
        )
