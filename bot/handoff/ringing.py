"""Visitors of push departments ring at one agent after another until somebody accepts."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, insert, select, update

from bot.conversation.change import Change, new_id
from bot.conversation.machine import State
from bot.conversation.model import Agent, Conversation
from bot.conversation.store import ConversationStore
from bot.errors import Conflict
from bot.handoff import words
from bot.handoff.assignment import Candidate, Choice, Need, Profile, assign
from bot.handoff.departments.model import Assignment, Departments
from bot.handoff.line import WaitingLine
from bot.handoff.roster import Roster, chats_of
from bot.handoff.tables import rings
from kb.database import Database

Topics = Callable[[str | None], Collection[str]]
_OPEN = rings.c.ended.is_(None)


class Ended(StrEnum):
    """How a ring ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    MISSED = "missed"
    LOST = "lost"
    GONE = "gone"


_LET_PASS = (Ended.DECLINED, Ended.MISSED, Ended.LOST)


@dataclass(frozen=True)
class Ring:
    """A visitor rings at an agent, until a moment."""

    id: str
    conversation_id: str
    agent_id: str
    agent_name: str
    until: datetime


class Ringing:
    """Rings, given out and taken back.

    Args:
        db: the database.
        conversations: the store of conversations.
        line: who waits.
        roster: who is on duty.
        departments: which of them give their visitors out.
        topics: what an agent may know about, by reason.
        patience: how long it rings at one agent.
    """

    def __init__(
        self,
        db: Database,
        conversations: ConversationStore,
        line: WaitingLine,
        roster: Roster,
        departments: Callable[[], Departments],
        topics: Topics,
        patience: timedelta,
    ) -> None:
        self._db = db
        self._conversations = conversations
        self._line = line
        self._roster = roster
        self._departments = departments
        self._topics = topics
        self._patience = patience

    def now_ringing(self) -> dict[str, Ring]:
        """What rings, by conversation."""
        statement = select(rings.c.id, rings.c.conversation_id, rings.c.agent_id, rings.c.agent_name)
        with self._db.read() as connection:
            found = connection.execute(statement.add_columns(rings.c.until).where(_OPEN))
            return {row.conversation_id: Ring(*row) for row in found}

    def give_out(self, now: datetime) -> list[str]:
        """End rings that nobody answers and let waiting visitors ring; the conversations that changed."""
        ringing = self.now_ringing()
        departments = self._departments()
        waiting = [
            one
            for one in self._line.conversations(now)
            if one.department and departments.named(one.department).assignment is Assignment.PUSH
        ]
        if not (ringing or waiting):
            return []
        candidates = self._roster.candidates(now)
        changed = self._end_old(ringing.values(), {one.profile.agent_id for one in candidates}, now)
        silent = [one for one in waiting if one.id not in ringing or one.id in changed]
        if changed:
            candidates = self._roster.candidates(now)
        rung = self._let_ring(silent, candidates, now)
        return list(dict.fromkeys([*changed, *rung]))

    def decline(self, conversation_id: str, agent: Agent, at: datetime) -> Conversation:
        """The agent at whom a visitor rings lets them pass, to the next.

        Raises:
            Conflict: it doesn't ring at this agent.
        """
        with self._conversations.changing(conversation_id, at) as change:
            ring = ring_of(change.connection, conversation_id)
            if ring is None or ring.agent_id != agent.id:
                raise Conflict("It doesn't ring at you any more.")
            self._let_pass(change, ring, Ended.DECLINED)
        return change.conversation

    def _end_old(self, ringing: Iterable[Ring], there: Collection[str], now: datetime) -> list[str]:
        ended = []
        for ring in ringing:
            how = Ended.LOST if ring.agent_id not in there else Ended.MISSED if now >= ring.until else None
            with self._conversations.changing(ring.conversation_id, now) as change:
                if change.conversation.state is not State.QUEUED:
                    end_ring(change.connection, ring.conversation_id, Ended.GONE)
                elif how is not None and ring_of(change.connection, ring.conversation_id) == ring:
                    self._let_pass(change, ring, how)
                else:
                    continue
            ended.append(ring.conversation_id)
        return ended

    def _let_pass(self, change: Change, ring: Ring, how: Ended) -> None:
        first = not self._passes(change.connection, change.conversation)
        end_ring(change.connection, ring.conversation_id, how)
        if first:
            change.announce(words.asking_on())

    def _let_ring(
        self, waiting: Iterable[Conversation], candidates: Collection[Candidate], now: datetime
    ) -> list[str]:
        profiles = {one.profile.agent_id: one.profile for one in candidates}
        with self._db.read() as connection:
            needs = [self._need(one, self._passes(connection, one), now) for one in waiting]
        return [
            choice.conversation_id
            for choice in assign(needs, candidates)
            if self._ring(choice, profiles[choice.agent_id], now)
        ]

    def _ring(self, choice: Choice, profile: Profile, now: datetime) -> bool:
        with self._conversations.changing(choice.conversation_id, now) as change:
            connection = change.connection
            if change.conversation.state is not State.QUEUED or ring_of(connection, choice.conversation_id):
                return False
            self._roster.presence.hold(connection, profile.agent_id)
            if busy_with(connection, profile.agent_id) >= profile.capacity:
                return False
            connection.execute(
                insert(rings).values(
                    id=new_id(),
                    conversation_id=choice.conversation_id,
                    agent_id=profile.agent_id,
                    agent_name=profile.name,
                    rang_at=now,
                    until=now + self._patience,
                )
            )
            return True

    def _need(self, one: Conversation, passes: Mapping[str, int], now: datetime) -> Need:
        language = one.locale.split("-")[0].split("_")[0].lower() if one.locale else None
        return Need(
            one.id,
            one.department,
            frozenset(self._topics(one.reason)),
            language,
            now - (one.queued_at or now),
            passes,
        )

    def _passes(self, connection: Connection, one: Conversation) -> Mapping[str, int]:
        """How often each agent let this visitor pass in this wait."""
        statement = select(rings.c.agent_id).where(
            rings.c.conversation_id == one.id,
            rings.c.ended.in_([how.value for how in _LET_PASS]),
            rings.c.rang_at >= (one.queued_at or one.updated_at),
        )
        return Counter(row.agent_id for row in connection.execute(statement))


def ring_of(connection: Connection, conversation_id: str) -> Ring | None:
    """What rings for this visitor, in the caller's transaction."""
    columns = (rings.c.id, rings.c.conversation_id, rings.c.agent_id, rings.c.agent_name, rings.c.until)
    row = connection.execute(
        select(*columns).where(rings.c.conversation_id == conversation_id, _OPEN)
    ).first()
    return None if row is None else Ring(*row)


def end_ring(connection: Connection, conversation_id: str, how: Ended) -> None:
    """It rings no more, in the caller's transaction."""
    same = (rings.c.conversation_id == conversation_id, _OPEN)
    connection.execute(update(rings).where(*same).values(ended=how.value))


def busy_with(connection: Connection, agent_id: str) -> int:
    """How many chats an agent has, those that ring at them included, in the caller's transaction."""
    ringing = connection.execute(select(rings.c.id).where(rings.c.agent_id == agent_id, _OPEN)).all()
    return chats_of(connection, agent_id) + len(ringing)
