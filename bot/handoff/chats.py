"""What an agent does in a conversation besides writing: notes, passing on, pausing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversation import messages as chat
from bot.conversation.change import Change
from bot.conversation.consequences import check_agent_owns
from bot.conversation.machine import Trigger
from bot.conversation.model import Agent, Conversation, Kept
from bot.conversation.seen import Reader
from bot.conversation.store import ConversationStore
from bot.errors import Conflict, InvalidInput
from bot.handoff import nudges, words
from bot.handoff.assignment import Profile
from bot.handoff.mentions import Colleague, mentioned
from bot.handoff.nudges import Nudge, NudgeKind, NudgeStore
from bot.handoff.places import Places
from bot.handoff.queue import promise
from bot.handoff.roster import Roster
from kb.database import Database

LONGEST_PAUSE = timedelta(hours=8)


@dataclass(frozen=True)
class Noted:
    """A note that is kept, with whom it tells."""

    kept: Kept
    nudges: Sequence[Nudge] = ()


@dataclass(frozen=True)
class PassedOn:
    """A conversation that somebody else has now, or waits for somebody else."""

    conversation: Conversation
    nudges: Sequence[Nudge] = ()


class Chats:
    """Notes with mentions, passing on, pauses and read marks.

    Args:
        db: the database.
        conversations: the store of conversations.
        places: where visitors stand in line.
        roster: who is on duty.
    """

    def __init__(
        self, db: Database, conversations: ConversationStore, places: Places, roster: Roster
    ) -> None:
        self._conversations = conversations
        self._places = places
        self._roster = roster
        self.nudges = NudgeStore(db)

    def note(
        self,
        conversation_id: str,
        agent: Agent,
        text: str,
        at: datetime,
        *,
        client_message_id: str | None = None,
        colleagues: Sequence[Colleague] = (),
    ) -> Noted:
        """Keep a note that only the staff see; whom it names with "@" is told, unless it is the writer.

        `colleagues` are those who may see the conversation.

        Raises:
            InvalidInput: there is no text.
        """
        with self._conversations.changing(conversation_id, at) as change:
            return _noted(change, agent, text, client_message_id, colleagues)

    def pass_to_agent(
        self,
        conversation_id: str,
        agent: Agent,
        to: Agent,
        note: str,
        at: datetime,
        *,
        second_level: bool = False,
    ) -> PassedOn:
        """Give a conversation to a colleague, who has it at once; said again it changes nothing.

        `second_level` says that the colleague is the agent's supervisor.

        Raises:
            InvalidInput: it is the agent's own already.
            NotAllowed: another agent has this conversation.
            TransitionRefused: nobody has it.
            Conflict: the colleague isn't on duty.
        """
        if to.id == agent.id:
            raise InvalidInput("This conversation is yours already.", field="agent_id")
        with self._conversations.changing(conversation_id, at) as change:
            if change.conversation.owned_by_person and change.conversation.agent_id == to.id:
                return PassedOn(change.conversation)
            check_agent_owns(change.conversation, agent.id)
            if to.id not in self.present(at):
                raise Conflict(f"{to.name} isn't on duty now.")
            if note.strip():
                _noted(change, agent, note, None, ())
            change.move(Trigger.TRANSFER, agent_id=to.id, agent_name=to.name, second_level=second_level)
            said = change.announce(words.passed_to_agent(agent.name, to.name))
            told = nudges.keep(
                change.connection, [to.id], NudgeKind.PASSED_ON, conversation_id, said.seq, agent.name, at
            )
        return PassedOn(change.conversation, told)

    def pass_to_department(
        self, conversation_id: str, agent: Agent, department: str, note: str, at: datetime
    ) -> PassedOn:
        """Put a visitor in another department's line, with all that is known; they aren't asked again.

        Raises:
            NotAllowed: another agent has this conversation.
            TransitionRefused: nobody has it.
            Conflict: nobody of that department is on duty.
        """
        with self._conversations.changing(conversation_id, at) as change:
            check_agent_owns(change.conversation, agent.id)
            if not self._roster.serving(department, at):
                raise Conflict(f"Nobody of {department} is on duty now.")
            if note.strip():
                _noted(change, agent, note, None, ())
            place = self._places.newcomer(change.conversation, department, at)
            change.move(
                Trigger.REQUEUE,
                passed_on=True,
                department=department,
                position=place.position,
                promised_until=promise(place.expected_wait, at),
            )
            change.announce(
                words.passed_to_department(agent.name, department, place.position, place.expected_wait)
            )
        return PassedOn(change.conversation)

    def pause(self, conversation_id: str, agent: Agent, minutes: float, at: datetime) -> Conversation:
        """Promise the visitor to be back in so many minutes; whoever writes before is back.

        Raises:
            InvalidInput: that is no time one can promise.
            NotAllowed: another agent has this conversation.
            TransitionRefused: nobody has it.
        """
        span = timedelta(minutes=minutes)
        if not timedelta(0) < span <= LONGEST_PAUSE:
            raise InvalidInput("Promise to be back within 1 minute to 8 hours.", field="minutes")
        with self._conversations.changing(conversation_id, at) as change:
            check_agent_owns(change.conversation, agent.id)
            change.set(paused_until=at + span)
            change.announce(words.paused(agent.name, span, at + span))
        return change.conversation

    def resume(self, conversation_id: str, agent: Agent, at: datetime) -> Conversation:
        """End a pause without writing.

        Raises:
            NotAllowed: another agent has this conversation.
            TransitionRefused: nobody has it.
        """
        with self._conversations.changing(conversation_id, at) as change:
            check_agent_owns(change.conversation, agent.id)
            if change.conversation.paused_until is not None:
                change.set(paused_until=None)
        return change.conversation

    def seen_by_agent(self, conversation_id: str, agent: Agent, seq: int) -> bool:
        """Keep how far the agent who has a conversation has read; False where that is nothing new.

        Colleagues may look on: that is no reading of theirs.
        """
        mine = self._conversations.get(conversation_id).agent_id == agent.id
        return mine and self._conversations.seen(conversation_id, Reader.AGENT, seq)

    def present(self, at: datetime) -> dict[str, Profile]:
        """Who is on duty now, by id."""
        return {one.agent_id: one for one in self._roster.on_duty(at)}


def _noted(
    change: Change,
    agent: Agent,
    text: str,
    client_message_id: str | None,
    colleagues: Sequence[Colleague],
) -> Noted:
    others = [one for one in colleagues if one.id != agent.id]
    named = mentioned(text, others)
    card = {"mentions": named} if named else {}
    kept = chat.keep_note(change, agent, text, client_message_id, card)
    if not kept.new:
        return Noted(kept)
    told = nudges.keep(
        change.connection,
        named,
        NudgeKind.MENTION,
        change.conversation.id,
        kept.message.seq,
        agent.name,
        change.at,
    )
    return Noted(kept, told)
