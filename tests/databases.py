"""Databases of tests: quick to make, quick to empty, gone at the end."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Engine, create_engine, exists, literal, select, text, union_all
from sqlalchemy.exc import OperationalError

from kb.database import Database, metadata

POSTGRES = os.environ.get("FIRSTLINE_TEST_POSTGRES", "postgresql+psycopg://root@127.0.0.1:5432")


def empty_sqlite(path: Path) -> Database:
    """A new file with all tables known by now, and no rows."""
    path.write_bytes(_file_with(frozenset(metadata.tables)))
    return Database(f"sqlite:///{path}")


@cache
def _file_with(_tables: frozenset[str]) -> bytes:
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/empty.db")
        metadata.create_all(database.engine)
        database.close()
        return Path(folder, "empty.db").read_bytes()


class Server:
    """A PostgreSQL server and this run's databases on it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._made: list[str] = []

    def create(self, template: str = "template0") -> str:
        """A new database, a copy of the template; its name."""
        name = f"firstline_{uuid.uuid4().hex}"
        with self._engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        self._made.append(name)
        return name

    def drop(self, name: str) -> None:
        """Gone, whoever is connected."""
        self._made.remove(name)
        with self._engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))

    def drop_all(self) -> None:
        """Nothing stays."""
        for name in list(self._made):
            self.drop(name)


@contextmanager
def postgres_server() -> Iterator[Server]:
    """The server; the test is skipped where there is none, in CI it fails."""
    engine = create_engine(f"{POSTGRES}/postgres", isolation_level="AUTOCOMMIT")
    try:
        engine.connect().close()
    except OperationalError:
        reason = f"no PostgreSQL at {POSTGRES} (FIRSTLINE_TEST_POSTGRES)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    server = Server(engine)
    try:
        yield server
    finally:
        server.drop_all()
        engine.dispose()


def postgres_database(name: str) -> Database:
    """Opened."""
    return Database(f"{POSTGRES}/{name}")


def emptier(database: Database) -> Callable[[], None]:
    """What brings a database back to all tables known by then and no rows.

    Truncating a table costs the server a new file, so only those are that have rows.
    """
    known: set[str] = set()

    def empty() -> None:
        if known != set(metadata.tables):
            metadata.create_all(database.engine)
            known.update(metadata.tables)
        has_rows = union_all(
            *(select(literal(table.name)).where(exists(select(table))) for table in metadata.sorted_tables)
        )
        with database.write() as connection:
            filled = ", ".join(f'"{name}"' for name in connection.scalars(has_rows))
            if filled:
                connection.execute(text(f"TRUNCATE {filled} RESTART IDENTITY CASCADE"))

    return empty
