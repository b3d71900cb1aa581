"""Articles, their versions and vectors in the database. No rules here but what has to be atomic."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, and_, case, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from kb.articles import Article, Audience, Content, SentBack, Status, WrittenVersion
from kb.database import Database, upsert
from kb.encoder import Vectors
from kb.errors import Conflict, NotFound, Outdated, PublishedMeanwhile
from kb.life import AFTER_SAVING
from kb.listing import Filter, matching
from kb.rows import (
    NEWEST,
    VERSIONS,
    article_of,
    sent_back_row,
    shown,
    version_row,
    written_version,
)
from kb.tables import article_versions, articles, generation, vectors

_CHUNK = 500


class Version(NamedTuple):
    """A version of an article: its number, and the digest of its content."""

    number: int
    digest: str


@dataclass(frozen=True)
class Changes:
    """What is searchable since an earlier generation: new versions, and articles that no longer are.

    `count` articles are searchable in all: whoever has another number of them then has missed something.
    """

    number: int
    published: list[Article]
    gone: list[str]
    count: int


@dataclass(frozen=True)
class Known:
    """What an import has to know of an article that is there."""

    digest: str
    status: Status
    latest_version: int
    published_version: int | None


class ArticleStore:
    """The knowledge base's tables behind verbs; `published` gives the articles of one audience."""

    def __init__(self, db: Database, audience: Audience = Audience.EVERYONE) -> None:
        self._db = db
        self._insert: Any = upsert(db)
        self._searchable = and_(
            articles.c.published_version.is_not(None), article_versions.c.audience == audience.value
        )
        self._generation = select(generation.c.number).where(generation.c.id == 1)

    def generation(self) -> int:
        """A number that grows whenever what is searchable changes."""
        with self._db.read() as connection:
            return int(connection.execute(self._generation).scalar() or 0)

    def article(self, article_id: str, *, latest: bool) -> Article:
        """One article, in its published version or, with `latest` or when there is none, its newest.

        Raises:
            NotFound: there is no article of this id.
        """
        with self._db.read() as connection:
            row = connection.execute(shown(latest).where(articles.c.id == article_id)).first()
        if row is None:
            raise NotFound("There is no such article.")
        return article_of(row)

    def article_for_visitors(self, article_id: str) -> Article:
        """One article that is published for everyone.

        Raises:
            NotFound: there is none of this id that visitors may read.
        """
        found = self.article(article_id, latest=False)
        if found.status is not Status.PUBLISHED or found.content.audience is not Audience.EVERYONE:
            raise NotFound("There is no such article.")
        return found

    def articles(self, wanted: Filter, *, latest: bool, limit: int | None = None) -> list[Article]:
        """Articles by title."""
        statement = matching(shown(latest), wanted).order_by(article_versions.c.title, articles.c.id)
        with self._db.read() as connection:
            return [article_of(row) for row in connection.execute(statement.limit(limit))]

    def count(self, wanted: Filter, *, latest: bool) -> int:
        """How many articles there are of a kind."""
        counted = matching(shown(latest), wanted).subquery()
        with self._db.read() as connection:
            return int(connection.execute(select(func.count()).select_from(counted)).scalar_one())

    def shelves(self) -> tuple[list[str], list[str]]:
        """The categories and the owners that the newest versions name."""
        newest = shown(latest=True).subquery()
        with self._db.read() as connection:
            categories, owners = (
                sorted(filter(None, connection.scalars(select(column).distinct())))
                for column in (newest.c.category, newest.c.owner)
            )
        return categories, owners

    def titles(self, article_ids: Iterable[str]) -> dict[str, str]:
        """The titles visitors know, or the newest where nothing is published, by id."""
        found: dict[str, str] = {}
        with self._db.read() as connection:
            for chunk in _chunks(sorted(set(article_ids))):
                rows = connection.execute(shown(latest=False).where(articles.c.id.in_(chunk)))
                found |= {row.article_id: row.title for row in rows}
        return found

    def versions(self, article_id: str) -> list[WrittenVersion]:
        """All versions of an article, newest first.

        Raises:
            NotFound: there is no article of this id.
        """
        statement = VERSIONS.where(articles.c.id == article_id).order_by(article_versions.c.version.desc())
        with self._db.read() as connection:
            found = [written_version(row) for row in connection.execute(statement)]
        if not found:
            raise NotFound("There is no such article.")
        return found

    def published(self) -> tuple[int, list[Article]]:
        """The generation and all published versions of the store's audience, of one moment."""
        statement = shown(latest=False).where(self._searchable)
        with self._db.read() as connection:
            number = int(connection.execute(self._generation).scalar() or 0)
            return number, [article_of(row) for row in connection.execute(statement.order_by(articles.c.id))]

    def known(self, article_ids: Sequence[str]) -> dict[str, Known]:
        """What there is of these articles, by id."""
        columns = (
            articles.c.id,
            article_versions.c.digest,
            articles.c.status,
            articles.c.latest_version,
            articles.c.published_version,
        )
        found: dict[str, Known] = {}
        with self._db.read() as connection:
            for chunk in _chunks(article_ids):
                for row in connection.execute(
                    select(*columns).select_from(NEWEST).where(articles.c.id.in_(chunk))
                ):
                    found[row.id] = Known(
                        row.digest, Status(row.status), row.latest_version, row.published_version
                    )
        return found

    def vectors(self, model: str, digests: Iterable[str]) -> dict[str, Vectors]:
        """The vectors that are kept, by the digest of their text."""
        found: dict[str, Vectors] = {}
        with self._db.read() as connection:
            for chunk in _chunks(list(digests)):
                statement = select(vectors.c.text_digest, vectors.c.vector).where(
                    vectors.c.model == model, vectors.c.text_digest.in_(chunk)
                )
                for digest, vector in connection.execute(statement):
                    found[digest] = np.frombuffer(vector, dtype="<f4")
        return found

    def keep_vectors(self, connection: Connection, model: str, fresh: Mapping[str, Vectors]) -> None:
        """Keep vectors; those that are there already stay."""
        rows = [
            {"model": model, "text_digest": digest, "vector": np.asarray(vector, dtype="<f4").tobytes()}
            for digest, vector in fresh.items()
        ]
        if rows:
            connection.execute(self._insert(vectors).on_conflict_do_nothing(), rows)

    def keep_version(
        self,
        connection: Connection,
        article_id: str,
        content: Content,
        by: str,
        at: datetime,
        *,
        made_from: int | None = None,
    ) -> int:
        """Write the next version of an article, or the first of a new one; gives its number.

        Raises:
            Outdated: `made_from` is given, and is not the number of the newest version any more.
        """
        changing = update(articles).where(articles.c.id == article_id)
        if made_from is not None:
            changing = changing.where(articles.c.latest_version == made_from)
        row = connection.execute(
            changing.values(
                latest_version=articles.c.latest_version + 1, updated_at=at, status=_AFTER_SAVING
            ).returning(articles.c.latest_version)
        ).first()
        if row is None and made_from is not None:
            newest = select(article_versions.c.version, article_versions.c.written_by).select_from(NEWEST)
            found = connection.execute(newest.where(articles.c.id == article_id)).one()
            raise Outdated(found.version, found.written_by)
        if row is None:
            new = {"id": article_id, "status": Status.DRAFT.value, "latest_version": 1}
            connection.execute(insert(articles).values(**new, created_at=at, updated_at=at))
        version = 1 if row is None else int(row[0])
        connection.execute(insert(article_versions).values(version_row(article_id, version, content, by, at)))
        return version

    def set_published(
        self, connection: Connection, article_id: str, version: int, by: str, at: datetime
    ) -> None:
        """Make one version of an article the searchable one; a newer one stays what it is."""
        is_newest = articles.c.latest_version == version
        connection.execute(
            update(articles)
            .where(articles.c.id == article_id)
            .values(
                status=case((is_newest, Status.PUBLISHED.value), else_=articles.c.status),
                published_version=version,
                published_by=by,
                published_at=at,
                updated_at=at,
                **sent_back_row(None),
            )
        )

    def set_archived(self, connection: Connection, article_id: str, at: datetime) -> None:
        """Take an article out of the search; its versions stay."""
        connection.execute(
            update(articles)
            .where(articles.c.id == article_id)
            .values(
                status=Status.ARCHIVED.value, published_version=None, updated_at=at, **sent_back_row(None)
            )
        )

    def set_submitted(self, connection: Connection, article_id: str, by: str, at: datetime) -> None:
        """Give the newest version, a draft, to review.

        Raises:
            Conflict: it is no draft any more.
        """
        facts = {"submitted_by": by, "submitted_at": at, "updated_at": at, **sent_back_row(None)}
        self._set_stage(connection, article_id, Status.DRAFT, Status.IN_REVIEW, facts)

    def set_sent_back(self, connection: Connection, article_id: str, said: SentBack) -> None:
        """Make the newest version, which is in review, a draft again.

        Raises:
            Conflict: it is not in review any more.
        """
        facts = {"submitted_by": None, "submitted_at": None, "updated_at": said.at, **sent_back_row(said)}
        self._set_stage(connection, article_id, Status.IN_REVIEW, Status.DRAFT, facts)

    def _set_stage(
        self, connection: Connection, article_id: str, before: Status, after: Status, facts: dict[str, Any]
    ) -> None:
        moved = connection.execute(
            update(articles)
            .where(articles.c.id == article_id, articles.c.status == before.value)
            .values(status=after.value, **facts)
        )
        if moved.rowcount != 1:
            raise Conflict("Somebody else has just changed this article; please look again.")

    @contextmanager
    def next_generation(self, connection: Connection, *, tried_on: int | None = None) -> Iterator[None]:
        """Meanwhile change what is searchable, in the same transaction; then all processes are told of it.

        From here to the end of the transaction nobody else can do the same.

        Raises:
            PublishedMeanwhile: `tried_on` is given, and what is searchable has changed since that generation.
        """
        first = self._insert(generation).values(id=1, number=1)
        following = first.on_conflict_do_update(
            index_elements=["id"], set_={"number": generation.c.number + 1}
        ).returning(generation.c.number)
        number = int(connection.execute(following).scalar_one())
        if tried_on is not None and number != tried_on + 1:
            raise PublishedMeanwhile("Others are publishing at this moment; please try again.")
        yield
        connection.execute(
            update(articles)
            .where(articles.c.noted_version.is_distinct_from(articles.c.published_version))
            .values(noted_version=articles.c.published_version, changed_in=number)
        )

    def changes(self, since: int) -> Changes:
        """What became or ceased to be searchable after the generation `since`."""
        searchable = shown(latest=False).where(self._searchable)
        later = articles.c.changed_in > since
        with self._db.read() as connection:
            number = int(connection.execute(self._generation).scalar() or 0)
            rows = connection.execute(searchable.where(later).order_by(articles.c.id))
            published = [article_of(row) for row in rows]
            changed = connection.execute(select(articles.c.id).where(later)).scalars().all()
            count = connection.execute(select(func.count()).select_from(searchable.subquery())).scalar()
        gone = sorted(set(changed) - {article.id for article in published})
        return Changes(number, published, gone, int(count or 0))

    def published_versions(self) -> dict[str, Version]:
        """Which version of each searchable article it is, by id."""
        joined = articles.join(
            article_versions,
            and_(
                article_versions.c.article_id == articles.c.id,
                article_versions.c.version == articles.c.published_version,
            ),
        )
        columns = (articles.c.id, article_versions.c.version, article_versions.c.digest)
        statement = select(*columns).select_from(joined)
        with self._db.read() as connection:
            rows = connection.execute(statement.where(self._searchable))
            return {row.id: Version(row.version, row.digest) for row in rows}


@contextmanager
def writing(db: Database) -> Iterator[Connection]:
    """One transaction; two that make the same article at the same time can't both.

    Raises:
        Conflict: another transaction has just written what this one was about to.
    """
    try:
        with db.write() as connection:
            yield connection
    except IntegrityError as error:
        raise Conflict("Somebody else has just saved an article of this id; please try again.") from error


_AFTER_SAVING = case(
    {before.value: after.value for before, after in AFTER_SAVING.items()}, value=articles.c.status
)


def _chunks(values: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
