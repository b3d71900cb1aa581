"""The desk's lists, put together from conversations, left messages and the table of reasons."""

from collections.abc import Sequence
from dataclasses import asdict

from bot.conversation.machine import State
from bot.conversation.model import Conversation
from bot.handoff.tickets import Ticket
from bot.staff.accounts import Role, Staff
from bot.web import schemas
from bot.web.parts import Parts
from kb.search import Hit


def department_of(staff: Staff) -> str | None:
    """The department whose visitors somebody sees; None for all of them."""
    return staff.department if staff.role is Role.AGENT else None


def queue(parts: Parts, staff: Staff) -> schemas.Queue:
    """Who waits, most urgent first."""
    now = parts.now()
    items = parts.desk.queue(department_of(staff), now)
    return schemas.Queue(
        items=[schemas.QueueItem(**asdict(item)) for item in items],
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


def may_see(staff: Staff, found: Conversation | Ticket) -> bool:
    """An agent sees their own conversations and their department's; supervisors and admins see all."""
    department = department_of(staff)
    return department is None or found.agent_id == staff.id or found.department in (None, department)


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
