"""An agent takes a visitor from the queue: one gets them, whoever else tries is told."""

from datetime import datetime

from bot.conversation.change import Change
from bot.conversation.machine import State, Trigger
from bot.conversation.model import Agent, Conversation
from bot.conversation.store import ConversationStore
from bot.errors import Conflict
from bot.handoff import words
from bot.handoff.line import keep_pickup
from bot.handoff.ringing import Ended, end_ring, ring_of
from bot.handoff.roster import Roster, chats_of


class Taking:
    """How visitors come to agents."""

    def __init__(self, conversations: ConversationStore, roster: Roster) -> None:
        self._conversations = conversations
        self._roster = roster

    def accept(
        self, conversation_id: str, agent: Agent, at: datetime, *, freely: bool = False
    ) -> Conversation:
        """Take a visitor from the line; accepted again by the same agent it stays theirs.

        Args:
            conversation_id: the visitor.
            agent: who takes them.
            at: when.
            freely: also beyond the agent's own number of chats, and what rings at somebody else.

        Raises:
            Conflict: another agent was faster, it rings at another, or the agent has as many as they take.
            TransitionRefused: the visitor no longer waits.
        """
        limit = None if freely else self._roster.profile(agent.id)
        with self._conversations.changing(conversation_id, at) as change:
            waiting = change.conversation
            # The agent's own row is held from here on, so that what is counted below stays true.
            self._roster.presence.seen_in(change.connection, agent.id, at)
            if waiting.state is State.QUEUED:
                if not freely:
                    _check_ring(change, agent)
                if limit is not None:
                    _check_room(change, agent, limit.capacity)
            if change.move(Trigger.ACCEPT, agent_id=agent.id, agent_name=agent.name):
                end_ring(change.connection, conversation_id, Ended.ACCEPTED)
                keep_pickup(change.connection, waiting, at)
                change.announce(words.joined(agent.name))
        return change.conversation


def _check_ring(change: Change, agent: Agent) -> None:
    ring = ring_of(change.connection, change.conversation.id)
    if ring is not None and ring.agent_id != agent.id:
        raise Conflict(f"It is ringing at {ring.agent_name}. If they don't accept, it goes on to the next.")


def _check_room(change: Change, agent: Agent, capacity: int) -> None:
    if (chats := chats_of(change.connection, agent.id)) >= capacity:
        have = "a chat" if chats == 1 else f"{chats} chats"
        raise Conflict(f"You have {have}, as many as you take at a time. Close one or pass one on first.")
