"""What the open pages are told, the visitor's and the desk's."""

from collections.abc import Callable, Iterable
from datetime import datetime

from anyio import to_thread

from bot.conversation.machine import Owner, State, owner
from bot.conversation.model import Author, Conversation, Message
from bot.conversation.store import ConversationStore
from bot.handoff.desk import Desk
from bot.handoff.model import Placement
from bot.handoff.nudges import Nudge
from bot.handoff.words import wait_text
from bot.web import present, schemas
from bot.web.hub import DESK, Hub, conversation_topic


class LiveUpdates:
    """Publishes changes to whoever should see them."""

    def __init__(
        self, hub: Hub, conversations: ConversationStore, desk: Desk, now: Callable[[], datetime]
    ) -> None:
        self._now = now
        self._hub = hub
        self._conversations = conversations
        self._desk = desk
        # What each waiting visitor read last.
        self._read: dict[str, tuple[int, str] | None] = {}

    async def message(self, conversation: Conversation, message: Message) -> None:
        """A line was kept: the visitor sees all but notes, the desk sees those of its conversations."""
        topic = conversation_topic(conversation.id)
        is_note = message.author is Author.NOTE
        if not is_note and self._hub.may_be_heard(topic):
            await self._hub.publish(topic, present.frame("message", message=present.message(message)))
        if is_note or owner(conversation.state) in (Owner.PERSON, Owner.QUEUE):
            frame = present.frame(
                "message",
                conversation_id=conversation.id,
                department=conversation.department,
                message=present.message(message),
            )
            await self._hub.publish(DESK, frame)

    async def lines(self, conversation_id: str, *, after: int) -> None:
        """Lines came with a change: show them, then how the conversation stands."""
        found = await to_thread.run_sync(self._conversations.get, conversation_id)
        kept = await to_thread.run_sync(lambda: self._conversations.messages(conversation_id, after=after))
        for line in kept:
            await self.message(found, line)
        await self.state(conversation_id)

    async def typing(self, conversation_id: str, *, on: bool) -> None:
        """The bot thinks, or has stopped."""
        await self._hub.publish(
            conversation_topic(conversation_id), present.frame("typing", who="bot", on=on)
        )

    async def agent_typing(self, conversation_id: str, *, on: bool) -> None:
        """The agent types, or has stopped."""
        await self._hub.publish(
            conversation_topic(conversation_id), present.frame("typing", who="agent", on=on)
        )

    async def visitor_typing(self, conversation: Conversation, text: str) -> None:
        """What the visitor is typing, for the agents only."""
        await self._hub.publish(
            DESK,
            present.frame(
                "visitor_typing",
                conversation_id=conversation.id,
                department=conversation.department,
                text=text,
            ),
        )

    async def seen_by_visitor(self, conversation: Conversation, seq: int) -> None:
        """The visitor has had everything up to a line before the eyes."""
        frame = present.frame(
            "seen", conversation_id=conversation.id, department=conversation.department, seq=seq
        )
        await self._hub.publish(DESK, frame)

    async def seen_by_agent(self, conversation_id: str, seq: int) -> None:
        """The person has had everything up to a line before the eyes."""
        await self._hub.publish(conversation_topic(conversation_id), present.frame("seen", seq=seq))

    async def nudges(self, made: Iterable[Nudge]) -> None:
        """Somebody wants colleagues to look; each is told alone."""
        for one in made:
            frame = present.frame(
                "nudge",
                to=one.staff_id,
                about=one.kind.value,
                conversation_id=one.conversation_id,
                by_name=one.by_name,
            )
            await self._hub.publish(DESK, frame)

    async def state(self, conversation_id: str) -> None:
        """The conversation may stand differently now: tell its visitor and the desk, if they listen."""
        if not any(map(self._hub.may_be_heard, (conversation_topic(conversation_id), DESK))):
            return
        standing = await to_thread.run_sync(self.standing, conversation_id)
        await self._hub.publish(conversation_topic(conversation_id), present.frame("state", state=standing))
        if standing.state not in (State.BOT, State.OFFERED, State.RETURNED):
            await self._hub.publish(DESK, present.frame("conversation", conversation_id=conversation_id))
        if standing.state == State.QUEUED:
            await self._hub.publish(DESK, present.frame("queue"))

    async def queue(self) -> None:
        """The queue has changed: the desk reloads it, everybody who waits learns the new place."""
        await self._hub.publish(DESK, present.frame("queue"))
        await self.places(all_of_them=True)

    async def places(self, *, all_of_them: bool = False) -> None:
        """Everybody who waits and listens learns their place and wait, if it reads otherwise than before."""
        standings = await to_thread.run_sync(self._standings)
        for conversation_id, standing in standings.items():
            reads = None if standing.queue is None else _as_read(standing.queue)
            if all_of_them or self._read.get(conversation_id) != reads:
                topic = conversation_topic(conversation_id)
                await self._hub.publish(topic, present.frame("state", state=standing))
            self._read[conversation_id] = reads
        for gone in self._read.keys() - standings.keys():
            del self._read[gone]

    async def tickets(self) -> None:
        """The list of left messages has changed."""
        await self._hub.publish(DESK, present.frame("tickets"))

    def standing(self, conversation_id: str) -> schemas.Conversation:
        """How a conversation stands for its visitor."""
        found, now = self._conversations.get(conversation_id), self._now()
        place = self._desk.placement(found, now) if found.state is State.QUEUED else None
        return _shown(found, place, self._desk_of(found.department, now))

    def _standings(self) -> dict[str, schemas.Conversation]:
        """How those who wait stand, if their visitors may listen."""
        now = self._now()
        waiting = {
            one.id: one
            for one in self._desk.waiting(now)
            if self._hub.may_be_heard(conversation_topic(one.id))
        }
        places = self._desk.placements(waiting.values(), now)
        desks = {key: self._desk_of(key, now) for key in {one.department for one in waiting.values()}}
        return {id_: _shown(one, places[id_], desks[one.department]) for id_, one in waiting.items()}

    def _desk_of(self, department: str | None, now: datetime) -> tuple[bool, datetime | None]:
        """Whether a department can be reached, and when one outside its hours opens next."""
        is_open = self._desk.is_open(department, now)
        return is_open, None if is_open else self._desk.opens_at(department, now)


def _shown(
    found: Conversation, place: Placement | None, desk: tuple[bool, datetime | None]
) -> schemas.Conversation:
    return present.conversation(found, place, desk_open=desk[0], opens_at=desk[1])


def _as_read(queue: schemas.QueuePlace) -> tuple[int, str]:
    """A place and a wait as people read them: seconds more or less don't change it."""
    return queue.position, wait_text(queue.expected_wait)
