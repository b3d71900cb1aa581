"""The line of those who wait now, read from the database and judged by `queue`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from bot.conversation.change import new_id
from bot.conversation.machine import State
from bot.conversation.model import Conversation
from bot.conversation.reading import ConversationReader
from bot.conversation.tables import conversations
from bot.handoff.queue import Pickup, Waiting, expected_wait, in_order, position_of
from bot.handoff.tables import pickups
from kb.database import Database, UtcDateTime

# More than anybody has waiting; the queue is read whole, since its order depends on the time.
_LONGEST_LINE = 2_000
_RECENT_PICKUPS = 30
_WAITS = conversations.c.state == State.QUEUED.value


class WaitingLine:
    """Who waits, where, and for how long."""

    def __init__(self, db: Database, store: ConversationReader) -> None:
        self._db = db
        self._store = store

    def conversations(self, now: datetime) -> list[Conversation]:
        """Those who wait, the next first."""
        waiting = {item.id: item for item in self._store.in_states([State.QUEUED], limit=_LONGEST_LINE)}
        ordered = in_order(map(_as_waiting, waiting.values()), now)
        return [waiting[item.conversation_id] for item in ordered]

    def length(self, department: str | None) -> int:
        """How many wait for a department, or in all."""
        statement = select(func.count()).select_from(conversations).where(_WAITS)
        if department is not None:
            statement = statement.where(conversations.c.department == department)
        with self._db.read() as connection:
            return int(connection.execute(statement).scalar_one())

    def waiting(self) -> list[Waiting]:
        """All who wait, with no more of each than their place depends on."""
        of = conversations.c
        since = func.coalesce(of.queued_at, of.updated_at, type_=UtcDateTime())
        statement = select(of.id, of.value, of.complexity, since, of.department).where(_WAITS)
        with self._db.read() as connection:
            return [Waiting(*row) for row in connection.execute(statement.limit(_LONGEST_LINE))]

    def newcomer_position(
        self,
        conversation: Conversation,
        department: str | None,
        at: datetime,
        together: Collection[str] | None,
    ) -> int:
        """The place that this conversation would get if it were queued now; see `queue.position_of`."""
        own = Waiting(conversation.id, conversation.value, conversation.complexity, at, department)
        others = [item for item in self.waiting() if item.conversation_id != conversation.id]
        return position_of(conversation.id, [*others, own], at, together=together) or 1

    def pace(self, department: str | None) -> "Pace":
        """How fast this department (for None: all of them) has lately picked visitors up."""
        statement = select(pickups.c.waited_seconds, pickups.c.position, pickups.c.accepted_at)
        if department is not None:
            statement = statement.where(pickups.c.department == department)
        statement = statement.order_by(pickups.c.accepted_at.desc()).limit(_RECENT_PICKUPS)
        with self._db.read() as connection:
            rows = connection.execute(statement).all()
        latest = rows[0].accepted_at if rows else None
        return Pace(tuple(Pickup(row.waited_seconds, row.position) for row in rows), latest)


@dataclass(frozen=True)
class Pace:
    """Recent pickups, and the moment of the latest."""

    pickups: tuple[Pickup, ...]
    latest: datetime | None

    def expected_wait(self, position: int, since: datetime, now: datetime) -> tuple[int, int] | None:
        """Between how many and how many seconds one who waits at this place since then still waits."""
        begun = max(since, self.latest) if self.latest else since
        return expected_wait(position, self.pickups, max(0.0, (now - begun).total_seconds()))


def keep_pickup(connection: Connection, conversation: Conversation, at: datetime) -> None:
    """Remember how long this visitor waited, in the transaction in which they are accepted."""
    since = conversation.queued_at or at
    connection.execute(
        insert(pickups).values(
            id=new_id(),
            department=conversation.department,
            accepted_at=at,
            waited_seconds=max(0, round((at - since).total_seconds())),
            position=conversation.queued_at_position or 1,
        )
    )


def _as_waiting(conversation: Conversation) -> Waiting:
    return Waiting(
        conversation.id,
        conversation.value,
        conversation.complexity,
        conversation.queued_at or conversation.updated_at,
        conversation.department,
    )
