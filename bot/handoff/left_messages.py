"""Messages that visitors leave when nobody is there, until they are answered and closed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.conversation.change import Change, clean_text, new_id
from bot.conversation.machine import State, Trigger
from bot.conversation.messages import agent_line, sent_before
from bot.conversation.model import Agent, Author, Happening, Line
from bot.conversation.store import ConversationStore
from bot.errors import Conflict, InvalidInput
from bot.handoff import tickets, words
from bot.handoff.model import Disposition, Mailer
from bot.handoff.tickets import Ticket, TicketStatus
from bot.ledger.events import event_id
from kb.database import Database


class LeftMessages:
    """Tickets, and what they do to their conversations."""

    def __init__(
        self, db: Database, conversations: ConversationStore, mailer: Mailer, shop_name: str
    ) -> None:
        self._db = db
        self._conversations = conversations
        self._mailer = mailer
        self._shop_name = shop_name

    def leave(self, conversation_id: str, name: str, email: str, text: str, at: datetime) -> Ticket:
        """Keep what a visitor leaves; the same words again are the same ticket.

        Raises:
            InvalidInput: something is missing or no e-mail address; names the field.
            TransitionRefused: a person has the conversation, or it is closed.
        """
        with self._conversations.changing(conversation_id, at) as change:
            ticket = tickets.new_ticket(
                new_id(), change.conversation, clean_text(name), clean_text(email), clean_text(text), at
            )
            if known := tickets.same_open_ticket(change.connection, ticket):
                return known
            change.move(Trigger.LEAVE_MESSAGE, ticket_id=ticket.id)
            change.set(
                name=change.conversation.name or ticket.name, email=change.conversation.email or ticket.email
            )
            said = words.message_left(ticket.email)
            change.announce(
                Line(said.text, {"kind": "left_message", "ticket_id": ticket.id, "text": ticket.text})
            )
            tickets.keep(change.connection, ticket)
            return ticket

    def in_status(self, status: TicketStatus) -> Sequence[Ticket]:
        """Tickets: the open ones oldest first, the closed ones latest first."""
        return tickets.in_status(self._db, status)

    def count_open(self) -> int:
        """How many still need somebody."""
        return tickets.count(self._db, TicketStatus.OPEN)

    def answer(self, ticket_id: str, agent: Agent, text: str, at: datetime) -> Ticket:
        """Answer a left message: kept in its conversation together with the mail that goes out; once.

        Raises:
            InvalidInput: there is no text.
            NotFound: there is no such ticket.
            Conflict: it was closed meanwhile.
        """
        text = clean_text(text).strip()
        if not text:
            raise InvalidInput("Please write an answer.", field="text")
        ticket = self.find(ticket_id)
        with self._conversations.changing(ticket.conversation_id, at) as change:
            ticket = tickets.find(change.connection, ticket_id)
            if ticket.status is TicketStatus.CLOSED:
                raise Conflict(f"{ticket.agent_name} has closed this left message.")
            if (seq := self._keep_answer(change, ticket, agent, text)) is not None:
                letter = words.ticket_mail(self._shop_name, ticket.name, ticket.text, text, agent.name)
                self._mailer.write(
                    change.connection,
                    ticket.conversation_id,
                    ticket.email,
                    letter,
                    at,
                    key=f"answer {seq}",
                    seq=seq,
                )
            tickets.change(
                change.connection, ticket_id, agent_id=agent.id, agent_name=agent.name, answered_at=at
            )
            return tickets.find(change.connection, ticket_id)

    def assign(self, ticket_id: str, agent: Agent | None, at: datetime) -> Ticket:
        """Give a left message to somebody, or back to everybody.

        Raises:
            NotFound: there is no such ticket.
            Conflict: it was closed meanwhile.
        """
        ticket = self.find(ticket_id)
        with self._conversations.changing(ticket.conversation_id, at) as change:
            ticket = tickets.find(change.connection, ticket_id)
            if ticket.status is TicketStatus.CLOSED:
                raise Conflict(f"{ticket.agent_name} has closed this left message.")
            whose = {"agent_id": agent.id if agent else None, "agent_name": agent.name if agent else None}
            tickets.change(change.connection, ticket_id, **whose)
            return tickets.find(change.connection, ticket_id)

    def answered_by_mail(self, change: Change, email: str, name: str, text: str) -> Ticket | None:
        """A visitor wrote by mail: their ticket is open again, or a new one where nobody has them.

        None where a person has the conversation, or the visitor waits for one: they see it there.
        """
        visitor = change.conversation
        if visitor.owned_by_person or visitor.state is State.QUEUED:
            return None
        ticket = tickets.latest_of(change.connection, visitor.id)
        facts: dict[str, Any] = {"visitor_wrote_at": change.at}
        if ticket is None:
            name = (name or visitor.name or email.partition("@")[0])[: tickets.NAME_MAX_LENGTH]
            ticket = tickets.new_ticket(new_id(), visitor, name, email, text, change.at)
            tickets.keep(change.connection, ticket)
        elif ticket.status is TicketStatus.CLOSED:
            # Whoever had it goes on with it; what it was closed as is in the ledger.
            facts |= {"status": TicketStatus.OPEN.value, "closed_at": None, "disposition": None}
        if visitor.state is not State.MESSAGE_LEFT:
            change.move(Trigger.LEAVE_MESSAGE, ticket_id=ticket.id, key=(ticket.id, visitor.last_seq))
        tickets.change(change.connection, ticket.id, **facts)
        return tickets.find(change.connection, ticket.id)

    def close(self, ticket_id: str, agent: Agent, disposition: Disposition, at: datetime) -> Ticket:
        """Close a ticket; closed a second time it stays as it is.

        Raises:
            NotFound: there is no such ticket.
        """
        ticket = self.find(ticket_id)
        with self._conversations.changing(ticket.conversation_id, at) as change:
            ticket = tickets.find(change.connection, ticket_id)
            if ticket.status is TicketStatus.CLOSED:
                return ticket
            facts = {
                "agent_id": agent.id,
                "agent_name": agent.name,
                "closed_at": at,
                "disposition": disposition.value,
            }
            tickets.change(change.connection, ticket_id, status=TicketStatus.CLOSED.value, **facts)
            data = {"ticket_id": ticket_id, "agent_id": agent.id, "disposition": disposition.value}
            # Closed again after the visitor answered, it is told of again.
            key = (ticket_id, ticket.visitor_wrote_at) if ticket.visitor_wrote_at else ticket_id
            change.record(Happening("ticket_closed", data, key=key))
            return tickets.find(change.connection, ticket_id)

    def find(self, ticket_id: str) -> Ticket:
        """One left message; raises NotFound."""
        with self._db.read() as connection:
            return tickets.find(connection, ticket_id)

    def _keep_answer(self, change: Change, ticket: Ticket, agent: Agent, text: str) -> int | None:
        """The answer's place in the conversation; None where it was kept before."""
        client_message_id = event_id(ticket.conversation_id, "ticket answer", ticket.id, text)
        if sent_before(change, Author.AGENT, text, client_message_id):
            return None
        line = Line(text, {"kind": "ticket_answer", "ticket_id": ticket.id})
        kept = agent_line(change, agent, line, client_message_id, first=ticket.answered_at is None)
        return kept.message.seq
