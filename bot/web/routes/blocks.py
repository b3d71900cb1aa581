"""Blocking an abuser from the desk, and the list of those who are kept out."""

from anyio import to_thread
from fastapi import APIRouter

from bot.blocking.model import Block, Target
from bot.conversation.model import Conversation
from bot.web import schemas
from bot.web.parts import Parts
from bot.web.routes.desk import check_may_see
from bot.web.security import Agent, Supervisor, TheParts

router = APIRouter(prefix="/api/v1", tags=["blocks"])
_MARK_LENGTH = 8


@router.post("/desk/conversations/{conversation_id}/block", status_code=201)
async def block(
    conversation_id: str, body: schemas.NewBlock, staff: Agent, parts: TheParts
) -> schemas.Accepted:
    """Keep out who wrote this conversation; what runs with them is closed, and they are told."""

    def keep_out() -> list[Conversation]:
        check_may_see(staff, parts.conversations.get(conversation_id))
        targets = sorted({Target(target) for target in body.targets})
        return parts.blocks.block(conversation_id, targets, body.days, body.reason, staff, parts.now())

    for ended in await to_thread.run_sync(keep_out):
        await parts.live.lines(ended.id, after=ended.last_seq - 1)
    await parts.live.queue()
    return schemas.Accepted()


@router.get("/admin/blocks")
async def blocks(_supervisor: Supervisor, parts: TheParts) -> schemas.BlockList:
    """Who is and who was kept out, the newest first."""
    found = await to_thread.run_sync(parts.blocks.listed)
    return schemas.BlockList(blocks=[_view(one, parts) for one in found])


@router.delete("/admin/blocks/{block_id}")
async def lift(block_id: str, supervisor: Supervisor, parts: TheParts) -> schemas.Block:
    """Undo a block."""
    found = await to_thread.run_sync(parts.blocks.lift, block_id, supervisor, parts.now())
    return _view(found, parts)


def _view(one: Block, parts: Parts) -> schemas.Block:
    return schemas.Block(
        id=one.id,
        target=one.target.value,
        mark=one.key[:_MARK_LENGTH],
        reason=one.reason,
        conversation_id=one.conversation_id,
        by=one.by_name,
        at=one.at,
        expires_at=one.expires_at,
        in_force=one.in_force(parts.now()),
        lifted_at=one.lifted_at,
        lifted_by=one.lifted_by_name,
    )
