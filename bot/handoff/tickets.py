"""Left messages: kept as tickets, answered by mail, closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from bot.conversation.model import Conversation
from bot.errors import InvalidInput, NotFound
from bot.handoff.tables import tickets
from kb.database import Database

NAME_MAX_LENGTH = 200
EMAIL_MAX_LENGTH = 320


class TicketStatus(StrEnum):
    """Whether a left message still needs somebody."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Ticket:
    """A message that a visitor left."""

    id: str
    conversation_id: str
    name: str
    email: str
    text: str
    reason: str | None
    value: str | None
    complexity: str | None
    department: str | None
    created_at: datetime
    status: TicketStatus
    agent_id: str | None = None
    agent_name: str | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    disposition: str | None = None
    visitor_wrote_at: datetime | None = None


def new_ticket(
    ticket_id: str, conversation: Conversation, name: str, email: str, text: str, at: datetime
) -> Ticket:
    """A ticket from what a visitor typed.

    Raises:
        InvalidInput: something is missing or no e-mail address; names the field.
    """
    name, email, text = name.strip(), email.strip(), text.strip()
    if not name or len(name) > NAME_MAX_LENGTH:
        raise InvalidInput(f"Please give a name of up to {NAME_MAX_LENGTH} characters.", field="name")
    local, _, host = email.rpartition("@")
    if not local or "." not in host.strip(".") or len(email) > EMAIL_MAX_LENGTH or not _plain(email):
        raise InvalidInput("That doesn't look like an e-mail address.", field="email")
    if not text:
        raise InvalidInput("Please write your message.", field="text")
    return Ticket(
        id=ticket_id,
        conversation_id=conversation.id,
        name=name,
        email=email,
        text=text,
        reason=conversation.reason,
        value=conversation.value,
        complexity=conversation.complexity,
        department=conversation.department,
        created_at=at,
        status=TicketStatus.OPEN,
    )


def keep(connection: Connection, ticket: Ticket) -> None:
    """Keep a new ticket, in the caller's transaction."""
    connection.execute(insert(tickets).values(dict(vars(ticket))))


def same_open_ticket(connection: Connection, ticket: Ticket) -> Ticket | None:
    """An open ticket with the same words of the same conversation: the button was pressed twice."""
    row = connection.execute(
        select(tickets).where(
            tickets.c.conversation_id == ticket.conversation_id,
            tickets.c.status == TicketStatus.OPEN.value,
            tickets.c.email == ticket.email,
            tickets.c.text == ticket.text,
        )
    ).first()
    return None if row is None else _ticket(dict(row._mapping))


def change(connection: Connection, ticket_id: str, **facts: Any) -> None:
    """Change a ticket, in the caller's transaction."""
    connection.execute(update(tickets).where(tickets.c.id == ticket_id).values(facts))


def find(connection: Connection, ticket_id: str) -> Ticket:
    """One ticket. To change it, hold its conversation's lock: all who change tickets do.

    Raises:
        NotFound: there is none of this id.
    """
    row = connection.execute(select(tickets).where(tickets.c.id == ticket_id)).first()
    if row is None:
        raise NotFound("There is no such left message.")
    return _ticket(dict(row._mapping))


def latest_of(connection: Connection, conversation_id: str) -> Ticket | None:
    """A conversation's last ticket."""
    own = tickets.c.conversation_id == conversation_id
    row = connection.execute(
        select(tickets).where(own).order_by(tickets.c.created_at.desc()).limit(1)
    ).first()
    return None if row is None else _ticket(dict(row._mapping))


def count_open_of(connection: Connection, email: str) -> int:
    """How many open tickets an address has."""
    theirs = (tickets.c.status == TicketStatus.OPEN.value, func.lower(tickets.c.email) == email.lower())
    return int(connection.execute(select(func.count()).where(*theirs)).scalar_one())


def in_status(db: Database, status: TicketStatus, limit: int = 200) -> Sequence[Ticket]:
    """Tickets: the open ones oldest first, the closed ones latest first."""
    order = tickets.c.created_at if status is TicketStatus.OPEN else tickets.c.closed_at.desc()
    statement = select(tickets).where(tickets.c.status == status.value).order_by(order).limit(limit)
    with db.read() as connection:
        return [_ticket(dict(row._mapping)) for row in connection.execute(statement)]


def count(db: Database, status: TicketStatus) -> int:
    """How many tickets there are."""
    statement = select(func.count()).select_from(tickets).where(tickets.c.status == status.value)
    with db.read() as connection:
        return int(connection.execute(statement).scalar_one())


def _ticket(facts: dict[str, Any]) -> Ticket:
    return Ticket(**{**facts, "status": TicketStatus(facts["status"])})


def _plain(text: str) -> bool:
    return text.isprintable() and not any(character.isspace() for character in text)
