"""The desk, where visitors meet people: a façade over reception, queue, presence, packet, left messages."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.conversation.consequences import check_agent_owns
from bot.conversation.machine import PERSON_OWNED, State, Trigger
from bot.conversation.messages import keep_note
from bot.conversation.model import Agent, Author, Conversation, Kept
from bot.conversation.store import ConversationStore
from bot.errors import InvalidInput
from bot.handoff import words
from bot.handoff.board import BoardReader
from bot.handoff.chats import Chats
from bot.handoff.departments.model import Departments
from bot.handoff.expiry import Expiry
from bot.handoff.left_messages import LeftMessages
from bot.handoff.model import (
    ArticleSearch,
    CustomerLookup,
    Disposition,
    Mailer,
    QueueItem,
    ReasonBook,
)
from bot.handoff.packet import Material, build_packet
from bot.handoff.presence import Status
from bot.handoff.reception import DeskRules, Reception
from bot.handoff.ringing import Ringing, Topics
from bot.handoff.roster import Profiles
from bot.handoff.supervision import Supervision
from bot.handoff.taking import Taking
from bot.handoff.tickets import Ticket, TicketStatus
from bot.ledger.store import EventStore
from kb.database import Database

__all__ = ["Desk", "DeskRules", "as_disposition"]


class Desk(Reception):
    """All that visitors (see `Reception`) and agents do about people.

    Args:
        db: the database.
        conversations: the store of conversations.
        reasons: titles and goals of the contact reasons.
        mailer: how answers to left messages go out.
        rules: what an operator decides.
        customers: who a visitor is to the shop, if it can be known.
        articles: a search for articles that may help the agent.
        departments: the departments as they are now.
        profiles: whom each of the staff serves.
        topics: what an agent may know about, by contact reason.
        now: the clock, for questions that come without a time.
    """

    def __init__(
        self,
        db: Database,
        conversations: ConversationStore,
        reasons: ReasonBook,
        mailer: Mailer,
        rules: DeskRules = DeskRules(),  # noqa: B008 (frozen)
        *,
        customers: CustomerLookup | None = None,
        articles: ArticleSearch | None = None,
        departments: Callable[[], Departments] = lambda: Departments({}),
        profiles: Profiles = lambda: (),
        topics: Topics = lambda _reason: (),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(db, conversations, rules, departments, profiles)
        self._reasons = reasons
        self._customers = customers
        self._articles = articles
        self._now = now
        self._events = EventStore(db)
        self.chats = Chats(db, conversations, self._places, self.roster)
        self.left_messages = LeftMessages(db, conversations, mailer, rules.shop_name)
        self._taking = Taking(conversations, self.roster)
        self.ringing = Ringing(db, conversations, self._line, self.roster, departments, topics, rules.ring)
        self.supervision = Supervision(conversations, self.roster)
        self.board = BoardReader(conversations, self._line, self.roster, departments, self._events)
        self._expiry = Expiry(
            conversations,
            self._line,
            self._places,
            self.roster,
            departments,
            agent_away=rules.agent_away,
            agent_idle=rules.agent_idle,
            queue_timeout=rules.queue_timeout,
        )

    # --- for agents

    def waiting(self, now: datetime | None = None) -> list[Conversation]:
        """Who waits, the next first."""
        return self._line.conversations(now or self._now())

    def queue(self, now: datetime | None = None) -> list[QueueItem]:
        """Who waits, the next first, as the desk's lists show them."""
        return self.items(self.waiting(now))

    def listed(self, which: str, agent: Agent) -> list[Conversation]:
        """One of the desk's lists: `mine` (this agent's, running), `all` (running) or `done` (closed).

        Raises:
            InvalidInput: there is no such list.
        """
        if which == "mine":
            return self._conversations.in_states(PERSON_OWNED, agent_id=agent.id)
        if which == "all":
            return self._conversations.in_states(set(State) - {State.CLOSED})
        if which == "done":
            return self._conversations.in_states([State.CLOSED])
        raise InvalidInput("The list is one of mine, all, done.", field="list")

    def items(self, conversations: Sequence[Conversation]) -> list[QueueItem]:
        """These conversations as the desk's lists show them."""
        last = self._conversations.last_words([conversation.id for conversation in conversations])
        return [self._item(conversation, last.get(conversation.id, "")) for conversation in conversations]

    def accept(
        self, conversation_id: str, agent: Agent, at: datetime, *, freely: bool = False
    ) -> Conversation:
        """Take a visitor from the line; see `Taking.accept`."""
        return self._taking.accept(conversation_id, agent, at, freely=freely)

    def let_pass(self, conversation_id: str, agent: Agent, at: datetime) -> Conversation:
        """Let a visitor who rings at this agent go on to the next; see `Ringing.decline`."""
        return self.ringing.decline(conversation_id, agent, at)

    def give_out(self, now: datetime) -> list[str]:
        """Let waiting visitors ring at agents; see `Ringing.give_out`."""
        return self.ringing.give_out(now)

    def reply(
        self, conversation_id: str, agent: Agent, text: str, client_message_id: str, at: datetime
    ) -> Kept:
        """Keep what an agent writes to the visitor.

        Raises:
            NotAllowed: another agent has this conversation.
            TransitionRefused: nobody has it.
        """
        kept = self._conversations.keep_agent_message(conversation_id, agent, text, client_message_id, at)
        self.roster.presence.seen(agent.id, at, active=True)
        return kept

    def close(
        self,
        conversation_id: str,
        agent: Agent,
        disposition: str,
        reason: str | None,
        at: datetime,
        amount: float | None = None,
    ) -> Conversation:
        """End a conversation as the agent who has it; `reason` corrects the contact reason.

        Raises:
            InvalidInput: there is no such disposition.
            NotAllowed: another agent has this conversation.
            TransitionRefused: nobody has it.
        """
        how = as_disposition(disposition)
        with self._conversations.changing(conversation_id, at) as change:
            if change.conversation.state is State.CLOSED and change.conversation.agent_id == agent.id:
                return change.conversation
            check_agent_owns(change.conversation, agent.id)
            if reason and self._reasons.named(reason).key == reason:
                change.set(reason=reason)
            sold = amount if how is Disposition.SALE else None
            change.move(Trigger.CLOSE, by="agent", disposition=how.value, reason=reason or None, amount=sold)
            change.announce(words.closed_by_agent())
        return change.conversation

    def return_to_bot(self, conversation_id: str, agent: Agent, reason: str, at: datetime) -> Conversation:
        """Give a conversation back to the bot, which starts anew; the reason stays as a note for the staff.

        Raises:
            NotAllowed: another agent has this conversation.
            TransitionRefused: nobody has it.
        """
        with self._conversations.changing(conversation_id, at) as change:
            check_agent_owns(change.conversation, agent.id)
            if reason.strip():
                keep_note(change, agent, words.returned_because(reason.strip()), None, {})
            change.move(Trigger.RETURN, by=agent.id, reason=reason or None)
            change.announce(words.returned())
        return change.conversation

    def packet(self, conversation_id: str) -> dict[str, Any]:
        """What an agent sees first: see `packet.build_packet`."""
        conversation = self._conversations.get(conversation_id)
        messages = self._conversations.messages(conversation_id, notes=True)
        asked = [message.text for message in messages if message.author is Author.VISITOR]
        material = Material(
            conversation=conversation,
            messages=messages,
            events=self._events.for_conversation(conversation_id),
            customer=self._customers(conversation) if self._customers else None,
            earlier=self._conversations.for_visitor(conversation.visitor_id),
            candidates=self._articles(asked[-1]) if self._articles and asked else (),
        )
        return build_packet(material, self._reasons)

    # --- left messages

    def leave_message(self, conversation_id: str, name: str, email: str, text: str, at: datetime) -> Ticket:
        """Keep what a visitor leaves for later; see `LeftMessages.leave`."""
        return self.left_messages.leave(conversation_id, name, email, text, at)

    def tickets(self, status: str = TicketStatus.OPEN) -> Sequence[Ticket]:
        """Left messages that are open, or closed."""
        if status not in set(TicketStatus):
            raise InvalidInput("The status is one of open, closed.", field="status")
        return self.left_messages.in_status(TicketStatus(status))

    def tickets_open(self) -> int:
        """How many left messages still need somebody."""
        return self.left_messages.count_open()

    def ticket(self, ticket_id: str) -> Ticket:
        """One left message.

        Raises:
            NotFound: there is none of this id.
        """
        return self.left_messages.find(ticket_id)

    def answer_ticket(self, ticket_id: str, agent: Agent, text: str, at: datetime) -> Ticket:
        """Answer a left message, in its conversation and by mail."""
        return self.left_messages.answer(ticket_id, agent, text, at)

    def assign_ticket(self, ticket_id: str, agent: Agent | None, at: datetime) -> Ticket:
        """Give a left message to somebody, or back to everybody."""
        return self.left_messages.assign(ticket_id, agent, at)

    def close_ticket(self, ticket_id: str, agent: Agent, disposition: str, at: datetime) -> Ticket:
        """Close a left message."""
        return self.left_messages.close(ticket_id, agent, as_disposition(disposition), at)

    # --- who is there, and what time does

    def set_presence(self, agent_id: str, status: str, at: datetime) -> None:
        """Keep whether an agent takes conversations.

        Raises:
            InvalidInput: there is no such status.
        """
        if status not in set(Status):
            raise InvalidInput("The status is one of online, away, offline.", field="status")
        self.roster.presence.set(agent_id, Status(status), at)

    def presence(self, agent_id: str) -> Status:
        """What an agent's presence is; offline for one who was never there."""
        return self.roster.presence.status(agent_id)

    def sign_of_life(self, agent_id: str, at: datetime, *, active: bool = True) -> None:
        """An agent's page is still open; `active` says that the agent did something there."""
        self.roster.presence.seen(agent_id, at, active=active)

    def expire(self, now: datetime) -> list[str]:
        """End waits that were too long and take back what lost agents held; see `Expiry.expire`."""
        return self._expiry.expire(now)

    def _item(self, conversation: Conversation, last_text: str) -> QueueItem:
        reason = self._reasons.named(conversation.reason)
        return QueueItem(
            conversation_id=conversation.id,
            visitor=words.visitor_name(conversation),
            goal=conversation.goal or f"The visitor {reason.goal}",
            reason=reason.key,
            reason_title=reason.title,
            value=conversation.value or "medium",
            complexity=conversation.complexity or "medium",
            handoff_reason=conversation.handoff_reason,
            handoff_reason_text=words.handoff_reason_text(conversation.handoff_reason),
            department=conversation.department,
            waiting_since=conversation.queued_at,
            last_text=last_text,
        )


def as_disposition(disposition: str) -> Disposition:
    """The disposition of this name.

    Raises:
        InvalidInput: there is none.
    """
    try:
        return Disposition(disposition)
    except ValueError:
        known = ", ".join(Disposition)
        raise InvalidInput(f"The disposition is one of {known}.", field="disposition") from None
