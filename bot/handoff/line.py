"""The line of those who wait now, read from the database and judged by `queue`."""

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

    def conversations(self, now: datetime, department: str | None = None) -> list[Conversation]:
        """Those who wait, the next first; only for one department if named."""
        waiting = {
            item.id: item
            for item in self._store.in_states([State.QUEUED], limit=_LONGEST_LINE)
            if department in (None, item.department)
        }
        ordered = in_order(map(_as_waiting, waiting.values()), now)
        return [waiting[item.conversation_id] for item in ordered]

    def length(self, department: str | None) -> int:
        """How many wait for a department, or in all."""
        statement = select(func.count()).select_from(conversations).where(_WAITS)
        if department is not None:
            statement = statement.where(conversations.c.department == department)
        with self._db.read() as connection:
            return int(connection.execute(statement).scalar_one())

    def position(self, conversation_id: str, now: datetime, *, one_line: bool = False) -> int | None:
        """The place of one who waits; None for one who doesn't. `one_line`: see `queue.position_of`."""
        return position_of(conversation_id, self._waiting(), now, one_line=one_line)

    def newcomer_position(
        self, conversation: Conversation, department: str | None, at: datetime, *, one_line: bool = False
    ) -> int:
        """The place that this conversation would get if it were queued now."""
        own = Waiting(conversation.id, conversation.value, conversation.complexity, at, department)
        others = [item for item in self._waiting() if item.conversation_id != conversation.id]
        return position_of(conversation.id, [*others, own], at, one_line=one_line) or 1

    def expected_wait(self, position: int, department: str | None = None) -> tuple[int, int] | None:
        """Between how many and how many seconds a visitor at this place waits; None where unknown."""
        return expected_wait(position, self._recent_pickups(department))

    def _waiting(self) -> list[Waiting]:
        """All who wait, with no more of each than their place depends on."""
        of = conversations.c
        since = func.coalesce(of.queued_at, of.updated_at, type_=UtcDateTime())
        statement = select(of.id, of.value, of.complexity, since, of.department).where(_WAITS)
        with self._db.read() as connection:
            return [Waiting(*row) for row in connection.execute(statement.limit(_LONGEST_LINE))]

    def _recent_pickups(self, department: str | None) -> list[Pickup]:
        statement = select(pickups.c.waited_seconds, pickups.c.position)
        if department is not None:
            statement = statement.where(pickups.c.department == department)
        statement = statement.order_by(pickups.c.accepted_at.desc()).limit(_RECENT_PICKUPS)
        with self._db.read() as connection:
            return [Pickup(waited, position) for waited, position in connection.execute(statement)]


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
