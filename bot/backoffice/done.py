"""What was done under which idempotency key, so that a call that comes again changes nothing twice."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection, select

from bot.backoffice import tables
from bot.errors import Conflict, InvalidInput
from kb.database import Database, upsert

_LONGEST = 200
_LOCK = 7_310_003


def reference_of(connection: Connection, key: str, what: object) -> str | None:
    """What came of this call when it was made before; None when it is new. Calls take turns from here on.

    `what` is the call with its arguments: its `repr` is compared by hash, so nothing of it is kept.

    Raises:
        InvalidInput: the key is empty or longer than 200 characters.
        Conflict: something else was done under this key.
    """
    if not key or len(key) > _LONGEST:
        raise InvalidInput("An idempotency key has 1 to 200 characters.", field="key")
    tables.take_turns(connection, _LOCK)
    row = connection.execute(select(tables.done).where(tables.done.c.key == key)).mappings().first()
    if row is None:
        return None
    if row["what"] != _hash(what):
        raise Conflict("This idempotency key was used for something else.")
    return str(row["reference"])


def remember(
    db: Database, connection: Connection, key: str, what: object, at: datetime, reference: str = ""
) -> None:
    """Note that this call has done its work."""
    row = {"key": key, "what": _hash(what), "reference": reference, "at": at}
    connection.execute(upsert(db)(tables.done).values(row).on_conflict_do_nothing())


def _hash(what: object) -> str:
    return hashlib.sha256(repr(what).encode()).hexdigest()
