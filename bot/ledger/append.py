"""The only way into the ledger."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from bot.errors import InvalidInput
from bot.ledger.events import Event
from bot.ledger.schemas import checked
from bot.ledger.tables import events

# Built once: every message appends events, and putting the statement together costs more than running it.
_APPEND_ALL = {
    dialect: insert(events).on_conflict_do_nothing(index_elements=["id"])
    for dialect, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_APPEND = {dialect: statement.returning(events.c.id) for dialect, statement in _APPEND_ALL.items()}


def append(connection: Connection, event: Event) -> bool:
    """Keep an event, in the caller's transaction.

    Returns:
        True when it is new, False when an event of this id was there (which then stays as it was).

    Raises:
        InvalidInput: the event doesn't fit its schema, or its time has no zone.
    """
    return connection.execute(_APPEND[connection.dialect.name], _row(event)).first() is not None


def append_all(connection: Connection, happened: Sequence[Event]) -> None:
    """Keep several events in their order; what `append` says of one holds for each."""
    if happened:
        connection.execute(_APPEND_ALL[connection.dialect.name], [_row(event) for event in happened])


def _row(event: Event) -> dict[str, Any]:
    if event.at.tzinfo is None:
        raise InvalidInput(f"event {event.type}: its time has no zone", field="at")
    return {
        "id": event.id,
        "type": event.type,
        "version": event.version,
        "at": event.at.astimezone(UTC),
        "conversation_id": event.conversation_id,
        "episode_id": event.episode_id,
        "visitor_key": event.visitor_key,
        "data": checked(event.type, event.version, dict(event.data)),
    }
