"""Why visitors write: what an admin adds, changes and teaches, in force when the answer comes."""

from anyio import to_thread
from fastapi import APIRouter

from bot.staff import audit
from bot.web import reason_views, schemas
from bot.web.parts import Parts
from bot.web.security import Admin, TheParts

router = APIRouter(prefix="/api/v1/admin/reasons", tags=["reasons"])


@router.get("")
async def reasons(_admin: Admin, parts: TheParts) -> schemas.ReasonList:
    """All reasons with their phrases counted and how often visitors wrote for each."""
    return await to_thread.run_sync(reason_views.listed, parts)


@router.post("", status_code=201)
async def add(body: schemas.NewReason, admin: Admin, parts: TheParts) -> schemas.PhrasesTaught:
    """Add a reason, and teach its first phrases."""

    def keep() -> schemas.PhrasesTaught:
        fields = body.model_dump(exclude={"phrases"})
        audit.on("reason", body.key)
        taught = parts.curator.add(fields, body.phrases, by=admin.name, at=parts.now())
        return reason_views.taught(parts, taught)

    return await to_thread.run_sync(keep)


@router.post("/try")
async def try_message(body: schemas.TryMessage, _admin: Admin, parts: TheParts) -> schemas.MessageRead:
    """What a message would be understood as now, and where it would go."""
    return await to_thread.run_sync(reason_views.read, parts, body.text)


@router.get("/{key}")
async def reason(key: str, _admin: Admin, parts: TheParts) -> schemas.ReasonDetail:
    """One reason with its phrases and what was done to it."""
    return await to_thread.run_sync(_detail, parts, key)


@router.patch("/{key}")
async def change(key: str, body: schemas.ReasonChange, admin: Admin, parts: TheParts) -> schemas.ReasonDetail:
    """Change a reason; what is not given stays."""

    def keep() -> schemas.ReasonDetail:
        fields = body.model_dump(exclude_none=True)
        audit.tell(fields=sorted(fields))
        parts.curator.change(key, fields, by=admin.name, at=parts.now())
        return _detail(parts, key)

    return await to_thread.run_sync(keep)


@router.post("/{key}/archive")
async def archive(key: str, admin: Admin, parts: TheParts) -> schemas.ReasonDetail:
    """Read no message as this reason any more; what was recorded keeps its title."""

    def keep() -> schemas.ReasonDetail:
        parts.curator.archive(key, by=admin.name, at=parts.now())
        return _detail(parts, key)

    return await to_thread.run_sync(keep)


@router.post("/{key}/restore")
async def restore(key: str, admin: Admin, parts: TheParts) -> schemas.ReasonDetail:
    """Bring an archived reason back with its phrases."""

    def keep() -> schemas.ReasonDetail:
        parts.curator.restore(key, by=admin.name, at=parts.now())
        return _detail(parts, key)

    return await to_thread.run_sync(keep)


@router.post("/{key}/phrases")
async def add_phrases(
    key: str, body: schemas.PhraseList, admin: Admin, parts: TheParts
) -> schemas.PhrasesTaught:
    """Teach phrases; warns of phrases of other reasons that would be read differently."""

    def keep() -> schemas.PhrasesTaught:
        taught = parts.curator.add_phrases(key, body.phrases, by=admin.name, at=parts.now())
        return reason_views.taught(parts, taught)

    return await to_thread.run_sync(keep)


@router.post("/{key}/phrases/remove")
async def remove_phrases(
    key: str, body: schemas.PhraseList, admin: Admin, parts: TheParts
) -> schemas.ReasonDetail:
    """Let go of phrases."""

    def keep() -> schemas.ReasonDetail:
        parts.curator.remove_phrases(key, body.phrases, by=admin.name, at=parts.now())
        return _detail(parts, key)

    return await to_thread.run_sync(keep)


@router.post("/edits/{number}/undo")
async def undo(number: int, admin: Admin, parts: TheParts) -> schemas.ReasonDetail:
    """Take back something that was done to a reason."""

    def keep() -> schemas.ReasonDetail:
        entry = parts.curator.undo(number, by=admin.name, at=parts.now())
        return _detail(parts, entry.key)

    return await to_thread.run_sync(keep)


def _detail(parts: Parts, key: str) -> schemas.ReasonDetail:
    return reason_views.detail(parts, parts.curator.entry(key))
