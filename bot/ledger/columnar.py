"""The facts of all contacts in columns (DuckDB), kept up with the events and counted over.

The events are the truth; this is computed from them and may be thrown away. An episode's row is made by the
pure `facts_of` and made anew when its episode gets an event. What hangs together beyond one episode (the
visitor's next contact, the gap before it) is one window over all contacts of the visitors concerned.
"""

import fcntl
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any

import duckdb

from bot.ledger.episodes import group
from bot.ledger.facts import EpisodeFacts, facts_of
from bot.ledger.store import EventStore

# Another number makes everything be computed anew.
LAYOUT = 1
# A transaction may keep an event under an earlier number than one that was seen (PostgreSQL).
_OVERLAP = 2_000
_AT_ONCE = 2_000
_SECONDS = "STRUCT(agent VARCHAR, seconds DOUBLE)[]"
COLUMNS = {
    "id": "VARCHAR",
    "kind": "VARCHAR",
    "conversation_id": "VARCHAR",
    "visitor_key": "VARCHAR",
    "channel": "VARCHAR",
    "started_at": "TIMESTAMP",
    "last_activity_at": "TIMESTAMP",
    "closed": "BOOLEAN",
    "outcome": "VARCHAR",
    "left_out": "VARCHAR",
    "cause": "VARCHAR",
    "flow": "VARCHAR",
    "step": "VARCHAR",
    "because": "VARCHAR",
    "reason": "VARCHAR",
    "department": "VARCHAR",
    "value": "VARCHAR",
    "complexity": "VARCHAR",
    "resolved_by_person": "BOOLEAN",
    "had_person": "BOOLEAN",
    "articles": "VARCHAR[]",
    "flows": "VARCHAR[]",
    "agents": "VARCHAR[]",
    "invitation": "VARCHAR",
    "invited_by": "VARCHAR",
    "pages": "VARCHAR[]",
    "person_messages": "INTEGER",
    "transferred": "BOOLEAN",
    "second_level": "BOOLEAN",
    "waits": "INTEGER",
    "waits_left": "INTEGER",
    "left_while_closed": "INTEGER",
    "first_replies": _SECONDS,
    "accepted_waits": _SECONDS,
    "handlings": _SECONDS,
    "bot_replies": "DOUBLE[]",
    "csat": "INTEGER",
    "nps": "INTEGER",
    "sale": "DOUBLE",
    "sold": "BOOLEAN",
    "arm": "VARCHAR",
    "eligible": "BOOLEAN",
    "policy": "VARCHAR",
    "minutes": "DOUBLE",
    "cost": "DOUBLE",
}
"""Of an episode, or of a contact imported from another channel (`kind`); times in UTC."""

_LINKED = {
    "visitor": "VARCHAR",
    "next_id": "VARCHAR",
    "next_at": "TIMESTAMP",
    "seconds_since_previous": "DOUBLE",
}
# Of nobody's contact nothing follows, and it follows nothing.
_LINKS = """
    SELECT {columns}, visitor,
        lead(id) OVER own AS next_id, lead(started_at) OVER own AS next_at,
        epoch(started_at) - epoch(max(last_activity_at) OVER before) AS seconds_since_previous
    FROM staged WHERE left_out IS NULL OR left_out NOT IN ('test', 'spam')
    WINDOW own AS (PARTITION BY visitor ORDER BY started_at, id),
        before AS (PARTITION BY visitor ORDER BY started_at, id
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    UNION ALL
    SELECT {columns}, visitor, NULL, NULL, NULL FROM staged WHERE left_out IN ('test', 'spam')
    ORDER BY started_at
"""


