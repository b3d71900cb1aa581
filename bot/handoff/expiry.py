"""What happens when time passes: nobody takes a visitor, or an agent's connection is gone."""

from datetime import datetime, timedelta

from bot.conversation.machine import PERSON_OWNED, State, Trigger
from bot.conversation.store import ConversationStore
from bot.handoff import words
from bot.handoff.line import WaitingLine
from bot.handoff.presence import Presence, PresenceStore, Status


class Expiry:
    """Ends waits that were too long, and takes back conversations that nobody holds any more."""

    def __init__(
        self,
        conversations: ConversationStore,
        line: WaitingLine,
        presence: PresenceStore,
        *,
        agent_away: timedelta,
        queue_timeout: timedelta,
    ) -> None:
        self._conversations = conversations
        self._line = line
        self._presence = presence
        self._agent_away = agent_away
        self._queue_timeout = queue_timeout

    def expire(self, now: datetime) -> list[str]:
        """Do what is due, each announced in its conversation; the ids of the changed conversations."""
        agents = {agent.agent_id: agent for agent in self._presence.all()}
        for agent in agents.values():
            if agent.status is Status.ONLINE and agent.lost(now, self._agent_away):
                self._presence.lost_sight(agent.agent_id, agent.last_seen)
        return [*self._take_back(agents, now), *self._end_waits(agents, now)]

    def _take_back(self, agents: dict[str, Presence], now: datetime) -> list[str]:
        taken_back = []
        for held in self._conversations.in_states(PERSON_OWNED, limit=10_000):
            agent = agents.get(held.agent_id or "")
            last_sign = agent.last_seen if agent else (held.accepted_at or held.updated_at)
            if now - last_sign < self._agent_away:
                continue
            position = self._line.newcomer_position(held, held.department, now)
            wait = self._line.expected_wait(position, held.department)
            with self._conversations.changing(held.id, now) as change:
                still = change.conversation
                if not still.owned_by_person or still.agent_id != held.agent_id:
                    continue
                change.move(Trigger.REQUEUE, position=position)
                change.announce(words.agent_lost(held.agent_name, position, wait))
            taken_back.append(held.id)
        return taken_back

    def _end_waits(self, agents: dict[str, Presence], now: datetime) -> list[str]:
        ended = []
        for waiting in self._line.conversations(now):
            anybody = any(agent.takes(waiting.department, now, self._agent_away) for agent in agents.values())
            # With nobody there, waiting on is pointless; the grace is for an agent who reloads the page.
            patience = self._queue_timeout if anybody else min(self._queue_timeout, self._agent_away)
            if now - (waiting.queued_at or waiting.updated_at) < patience:
                continue
            with self._conversations.changing(waiting.id, now) as change:
                still = change.conversation
                if still.state is not State.QUEUED or still.queued_at != waiting.queued_at:
                    continue
                change.move(Trigger.LEAVE_QUEUE, to="timeout")
                change.announce(words.queue_timeout())
            ended.append(waiting.id)
        return ended
