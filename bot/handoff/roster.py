"""Who of the staff is on duty now, whom they serve, and how much they have to do."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from bot.conversation.machine import PERSON_OWNED
from bot.conversation.tables import conversations
from bot.handoff.assignment import Candidate, Profile
from bot.handoff.presence import Presence, PresenceStore
from bot.handoff.tables import rings
from kb.database import Database, UtcDateTime

Profiles = Callable[[], Sequence[Profile]]
_HELD = conversations.c.state.in_([state.value for state in PERSON_OWNED])


class Roster:
    """The agents, as their accounts and their pages tell.

    Args:
        db: the database.
        profiles: everybody who works here. Whoever is there without a profile serves all.
        away_after: without a sign of life for this long an agent is not there.
    """

    def __init__(self, db: Database, profiles: Profiles, away_after: timedelta) -> None:
        self._db = db
        self._profiles = profiles
        self._away_after = away_after
        self.presence = PresenceStore(db)

    def on_duty(self, now: datetime) -> list[Profile]:
        """The agents who take conversations now."""
        there = [one for one in self.presence.all() if one.on_duty(now, self._away_after)]
        if not there:
            return []
        known = {profile.agent_id: profile for profile in self._profiles()}
        return [known.get(one.agent_id) or Profile(one.agent_id, one.agent_id) for one in there]

    def serving(self, department: str | None, now: datetime) -> list[Profile]:
        """Those on duty who serve this department (for None: any)."""
        return [profile for profile in self.on_duty(now) if profile.serves(department)]

    def profile(self, agent_id: str) -> Profile | None:
        """An agent's profile; None for one who doesn't work here."""
        return next((one for one in self._profiles() if one.agent_id == agent_id), None)

    def everybody(self) -> list[tuple[Profile, Presence | None]]:
        """All who work here, each with their presence; None for one who was never there."""
        presence = {one.agent_id: one for one in self.presence.all()}
        return [(profile, presence.get(profile.agent_id)) for profile in self._profiles()]

    def candidates(self, now: datetime) -> list[Candidate]:
        """Those on duty at whom a visitor can ring, with what they have to do.

        Another desk that stands in for agents has no account, and is not rung at.
        """
        accounts = {profile.agent_id for profile in self._profiles()}
        there = [profile for profile in self.on_duty(now) if profile.agent_id in accounts]
        loads = self.loads()
        given = self._last_given([profile.agent_id for profile in there])
        return [
            Candidate(profile, loads.get(profile.agent_id, 0), given.get(profile.agent_id))
            for profile in there
        ]

    def loads(self) -> dict[str, int]:
        """How many chats each agent has, those that ring at them included."""
        held = select(conversations.c.agent_id, func.count()).where(_HELD).group_by(conversations.c.agent_id)
        ringing = (
            select(rings.c.agent_id, func.count()).where(rings.c.ended.is_(None)).group_by(rings.c.agent_id)
        )
        loads: dict[str, int] = {}
        with self._db.read() as connection:
            for statement in (held, ringing):
                for agent_id, count in connection.execute(statement):
                    loads[agent_id] = loads.get(agent_id, 0) + count
        return loads

    def _last_given(self, agents: Collection[str]) -> dict[str, datetime]:
        latest = func.max(conversations.c.accepted_at, type_=UtcDateTime())
        statement = (
            select(conversations.c.agent_id, latest)
            .where(conversations.c.agent_id.in_(list(agents)))
            .group_by(conversations.c.agent_id)
        )
        with self._db.read() as connection:
            return {agent_id: at for agent_id, at in connection.execute(statement) if at is not None}


def chats_of(connection: Connection, agent_id: str) -> int:
    """How many chats an agent has, in the caller's transaction."""
    statement = select(func.count()).where(conversations.c.agent_id == agent_id, _HELD)
    return int(connection.execute(statement).scalar_one())


def together(department: str | None, on_duty: Collection[Profile]) -> frozenset[str] | None:
    """The departments whose visitors wait in one line with this one's, since they share agents.

    None for all of them. Pure.
    """
    sharing = [profile for profile in on_duty if profile.serves(department)]
    if any(not profile.departments for profile in sharing):
        return None
    own = () if department is None else (department,)
    return frozenset(own).union(*(profile.departments for profile in sharing))
