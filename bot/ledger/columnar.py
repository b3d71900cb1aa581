"""The facts of all contacts in columns (DuckDB), kept up with the events and counted over.

The events are the truth; this is computed from them and may be thrown away. An episode's row is made by the
pure `facts_of` and made anew when its episode gets an event. What hangs together beyond one episode (the
visitor's next contact, the gap before it) is one window over all contacts of the visitors concerned.
"""

import fcntl
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any

import duckdb
from sqlalchemy import Row

from bot.ledger.channels.persons import persons
from bot.ledger.channels.records import What
from bot.ledger.channels.store import ChannelStore
from bot.ledger.columns import (
    BESIDE,
    COLUMNS,
    LINKED,
    row_of_cart,
    row_of_contact,
    row_of_episode,
    row_of_order,
    rows_of_invitations,
)
from bot.ledger.episodes import group
from bot.ledger.facts import EpisodeFacts, facts_of
from bot.ledger.store import EventStore

# Another number makes everything be computed anew.
LAYOUT = 4
# A transaction may keep an event under an earlier number than one that was seen (PostgreSQL).
_OVERLAP = 2_000
_AT_ONCE = 2_000
# Of nobody's contact nothing follows, and it follows nothing.
_LINKS = """
    SELECT {columns}, visitor,
        lead(id) OVER own AS next_id, lead(started_at) OVER own AS next_at,
        epoch(started_at) - epoch(max(last_activity_at) OVER before) AS seconds_since_previous
    FROM concerned WHERE left_out IS NULL OR left_out NOT IN ('test', 'spam')
    WINDOW own AS (PARTITION BY visitor ORDER BY started_at, id),
        before AS (PARTITION BY visitor ORDER BY started_at, id
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    UNION ALL
    SELECT {columns}, visitor, NULL, NULL, NULL FROM concerned WHERE left_out IN ('test', 'spam')
    ORDER BY started_at
"""
# An order is credited to the visitor's last contact before it, so that none counts twice.
_CREDITED = """
    INSERT INTO credited
    SELECT own.id, bought.kind, bought.value,
        greatest(0, epoch(bought.happened_at) - epoch(own.last_activity_at))
    FROM (SELECT orders.*, coalesce(person, visitor_key) AS buyer
          FROM orders LEFT JOIN persons ON key = visitor_key) AS bought
    ASOF JOIN (SELECT * FROM contacts WHERE left_out IS NULL OR left_out NOT IN ('test', 'spam')) AS own
        ON bought.buyer = own.visitor AND bought.happened_at >= own.started_at
"""
_ROWS: Mapping[What, Callable[[Row[Any]], dict[str, Any]]] = {"orders": row_of_order, "carts": row_of_cart}
_Mark = dict[str, tuple[int, int]]
_PERSON = (
    "coalesce((SELECT person FROM persons WHERE persons.key = {table}.visitor_key), {table}.visitor_key)"
)


