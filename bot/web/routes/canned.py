"""The prepared sentences: read at the desk, edited by admins, live at once."""

from anyio import to_thread
from fastapi import APIRouter

from bot.handoff.canned import CannedMessage
from bot.web import schemas
from bot.web.security import Admin, Agent, TheParts

router = APIRouter(prefix="/api/v1", tags=["desk"])


@router.get("/desk/canned")
async def canned(_staff: Agent, parts: TheParts) -> schemas.CannedMessages:
    """The prepared sentences, by moment."""
    found = await to_thread.run_sync(parts.canned.all)
    return schemas.CannedMessages(messages=[_shown(one) for one in found])


@router.post("/admin/canned", status_code=201)
async def add(body: schemas.CannedEdit, _admin: Admin, parts: TheParts) -> schemas.CannedMessage:
    """Add one."""
    made = await to_thread.run_sync(parts.canned.add, body.moment, body.title, body.text, parts.now())
    return _shown(made)


@router.put("/admin/canned/{canned_id}")
async def change(
    canned_id: str, body: schemas.CannedEdit, _admin: Admin, parts: TheParts
) -> schemas.CannedMessage:
    """Change one."""
    made = await to_thread.run_sync(
        parts.canned.change, canned_id, body.moment, body.title, body.text, parts.now()
    )
    return _shown(made)


@router.delete("/admin/canned/{canned_id}", status_code=204)
async def archive(canned_id: str, _admin: Admin, parts: TheParts) -> None:
    """Take one out of use."""
    await to_thread.run_sync(parts.canned.archive, canned_id, parts.now())


def _shown(one: CannedMessage) -> schemas.CannedMessage:
    return schemas.CannedMessage(id=one.id, moment=one.moment.value, title=one.title, text=one.text)
