"""Accounts, sessions and one-time links, kept. Only hashes of secrets are stored."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import Conflict, InvalidInput, NotFound, NotSignedIn
from bot.staff import audit
from bot.staff.accounts import Role, Staff, check_new_account
from bot.staff.duties import Duties, as_facts, checked
from bot.staff.tables import staff, staff_links, staff_sessions
from kb.database import Database

LINK_LIFE = timedelta(days=3)
_NOT_SIGNED_IN = "Please sign in."
_USED = "This link was used already or has expired. Ask for a new one."
_WRONG = "E-mail or password is wrong."


class StaffStore:
    """Everything about staff that is kept."""

    def __init__(self, db: Database, session_life: timedelta) -> None:
        self._db = db
        self._session_life = session_life
        self._hasher = PasswordHasher()
        # Compared with when nobody has the e-mail, so that the answer takes as long.
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))

    def add(
        self,
        *,
        name: str,
        email: str,
        role: Role,
        at: datetime,
        duties: Duties = Duties(),  # noqa: B008 (frozen)
    ) -> Staff:
        """A new account without a password; `invite` makes the link that sets one.

        Raises:
            InvalidInput: name, e-mail or duties can't be used.
            Conflict: the e-mail has an account.
        """
        check_new_account(name, email, None)
        with self._db.write() as connection:
            person = _insert(connection, name, email, role, None, at, checked(duties))
            audit.on("person", person.id)
            audit.tell(role=role.value, departments=list(duties.departments) or None)
            return person

    def people(self) -> list[Staff]:
        """All accounts, by name."""
        with self._db.read() as connection:
            rows = connection.execute(select(staff).order_by(func.lower(staff.c.name))).mappings()
            return [_staff(row) for row in rows]

    def get(self, staff_id: str) -> Staff:
        """One account.

        Raises:
            NotFound: there is none.
        """
        with self._db.read() as connection:
            row = connection.execute(select(staff).where(staff.c.id == staff_id)).mappings().first()
        if row is None:
            raise NotFound("There is no such person.")
        return _staff(row)

    def change(self, staff_id: str, **facts: Any) -> Staff:
        """Change role, active or `duties`; who is made inactive is signed out everywhere.

        Raises:
            InvalidInput: the duties can't be used.
            Conflict: it would leave no active admin.
        """
        person = self.get(staff_id)
        if "duties" in facts:
            facts = {**facts, **as_facts(checked(facts["duties"]))}
            del facts["duties"]
        audit.tell(**facts)
        with self._db.write() as connection:
            connection.execute(update(staff).where(staff.c.id == person.id).values(**facts))
            admins = select(func.count()).where(staff.c.role == Role.ADMIN, staff.c.active)
            if connection.execute(admins).scalar_one() == 0:
                raise Conflict("Somebody has to stay an active admin.")
            if facts.get("active") is False:
                connection.execute(delete(staff_sessions).where(staff_sessions.c.staff_id == person.id))
        return self.get(staff_id)

    def sign_in(self, email: str, password: str, at: datetime) -> tuple[Staff, str]:
        """The person and a new session's token.

        Raises:
            NotSignedIn: wrong e-mail or password; the answer doesn't tell which.
        """
        query = select(staff).where(staff.c.email == _normal(email))
        with self._db.read() as connection:
            row = connection.execute(query).mappings().first()
        stored = row["password_hash"] if row is not None and row["active"] else None
        try:
            self._hasher.verify(stored or self._nobody, password)
            good = stored is not None
        except VerificationError:
            good = False
        audit.on("person", row["id"] if row is not None else None)
        # A transaction in every case: how long it takes must not tell who has an account.
        with self._db.write() as connection:
            if good and row is not None:
                audit.by(_staff(row))
                return _staff(row), self._new_session(connection, row["id"], at)
            audit.turned_into("staff.sign_in_refused")
        raise NotSignedIn(_WRONG)

    def by_session(self, token: str, at: datetime) -> Staff:
        """Who this session belongs to; a session in use is prolonged.

        Raises:
            NotSignedIn: unknown, expired or revoked.
        """
        hashed = _hash(token)
        query = (
            select(staff, staff_sessions.c.expires_at)
            .join(staff_sessions, staff_sessions.c.staff_id == staff.c.id)
            .where(staff_sessions.c.token_hash == hashed, staff_sessions.c.expires_at > at, staff.c.active)
        )
        with self._db.read() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            raise NotSignedIn(_NOT_SIGNED_IN)
        if row["expires_at"] - at < self._session_life / 2:
            with self._db.write() as connection:
                same = staff_sessions.c.token_hash == hashed
                connection.execute(
                    update(staff_sessions).where(same).values(expires_at=at + self._session_life)
                )
        return _staff(row)

    def sign_out(self, token: str) -> None:
        """End a session; nothing happens when it has ended already."""
        with self._db.write() as connection:
            connection.execute(delete(staff_sessions).where(staff_sessions.c.token_hash == _hash(token)))

    def first_admin_link(self, at: datetime) -> str | None:
        """A fresh one-time token for the first admin, or None when there is one already.

        Links given out earlier stop working: only the last one printed counts.
        """
        with self._db.write() as connection:
            if connection.execute(select(func.count()).where(staff.c.role == Role.ADMIN)).scalar_one():
                return None
            connection.execute(delete(staff_links).where(staff_links.c.staff_id.is_(None)))
            return _new_link(connection, None, at)

    def invite(self, staff_id: str, at: datetime) -> str:
        """A one-time token with which this person sets their password."""
        person = self.get(staff_id)
        with self._db.write() as connection:
            connection.execute(delete(staff_links).where(staff_links.c.staff_id == person.id))
            return _new_link(connection, person.id, at)

    def link_is_good(self, token: str, at: datetime) -> bool:
        """Whether `accept_link` would take this token."""
        with self._db.read() as connection:
            return _link(connection, token, at) is not None

    def accept_link(
        self, token: str, *, name: str, email: str, password: str, at: datetime
    ) -> tuple[Staff, str]:
        """Set up the account behind a one-time link; the person and a session's token.

        Raises:
            NotFound: the link is unknown, used or expired.
            InvalidInput: a field can't be used.
        """
        check_new_account(name, email, password)
        hashed = self._hasher.hash(password)
        with self._db.write() as connection:
            link = _link(connection, token, at)
            if link is None:
                raise NotFound(_USED)
            same = staff_links.c.token_hash == link["token_hash"]
            unused = staff_links.c.used_at.is_(None)
            if not connection.execute(update(staff_links).where(same, unused).values(used_at=at)).rowcount:
                raise NotFound(_USED)
            if link["staff_id"] is None:
                person = _insert(connection, name, email, Role.ADMIN, hashed, at)
            else:
                person = _set_up(connection, link["staff_id"], name, email, hashed)
            audit.by(person)
            audit.on("person", person.id)
            return person, self._new_session(connection, person.id, at)

    def _new_session(self, connection: Connection, staff_id: str, at: datetime) -> str:
        token = secrets.token_urlsafe(32)
        connection.execute(delete(staff_sessions).where(staff_sessions.c.expires_at <= at))
        connection.execute(
            insert(staff_sessions).values(
                token_hash=_hash(token), staff_id=staff_id, created_at=at, expires_at=at + self._session_life
            )
        )
        return token


def _set_up(connection: Connection, staff_id: str, name: str, email: str, hashed: str) -> Staff:
    row = connection.execute(select(staff).where(staff.c.id == staff_id)).mappings().one()
    if row["email"] != _normal(email):
        raise InvalidInput("This link was made for another e-mail address.", field="email")
    values = {"name": name.strip(), "password_hash": hashed}
    connection.execute(update(staff).where(staff.c.id == staff_id).values(**values))
    return _staff({**row, **values})


def _insert(
    connection: Connection,
    name: str,
    email: str,
    role: Role,
    hashed: str | None,
    at: datetime,
    duties: Duties = Duties(),  # noqa: B008 (frozen)
) -> Staff:
    values = {
        "id": uuid4().hex,
        "name": name.strip(),
        "email": _normal(email),
        "password_hash": hashed,
        "role": role.value,
        **as_facts(duties),
        "active": True,
        "created_at": at,
    }
    try:
        connection.execute(insert(staff).values(**values))
    except IntegrityError as error:
        raise Conflict("There is an account with this e-mail address already.") from error
    return _staff(values)


def _new_link(connection: Connection, staff_id: str | None, at: datetime) -> str:
    token = secrets.token_urlsafe(24)
    connection.execute(
        insert(staff_links).values(token_hash=_hash(token), staff_id=staff_id, expires_at=at + LINK_LIFE)
    )
    return token


def _link(connection: Connection, token: str, at: datetime) -> RowMapping | None:
    query = select(staff_links).where(
        staff_links.c.token_hash == _hash(token),
        staff_links.c.used_at.is_(None),
        staff_links.c.expires_at > at,
    )
    return connection.execute(query).mappings().first()


def _normal(email: str) -> str:
    return email.strip().lower()


def _hash(token: str) -> str:
    # The tokens are long and random, so a fast hash is enough.
    return hashlib.sha256(token.encode()).hexdigest()


def _staff(row: Any) -> Staff:
    return Staff(
        id=row["id"],
        name=row["name"],
        email=row["email"],
        role=Role(row["role"]),
        active=row["active"],
        created_at=row["created_at"],
        duties=Duties(
            departments=tuple(row["departments"]),
            skills=tuple(row["skills"]),
            languages=tuple(row["languages"]),
            capacity=row["capacity"],
        ),
    )
