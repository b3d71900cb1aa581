"""At the desk: the bot's answer was wrong, and this would have been right."""

from anyio import to_thread
from fastapi import APIRouter

from bot.conversation.model import Author
from bot.errors import InvalidInput
from bot.staff.accounts import Role
from bot.web import schemas
from bot.web.routes.desk import check_may_see
from bot.web.routes.golden import views
from bot.web.security import Agent, TheParts

router = APIRouter(prefix="/api/v1/desk", tags=["desk"])


@router.post("/conversations/{conversation_id}/corrections", status_code=201)
async def correct(
    conversation_id: str, body: schemas.NewCorrection, staff: Agent, parts: TheParts
) -> schemas.Correction:
    """Say that a message of the bot was wrong; what an admin says is confirmed at once."""

    def keep() -> schemas.Correction:
        found = parts.conversations.get(conversation_id)
        check_may_see(staff, found)
        lines = parts.conversations.messages(conversation_id, after=body.message_seq - 1)
        wrong = next((line for line in lines if line.seq == body.message_seq), None)
        if wrong is None or wrong.author is not Author.BOT:
            raise InvalidInput("That is not a message of the bot.", field="message_seq")
        now, curator = parts.now(), parts.knowledge.curator
        made = curator.propose(
            conversation_id=conversation_id,
            message_seq=body.message_seq,
            question=body.question,
            shown_article_id=wrong.payload.get("article_id"),
            right_article_id=body.right_article_id,
            add_variant=body.add_variant,
            by=staff.name,
            at=now,
        )
        if staff.role is Role.ADMIN:
            made, _ = curator.confirm(made.id, by=staff.name, at=now)
        return views(parts, [made])[0]

    return await to_thread.run_sync(keep)
