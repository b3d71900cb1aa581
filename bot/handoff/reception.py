"""What visitors meet when they want a person: is one there, the line, and the way out of it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversation.consequences import handoff_requested
from bot.conversation.machine import State, Trigger
from bot.conversation.model import Conversation
from bot.conversation.store import ConversationStore
from bot.errors import TransitionRefused
from bot.handoff import words
from bot.handoff.departments.model import Departments
from bot.handoff.line import WaitingLine
from bot.handoff.model import Availability, Place, Placement
from bot.handoff.places import Places
from bot.handoff.queue import promise
from bot.handoff.roster import Profiles, Roster
from kb.database import Database


@dataclass(frozen=True)
class DeskRules:
    """What an operator decides about the desk.

    Attributes:
        agent_away: without a sign of life for this long an agent is away, and their chats go back in line.
        agent_idle: without doing anything for this long an agent is away, and keeps their chats.
        queue_timeout: how long a visitor waits where their department says nothing else.
        ring: how long a visitor rings at one agent.
        shop_name: what visitors call the shop.
    """

    agent_away: timedelta = timedelta(minutes=2)
    agent_idle: timedelta = timedelta(minutes=15)
    queue_timeout: timedelta = timedelta(minutes=10)
    ring: timedelta = timedelta(seconds=30)
    shop_name: str = "us"


class Reception:
    """The visitors' side of the desk."""

    def __init__(
        self,
        db: Database,
        conversations: ConversationStore,
        rules: DeskRules,
        departments: Callable[[], Departments],
        profiles: Profiles,
    ) -> None:
        self._conversations = conversations
        self._rules = rules
        self._departments = departments
        self._line = WaitingLine(db, conversations)
        self.roster = Roster(db, profiles, rules.agent_away)
        self._places = Places(self._line, self.roster)

    def availability(self, department: str | None, now: datetime) -> Availability:
        """Whether a person of this department (of any, for None) can be had, and how soon."""
        departments = self._departments()
        in_hours = departments.is_open(department, now)
        online = len(self.roster.serving(department, now)) if in_hours else 0
        length = self._line.length(department)
        wait = self._line.pace(department).expected_wait(length + 1, now, now) if online else None
        opens_at, opens = self._opening(department, now)
        return Availability(online > 0, online, length, wait, opens, opens_at)

    def is_open(self, department: str | None, now: datetime) -> bool:
        """Whether a person of this department (of any, for None) can be had."""
        return self._departments().is_open(department, now) and bool(self.roster.serving(department, now))

    def opens_at(self, department: str | None, now: datetime) -> datetime | None:
        """When a department outside its hours opens next."""
        return self._opening(department, now)[0]

    def _opening(self, department: str | None, now: datetime) -> tuple[datetime | None, str | None]:
        found = self._departments().next_opening(department, now)
        return (None, None) if found is None else (found[0], words.opening(*found, now))

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
        if (placed := self.placement(conversation, at)) is not None:
            return placed
        department = department or conversation.department
        is_open = self.is_open(department, at)
        standing = self._places.newcomer(conversation, department, at)
        with self._conversations.changing(conversation_id, at) as change:
            if not change.conversation.owned_by_bot:
                pass  # It was queued meanwhile: where it stands is read below.
            elif is_open:
                change.move(
                    Trigger.QUEUE,
                    position=standing.position,
                    promised_until=promise(standing.expected_wait, at),
                    handoff_reason=handoff_reason,
                    department=department,
                )
            else:
                change.set(handoff_reason=handoff_reason, department=department)
                wanted = handoff_requested(change.conversation, handoff_reason, department)
                once = (change.conversation.episode_id, change.conversation.stint)
                change.record(wanted.keyed(once))
        return self.placement(change.conversation, at) or Placement(
            Place.DESK_CLOSED, None, None, words.desk_closed(*self._opening(department, at))
        )

    def placement(self, conversation: Conversation, now: datetime) -> Placement | None:
        """Where a visitor who waits or has a person stands; None for one who has the bot."""
        if conversation.owned_by_person:
            return Placement(Place.WITH_PERSON, None, None, words.with_person(conversation.agent_name))
        if conversation.state is not State.QUEUED:
            return None
        return self.placements([conversation], now)[conversation.id]

    def placements(self, waiting: Collection[Conversation], now: datetime) -> Mapping[str, Placement]:
        """Where each of these visitors, who wait, stands."""
        return {
            id_: Placement(
                Place.QUEUED, at.position, at.expected_wait, words.queued(at.position, at.expected_wait)
            )
            for id_, at in self._places.of(waiting, now).items()
        }

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
