"""Which agents are there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.handoff.tables import presence
from kb.database import Database


class Status(StrEnum):
    """Whether an agent takes conversations."""

    ONLINE = "online"
    AWAY = "away"
    OFFLINE = "offline"


@dataclass(frozen=True)
class Presence:
    """What an agent said last, when their page last gave a sign of life, and when they last did something."""

    agent_id: str
    status: Status
    last_seen: datetime
    last_active: datetime

    def lost(self, now: datetime, away_after: timedelta) -> bool:
        """Whether there was no sign of life for too long."""
        return now - self.last_seen >= away_after

    def idle(self, now: datetime, idle_after: timedelta) -> bool:
        """Whether the page is open, but nobody did anything for too long."""
        return now - self.last_active >= idle_after

    def on_duty(self, now: datetime, away_after: timedelta) -> bool:
        """Whether this agent would take a conversation now."""
        return self.status is Status.ONLINE and not self.lost(now, away_after)


class PresenceStore:
    """The presence of all agents."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> Sequence[Presence]:
        """Everybody who was ever there."""
        with self._db.read() as connection:
            rows = connection.execute(select(presence).order_by(presence.c.agent_id)).all()
        return [Presence(row.agent_id, Status(row.status), row.last_seen, row.last_active) for row in rows]

    def status(self, agent_id: str) -> Status:
        """What an agent said last; offline for one who was never there."""
        with self._db.read() as connection:
            status = connection.execute(
                select(presence.c.status).where(presence.c.agent_id == agent_id)
            ).scalar()
        return Status.OFFLINE if status is None else Status(status)

    def set(self, agent_id: str, status: Status, at: datetime) -> None:
        """Keep what an agent chose, which is a sign of life too."""
        facts = {"status": status.value, "last_seen": at, "last_active": at}
        with self._db.write() as connection:
            _upsert(connection, agent_id, facts, facts)

    def seen(self, agent_id: str, at: datetime, *, active: bool) -> None:
        """Keep a sign of life; `active` says that the agent did something."""
        with self._db.write() as connection:
            self.seen_in(connection, agent_id, at, active=active)

    def seen_in(self, connection: Connection, agent_id: str, at: datetime, *, active: bool = True) -> None:
        """Keep a sign of life in the caller's transaction; being there is not yet being on duty."""
        first = {"status": Status.AWAY.value, "last_seen": at, "last_active": at}
        known = {"last_seen": at, "last_active": at} if active else {"last_seen": at}
        _upsert(connection, agent_id, first, known)

    def hold(self, connection: Connection, agent_id: str) -> None:
        """Hold an agent's row until the caller's transaction ends, so that what it counts stays true."""
        connection.execute(
            select(presence.c.agent_id).where(presence.c.agent_id == agent_id).with_for_update()
        )

    def went_away(self, agent: Presence) -> None:
        """An agent who is lost or idle counts as away; one who has given a sign meanwhile does not."""
        same = (
            presence.c.agent_id == agent.agent_id,
            presence.c.last_seen == agent.last_seen,
            presence.c.last_active == agent.last_active,
        )
        with self._db.write() as connection:
            connection.execute(update(presence).where(*same).values(status=Status.AWAY.value))


def _upsert(connection: Connection, agent_id: str, new: dict[str, Any], known: dict[str, Any]) -> None:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(presence).values(agent_id=agent_id, **new)
    connection.execute(statement.on_conflict_do_update(index_elements=["agent_id"], set_=known))
