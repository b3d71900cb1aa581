"""Sessions: who is signed in, where, and ending that. Only hashes of the cookies' tokens are kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from bot.errors import NotFound, NotSignedIn
from bot.staff import audit
from bot.staff.accounts import Staff, as_staff
from bot.staff.tables import staff, staff_sessions
from kb.database import Database

_ID_LENGTH = 16
_DEVICE_LENGTH = 200
# How exactly "last seen" is kept: a write at every call would be a lot of writes.
_SEEN_EVERY = timedelta(minutes=5)
_NOT_SIGNED_IN = "Please sign in."


class Way(StrEnum):
    """How somebody signed in."""

    PASSWORD = "password"  # noqa: S105
    SECOND_FACTOR = "password and code"
    COMPANY = "company"
    LINK = "link"


@dataclass(frozen=True)
class Device:
    """From where somebody signs in: a keyed hash of the address, and how the browser names itself."""

    address_key: str | None = None
    browser: str = ""


@dataclass(frozen=True)
class Session:
    """One session. `id` names it in lists; it opens nothing."""

    id: str
    staff_id: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    way: str
    address_key: str | None
    browser: str


class Sessions:
    """All sessions.

    Args:
        db: the database.
        life: how long a session lives unused.
    """

    def __init__(self, db: Database, life: timedelta) -> None:
        self._db = db
        self.life = life

    def open(self, connection: Connection, person: Staff, way: Way, device: Device, at: datetime) -> str:
        """Begin a session within a transaction that is under way; its token, which is nowhere kept."""
        token = secrets.token_urlsafe(32)
        connection.execute(delete(staff_sessions).where(staff_sessions.c.expires_at <= at))
        connection.execute(
            insert(staff_sessions).values(
                token_hash=_hash(token),
                staff_id=person.id,
                created_at=at,
                seen_at=at,
                expires_at=at + self.life,
                way=way.value,
                address_key=device.address_key,
                browser=device.browser[:_DEVICE_LENGTH],
            )
        )
        audit.by(person)
        audit.on("person", person.id)
        audit.tell(way=way.value)
        return token

    def owner(self, token: str, at: datetime) -> Staff:
        """Who a session belongs to; a session in use is prolonged.

        Raises:
            NotSignedIn: unknown, expired or revoked.
        """
        hashed = _hash(token)
        query = (
            select(staff, staff_sessions.c.expires_at, staff_sessions.c.seen_at)
            .join(staff_sessions, staff_sessions.c.staff_id == staff.c.id)
            .where(staff_sessions.c.token_hash == hashed, staff_sessions.c.expires_at > at, staff.c.active)
        )
        with self._db.read() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            raise NotSignedIn(_NOT_SIGNED_IN)
        if row["seen_at"] is None or at - row["seen_at"] >= min(_SEEN_EVERY, self.life / 4):
            with self._db.write() as connection:
                same = staff_sessions.c.token_hash == hashed
                prolonged = {"seen_at": at, "expires_at": at + self.life}
                connection.execute(update(staff_sessions).where(same).values(prolonged))
        return as_staff(row)

    def close(self, token: str) -> None:
        """End a session; nothing happens when it has ended already."""
        with self._db.write() as connection:
            connection.execute(delete(staff_sessions).where(staff_sessions.c.token_hash == _hash(token)))

    def of(self, staff_id: str, at: datetime) -> list[Session]:
        """Somebody's running sessions, the last seen first."""
        own = (staff_sessions.c.staff_id == staff_id, staff_sessions.c.expires_at > at)
        statement = select(staff_sessions).where(*own).order_by(staff_sessions.c.seen_at.desc())
        with self._db.read() as connection:
            return [_session(row) for row in connection.execute(statement)]

    def revoke(self, staff_id: str, session_id: str) -> None:
        """End one session of somebody.

        Raises:
            NotFound: they have no such session.
        """
        with self._db.write() as connection:
            held = select(staff_sessions.c.token_hash).where(staff_sessions.c.staff_id == staff_id)
            hashes = [row.token_hash for row in connection.execute(held)]
            named = [one for one in hashes if one[:_ID_LENGTH] == session_id]
            if not named:
                raise NotFound("This session has ended already.")
            connection.execute(delete(staff_sessions).where(staff_sessions.c.token_hash.in_(named)))

    def revoke_all(self, staff_id: str, *, but: str | None = None) -> int:
        """End all of somebody's sessions, or all but the one of a token; how many."""
        theirs = [staff_sessions.c.staff_id == staff_id]
        if but is not None:
            theirs.append(staff_sessions.c.token_hash != _hash(but))
        with self._db.write() as connection:
            return connection.execute(delete(staff_sessions).where(*theirs)).rowcount


def session_id(token: str) -> str:
    """The id under which a token's session is listed."""
    return _hash(token)[:_ID_LENGTH]


def _hash(token: str) -> str:
    # The tokens are long and random, so a fast hash is enough.
    return hashlib.sha256(token.encode()).hexdigest()


def _session(row: Row[Any]) -> Session:
    return Session(
        id=row.token_hash[:_ID_LENGTH],
        staff_id=row.staff_id,
        created_at=row.created_at,
        seen_at=row.seen_at or row.created_at,
        expires_at=row.expires_at,
        way=row.way or Way.PASSWORD.value,
        address_key=row.address_key,
        browser=row.browser or "",
    )
