"""Accounts and one-time links, kept. Only hashes of secrets are stored."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import Conflict, InvalidInput, NotFound
from bot.staff import audit
from bot.staff.accounts import Role, Staff, as_staff, check_new_account, normal_email
from bot.staff.duties import Duties, as_facts, checked
from bot.staff.tables import staff, staff_links, staff_sessions
from kb.database import Database

LINK_LIFE = timedelta(days=3)
_USED = "This link was used already or has expired. Ask for a new one."


class StaffStore:
    """Everything about staff that is kept."""

    def __init__(self, db: Database) -> None:
        self._db = db
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
            return [as_staff(row) for row in rows]

    def get(self, staff_id: str) -> Staff:
        """One account.

        Raises:
            NotFound: there is none.
        """
        with self._db.read() as connection:
            row = connection.execute(select(staff).where(staff.c.id == staff_id)).mappings().first()
        if row is None:
            raise NotFound("There is no such person.")
        return as_staff(row)

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

    def password_fits(self, email: str, password: str) -> tuple[Staff | None, bool]:
        """The active account with this e-mail, if any, and whether the password is its own.

        It takes as long whether or not there is an account.
        """
        query = select(staff).where(staff.c.email == normal_email(email))
        with self._db.read() as connection:
            row = connection.execute(query).mappings().first()
        stored = row["password_hash"] if row is not None and row["active"] else None
        try:
            self._hasher.verify(stored or self._nobody, password)
            fits = stored is not None
        except VerificationError:
            fits = False
        return (None if row is None else as_staff(row)), fits

    def by_email(self, email: str) -> Staff | None:
        """The active account with this e-mail, if any."""
        query = select(staff).where(staff.c.email == normal_email(email), staff.c.active)
        with self._db.read() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else as_staff(row)

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

    def hashed(self, name: str, email: str, password: str) -> str:
        """The hash of a new account's password.

        Raises:
            InvalidInput: a field can't be used.
        """
        check_new_account(name, email, password)
        return self._hasher.hash(password)

    def accept_link(
        self, connection: Connection, token: str, *, name: str, email: str, hashed: str, at: datetime
    ) -> Staff:
        """Set up the account behind a one-time link, within a transaction that is under way.

        Raises:
            NotFound: the link is unknown, used or expired.
            InvalidInput: the link is for another e-mail address.
        """
        link = _link(connection, token, at)
        if link is None:
            raise NotFound(_USED)
        same = staff_links.c.token_hash == link["token_hash"]
        unused = staff_links.c.used_at.is_(None)
        if not connection.execute(update(staff_links).where(same, unused).values(used_at=at)).rowcount:
            raise NotFound(_USED)
        if link["staff_id"] is None:
            return _insert(connection, name, email, Role.ADMIN, hashed, at)
        return _set_up(connection, link["staff_id"], name, email, hashed)


def _set_up(connection: Connection, staff_id: str, name: str, email: str, hashed: str) -> Staff:
    row = connection.execute(select(staff).where(staff.c.id == staff_id)).mappings().one()
    if row["email"] != normal_email(email):
        raise InvalidInput("This link was made for another e-mail address.", field="email")
    values = {"name": name.strip(), "password_hash": hashed}
    connection.execute(update(staff).where(staff.c.id == staff_id).values(**values))
    return as_staff({**row, **values})


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
        "email": normal_email(email),
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
    return as_staff(values)


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


def _hash(token: str) -> str:
    # The tokens are long and random, so a fast hash is enough.
    return hashlib.sha256(token.encode()).hexdigest()
