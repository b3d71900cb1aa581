"""What a supervisor does in chats that are others': taking over, reassigning, whispering."""

from dataclasses import dataclass
from datetime import datetime

from bot.conversation import messages as chat
from bot.conversation.change import Change
from bot.conversation.machine import Trigger
from bot.conversation.model import Agent, Conversation, Line
from bot.conversation.store import ConversationStore
from bot.errors import Conflict
from bot.handoff import nudges, words
from bot.handoff.chats import Noted, PassedOn
from bot.handoff.line import keep_pickup
from bot.handoff.nudges import Nudge, NudgeKind
from bot.handoff.ringing import Ended, end_ring
from bot.handoff.roster import Roster


@dataclass(frozen=True)
class _Move:
    """A chat that changes hands: who did it, who had it, and what the visitor reads."""

    by: Agent
    to: Agent
    line: Line


class Supervision:
    """Taking over, reassigning and whispering."""

    def __init__(self, conversations: ConversationStore, roster: Roster) -> None:
        self._conversations = conversations
        self._roster = roster

    def take_over(self, conversation_id: str, by: Agent, at: datetime) -> PassedOn:
        """The supervisor has the visitor from now on; whoever had them is told.

        Raises:
            TransitionRefused: the visitor neither waits nor has a person.
        """
        with self._conversations.changing(conversation_id, at) as change:
            self._roster.presence.seen_in(change.connection, by.id, at)
            return _give(change, _Move(by, by, words.taken_over(by.name)))

    def reassign(self, conversation_id: str, by: Agent, to: Agent, at: datetime) -> PassedOn:
        """A colleague on duty has the visitor from now on, also beyond their number of chats.

        Raises:
            Conflict: the colleague isn't on duty.
            TransitionRefused: the visitor neither waits nor has a person.
        """
        if to.id not in {profile.agent_id for profile in self._roster.on_duty(at)}:
            raise Conflict(f"{to.name} isn't on duty now.")
        with self._conversations.changing(conversation_id, at) as change:
            return _give(change, _Move(by, to, words.taken_over(to.name)))

    def whisper(
        self, conversation_id: str, by: Agent, text: str, client_message_id: str | None, at: datetime
    ) -> Noted:
        """Tell the agent who has the visitor something that the visitor never sees.

        Raises:
            InvalidInput: there is no text.
            Conflict: nobody has the visitor.
        """
        with self._conversations.changing(conversation_id, at) as change:
            agent_id = change.conversation.agent_id
            if not change.conversation.owned_by_person or agent_id is None:
                raise Conflict("Nobody has this conversation now, so nobody would hear it.")
            kept = chat.keep_note(change, by, text, client_message_id, {"kind": "whisper"})
            told: list[Nudge] = []
            if kept.new and agent_id != by.id:
                told = nudges.keep(
                    change.connection,
                    [agent_id],
                    NudgeKind.WHISPER,
                    conversation_id,
                    kept.message.seq,
                    by.name,
                    at,
                )
        return Noted(kept, told)


def _give(change: Change, move: _Move) -> PassedOn:
    before = change.conversation
    if before.owned_by_person and before.agent_id == move.to.id:
        return PassedOn(before)
    if not before.owned_by_person:
        change.move(Trigger.ACCEPT, agent_id=move.to.id, agent_name=move.to.name)
        end_ring(change.connection, before.id, Ended.GONE)
        keep_pickup(change.connection, before, change.at)
        said = change.announce(words.joined(move.to.name))
    else:
        change.move(Trigger.TRANSFER, agent_id=move.to.id, agent_name=move.to.name)
        said = change.announce(move.line)
    return PassedOn(change.conversation, _told(change, before, move, said.seq))


def _told(change: Change, before: Conversation, move: _Move, seq: int) -> list[Nudge]:
    """Whoever gets or loses the visitor without having done so is told."""
    kinds = {before.agent_id: NudgeKind.TAKEN_OVER, move.to.id: NudgeKind.PASSED_ON}
    told: list[Nudge] = []
    for agent_id, kind in kinds.items():
        if agent_id is not None and agent_id != move.by.id:
            told += nudges.keep(change.connection, [agent_id], kind, before.id, seq, move.by.name, change.at)
    return told
