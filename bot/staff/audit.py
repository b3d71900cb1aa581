"""The audit log: each thing that somebody of the staff did is one row, kept with what it changed.

Whoever lets somebody act (a route, the command line) says so with `AuditLog.begin`. The row then rides along
with the first transaction of that act, in whichever room it happens: both are kept, or neither is. What was
refused changed nothing and leaves no row. Rows hold no words of visitors: ids, and facts that staff chose.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Row, Select, insert, select

from bot.staff.tables import staff_audit
from kb.database import Database, ride_along

COMMAND_LINE = "Command line"
NOBODY = "Not signed in"


class Person(Protocol):
    """Who acts."""

    @property
    def id(self) -> str:
        """Their id."""
        ...

    @property
    def name(self) -> str:
        """Their name."""
        ...


@dataclass
class Deed:
    """What is being done; more may become known until it is kept."""

    action: str
    at: datetime
    who_id: str | None = None
    who_name: str = NOBODY
    on_kind: str | None = None
    on_id: str | None = None
    address_key: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    kept: bool = False

    def keep(self, connection: Connection) -> None:
        """Keep it in the caller's transaction, once."""
        if self.kept:
            return
        row = {name: value for name, value in vars(self).items() if name != "kept"}
        connection.execute(insert(staff_audit).values(row))
        self.kept = True


@dataclass(frozen=True)
class Entry:
    """A row of the log."""

    id: int
    at: datetime
    who_id: str | None
    who_name: str
    action: str
    on_kind: str | None
    on_id: str | None
    address_key: str | None
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Wanted:
    """Which rows to read; what is None is not asked for. `before` is the id of the row that was read last."""

    who_id: str | None = None
    action: str | None = None
    on_kind: str | None = None
    on_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


_CURRENT: ContextVar[Deed | None] = ContextVar("deed", default=None)


class AuditLog:
    """What the staff did."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def begin(self, deed: Deed) -> None:
        """From now on this context does this: the row is kept with the first change it makes."""
        _CURRENT.set(deed)
        ride_along(deed.keep)

    def entries(self, wanted: Wanted = Wanted(), limit: int = 100) -> list[Entry]:  # noqa: B008 (frozen)
        """Rows, the newest first."""
        with self._db.read() as connection:
            return [_entry(row) for row in connection.execute(_statement(wanted).limit(limit))]

    def actions(self) -> list[str]:
        """The kinds of action that occur."""
        with self._db.read() as connection:
            found = connection.execute(select(staff_audit.c.action).distinct())
            return sorted(row.action for row in found)


def tell(**facts: Any) -> None:
    """Add facts to what is being done in this context; nothing happens where nothing is."""
    if (deed := _CURRENT.get()) is not None:
        deed.facts.update({name: value for name, value in facts.items() if value is not None})


def on(kind: str, id_: str | None) -> None:
    """Say to what it is being done, where it became known only now."""
    if (deed := _CURRENT.get()) is not None:
        deed.on_kind, deed.on_id = kind, id_


def by(person: Person) -> None:
    """Say who does it, where it became known only now: somebody who signs in."""
    if (deed := _CURRENT.get()) is not None:
        deed.who_id, deed.who_name = person.id, person.name


def turned_into(action: str) -> None:
    """Say that it became something else, such as a sign-in that was refused."""
    if (deed := _CURRENT.get()) is not None:
        deed.action = action


def _statement(wanted: Wanted) -> Select[Any]:
    log = staff_audit.c
    conditions = [
        column == value
        for column, value in (
            (log.who_id, wanted.who_id),
            (log.action, wanted.action),
            (log.on_kind, wanted.on_kind),
            (log.on_id, wanted.on_id),
        )
        if value is not None
    ]
    if wanted.since is not None:
        conditions.append(log.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(log.at < wanted.until)
    if wanted.before is not None:
        conditions.append(log.id < wanted.before)
    return select(staff_audit).where(*conditions).order_by(log.id.desc())


def _entry(row: Row[Any]) -> Entry:
    return Entry(**dict(row._mapping))
