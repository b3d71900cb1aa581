"""What an admin may do: try the knowledge base, read the figures."""

from datetime import datetime
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query

from bot.web import desk_lists, schemas
from bot.web.security import Admin, TheParts, Writer
from kb.markdown import to_html

router = APIRouter(prefix="/api/v1/admin", tags=["admin"])
Since = Annotated[datetime | None, Query(alias="from")]
Until = Annotated[datetime | None, Query(alias="to")]


@router.post("/search")
async def try_question(body: schemas.TryQuestion, _writer: Writer, parts: TheParts) -> schemas.SearchResult:
    """What the bot would do with a question."""
    found = await to_thread.run_sync(parts.knowledge.search, body.text)
    return schemas.SearchResult(
        decision=found.decision.value, hits=[desk_lists.hit(one) for one in found.hits]
    )


@router.post("/preview")
async def preview(body: schemas.MarkdownText, _writer: Writer) -> schemas.Html:
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
        lambda: parts.figures.behind(
            parts.now(), since, until, limit, outcome=outcome, cause=cause, reason=reason
        )
    )
    return schemas.EpisodeRows.model_validate(found)


@router.get("/episodes/{episode_id}")
async def episode(episode_id: str, _admin: Admin, parts: TheParts) -> schemas.EpisodeView:
    """One episode with the evidence for its outcome."""
    found = await to_thread.run_sync(parts.figures.episode, parts.now(), episode_id)
    return schemas.EpisodeView.model_validate(found)
