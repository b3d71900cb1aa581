"""Where events are kept and found again. Nothing here changes or removes one."""

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import ColumnElement, func, select

from bot.ledger.append import append
from bot.ledger.events import Event
from bot.ledger.tables import events
from kb.database import Database

_COLUMNS = (
    events.c.id,
    events.c.type,
    events.c.version,
    events.c.at,
    events.c.conversation_id,
    events.c.episode_id,
    events.c.visitor_key,
    events.c.data,
)


class EventStore:
    """The ledger's events, always in the order in which they happened (ties: in which they were kept)."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def append(self, event: Event) -> bool:
        """Keep an event in a transaction of its own; False when it was there."""
        with self._db.write() as connection:
            return append(connection, event)

    def for_conversation(self, conversation_id: str) -> list[Event]:
        """All events of a conversation."""
        return self._find(events.c.conversation_id == conversation_id)

    def for_episode(self, episode_id: str) -> list[Event]:
        """All events of an episode."""
        return self._find(events.c.episode_id == episode_id)

    def between(self, start: datetime, end: datetime) -> list[Event]:
        """The events with `start` <= at < `end`."""
        return self._find(events.c.at >= start, events.c.at < end)

    def of_types(self, types: Collection[str], start: datetime, end: datetime) -> list[Event]:
        """The events of these types with `start` <= at < `end`."""
        return self._find(events.c.type.in_(list(types)), events.c.at >= start, events.c.at < end)

    def count(self, type_: str, start: datetime, end: datetime) -> int:
        """How many events of this type there are with `start` <= at < `end`."""
        statement = select(func.count()).where(
            events.c.type == type_, events.c.at >= start, events.c.at < end
        )
        with self._db.read() as connection:
            return int(connection.execute(statement).scalar_one())

    def of_episodes_since(self, start: datetime) -> list[Event]:
        """All events of every episode in which something happened at `start` or later."""
        touched = select(events.c.episode_id).where(events.c.at >= start).distinct()
        return self._find(events.c.episode_id.in_(touched))

    def for_episodes(self, episode_ids: Collection[str]) -> list[Event]:
        """All events of these episodes."""
        return self._find(events.c.episode_id.in_(list(episode_ids)))

    def mark(self, overlap: int) -> tuple[int, int]:
        """The number of the event kept last, and how many of the last `overlap` numbers are taken.

        Both stay the same as long as no event is kept; an event that a slower transaction kept under an
        earlier number changes the second.
        """
        last = select(func.coalesce(func.max(events.c.seq), 0)).scalar_subquery()
        statement = select(last, func.count()).where(events.c.seq > last - overlap)
        with self._db.read() as connection:
            row = connection.execute(statement).one()
            return int(row[0]), int(row[1])

    def episodes_after(self, seq: int) -> list[str]:
        """The episodes that have an event kept under a later number than this."""
        statement = select(events.c.episode_id).where(events.c.seq > seq).distinct()
        with self._db.read() as connection:
            return list(connection.execute(statement).scalars())

    def of_types_after(self, types: Collection[str], seq: int) -> list[Event]:
        """All events of the episodes that have one of these types kept under a later number than this."""
        touched = select(events.c.episode_id).where(events.c.type.in_(list(types)), events.c.seq > seq)
        return self._find(events.c.episode_id.in_(touched), events.c.type.in_(list(types)))

    def by_episode(self, up_to: int, chunk: int = 20_000) -> Iterator[list[Event]]:
        """All events kept up to this number, episode by episode, `chunk` events read at a time."""
        statement = select(*_COLUMNS).where(events.c.seq <= up_to).order_by(events.c.episode_id, events.c.seq)
        with self._db.read() as connection:
            rows = connection.execution_options(yield_per=chunk).execute(statement)
            for _, own in groupby((Event(*row) for row in rows), key=attrgetter("episode_id")):
                yield list(own)

    def of_visitor_of(self, episode_id: str) -> list[Event]:
        """All events of the visitor whose episode this is."""
        visitor = select(events.c.visitor_key).where(events.c.episode_id == episode_id).limit(1)
        return self._find(events.c.visitor_key == visitor.scalar_subquery())

    def _find(self, *conditions: ColumnElement[bool]) -> list[Event]:
        statement = select(*_COLUMNS).where(*conditions).order_by(events.c.at, events.c.seq)
        with self._db.read() as connection:
            return [Event(*row) for row in connection.execute(statement)]
