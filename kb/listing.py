"""Which articles are wanted in a list, and how the database is asked for them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_

from kb.articles import Audience, Status
from kb.tables import article_versions, articles


@dataclass(frozen=True)
class Filter:
    """What is None or empty doesn't restrict.

    `status` published means that visitors get some version; the others are the newest version's own, so an
    article with a newer draft is among the published and among the drafts. Each word of `query` stands in
    title, body or category, letter case ignored. `overdue_on` is the day on which a review is overdue.
    """

    status: Status | None = None
    query: str = ""
    category: str = ""
    owner: str = ""
    overdue_on: date | None = None
    audience: Audience | None = None


def matching(statement: Any, wanted: Filter) -> Any:
    """The statement (a join of articles and one version of each) with what is wanted."""
    if wanted.status is Status.PUBLISHED:
        statement = statement.where(articles.c.published_version.is_not(None))
    elif wanted.status is not None:
        statement = statement.where(articles.c.status == wanted.status.value)
    if wanted.category:
        statement = statement.where(article_versions.c.category == wanted.category)
    if wanted.owner:
        statement = statement.where(article_versions.c.owner == wanted.owner)
    if wanted.audience is not None:
        statement = statement.where(article_versions.c.audience == wanted.audience.value)
    if wanted.overdue_on is not None:
        statement = statement.where(
            article_versions.c.review_by < wanted.overdue_on, articles.c.status != Status.ARCHIVED.value
        )
    for word in wanted.query.lower().split():
        like = f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        texts = (article_versions.c.title, article_versions.c.body, article_versions.c.category)
        statement = statement.where(or_(*(func.lower(text).like(like, escape="!") for text in texts)))
    return statement
