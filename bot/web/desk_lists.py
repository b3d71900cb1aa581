"""The desk's lists, put together from conversations, left messages and the table of reasons."""

from collections.abc import Sequence
from dataclasses import asdict

from bot.conversation.machine import State
from bot.conversation.model import Conversation
from bot.handoff.ringing import Ring
from bot.handoff.tickets import Ticket
from bot.staff.accounts import Staff, sees
from bot.web import schemas
from bot.web.parts import Parts
from kb.search import Hit


def queue(parts: Parts, staff: Staff) -> schemas.Queue:
    """Who waits, most urgent first."""
    now = parts.now()
    items = [item for item in parts.desk.queue(now) if sees(staff, item.department)]
    ringing = parts.desk.ringing.now_ringing()
    return schemas.Queue(
        items=[
            schemas.QueueItem(**asdict(item), ringing=_ringing(ringing.get(item.conversation_id)))
            for item in items
        ],
        tickets_open=parts.desk.tickets_open(),
        desk_open=parts.desk.availability(None, now).open,
    )


def rows(parts: Parts, found: Sequence[Conversation], staff: Staff) -> list[schemas.DeskConversation]:
    """Conversations as the desk lists them."""
    unread = parts.conversations.unread([one.id for one in found if one.owned_by_person])
    return [
        schemas.DeskConversation(
            **{**asdict(item), "waiting_since": one.queued_at if one.state is State.QUEUED else None},
            state=one.state.value,
            agent_id=one.agent_id,
            agent_name=one.agent_name,
            updated_at=one.updated_at,
            unread=unread.get(one.id, 0),
            mine=one.agent_id == staff.id,
            seen_by_visitor=one.visitor_seen_seq,
            paused_until=one.paused_until,
        )
        for item, one in zip(parts.desk.items(found), found, strict=True)
    ]


def _ringing(ring: Ring | None) -> schemas.Ringing | None:
    if ring is None:
        return None
    return schemas.Ringing(agent_id=ring.agent_id, agent_name=ring.agent_name, until=ring.until)


def may_see(staff: Staff, found: Conversation | Ticket) -> bool:
    """An agent sees their own conversations and their department's; supervisors and admins see all."""
    return found.agent_id == staff.id or sees(staff, found.department)


def tickets(parts: Parts, status: str, staff: Staff) -> schemas.Tickets:
    """Left messages."""
    return schemas.Tickets(
        tickets=[
            schemas.Ticket.model_validate(
                {
                    **vars(one),
                    "reason_title": parts.reasons.named(one.reason).title,
                    "value": one.value or "medium",
                    "complexity": one.complexity or "medium",
                }
            )
            for one in parts.desk.tickets(status)
            if may_see(staff, one)
        ]
    )


def hit(found: Hit) -> schemas.Hit:
    """An article found."""
    return schemas.Hit(
        article_id=found.article_id,
        title=found.title,
        answer=found.answer,
        url=found.url,
        score=found.score,
        risk=found.risk,
    )
