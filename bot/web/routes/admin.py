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
