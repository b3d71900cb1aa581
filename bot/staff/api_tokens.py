"""Tokens with which programs read the figures or import records: admins make and revoke them."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import RowMapping, func, insert, select, update

from bot.errors import InvalidInput, NotAllowed, NotFound, NotSignedIn
from bot.staff.tables import api_tokens, staff
from kb.database import Database

PREFIX = "flr_"
MOST = 50
# When a token was last used is kept no more often than this.
_NOTED_EVERY = timedelta(minutes=5)


class Scope(StrEnum):
    """What a token is for: each is for this alone."""

    READ = "read"
    IMPORT = "import"


@dataclass(frozen=True)
class ApiToken:
    """A token that reads figures, or imports records; the token itself is known to whoever made it only."""

    id: str
    name: str
    scope: str
    made_by: str
    created_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class ApiTokens:
    """All tokens."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def make(self, name: str, staff_id: str, at: datetime, scope: Scope = Scope.READ) -> tuple[str, ApiToken]:
        """A new token, and what is kept of it.

        Raises:
            InvalidInput: without a name, or too many are in use.
        """
        name = name.strip()
        if not name:
            raise InvalidInput("Say what will use it.", field="name")
        token = PREFIX + secrets.token_urlsafe(32)
        row = {
            "id": uuid4().hex,
            "token_hash": _hash(token),
            "name": name,
            "scope": scope.value,
            "made_by": staff_id,
            "created_at": at,
        }
        with self._db.write() as connection:
            in_use = select(func.count()).where(api_tokens.c.revoked_at.is_(None))
            if connection.execute(in_use).scalar_one() >= MOST:
                raise InvalidInput(f"There are {MOST} tokens already; revoke one first.", field="name")
            connection.execute(insert(api_tokens).values(row))
        return token, self.get(str(row["id"]))

    def all(self) -> list[ApiToken]:
        """Those in use and those revoked, newest first."""
        with self._db.read() as connection:
            return [_token(row) for row in connection.execute(_ALL).mappings()]

    def get(self, token_id: str) -> ApiToken:
        """One token.

        Raises:
            NotFound: there is none.
        """
        with self._db.read() as connection:
            row = connection.execute(_ALL.where(api_tokens.c.id == token_id)).mappings().first()
        if row is None:
            raise NotFound("There is no such token.")
        return _token(row)

    def revoke(self, token_id: str, at: datetime) -> ApiToken:
        """End a token; nothing happens when it has ended already.

        Raises:
            NotFound: there is none.
        """
        in_use = api_tokens.c.revoked_at.is_(None)
        with self._db.write() as connection:
            statement = update(api_tokens).where(api_tokens.c.id == token_id, in_use)
            connection.execute(statement.values(revoked_at=at))
        return self.get(token_id)

    def check(self, token: str, at: datetime, scope: Scope = Scope.READ) -> ApiToken:
        """Whose token this is.

        Raises:
            NotSignedIn: it is unknown, or was revoked.
            NotAllowed: it is for something else.
        """
        same = api_tokens.c.token_hash == _hash(token)
        statement = _ALL.where(same, api_tokens.c.revoked_at.is_(None))
        with self._db.read() as connection:
            row = connection.execute(statement).mappings().first()
        if row is None:
            raise NotSignedIn("This token is unknown or was revoked.")
        found = _token(row)
        if found.scope != scope:
            raise NotAllowed("This token is for something else.")
        if found.used_at is None or at - found.used_at >= _NOTED_EVERY:
            with self._db.write() as connection:
                connection.execute(update(api_tokens).where(same).values(used_at=at))
        return found


_ALL = (
    select(
        api_tokens.c.id,
        api_tokens.c.name,
        api_tokens.c.scope,
        staff.c.name.label("made_by"),
        api_tokens.c.created_at,
        api_tokens.c.used_at,
        api_tokens.c.revoked_at,
    )
    .join(staff, staff.c.id == api_tokens.c.made_by)
    .order_by(api_tokens.c.created_at.desc(), api_tokens.c.id)
)


def _hash(token: str) -> str:
    # The tokens are long and random, so a fast hash is enough.
    return hashlib.sha256(token.encode()).hexdigest()


def _token(row: RowMapping) -> ApiToken:
    return ApiToken(**row)