class ColumnarContacts:
    """All contacts in columns.

    Args:
        events: the ledger.
        path: the file; None keeps it in memory, for this object only.
        channels: contacts, orders and carts from elsewhere; None where there are none.
    """

    def __init__(self, events: EventStore, path: Path | None, channels: ChannelStore | None = None) -> None:
        self._events = events
        self._channels = channels
        self._path = path
        self._memory = _connected(":memory:") if path is None else None

    @contextmanager
    def current(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection on which the table `contacts` holds what the ledger holds now.

        One at a time, over all processes that share the file: DuckDB lets one process write.
        """
        if self._memory is not None:
            self._follow(self._memory)
            yield self._memory
            return
        assert self._path is not None  # noqa: S101 - one of the two is there
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with self._opened(self._path) as connection:
                self._follow(connection)
                yield connection

    @contextmanager
    def _opened(self, path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        try:
            connection = _connected(str(path))
        except duckdb.Error:
            # Whatever is wrong with it (another version's file, a disk that was full): the events are there.
            for file in (path, path.with_name(path.name + ".wal")):
                with suppress(FileNotFoundError):
                    file.unlink()
            connection = _connected(str(path))
        try:
            yield connection
        finally:
            connection.close()

    def _follow(self, connection: duckdb.DuckDBPyConnection) -> None:
        last, taken, elsewhere = self._known(connection)
        mark = self._events.mark(_OVERLAP)
        mark_elsewhere = self._channels.mark() if self._channels else {}
        if (*mark, mark_elsewhere) == (last, taken, elsewhere):
            return
        connection.execute("BEGIN")
        try:
            self._create_staged(connection)
            if mark != (last, taken):
                facts = self._all_facts(mark[0]) if last == 0 else self._facts_after(last - _OVERLAP)
                _load(connection, "staged", COLUMNS, (row_of_episode(one) for one in facts))
                self._take_invitations(connection, last - _OVERLAP)
            if self._channels is not None and mark_elsewhere != elsewhere:
                self._take_from_elsewhere(connection, self._channels, elsewhere, mark_elsewhere)
            self._link(connection)
            connection.execute("DELETE FROM credited")
            connection.execute(_CREDITED)
            connection.execute("DELETE FROM followed")
            connection.execute(
                "INSERT INTO followed VALUES (?, ?, ?, ?)", [LAYOUT, *mark, json.dumps(mark_elsewhere)]
            )
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise

    def _known(self, connection: duckdb.DuckDBPyConnection) -> tuple[int, int, _Mark]:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS followed "
            "(layout INTEGER, last BIGINT, taken BIGINT, elsewhere VARCHAR)"
        )
        row = connection.execute("SELECT layout, last, taken, elsewhere FROM followed").fetchone()
        if row is not None and row[0] == LAYOUT:
            return int(row[1]), int(row[2]), {name: tuple(one) for name, one in json.loads(row[3]).items()}
        for table, columns in (("contacts", COLUMNS | LINKED), *BESIDE.items()):
            connection.execute(f"DROP TABLE IF EXISTS {table}")
            connection.execute(f"CREATE TABLE {table} ({_declared(columns)})")
        return 0, 0, {}

    def _all_facts(self, up_to: int) -> Iterator[EpisodeFacts]:
        for events in self._events.by_episode(up_to):
            for episode in group(events):
                yield facts_of(episode)

    def _facts_after(self, seq: int) -> Iterator[EpisodeFacts]:
        touched = iter(self._events.episodes_after(seq))
        while some := list(islice(touched, _AT_ONCE)):
            for episode in group(self._events.for_episodes(some)):
                yield facts_of(episode)

    def _create_staged(self, connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE staged ({_declared(COLUMNS)})")

    def _take_invitations(self, connection: duckdb.DuckDBPyConnection, after: int) -> None:
        """Put the invitations of the events kept under a later number beside the contacts."""
        sent = self._events.of_types_after(("invitation_sent", "invitation_answered"), after)
        connection.execute("CREATE OR REPLACE TEMP TABLE answered AS SELECT * FROM invitations LIMIT 0")
        _load(connection, "answered", BESIDE["invitations"], rows_of_invitations(sent))
        connection.execute("DELETE FROM invitations WHERE id IN (SELECT id FROM answered)")
        connection.execute("INSERT INTO invitations SELECT * FROM answered")

    def _take_from_elsewhere(
        self, connection: duckdb.DuckDBPyConnection, channels: ChannelStore, known: _Mark, mark: _Mark
    ) -> None:
        changed = {name for name in mark if mark[name] != known.get(name)}
        for what, row_of in _ROWS.items():
            if what in changed:
                connection.execute(f"DELETE FROM {what}")
                _load(connection, what, BESIDE[what], map(row_of, channels.all_of(what)))
        if "identities" in changed:
            connection.execute("DELETE FROM persons")
            found = persons(channels.links()).items()
            rows = ({"key": key, "person": person} for key, person in found)
            _load(connection, "persons", BESIDE["persons"], rows)
        if "contacts" in changed:
            last, _ = known.get("contacts", (0, 0))
            fresh = channels.all_of("contacts", last - _OVERLAP)
            _load(connection, "staged", COLUMNS, map(row_of_contact, fresh))

    def _link(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Put the staged rows in the place of what was known, and link all contacts of their visitors."""
        columns = ", ".join(COLUMNS)
        own, other = _PERSON.format(table="staged"), _PERSON.format(table="contacts")
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE visitors AS "
            f"SELECT {own} AS visitor FROM staged "
            "UNION SELECT visitor FROM contacts WHERE id IN (SELECT id FROM staged) "
            f"UNION SELECT visitor FROM contacts WHERE visitor <> {other} "
            f"UNION SELECT {other} FROM contacts WHERE visitor <> {other}"
        )
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE concerned AS "
            f"SELECT {columns}, {own} AS visitor FROM staged UNION ALL "
            f"SELECT {columns}, {other} FROM contacts WHERE visitor IN (SELECT visitor FROM visitors) "
            "AND id NOT IN (SELECT id FROM staged)"
        )
        connection.execute("DELETE FROM contacts WHERE visitor IN (SELECT visitor FROM visitors)")
        connection.execute(
            f"INSERT INTO contacts ({columns}, {', '.join(LINKED)}) {_LINKS.format(columns=columns)}"
        )
        for table in ("staged", "visitors", "concerned"):
            connection.execute(f"DROP TABLE {table}")


def _connected(path: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(path)
    # Else it draws one to standard output, where a report is printed.
    connection.execute("SET enable_progress_bar = false")
    return connection


def _declared(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {type_}" for name, type_ in columns.items())


def _load(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: Mapping[str, str],
    rows: Iterable[Mapping[str, Any]],
) -> None:
    """Add rows to a table by way of a file, which is what DuckDB reads fastest without Arrow."""
    rows = iter(rows)
    with TemporaryDirectory() as folder:
        while some := list(islice(rows, 50_000)):
            with NamedTemporaryFile("w", dir=folder, suffix=".json", encoding="utf-8") as file:
                file.writelines(json.dumps(one) + "\n" for one in some)
                file.flush()
                connection.execute(
                    f"INSERT INTO {table} SELECT * FROM "
                    f"read_json(?, format='newline_delimited', columns={dict(columns)!r})",
                    [file.name],
                )
