"""Rasa's trackers in SQL, without reading a whole conversation again for every message of it.

Runs inside Rasa's own process on Python 3.10, so it imports nothing of ours. The table is Rasa's, so a Rasa
without this store goes on with the same conversations.
"""

from __future__ import annotations

import itertools
import json
from collections import OrderedDict
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import SessionStarted

MOST_REMEMBERED = 200
"""A visitor's next message comes within a minute or so; older conversations are read from the table."""

_EVENTS = SQLTrackerStore.SQLEvent.__table__
_COUNT = sa.select([sa.func.count()]).where(_EVENTS.c.sender_id == sa.bindparam("sender"))
_INSERT = sa.insert(_EVENTS)


class RememberedTrackers(SQLTrackerStore):
    """Rasa's own store, which remembers the conversations that were saved last.

    A remembered tracker is used only while the table holds as many events as it was saved with: after another
    Rasa server's turn it is read anew. It is taken out while a turn works on it and put back once the turn is
    saved, so that a turn which fails leaves nothing behind.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.engine.dialect.name == "sqlite":
            # Rasa opens the file anew for each question, and whoever closes it last empties the WAL.
            self.engine = sa.create_engine(
                self.engine.url, poolclass=sa.pool.QueuePool, connect_args={"check_same_thread": False}
            )
            self.sessionmaker.configure(bind=self.engine)
        self._remembered: OrderedDict[str, Any] = OrderedDict()
        self._new: set[str] = set()

    async def retrieve(self, sender_id: str) -> Any:
        """The tracker of the latest session, None when there is none."""
        tracker = self._remembered.pop(sender_id, None)
        if tracker is not None and tracker.firstline_kept[1] == self._count(sender_id):
            return tracker
        tracker = await super().retrieve(sender_id)
        if tracker is None:
            self._new.add(sender_id)
        else:
            tracker.firstline_kept = (len(tracker.events), self._count(sender_id))
        return tracker

    async def save(self, tracker: Any) -> None:
        """Add the tracker's new events to the table, in one transaction."""
        if not tracker.events:
            # Rasa has just made it, because there was none.
            if tracker.sender_id in self._new:
                self._new.discard(tracker.sender_id)
                tracker.firstline_kept = (0, 0)
            return
        await self.stream_events(tracker)
        own, total = getattr(tracker, "firstline_kept", None) or self._kept(tracker.sender_id)
        new = [_row(tracker.sender_id, event) for event in itertools.islice(tracker.events, own, None)]
        if new:
            with self.engine.begin() as connection:
                connection.execute(_INSERT, new)
        tracker.firstline_kept = (len(tracker.events), total + len(new))
        if not isinstance(tracker.events[0], SessionStarted):
            # Read again, a tracker begins with its session: what came before would make it another.
            return
        self._remembered[tracker.sender_id] = tracker
        self._remembered.move_to_end(tracker.sender_id)
        while len(self._remembered) > MOST_REMEMBERED:
            self._remembered.popitem(last=False)

    def _kept(self, sender_id: str) -> tuple[int, int]:
        """How many events the table holds: of the latest session, which is a tracker's, and of all."""
        with self.session_scope() as session:
            of_session = self._event_query(session, sender_id, fetch_events_from_all_sessions=False).count()
        return of_session, self._count(sender_id)

    def _count(self, sender_id: str) -> int:
        with self.engine.connect() as connection:
            return int(connection.execute(_COUNT, {"sender": sender_id}).scalar())


def _row(sender_id: str, event: Any) -> dict[str, Any]:
    """An event as Rasa's own store keeps it."""
    data = event.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }
