"""The database all rooms share: SQLite (WAL) by default, PostgreSQL by URL.

Tables are SQLAlchemy Core tables on one `metadata`, so that Alembic sees all of them; each room keeps its
own in `<room>/tables.py`. Times are stored in UTC and come back aware.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, DateTime, Engine, MetaData, create_engine, event
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.types import TypeDecorator

from kb.errors import Unavailable
from kb.writers import WritersLine

# Seconds that a writer waits for others, of its own process and then of others.
_PATIENCE = 15
# As many connections as there are threads to use them; values never stand in an error's text.
_ENGINE: dict[str, Any] = {"pool_size": 16, "max_overflow": 24, "hide_parameters": True}

# What else belongs into the transactions of this context; see `ride_along`.
_RIDER: ContextVar[Callable[[Connection], None] | None] = ContextVar("rider", default=None)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment: refused when naive, stored in UTC, returned in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; SQLite keeps no zone, so it gets the bare UTC time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone was about to be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every moment its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """An engine with two ways in: `read()` and `write()`.

    `write()` is one transaction that commits when the block ends and rolls back when it raises. On SQLite it
    takes the write lock at once (BEGIN IMMEDIATE), so two writers wait for each other instead of failing;
    those of one process stand in line for it (`kb.writers`).
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = (
            _sqlite_engine(url) if self.is_sqlite else create_engine(url, pool_pre_ping=True, **_ENGINE)
        )
        self._writers = WritersLine()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading; nothing done on it is kept.

        Raises:
            Unavailable: the database does not answer.
        """
        with _translated(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def one_moment(self) -> Iterator[Connection]:
        """The same, but whatever others write meanwhile: all that is read is of one moment.

        Raises:
            Unavailable: the database does not answer.
        """
        # A transaction of SQLite's sees one moment by itself.
        options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with _translated(), self.engine.connect().execution_options(**options) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction.

        Raises:
            Unavailable: the database does not answer, or others have kept it busy for too long.
        """
        with (
            self._turn_to_write(),
            _translated(),
            self.engine.connect().execution_options(firstline_write=True) as connection,
            connection.begin(),
        ):
            yield connection
            if (rider := _RIDER.get()) is not None:
                rider(connection)

    def _turn_to_write(self) -> AbstractContextManager[None]:
        return self._writers.turn(_PATIENCE) if self.is_sqlite else nullcontext()

    def close(self) -> None:
        """Close all pooled connections."""
        self.engine.dispose()


def ride_along(rider: Callable[[Connection], None] | None) -> None:
    """From now on, in this context, every transaction ends with `rider`: kept with it, or not at all.

    How a change and the note of who made it are kept together, whichever room makes the change.
    """
    _RIDER.set(rider)


def upsert(db: Database) -> Any:
    """The `insert` of this database's dialect, which can say what to do on a conflict."""
    return sqlite_insert if db.is_sqlite else postgresql_insert


@contextmanager
def _translated() -> Iterator[None]:
    """The driver's failures as ours, without the statement: its parameters may be what a person typed."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise Unavailable(f"The database does not answer ({type(error).__name__}).") from error


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": _PATIENCE, "check_same_thread": False}, **_ENGINE)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling is switched off: BEGIN is said below, explicitly.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("firstline_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
