"""What all contract suites share: the same tests on SQLite and on a real PostgreSQL."""

import pytest

from tests.databases import emptier, empty_sqlite, postgres_database, postgres_server


@pytest.fixture(scope="session")
def postgres_host():
    """The PostgreSQL server, where there is one."""
    with postgres_server() as found:
        yield found


@pytest.fixture(scope="session")
def postgres(postgres_host):
    """One PostgreSQL database for the session; skips where there is no server."""
    database = postgres_database(postgres_host.create())
    yield database
    database.close()


@pytest.fixture(scope="session")
def emptied(postgres):
    """Empties that database."""
    return emptier(postgres)


@pytest.fixture
def database_in(request, tmp_path):
    """Opens a database of a kind, sqlite or postgres, whose tables are empty."""
    opened = []

    def open_database(kind):
        if kind == "postgres":
            request.getfixturevalue("emptied")()
            return request.getfixturevalue("postgres")
        database = empty_sqlite(tmp_path / "firstline.db")
        opened.append(database)
        return database

    yield open_database
    for database in opened:
        database.close()


@pytest.fixture(params=["sqlite", "postgres"])
def db(request, database_in):
    """A database whose tables are empty."""
    return database_in(request.param)
