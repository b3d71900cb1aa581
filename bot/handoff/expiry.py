"""What happens when time passes: nobody takes a visitor, or an agent's connection is gone."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from bot.conversation.machine import PERSON_OWNED, State, Trigger
from bot.conversation.model import Conversation
from bot.conversation.store import ConversationStore
from bot.handoff import words
from bot.handoff.assignment import Profile
from bot.handoff.departments.model import Department, Departments
from bot.handoff.line import WaitingLine
from bot.handoff.places import Places, Standing
from bot.handoff.presence import Presence, Status
from bot.handoff.queue import has_grown, promise
from bot.handoff.roster import Roster


class Expiry:
    """Ends waits that were too long, and takes back conversations that nobody holds any more."""

    def __init__(
        self,
        conversations: ConversationStore,
        line: WaitingLine,
        places: Places,
        roster: Roster,
        departments: Callable[[], Departments],
        *,
        agent_away: timedelta,
        agent_idle: timedelta,
        queue_timeout: timedelta,
    ) -> None:
        self._conversations = conversations
        self._line = line
        self._places = places
        self._roster = roster
        self._departments = departments
        self._agent_away = agent_away
        self._agent_idle = agent_idle
        self._queue_timeout = queue_timeout

    def expire(self, now: datetime) -> list[str]:
        """Do what is due, each announced in its conversation; the ids of the changed conversations."""
        agents = {agent.agent_id: agent for agent in self._roster.presence.all()}
        for agent in agents.values():
            gone = agent.lost(now, self._agent_away) or agent.idle(now, self._agent_idle)
            if agent.status is Status.ONLINE and gone:
                self._roster.presence.went_away(agent)
        return [*self._take_back(agents, now), *self._look_after_the_line(now)]

    def _take_back(self, agents: dict[str, Presence], now: datetime) -> list[str]:
        taken_back = []
        for held in self._conversations.in_states(PERSON_OWNED, limit=10_000):
            agent = agents.get(held.agent_id or "")
            last_sign = agent.last_seen if agent else (held.accepted_at or held.updated_at)
            if now - last_sign < self._agent_away:
                continue
            place = self._places.newcomer(held, held.department, now)
            with self._conversations.changing(held.id, now) as change:
                still = change.conversation
                if not still.owned_by_person or still.agent_id != held.agent_id:
                    continue
                promised = promise(place.expected_wait, now)
                change.move(Trigger.REQUEUE, position=place.position, promised_until=promised)
                change.announce(words.agent_lost(held.agent_name, place.position, place.expected_wait))
            taken_back.append(held.id)
        return taken_back

    def _look_after_the_line(self, now: datetime) -> list[str]:
        waiting = self._line.conversations(now)
        if not waiting:
            return []
        on_duty = self._roster.on_duty(now)
        places = self._places.of([one for one in waiting if one.promised_until], now)
        return [
            one.id
            for one in waiting
            if self._end_wait(one, on_duty, now) or self._apologise(one, places.get(one.id), now)
        ]

    def _end_wait(self, waiting: Conversation, on_duty: Collection[Profile], now: datetime) -> bool:
        timeout = self._timeout(waiting.department)
        anybody = any(profile.serves(waiting.department) for profile in on_duty)
        # With nobody there, waiting on is pointless; the grace is for an agent who reloads the page.
        patience = timeout if anybody else min(timeout, self._agent_away)
        if now - (waiting.line_since or waiting.updated_at) < patience:
            return False
        further = self._next_open(waiting.department, on_duty, now)
        with self._conversations.changing(waiting.id, now) as change:
            still = change.conversation
            if still.state is not State.QUEUED or still.line_since != waiting.line_since:
                return False
            if further is None:
                change.move(Trigger.LEAVE_QUEUE, to="timeout")
                opening = self._departments().next_opening(waiting.department, now)
                change.announce(words.queue_timeout(words.opening(*opening, now) if opening else None))
            else:
                place = self._places.newcomer(waiting, further.key, now)
                facts = {"since": waiting.queued_at, "promised_until": promise(place.expected_wait, now)}
                change.move(Trigger.REQUEUE, department=further.key, position=place.position, **facts)
                change.announce(words.next_department(further.name, place.position, place.expected_wait))
        return True

    def _apologise(self, waiting: Conversation, place: Standing | None, now: datetime) -> bool:
        if place is None or not has_grown(waiting.promised_until, place.expected_wait, now):
            return False
        with self._conversations.changing(waiting.id, now) as change:
            still = change.conversation
            if still.state is not State.QUEUED or still.promised_until != waiting.promised_until:
                return False
            change.set(promised_until=promise(place.expected_wait, now))
            change.announce(words.wait_has_grown(place.position, place.expected_wait))
        return True

    def _timeout(self, department: str | None) -> timedelta:
        own = None if department is None else self._departments().named(department).queue_timeout
        return own or self._queue_timeout

    def _next_open(
        self, department: str | None, on_duty: Collection[Profile], now: datetime
    ) -> Department | None:
        """The first department after this one that is open now, with somebody who serves it."""
        departments = self._departments()
        key = None if department is None else departments.named(department).next_key
        # Circles are refused when a department is saved; two saved at the same moment may still make one.
        passed = {department}
        while key is not None and key not in passed:
            if departments.is_open(key, now) and any(profile.serves(key) for profile in on_duty):
                return departments.named(key)
            passed.add(key)
            key = departments.named(key).next_key
        return None
