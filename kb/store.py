"""Articles, their versions and vectors in the database. No rules here but what has to be atomic."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, and_, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import IntegrityError

from kb.articles import Article, Audience, Content, Status
from kb.database import Database
from kb.encoder import Vectors
from kb.errors import Conflict, NotFound
from kb.tables import article_versions, articles, generation, vectors

_CHUNK = 500


@dataclass(frozen=True)
class Known:
    """What an import has to know of an article that is there."""

    digest: str
    status: Status
    latest_version: int
    published_version: int | None


class ArticleStore:
    """The knowledge base's tables behind verbs."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._insert: Any = sqlite_insert if db.is_sqlite else postgresql_insert
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
            row = connection.execute(_select(latest).where(articles.c.id == article_id)).first()
        if row is None:
            raise NotFound("There is no such article.")
        return _article(row)

    def articles(self, status: Status | None, query: str, *, latest: bool) -> list[Article]:
        """Articles by title; each word of `query` stands in title, body or category, letter case ignored."""
        statement = _select(latest).order_by(article_versions.c.title, articles.c.id)
        if status is not None:
            statement = statement.where(articles.c.status == status.value)
        for word in query.lower().split():
            like = f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
            texts = (article_versions.c.title, article_versions.c.body, article_versions.c.category)
            statement = statement.where(or_(*(func.lower(text).like(like, escape="!") for text in texts)))
        with self._db.read() as connection:
            return [_article(row) for row in connection.execute(statement)]

    def published(self) -> tuple[int, list[Article]]:
        """The generation and all published versions, of one moment."""
        statement = _select(latest=False).where(articles.c.status == Status.PUBLISHED.value)
        with self._db.read() as connection:
            number = int(connection.execute(self._generation).scalar() or 0)
            return number, [_article(row) for row in connection.execute(statement.order_by(articles.c.id))]

    def known(self, article_ids: Sequence[str]) -> dict[str, Known]:
        """What there is of these articles, by id."""
        joined = articles.join(
            article_versions,
            and_(
                article_versions.c.article_id == articles.c.id,
                article_versions.c.version == articles.c.latest_version,
            ),
        )
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
                    select(*columns).select_from(joined).where(articles.c.id.in_(chunk))
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
        self, connection: Connection, article_id: str, content: Content, by: str, at: datetime
    ) -> int:
        """Write the next version of an article, or the first of a new one; gives its number."""
        row = connection.execute(
            update(articles)
            .where(articles.c.id == article_id)
            .values(latest_version=articles.c.latest_version + 1, updated_at=at)
            .returning(articles.c.latest_version)
        ).first()
        if row is None:
            new = {"id": article_id, "status": Status.DRAFT.value, "latest_version": 1}
            connection.execute(insert(articles).values(**new, created_at=at, updated_at=at))
        version = 1 if row is None else int(row[0])
        connection.execute(
            insert(article_versions).values(
                article_id=article_id,
                version=version,
                title=content.title,
                answer=content.answer,
                body=content.body,
                variants=list(content.variants),
                tags=list(content.tags),
                category=content.category,
                locale=content.locale,
                department=content.department,
                review_by=content.review_by,
                owner=content.owner,
                audience=content.audience.value,
                answer_risk=content.answer_risk,
                digest=content.digest,
                written_at=at,
                written_by=by,
            )
        )
        return version

    def set_published(
        self, connection: Connection, article_id: str, version: int, by: str, at: datetime
    ) -> None:
        """Make one version of an article the searchable one."""
        connection.execute(
            update(articles)
            .where(articles.c.id == article_id)
            .values(
                status=Status.PUBLISHED.value,
                published_version=version,
                published_by=by,
                published_at=at,
                updated_at=at,
            )
        )

    def set_archived(self, connection: Connection, article_id: str, at: datetime) -> None:
        """Take an article out of the search; its versions stay."""
        connection.execute(
            update(articles)
            .where(articles.c.id == article_id)
            .values(status=Status.ARCHIVED.value, published_version=None, updated_at=at)
        )

    def next_generation(self, connection: Connection) -> None:
        """Tell all processes that what is searchable has changed; in the same transaction as the change."""
        first = self._insert(generation).values(id=1, number=1)
        connection.execute(
            first.on_conflict_do_update(index_elements=["id"], set_={"number": generation.c.number + 1})
        )


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


def _select(latest: bool) -> Any:
    shown = (
        articles.c.latest_version
        if latest
        else func.coalesce(articles.c.published_version, articles.c.latest_version)
    )
    joined = articles.join(
        article_versions,
        and_(article_versions.c.article_id == articles.c.id, article_versions.c.version == shown),
    )
    columns = (articles.c.status, articles.c.latest_version, articles.c.published_version)
    return select(article_versions, *columns).select_from(joined)


def _article(row: Row[Any]) -> Article:
    content = Content(
        title=row.title,
        body=row.body,
        answer=row.answer,
        variants=tuple(row.variants),
        tags=tuple(row.tags),
        category=row.category,
        locale=row.locale,
        department=row.department,
        review_by=row.review_by,
        owner=row.owner,
        audience=Audience(row.audience),
        answer_risk=row.answer_risk,
    )
    return Article(
        id=row.article_id,
        content=content,
        status=Status(row.status),
        version=row.version,
        has_draft=row.published_version is not None and row.latest_version > row.published_version,
        updated_at=row.written_at,
        updated_by=row.written_by,
    )


def _chunks(values: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
