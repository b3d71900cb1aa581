"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for a lost phone.

An app's secret has to be kept as it is, so it is encrypted with a key that lies outside the database.
Recovery codes are kept as keyed hashes, each good once. A code of the app is good once, too.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyotp
import segno
from cryptography.fernet import Fernet
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from bot.errors import Conflict, InvalidInput
from bot.ledger.keys import KeyedHash
from bot.staff.accounts import Staff
from bot.staff.tables import staff_recovery_codes, staff_second_factors
from kb.database import Database

RECOVERY_CODES = 10
# Clocks of phones differ: the step before and the one after are good as well.
_STEPS = (-1, 0, 1)
_STEP_SECONDS = 30
_WRONG = "That code isn't right. Codes change every 30 seconds; take the one that is shown now."


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator app needs: the secret to type, or the picture to scan (a data URI of an SVG)."""

    secret: str
    picture: str


class SecondFactors:
    """Everybody's second factor.

    Args:
        db: the database.
        key: this installation's secret for them.
        issuer: what the app shows beside the code.
    """

    def __init__(self, db: Database, key: str, issuer: str) -> None:
        self._db = db
        self._box = Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))
        self._hash = KeyedHash(key)
        self._issuer = issuer

    def is_on(self, staff_id: str) -> bool:
        """Whether a code is asked for at sign-in."""
        with self._db.read() as connection:
            return _row(connection, staff_id, confirmed=True) is not None

    def everybody(self) -> set[str]:
        """The ids of all who have one."""
        confirmed = staff_second_factors.c.confirmed_at.is_not(None)
        with self._db.read() as connection:
            found = connection.execute(select(staff_second_factors.c.staff_id).where(confirmed))
            return {row.staff_id for row in found}

    def recovery_codes_left(self, staff_id: str) -> int:
        """How many recovery codes are unused."""
        unused = (staff_recovery_codes.c.staff_id == staff_id, staff_recovery_codes.c.used_at.is_(None))
        with self._db.read() as connection:
            return int(connection.execute(select(func.count()).where(*unused)).scalar_one())

    def begin(self, person: Staff) -> Enrolment:
        """A new secret to put into the app; nothing is asked for at sign-in until `confirm`.

        Raises:
            Conflict: there is a second factor already.
        """
        secret = pyotp.random_base32()
        with self._db.write() as connection:
            if _row(connection, person.id, confirmed=True) is not None:
                raise Conflict("You have a second factor already. Remove it first.")
            connection.execute(_own(delete(staff_second_factors), person.id))
            row = {"staff_id": person.id, "secret": self._box.encrypt(secret.encode()).decode()}
            connection.execute(insert(staff_second_factors).values(row))
        link = pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=self._issuer)
        return Enrolment(secret, segno.make(link, error="m").svg_data_uri(scale=5, border=2))

    def confirm(self, staff_id: str, code: str, at: datetime) -> list[str]:
        """Switch it on with the first code of the app; the recovery codes, which are shown only now.

        Raises:
            Conflict: nothing was begun, or it is on already.
            InvalidInput: the code isn't right.
        """
        with self._db.write() as connection:
            row = _row(connection, staff_id, confirmed=False)
            if row is None:
                raise Conflict("Begin with the picture to scan.")
            step = self._step(row.secret, code, at, after=0)
            if step is None:
                raise InvalidInput(_WRONG, field="code")
            values = {"confirmed_at": at, "last_step": step}
            connection.execute(_own(update(staff_second_factors), staff_id).values(values))
            connection.execute(_own(delete(staff_recovery_codes), staff_id))
            codes = [f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(RECOVERY_CODES)]
            rows = [{"staff_id": staff_id, "code_hash": self._recovery(staff_id, one)} for one in codes]
            connection.execute(insert(staff_recovery_codes), rows)
            return codes

    def remove(self, staff_id: str, code: str, at: datetime) -> None:
        """Switch it off by whoever has it.

        Raises:
            InvalidInput: the code isn't right.
        """
        with self._db.write() as connection:
            if not self.accepts(connection, staff_id, code, at):
                raise InvalidInput(_WRONG, field="code")
            _forget(connection, staff_id)

    def reset(self, staff_id: str) -> None:
        """Switch it off for somebody who lost phone and recovery codes."""
        with self._db.write() as connection:
            _forget(connection, staff_id)

    def accepts(self, connection: Connection, staff_id: str, code: str, at: datetime) -> bool:
        """Whether a code of the app or a recovery code is good; it is used up in the caller's transaction."""
        code = code.strip().lower()
        row = _row(connection, staff_id, confirmed=True, lock=True)
        if row is None:
            return False
        step = self._step(row.secret, code.replace(" ", ""), at, after=row.last_step or 0)
        if step is not None:
            connection.execute(_own(update(staff_second_factors), staff_id).values(last_step=step))
            return True
        unused = (
            staff_recovery_codes.c.code_hash == self._recovery(staff_id, code),
            staff_recovery_codes.c.used_at.is_(None),
        )
        return bool(
            connection.execute(
                _own(update(staff_recovery_codes), staff_id).where(*unused).values(used_at=at)
            ).rowcount
        )

    def _step(self, kept: str, code: str, at: datetime, *, after: int) -> int | None:
        """The 30-second step whose code this is, if that is later than the last one that was used."""
        totp = pyotp.TOTP(self._box.decrypt(kept.encode()).decode())
        now = int(at.timestamp()) // _STEP_SECONDS
        for step in (now + each for each in _STEPS):
            same = hmac.compare_digest(totp.at(step * _STEP_SECONDS).encode(), code.encode())
            if same and step > after:
                return step
        return None

    def _recovery(self, staff_id: str, code: str) -> str:
        return self._hash(f"recovery:{staff_id}:{code}")


def _own(statement: Any, staff_id: str) -> Any:
    return statement.where(statement.table.c.staff_id == staff_id)


def _row(connection: Connection, staff_id: str, *, confirmed: bool, lock: bool = False) -> Row[Any] | None:
    state = staff_second_factors.c.confirmed_at
    statement = select(staff_second_factors).where(
        staff_second_factors.c.staff_id == staff_id,
        state.is_not(None) if confirmed else state.is_(None),
    )
    return connection.execute(statement.with_for_update() if lock else statement).first()


def _forget(connection: Connection, staff_id: str) -> None:
    connection.execute(_own(delete(staff_recovery_codes), staff_id))
    connection.execute(_own(delete(staff_second_factors), staff_id))
