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
    """What an agent said last, and when their page last gave a sign of life."""

    agent_id: str
    status: Status
    department: str | None
    last_seen: datetime

    def lost(self, now: datetime, away_after: timedelta) -> bool:
        """Whether there was no sign of life for too long."""
        return now - self.last_seen >= away_after

    def takes(self, department: str | None, now: datetime, away_after: timedelta) -> bool:
        """Whether this agent would take a conversation for this department; one without takes all."""
        serves = self.department is None or department is None or self.department == department
        return self.status is Status.ONLINE and serves and not self.lost(now, away_after)


class PresenceStore:
    """The presence of all agents."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> Sequence[Presence]:
        """Everybody who was ever there."""
        with self._db.read() as connection:
            rows = connection.execute(select(presence).order_by(presence.c.agent_id)).all()
        return [Presence(row.agent_id, Status(row.status), row.department, row.last_seen) for row in rows]

    def status(self, agent_id: str) -> Status:
        """What an agent said last; offline for one who was never there."""
        with self._db.read() as connection:
            status = connection.execute(
                select(presence.c.status).where(presence.c.agent_id == agent_id)
            ).scalar()
        return Status.OFFLINE if status is None else Status(status)

    def set(self, agent_id: str, status: Status, at: datetime, department: str | None = None) -> None:
        """Keep what an agent chose, which is a sign of life too."""
        facts = {"status": status.value, "department": department, "last_seen": at}
        with self._db.write() as connection:
            _upsert(connection, agent_id, facts, facts)

    def seen(self, agent_id: str, at: datetime) -> None:
        """Keep a sign of life."""
        with self._db.write() as connection:
            self.seen_in(connection, agent_id, at)

    def seen_in(self, connection: Connection, agent_id: str, at: datetime) -> None:
        """Keep a sign of life in the caller's transaction; being there is not yet being on duty."""
        first = {"status": Status.AWAY.value, "department": None, "last_seen": at}
        _upsert(connection, agent_id, first, {"last_seen": at})

    def lost_sight(self, agent_id: str, last_seen: datetime) -> None:
        """An agent without a sign of life since `last_seen` counts as away; one who came back does not."""
        unseen = (presence.c.agent_id == agent_id, presence.c.last_seen == last_seen)
        with self._db.write() as connection:
            connection.execute(update(presence).where(*unseen).values(status=Status.AWAY.value))


def _upsert(connection: Connection, agent_id: str, new: dict[str, Any], known: dict[str, Any]) -> None:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(presence).values(agent_id=agent_id, **new)
    connection.execute(statement.on_conflict_do_update(index_elements=["agent_id"], set_=known))
