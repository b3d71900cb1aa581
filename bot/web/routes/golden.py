"""Golden questions: what the knowledge base has to go on doing; and the corrections they come from."""

from typing import Annotated, Literal

from anyio import to_thread
from fastapi import APIRouter, Query

from bot.web import article_views, schemas
from bot.web.parts import Parts
from bot.web.security import Admin, TheParts, Writer
from kb.corrections import Correction, CorrectionState

router = APIRouter(prefix="/api/v1/admin", tags=["golden questions"])


@router.get("/golden")
async def golden(_writer: Writer, parts: TheParts) -> schemas.GoldenList:
    """All golden questions, newest first, each with what the search makes of it now."""

    def find() -> schemas.GoldenList:
        standings = parts.knowledge.curator.standings()
        titles = parts.knowledge.titles(
            one.golden.expected.article_id for one in standings if one.golden.expected.article_id
        )
        return schemas.GoldenList(questions=[article_views.golden(one, titles) for one in standings])

    return await to_thread.run_sync(find)


@router.post("/golden", status_code=201)
async def add_golden(body: schemas.NewGolden, admin: Admin, parts: TheParts) -> schemas.GoldenList:
    """Add one; answers with all of them."""
    await to_thread.run_sync(
        lambda: parts.knowledge.curator.add(
            body.question, body.decision, body.article_id, why=body.why, by=admin.name, at=parts.now()
        )
    )
    return await golden(admin, parts)


@router.post("/golden/import")
async def import_golden(body: schemas.GoldenFile, admin: Admin, parts: TheParts) -> schemas.GoldenImported:
    """Add those of a file, CSV (question, article_id, decision, why) or JSON lines of the same names."""
    done = await to_thread.run_sync(
        lambda: parts.knowledge.curator.bring_in(body.text, body.name, by=admin.name, at=parts.now())
    )
    return schemas.GoldenImported(
        added=done.added,
        updated=done.updated,
        unchanged=done.unchanged,
        failed=[schemas.ImportFailure(row=one.row, cause=one.cause) for one in done.failed],
    )


@router.delete("/golden/{golden_id}", status_code=204)
async def remove_golden(golden_id: str, _admin: Admin, parts: TheParts) -> None:
    """Let go of one."""
    await to_thread.run_sync(parts.knowledge.curator.remove, golden_id)


@router.get("/corrections")
async def corrections(
    _admin: Admin,
    parts: TheParts,
    state: Annotated[Literal["open", "confirmed", "dismissed"] | None, Query()] = None,
) -> schemas.Corrections:
    """What agents have said of the bot's answers, newest first."""
    wanted = CorrectionState(state) if state else None

    def find() -> schemas.Corrections:
        found = parts.knowledge.curator.corrections(wanted)
        return schemas.Corrections(corrections=views(parts, found))

    return await to_thread.run_sync(find)


@router.post("/corrections/{correction_id}/confirm")
async def confirm(
    correction_id: str, body: schemas.CorrectionDecision, admin: Admin, parts: TheParts
) -> schemas.CorrectionConfirmed:
    """Make it a golden question and, if wished, a way of asking in a draft of the right article."""

    def decide() -> schemas.CorrectionConfirmed:
        confirmed, changed = parts.knowledge.curator.confirm(
            correction_id,
            by=admin.name,
            at=parts.now(),
            question=body.question,
            add_variant=body.add_variant,
        )
        [view] = views(parts, [confirmed])
        return schemas.CorrectionConfirmed(correction=view, article_id=changed.id if changed else None)

    return await to_thread.run_sync(decide)


@router.post("/corrections/{correction_id}/dismiss")
async def dismiss(correction_id: str, admin: Admin, parts: TheParts) -> schemas.Correction:
    """Let it be."""

    def decide() -> schemas.Correction:
        dismissed = parts.knowledge.curator.dismiss(correction_id, by=admin.name, at=parts.now())
        return views(parts, [dismissed])[0]

    return await to_thread.run_sync(decide)


def views(parts: Parts, found: list[Correction]) -> list[schemas.Correction]:
    """Corrections with the titles of their articles."""
    named = [one for made in found for one in (made.shown_article_id, made.right_article_id) if one]
    titles = parts.knowledge.titles(named)
    return [article_views.correction(one, titles) for one in found]
