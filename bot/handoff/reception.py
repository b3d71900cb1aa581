"""What visitors meet when they want a person: is one there, the line, and the way out of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversation.consequences import handoff_requested
from bot.conversation.machine import State, Trigger
from bot.conversation.model import Conversation
from bot.conversation.store import ConversationStore
from bot.errors import TransitionRefused
from bot.handoff import words
from bot.handoff.line import WaitingLine
from bot.handoff.model import Availability, Place, Placement
from bot.handoff.presence import PresenceStore
from kb.database import Database


@dataclass(frozen=True)
class DeskRules:
    """What an operator decides about the desk."""

    agent_away: timedelta = timedelta(minutes=2)
    queue_timeout: timedelta = timedelta(minutes=10)
    shop_name: str = "us"


class Reception:
    """The visitors' side of the desk."""

    def __init__(self, db: Database, conversations: ConversationStore, rules: DeskRules) -> None:
        self._conversations = conversations
        self._rules = rules
        self._presence = PresenceStore(db)
        self._line = WaitingLine(db, conversations)

    def availability(self, department: str | None, now: datetime) -> Availability:
        """Whether a person of this department (of any, for None) can be had, and how soon."""
        online = self._online(department, now)
        length = self._line.length(department)
        wait = self._line.expected_wait(length + 1, department) if online else None
        return Availability(bool(online), online, length, wait)

    def is_open(self, department: str | None, now: datetime) -> bool:
        """Whether a person of this department (of any, for None) can be had."""
        return self._online(department, now) > 0

    def _online(self, department: str | None, now: datetime) -> int:
        return sum(agent.takes(department, now, self._rules.agent_away) for agent in self._presence.all())

    def request_person(
        self, conversation_id: str, *, handoff_reason: str, at: datetime, department: str | None = None
    ) -> Placement:
        """Put the visitor in line if the desk is open; asked again it says where they stand.

        Nothing is announced: the placement holds the words (`line`, with their card) for whoever answers.
        With the desk closed the conversation stays where it is, until a message is left.

        Raises:
            TransitionRefused: the conversation is closed.
        """
        conversation = self._conversations.get(conversation_id)
        if conversation.state is State.CLOSED:
            raise TransitionRefused("This conversation is closed.")
        if (standing := self.placement(conversation, at)) is not None:
            return standing
        department = department or conversation.department
        is_open = self.is_open(department, at)
        position = self._line.newcomer_position(conversation, department, at, one_line=self._one_line(at))
        with self._conversations.changing(conversation_id, at) as change:
            if not change.conversation.owned_by_bot:
                pass  # It was queued meanwhile: where it stands is read below.
            elif is_open:
                facts = {"handoff_reason": handoff_reason, "department": department}
                change.move(Trigger.QUEUE, position=position, **facts)
            else:
                change.set(handoff_reason=handoff_reason, department=department)
                wanted = handoff_requested(change.conversation, handoff_reason, department)
                once = (change.conversation.episode_id, change.conversation.stint)
                change.record(wanted.keyed(once))
        return self.placement(change.conversation, at) or Placement(
            Place.DESK_CLOSED, None, None, words.desk_closed()
        )

    def placement(self, conversation: Conversation, now: datetime) -> Placement | None:
        """Where a visitor who waits or has a person stands; None for one who has the bot."""
        if conversation.owned_by_person:
            return Placement(Place.WITH_PERSON, None, None, words.with_person(conversation.agent_name))
        if conversation.state is not State.QUEUED:
            return None
        position = self._line.position(conversation.id, now, one_line=self._one_line(now)) or 1
        wait = self._line.expected_wait(position, conversation.department)
        return Placement(Place.QUEUED, position, wait, words.queued(position, wait))

    def _one_line(self, now: datetime) -> bool:
        """Whether somebody who is there serves every department, so that all wait in one line."""
        away = self._rules.agent_away
        return any(
            agent.department is None and agent.takes(None, now, away) for agent in self._presence.all()
        )

    def leave_queue(self, conversation_id: str, at: datetime) -> Conversation:
        """The visitor waits no longer and is back with the bot."""
        return self._conversations.move(
            conversation_id, Trigger.LEAVE_QUEUE, at, say=words.left_queue(), to="bot"
        )

    def close_by_visitor(self, conversation_id: str, at: datetime) -> Conversation:
        """The visitor ends the conversation."""
        return self._conversations.move(
            conversation_id, Trigger.CLOSE, at, say=words.closed_by_visitor(), by="visitor"
        )
