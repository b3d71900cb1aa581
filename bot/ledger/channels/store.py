"""Where contacts, orders and carts from elsewhere are kept, and whose identifiers belong together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.ledger.channels.identities import Identity
from bot.ledger.channels.records import Cart, ImportedContact, Order, What
from bot.ledger.channels.tables import carts, contacts, identities, orders
from kb.database import Database

_TABLES: Mapping[str, Table] = {"contacts": contacts, "orders": orders, "carts": carts}


class ChannelStore:
    """Records are added, never changed; an id that is there stays as it was."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, what: What, records: Sequence[ImportedContact | Order | Cart], at: datetime) -> int:
        """Keep records and whose they are, in one transaction; how many were new."""
        table = _TABLES[what]
        with self._db.write() as connection:
            before = self._size(connection, table)
            rows = [_row(one) | {"kept_at": at} for one in records]
            connection.execute(_insert(connection, table, "id"), rows)
            for one in records:
                link(connection, one.visitor_key, one.identities, at)
            return self._size(connection, table) - before

    def all_of(self, what: What, after: int = 0) -> list[Row[Any]]:
        """All records of a kind kept under a later number than `after`, in the order of keeping."""
        table = _TABLES[what]
        with self._db.read() as connection:
            return list(connection.execute(select(table).where(table.c.seq > after).order_by(table.c.seq)))

    def links(self) -> list[tuple[str, str]]:
        """Pairs of keys that belong to one visitor."""
        with self._db.read() as connection:
            rows = connection.execute(select(identities.c.key, identities.c.visitor_key))
            return [(row.key, row.visitor_key) for row in rows]

    def mark(self) -> dict[str, tuple[int, int]]:
        """For each kind of record and for `identities` the number kept last, and how many there are.

        One of the two is another whenever something was kept, or an identifier was taken out.
        """
        with self._db.read() as connection:
            found = {}
            for name, table in (*_TABLES.items(), ("identities", identities)):
                last, count = connection.execute(select(func.max(table.c.seq), func.count())).one()
                found[name] = (int(last or 0), int(count))
            return found

    def forget(self, keys: Iterable[str]) -> None:
        """Take these identifiers out, when their visitor is erased: records stay, and nobody's."""
        with self._db.write() as connection:
            connection.execute(delete(identities).where(identities.c.key.in_(list(keys))))

    @staticmethod
    def _size(connection: Connection, table: Table) -> int:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def link(connection: Connection, visitor_key: str, known: Iterable[Identity], at: datetime) -> None:
    """Say, in the caller's transaction, that these identifiers are this visitor's."""
    rows = [
        {"key": one.key, "visitor_key": visitor_key, "kind": one.kind.value, "kept_at": at} for one in known
    ]
    if rows:
        connection.execute(_insert(connection, identities, "key", "visitor_key"), rows)


def _insert(connection: Connection, table: Table, *unique: str) -> Any:
    insert: Callable[[Table], Any] = (
        sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    )
    return insert(table).on_conflict_do_nothing(index_elements=list(unique))


def _row(record: ImportedContact | Order | Cart) -> dict[str, Any]:
    row = asdict(record)
    del row["identities"]
    return row
