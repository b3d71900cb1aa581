"""Messages that visitors leave when nobody is there, until they are answered and closed."""

from collections.abc import Sequence
from datetime import datetime

from bot.conversation.change import Change, clean_text, new_id
from bot.conversation.machine import Trigger
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
        """Answer a left message: kept in its conversation first, then sent by mail.

        The same answer again sends the mail again (it may have failed), and is kept once.

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
            self._keep_answer(change, ticket, agent, text)
            tickets.change(
                change.connection, ticket_id, agent_id=agent.id, agent_name=agent.name, answered_at=at
            )
            answered = tickets.find(change.connection, ticket_id)
        # After the commit: a mailer may need the database, and a mail can't be taken back.
        mail = words.ticket_mail(ticket.name, ticket.text, text, agent.name)
        self._mailer.send_mail(ticket.email, f"Your message to {self._shop_name}", mail, at)
        return answered

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
            change.record(Happening("ticket_closed", data, key=ticket_id))
            return tickets.find(change.connection, ticket_id)

    def find(self, ticket_id: str) -> Ticket:
        """One left message; raises NotFound."""
        with self._db.read() as connection:
            return tickets.find(connection, ticket_id)

    def _keep_answer(self, change: Change, ticket: Ticket, agent: Agent, text: str) -> None:
        client_message_id = event_id(ticket.conversation_id, "ticket answer", ticket.id, text)
        if sent_before(change, Author.AGENT, text, client_message_id):
            return
        line = Line(text, {"kind": "ticket_answer", "ticket_id": ticket.id})
        agent_line(change, agent, line, client_message_id, first=ticket.answered_at is None)
