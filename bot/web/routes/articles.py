"""Articles as their authors see them: written, reviewed, published, rolled back, archived."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query

from bot.errors import InvalidInput
from bot.staff import audit
from bot.staff.accounts import Staff
from bot.web import article_views, schemas
from bot.web.security import Publisher, TheParts, Writer, require_step
from kb.articles import Status, written
from kb.life import Step
from kb.listing import Filter
from kb.markdown import to_html

router = APIRouter(prefix="/api/v1/admin", tags=["articles"])
MOST_ROWS = 500
Text = Annotated[str, Query(max_length=200)]


@router.get("/articles")
async def articles(
    _writer: Writer,
    parts: TheParts,
    status: Annotated[str | None, Query(max_length=20)] = None,
    q: Text = "",
    category: Text = "",
    owner: Text = "",
    overdue: bool = False,
) -> schemas.ArticleRows:
    """Articles in their newest versions, by title."""
    today = parts.now().date()
    wanted = Filter(_status(status), q, category, owner, today if overdue else None)

    def find() -> schemas.ArticleRows:
        found = parts.knowledge.listed(wanted, limit=MOST_ROWS)
        categories, owners = parts.knowledge.shelves()
        return schemas.ArticleRows(
            articles=[article_views.row(article, today) for article in found],
            total=parts.knowledge.count(wanted),
            categories=categories,
            owners=owners,
        )

    return await to_thread.run_sync(find)


@router.get("/articles/{article_id}")
async def article(article_id: str, writer: Writer, parts: TheParts) -> schemas.Article:
    """One article: its draft where there is one."""
    found = await to_thread.run_sync(lambda: parts.knowledge.article(article_id, latest=True))
    return article_views.article(found, writer, parts.now())


@router.post("/articles", status_code=201)
async def add_article(body: schemas.ArticleEdit, writer: Writer, parts: TheParts) -> schemas.Article:
    """A new draft."""
    return await _saved(None, body, None, writer, parts)


@router.put("/articles/{article_id}")
async def save_article(
    article_id: str, body: schemas.SavedEdit, writer: Writer, parts: TheParts
) -> schemas.Article:
    """Save a draft; what is published stays until this is published too.

    A version newer than the body's `version` stops it with a 409 that names the newest one and who saved it
    (`newest_version`, `saved_by`).
    """
    return await _saved(article_id, body, body.version, writer, parts)


@router.post("/articles/{article_id}/submit")
async def submit(article_id: str, writer: Writer, parts: TheParts) -> schemas.Article:
    """Give the draft to review."""
    now = parts.now()
    found = await to_thread.run_sync(lambda: parts.knowledge.submit(article_id, by=writer.name, at=now))
    return article_views.article(found, writer, now)


@router.post("/articles/{article_id}/send-back")
async def send_back(
    article_id: str, writer: Writer, parts: TheParts, body: schemas.Review | None = None
) -> schemas.Article:
    """Make what is in review a draft again; its author sees the comment."""
    now, comment = parts.now(), body.comment if body else ""
    found = await to_thread.run_sync(
        lambda: parts.knowledge.send_back(article_id, by=writer.name, at=now, comment=comment)
    )
    return article_views.article(found, writer, now)


@router.post("/articles/{article_id}/publish")
async def publish(
    article_id: str, publisher: Publisher, parts: TheParts, body: schemas.Publication | None = None
) -> schemas.Article:
    """Publish the newest version: searchable when this answers.

    Golden questions that would break stop it with a 409 whose `regressions` name them; so does a version
    newer than the body's `version`, without `regressions`.
    """
    now, wish = parts.now(), body or schemas.Publication()
    audit.tell(despite=wish.despite)
    found = await to_thread.run_sync(
        lambda: parts.knowledge.publish(
            article_id, by=publisher.name, at=now, version=wish.version, despite=wish.despite
        )
    )
    return article_views.article(found, publisher, now)


@router.post("/articles/{article_id}/archive")
async def archive(
    article_id: str, publisher: Publisher, parts: TheParts, body: schemas.PublishWish | None = None
) -> schemas.Article:
    """Take an article out of the answers; golden questions that would break stop it as they do publishing."""
    now, despite = parts.now(), body.despite if body else None
    audit.tell(despite=despite)
    found = await to_thread.run_sync(
        lambda: parts.knowledge.archive(article_id, by=publisher.name, at=now, despite=despite)
    )
    return article_views.article(found, publisher, now)


@router.get("/articles/{article_id}/gate")
async def gate(article_id: str, _writer: Writer, parts: TheParts) -> schemas.GateResult:
    """What publishing the newest version would do to the golden questions."""
    return article_views.gate(await to_thread.run_sync(parts.knowledge.gate, article_id))


@router.get("/articles/{article_id}/versions")
async def versions(article_id: str, _writer: Writer, parts: TheParts) -> schemas.Versions:
    """All versions, newest first."""
    found = await to_thread.run_sync(parts.knowledge.versions, article_id)
    kept = await to_thread.run_sync(parts.knowledge.overrides, article_id)
    return article_views.versions(found, kept)


@router.get("/articles/{article_id}/versions/{number}")
async def version(
    article_id: str,
    number: Annotated[int, "the version"],
    _writer: Writer,
    parts: TheParts,
    against: Annotated[int | None, Query(ge=0, le=schemas.MAX_SEQ)] = None,
) -> schemas.VersionView:
    """One version, and what it changed against another one: without `against`, the one before."""
    other = max(number - 1, 0) if against is None else against
    changes = await to_thread.run_sync(parts.knowledge.changes, article_id, other, number)
    found = await to_thread.run_sync(parts.knowledge.versions, article_id)
    body = next(one.content.body for one in found if one.number == number)
    return article_views.version(number, other, changes, to_html(body))


@router.post("/articles/{article_id}/versions/{number}/restore")
async def restore(
    article_id: str, number: int, body: schemas.Restore, writer: Writer, parts: TheParts
) -> schemas.Article:
    """Write a new version that says what an old one said; with `publish`, visitors get it at once."""
    if body.publish:
        require_step(writer, Step.PUBLISH)
    audit.tell(version=number, published=body.publish)
    now = parts.now()
    found = await to_thread.run_sync(
        lambda: parts.knowledge.roll_back(
            article_id, number, by=writer.name, at=now, publish=body.publish, despite=body.despite
        )
    )
    return article_views.article(found, writer, now)


async def _saved(
    article_id: str | None,
    body: schemas.ArticleEdit,
    version: int | None,
    writer: Staff,
    parts: TheParts,
) -> schemas.Article:
    content = written(**body.model_dump(exclude={"version"}))
    audit.tell(title=content.title)
    now = parts.now()
    kept = await to_thread.run_sync(
        lambda: parts.knowledge.save_draft(article_id, content, by=writer.name, at=now, made_from=version)
    )
    return article_views.article(kept, writer, now)


def _status(status: str | None) -> Status | None:
    try:
        return Status(status) if status else None
    except ValueError:
        known = ", ".join(one.value for one in Status)
        raise InvalidInput(f"status must be one of {known}.", field="status") from None