class ColumnarContacts:
    """All contacts in columns.

    Args:
        events: the ledger.
        path: the file; None keeps it in memory, for this object only.
    """

    def __init__(self, events: EventStore, path: Path | None) -> None:
        self._events = events
        self._path = path
        self._memory = duckdb.connect() if path is None else None

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
            connection = duckdb.connect(str(path))
        except duckdb.Error:
            # Whatever is wrong with it (another version's file, a disk that was full): the events are there.
            for file in (path, path.with_name(path.name + ".wal")):
                with suppress(FileNotFoundError):
                    file.unlink()
            connection = duckdb.connect(str(path))
        try:
            yield connection
        finally:
            connection.close()

    def _follow(self, connection: duckdb.DuckDBPyConnection) -> None:
        last, taken = self._known(connection)
        mark = self._events.mark(_OVERLAP)
        if mark == (last, taken):
            return
        connection.execute("BEGIN")
        try:
            if last == 0:
                facts: Iterable[EpisodeFacts] = self._all_facts(mark[0])
            else:
                facts = self._facts_after(last - _OVERLAP)
            self._stage(connection, facts)
            self._link(connection)
            connection.execute("DELETE FROM followed")
            connection.execute("INSERT INTO followed VALUES (?, ?, ?)", [LAYOUT, *mark])
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise

    def _known(self, connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
        connection.execute("CREATE TABLE IF NOT EXISTS followed (layout INTEGER, last BIGINT, taken BIGINT)")
        row = connection.execute("SELECT layout, last, taken FROM followed").fetchone()
        if row is not None and row[0] == LAYOUT:
            return int(row[1]), int(row[2])
        columns = ", ".join(f"{name} {type_}" for name, type_ in (COLUMNS | _LINKED).items())
        connection.execute("DROP TABLE IF EXISTS contacts")
        connection.execute(f"CREATE TABLE contacts ({columns})")
        return 0, 0

    def _all_facts(self, up_to: int) -> Iterator[EpisodeFacts]:
        for events in self._events.by_episode(up_to):
            for episode in group(events):
                yield facts_of(episode)

    def _facts_after(self, seq: int) -> Iterator[EpisodeFacts]:
        touched = iter(self._events.episodes_after(seq))
        while some := list(islice(touched, _AT_ONCE)):
            for episode in group(self._events.for_episodes(some)):
                yield facts_of(episode)

    def _stage(self, connection: duckdb.DuckDBPyConnection, facts: Iterable[EpisodeFacts]) -> None:
        columns = ", ".join(f"{name} {type_}" for name, type_ in COLUMNS.items())
        connection.execute(f"CREATE OR REPLACE TEMP TABLE staged ({columns}, visitor VARCHAR)")
        facts = iter(facts)
        with TemporaryDirectory() as folder:
            while some := list(islice(facts, 50_000)):
                with NamedTemporaryFile("w", dir=folder, suffix=".json", encoding="utf-8") as file:
                    file.writelines(json.dumps(_row(one)) + "\n" for one in some)
                    file.flush()
                    connection.execute(
                        "INSERT INTO staged SELECT *, visitor_key FROM "
                        f"read_json(?, format='newline_delimited', columns={COLUMNS!r})",
                        [file.name],
                    )

    def _link(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Put the staged rows in the place of what was known, and link all contacts of their visitors."""
        columns = ", ".join(COLUMNS)
        connection.execute("DELETE FROM contacts WHERE id IN (SELECT id FROM staged)")
        connection.execute("CREATE OR REPLACE TEMP TABLE concerned AS SELECT DISTINCT visitor FROM staged")
        connection.execute(
            f"INSERT INTO staged SELECT {columns}, visitor FROM contacts "
            "WHERE visitor IN (SELECT visitor FROM concerned)"
        )
        connection.execute("DELETE FROM contacts WHERE visitor IN (SELECT visitor FROM concerned)")
        connection.execute(
            f"INSERT INTO contacts ({columns}, {', '.join(_LINKED)}) {_LINKS.format(columns=columns)}"
        )
        connection.execute("DROP TABLE staged")


def _row(facts: EpisodeFacts) -> dict[str, Any]:
    row = asdict(facts)
    row["id"] = row.pop("episode_id")
    return {**row, "kind": "episode"} | {
        name: _naive(value) for name, value in row.items() if isinstance(value, datetime)
    }


def _naive(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat()
