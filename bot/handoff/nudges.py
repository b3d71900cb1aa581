"""What one colleague wants another to look at: a mention, a visitor passed on or taken over, a whisper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, insert, select, update

from bot.conversation.change import new_id
from bot.handoff.tables import nudges
from kb.database import Database


class NudgeKind(StrEnum):
    """Why somebody should look."""

    MENTION = "mention"
    PASSED_ON = "passed_on"
    TAKEN_OVER = "taken_over"
    WHISPER = "whisper"


@dataclass(frozen=True)
class Nudge:
    """For one person of the staff, about a line of one conversation."""

    id: str
    staff_id: str
    kind: NudgeKind
    conversation_id: str
    seq: int
    by_name: str
    at: datetime


def keep(
    connection: Connection,
    staff_ids: Iterable[str],
    kind: NudgeKind,
    conversation_id: str,
    seq: int,
    by_name: str,
    at: datetime,
) -> list[Nudge]:
    """Keep a nudge for each of these people, in the caller's transaction."""
    made = [Nudge(new_id(), one, kind, conversation_id, seq, by_name, at) for one in staff_ids]
    if made:
        connection.execute(insert(nudges), [{**vars(one), "kind": kind.value} for one in made])
    return made


class NudgeStore:
    """The nudges of all colleagues."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def unseen(self, staff_id: str, limit: int = 100) -> Sequence[Nudge]:
        """What somebody has not looked at yet, the newest first."""
        statement = (
            select(nudges)
            .where(nudges.c.staff_id == staff_id, nudges.c.seen_at.is_(None))
            .order_by(nudges.c.at.desc(), nudges.c.id)
            .limit(limit)
        )
        with self._db.read() as connection:
            rows = connection.execute(statement).mappings().all()
        return [
            Nudge(
                row["id"],
                row["staff_id"],
                NudgeKind(row["kind"]),
                row["conversation_id"],
                row["seq"],
                row["by_name"],
                row["at"],
            )
            for row in rows
        ]

    def seen(self, staff_id: str, conversation_id: str, at: datetime) -> int:
        """Somebody has looked at a conversation: their nudges about it are done; how many there were."""
        statement = (
            update(nudges)
            .where(
                nudges.c.staff_id == staff_id,
                nudges.c.conversation_id == conversation_id,
                nudges.c.seen_at.is_(None),
            )
            .values(seen_at=at)
        )
        with self._db.write() as connection:
            return connection.execute(statement).rowcount
