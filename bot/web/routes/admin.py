"""What an admin may do: curate the knowledge base, read the figures and the policy."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query

from bot.errors import InvalidInput
from bot.triage.model import Level
from bot.triage.policy import Cell
from bot.web import desk_lists, schemas
from bot.web.security import Admin, TheParts
from kb.articles import Article, Content, Status
from kb.markdown import to_html

router = APIRouter(prefix="/api/v1/admin", tags=["admin"])
Since = Annotated[datetime | None, Query(alias="from")]
_CELL_TEXTS = {
    Cell.SKILL: "The bot settles it",
    Cell.GATHER_THEN_OFFER: "The bot gathers the facts, then offers a person",
    Cell.OFFER: "A person is offered",
    Cell.HANDOFF: "Straight to a person",
}
Until = Annotated[datetime | None, Query(alias="to")]


@router.get("/articles")
async def articles(
    _admin: Admin,
    parts: TheParts,
    status: Annotated[str | None, Query(max_length=20)] = None,
    q: Annotated[str | None, Query(max_length=200)] = None,
) -> schemas.ArticleRows:
    """All articles."""
    wanted = None if status is None else _status(status)
    found = await to_thread.run_sync(lambda: parts.knowledge.articles(wanted, q or "", latest=True))
    return schemas.ArticleRows(articles=[_row(article) for article in found])


@router.get("/articles/{article_id}")
async def article(article_id: str, _admin: Admin, parts: TheParts) -> schemas.Article:
    """One article: its draft where there is one."""
    return _article(await to_thread.run_sync(lambda: parts.knowledge.article(article_id, latest=True)))


@router.post("/articles", status_code=201)
async def add_article(body: schemas.ArticleEdit, admin: Admin, parts: TheParts) -> schemas.Article:
    """A new draft."""
    content = _edited(Content(title=body.title, body=body.body), body)
    return _article(
        await to_thread.run_sync(
            lambda: parts.knowledge.save_draft(None, content, by=admin.name, at=parts.now())
        )
    )


@router.put("/articles/{article_id}")
async def save_article(
    article_id: str, body: schemas.ArticleEdit, admin: Admin, parts: TheParts
) -> schemas.Article:
    """Save a draft; what is published stays until this is published too."""

    def save() -> Article:
        newest = parts.knowledge.article(article_id, latest=True)
        content = _edited(newest.content, body)
        return parts.knowledge.save_draft(article_id, content, by=admin.name, at=parts.now())

    return _article(await to_thread.run_sync(save))


@router.post("/articles/{article_id}/publish")
async def publish(article_id: str, admin: Admin, parts: TheParts) -> schemas.Article:
    """Publish the draft: searchable when this answers."""
    return _article(
        await to_thread.run_sync(lambda: parts.knowledge.publish(article_id, by=admin.name, at=parts.now()))
    )


@router.post("/articles/{article_id}/archive")
async def archive(article_id: str, _admin: Admin, parts: TheParts) -> schemas.Article:
    """Take an article out of the answers."""
    return _article(await to_thread.run_sync(lambda: parts.knowledge.archive(article_id, at=parts.now())))


@router.post("/search")
async def try_question(body: schemas.TryQuestion, _admin: Admin, parts: TheParts) -> schemas.SearchResult:
    """What the bot would do with a question."""
    found = await to_thread.run_sync(parts.knowledge.search, body.text)
    return schemas.SearchResult(
        decision=found.decision.value, hits=[desk_lists.hit(one) for one in found.hits]
    )


@router.post("/preview")
async def preview(body: schemas.MarkdownText, _admin: Admin) -> schemas.Html:
    """Markdown as visitors will see it."""
    return schemas.Html(html=to_html(body.body))


@router.get("/report")
async def report(_admin: Admin, parts: TheParts, since: Since = None, until: Until = None) -> schemas.Json:
    """The figures; the same as `firstline report --json`."""
    return await to_thread.run_sync(parts.figures.report, parts.now(), since, until)


@router.get("/episodes")
async def episodes(
    _admin: Admin,
    parts: TheParts,
    outcome: Annotated[str | None, Query(max_length=30)] = None,
    cause: Annotated[str | None, Query(max_length=60)] = None,
    reason: Annotated[str | None, Query(max_length=60)] = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> schemas.EpisodeRows:
    """The episodes behind a figure."""
    found = await to_thread.run_sync(
        lambda: parts.figures.behind(parts.now(), since, until, outcome=outcome, cause=cause, reason=reason)
    )
    return schemas.EpisodeRows(
        episodes=[schemas.EpisodeRow.model_validate(one) for one in found[:limit]], total=len(found)
    )


@router.get("/episodes/{episode_id}")
async def episode(episode_id: str, _admin: Admin, parts: TheParts) -> schemas.EpisodeView:
    """One episode with the evidence for its outcome."""
    found = await to_thread.run_sync(parts.figures.episode, parts.now(), episode_id)
    return schemas.EpisodeView.model_validate(found)


@router.get("/policy")
async def policy(_admin: Admin, parts: TheParts) -> schemas.Policy:
    """The rationing policy in force and the table of reasons."""
    return schemas.Policy(
        policy_version=parts.policy.version,
        cells=[
            schemas.PolicyCell(
                value=value.value,
                complexity=complexity.value,
                route=parts.policy.table[value, complexity].value,
                text=_CELL_TEXTS[parts.policy.table[value, complexity]],
            )
            for value in reversed(Level)
            for complexity in Level
        ],
        reasons=[
            schemas.ReasonRow(
                key=reason.key,
                title=reason.title,
                group=reason.group,
                value=reason.value.value,
                complexity=reason.complexity.value,
                department=reason.department,
                skill=reason.skill,
            )
            for reason in parts.reasons.values()
        ],
    )


def _status(status: str) -> Status:
    try:
        return Status(status)
    except ValueError:
        known = ", ".join(one.value for one in Status)
        raise InvalidInput(f"status must be one of {known}.", field="status") from None


def _edited(content: Content, body: schemas.ArticleEdit) -> Content:
    """The content with what the editor shows changed; the rest (locale, department ...) stays."""
    return replace(
        content,
        title=body.title,
        answer=body.answer,
        body=body.body,
        variants=tuple(body.variants),
        tags=tuple(body.tags),
        category=body.category,
    )


def _row(found: Article) -> schemas.ArticleRow:
    return schemas.ArticleRow(
        id=found.id,
        title=found.title,
        category=found.category,
        status=found.status.value,
        version=found.version,
        updated_at=found.updated_at,
        variants=len(found.variants),
        has_draft=found.has_draft,
    )


def _article(found: Article) -> schemas.Article:
    return schemas.Article(
        id=found.id,
        title=found.title,
        answer=found.answer,
        body=found.body,
        variants=list(found.variants),
        tags=list(found.tags),
        category=found.category,
        status=found.status.value,
        version=found.version,
        updated_at=found.updated_at,
        updated_by=found.updated_by,
        has_draft=found.has_draft,
        html=to_html(found.body),
    )
