"""The positions of the switches, and the one in force as every process follows it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from bot.errors import Conflict
from bot.staff.accounts import Editor
from bot.switches.model import Switches, as_json, from_json
from bot.switches.tables import switch_positions
from kb.database import Database

LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class Kept:
    """The switches in force; `number` is 0 while nobody has touched them."""

    number: int
    switches: Switches
    by: str | None = None
    at: datetime | None = None


class SwitchStore:
    """What was switched, by whom and when. Safe to use from several threads at once.

    Args:
        db: where positions are kept.
        standard: the position while nobody has touched them.
        seconds: a clock that only goes forward.
    """

    def __init__(
        self, db: Database, standard: Switches, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._db = db
        self._standard = standard
        self._seconds = seconds
        self._looking = threading.Lock()
        self._seen: Kept | None = None
        self._seen_at = 0.0

    def __call__(self) -> Switches:
        """The switches in force, at most half a second old, whichever process changed them."""
        if self._seen is None or self._seconds() - self._seen_at >= LOOK_SECONDS:
            with self._looking:
                self._seen, self._seen_at = self.kept(), self._seconds()
        return self._seen.switches

    def kept(self) -> Kept:
        """The position in force, from the database."""
        newest = select(switch_positions).order_by(switch_positions.c.number.desc()).limit(1)
        with self._db.read() as connection:
            row = connection.execute(newest).mappings().first()
        if row is None:
            return Kept(0, self._standard)
        return Kept(row["number"], from_json(row["switches"]), row["by_name"], row["at"])

    def save(self, switches: Switches, *, based_on: int, by: Editor, at: datetime) -> Kept:
        """Put another position in force.

        Raises:
            Conflict: somebody switched something since `based_on` was looked at.
        """
        changed = Conflict("Somebody has switched something meanwhile. Look at it, then save again.")
        if self.kept().number != based_on:
            raise changed
        row = {"number": based_on + 1, "at": at, "by_id": by.id, "by_name": by.name}
        try:
            with self._db.write() as connection:
                connection.execute(insert(switch_positions).values(**row, switches=as_json(switches)))
        except IntegrityError:
            raise changed from None
        self._seen = None
        return self.kept()
