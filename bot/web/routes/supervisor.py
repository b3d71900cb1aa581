"""What a supervisor sees and does: the live board, taking over, reassigning, whispering."""

from anyio import to_thread
from fastapi import APIRouter

from bot.errors import NotFound
from bot.handoff.chats import Noted, PassedOn
from bot.staff import audit
from bot.staff.accounts import Staff
from bot.web import board_view, present, schemas
from bot.web.parts import Parts
from bot.web.routes.desk import tell
from bot.web.security import Supervisor, TheParts

router = APIRouter(prefix="/api/v1/desk", tags=["desk"])


@router.get("/board")
async def board(_supervisor: Supervisor, parts: TheParts) -> schemas.Board:
    """Who waits, who is on what, and how many gave up today."""
    return await to_thread.run_sync(board_view.board, parts)


@router.post("/conversations/{conversation_id}/take-over")
async def take_over(conversation_id: str, supervisor: Supervisor, parts: TheParts) -> schemas.Accepted:
    """Have a visitor oneself, whoever has them now; the agent is told."""

    def take() -> tuple[int, PassedOn]:
        before = parts.conversations.get(conversation_id).last_seq
        return before, parts.desk.supervision.take_over(conversation_id, supervisor, parts.now())

    return await _moved(parts, *await to_thread.run_sync(take))


@router.post("/conversations/{conversation_id}/reassign")
async def reassign(
    conversation_id: str, body: schemas.Reassign, supervisor: Supervisor, parts: TheParts
) -> schemas.Accepted:
    """Give a visitor to an agent on duty, whoever has them now; both are told."""
    audit.tell(to_agent=body.agent_id)

    def move() -> tuple[int, PassedOn]:
        before = parts.conversations.get(conversation_id).last_seq
        to = _agent(parts, body.agent_id)
        return before, parts.desk.supervision.reassign(conversation_id, supervisor, to, parts.now())

    return await _moved(parts, *await to_thread.run_sync(move))


@router.post("/conversations/{conversation_id}/whisper", status_code=201)
async def whisper(
    conversation_id: str, body: schemas.Whisper, supervisor: Supervisor, parts: TheParts
) -> schemas.Message:
    """Tell the agent who has a visitor something; the visitor never sees it."""

    def keep() -> Noted:
        return parts.desk.supervision.whisper(
            conversation_id, supervisor, body.text, body.client_message_id, parts.now()
        )

    said = await to_thread.run_sync(keep)
    if said.kept.new:
        await parts.live.message(said.kept.conversation, said.kept.message)
        await parts.live.nudges(said.nudges)
    return present.message(said.kept.message)


async def _moved(parts: Parts, before: int, passed: PassedOn) -> schemas.Accepted:
    await tell(parts, passed.conversation, before)
    await parts.live.nudges(passed.nudges)
    return schemas.Accepted()


def _agent(parts: Parts, staff_id: str) -> Staff:
    person = parts.staff.get(staff_id)
    if not person.active:
        raise NotFound("There is no such person.")
    return person
