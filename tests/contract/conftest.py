"""What all contract suites share: the same tests on SQLite and on a real PostgreSQL."""

import os
import uuid

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from kb.database import Database, metadata

POSTGRES = os.environ.get("FIRSTLINE_TEST_POSTGRES", "postgresql+psycopg://root@127.0.0.1:5432")


@pytest.fixture(scope="session")
def postgres():
    """One PostgreSQL database for the session; skips where there is no server."""
    name = f"firstline_{uuid.uuid4().hex}"
    server = create_engine(f"{POSTGRES}/postgres", isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        reason = f"no PostgreSQL at {POSTGRES} (FIRSTLINE_TEST_POSTGRES)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    database = Database(f"{POSTGRES}/{name}")
    try:
        yield database
    finally:
        database.close()
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()


@pytest.fixture
def database_in(request, tmp_path):
    """Opens a database of a kind, sqlite or postgres, whose tables are empty."""
    opened = []

    def open_database(kind):
        if kind == "postgres":
            database = request.getfixturevalue("postgres")
            metadata.create_all(database.engine)
            names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
            with database.write() as connection:
                connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
            return database
        database = Database(f"sqlite:///{tmp_path / 'firstline.db'}")
        opened.append(database)
        metadata.create_all(database.engine)
        return database

    yield open_database
    for database in opened:
        database.close()


@pytest.fixture(params=["sqlite", "postgres"])
def db(request, database_in):
    """A database whose tables are empty."""
    return database_in(request.param)
