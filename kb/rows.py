"""Articles and their versions as they stand in the database's rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, select

from kb.articles import Article, Audience, Content, SentBack, Status, WrittenVersion
from kb.tables import article_versions, articles

NEWEST = articles.join(
    article_versions,
    and_(
        article_versions.c.article_id == articles.c.id,
        article_versions.c.version == articles.c.latest_version,
    ),
)
_FACTS = (
    articles.c.status,
    articles.c.latest_version,
    articles.c.published_version,
    articles.c.submitted_by,
    articles.c.submitted_at,
    articles.c.sent_back_at,
    articles.c.sent_back_by,
    articles.c.sent_back_comment,
)
VERSIONS = select(article_versions, articles.c.published_version).select_from(
    articles.join(article_versions, article_versions.c.article_id == articles.c.id)
)


def shown(latest: bool) -> Any:
    """Articles, each with its newest version, or with the published one where there is one."""
    version = (
        articles.c.latest_version
        if latest
        else func.coalesce(articles.c.published_version, articles.c.latest_version)
    )
    joined = articles.join(
        article_versions,
        and_(article_versions.c.article_id == articles.c.id, article_versions.c.version == version),
    )
    return select(article_versions, *_FACTS).select_from(joined)


def content_of(row: Row[Any]) -> Content:
    """What an author wrote, from a row of `kb_article_versions`."""
    return Content(
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


def version_row(article_id: str, number: int, content: Content, by: str, at: datetime) -> dict[str, Any]:
    """A row of `kb_article_versions`."""
    return {
        "article_id": article_id,
        "version": number,
        "title": content.title,
        "answer": content.answer,
        "body": content.body,
        "variants": list(content.variants),
        "tags": list(content.tags),
        "category": content.category,
        "locale": content.locale,
        "department": content.department,
        "review_by": content.review_by,
        "owner": content.owner,
        "audience": content.audience.value,
        "answer_risk": content.answer_risk,
        "digest": content.digest,
        "written_at": at,
        "written_by": by,
    }


def written_version(row: Row[Any]) -> WrittenVersion:
    """One of an article's versions, from a row that `VERSIONS` selects."""
    return WrittenVersion(
        number=row.version,
        content=content_of(row),
        written_at=row.written_at,
        written_by=row.written_by,
        live=row.version == row.published_version,
    )


def article_of(row: Row[Any]) -> Article:
    """An article, from a row that `shown` selects."""
    live = row.published_version is not None
    stage = Status(row.status)
    return Article(
        id=row.article_id,
        content=content_of(row),
        status=Status.PUBLISHED if live else stage,
        version=row.version,
        has_draft=live and row.latest_version > row.published_version,
        updated_at=row.written_at,
        updated_by=row.written_by,
        stage=stage,
        published_version=row.published_version,
        submitted_by=row.submitted_by,
        submitted_at=row.submitted_at,
        sent_back=sent_back_of(row),
    )


def sent_back_of(row: Row[Any]) -> SentBack | None:
    """What a review said that sent an article back, from a row of `kb_articles`."""
    if row.sent_back_at is None:
        return None
    return SentBack(row.sent_back_comment, row.sent_back_by, row.sent_back_at)


def sent_back_row(sent_back: SentBack | None) -> dict[str, Any]:
    """The part of a row of `kb_articles` that says so."""
    return {
        "sent_back_at": sent_back.at if sent_back else None,
        "sent_back_by": sent_back.by if sent_back else None,
        "sent_back_comment": sent_back.comment if sent_back else None,
    }
