"""Departments, kept: what an admin sets up is in force in every process within a second."""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import Conflict, NotFound, Overtaken
from bot.handoff.departments.checks import checked
from bot.handoff.departments.hours import Hours, Span
from bot.handoff.departments.model import Assignment, Department, Departments
from bot.handoff.tables import departments
from kb.database import Database

LOOK_SECONDS = 0.5


class DepartmentStore:
    """All departments. Safe to use from several threads at once.

    Whoever asks for them looks at the database at most every half second.

    Args:
        db: the database.
        seconds: a clock that only goes forward.
    """

    def __init__(self, db: Database, seconds: Callable[[], float] = time.monotonic) -> None:
        self._db = db
        self._seconds = seconds
        self._looking = threading.Lock()
        self._known: Departments | None = None
        self._looked_at = 0.0

    def __call__(self) -> Departments:
        """The departments as they are now."""
        known = self._known
        if known is None or self._seconds() - self._looked_at >= LOOK_SECONDS:
            known = self.refresh()
        return known

    def refresh(self) -> Departments:
        """Look at the database now."""
        with self._looking, self._db.read() as connection:
            rows = connection.execute(select(departments).order_by(departments.c.name)).mappings()
            self._known = Departments({row["key"]: _department(row) for row in rows})
            self._looked_at = self._seconds()
            return self._known

    def add(self, department: Department, at: datetime) -> Department:
        """Keep a new department.

        Raises:
            InvalidInput: it can't be like this; names the field.
            Conflict: there is one of this key.
        """
        new = checked(department, self.refresh().by_key)
        values = {**_columns(new), "version": 1, "updated_at": at}
        try:
            with self._db.write() as connection:
                connection.execute(insert(departments).values(key=new.key, **values))
        except IntegrityError:
            raise Conflict(f"There is a department “{new.key}” already.") from None
        return self.refresh().named(new.key)

    def change(self, department: Department, at: datetime) -> Department:
        """Keep what a department is from now on; its `version` is the one that was looked at.

        Raises:
            InvalidInput: it can't be like this; names the field.
            NotFound: there is none of this key.
            Overtaken: somebody else changed it meanwhile.
        """
        known = self.refresh().by_key
        if department.key not in known:
            raise NotFound("There is no such department.")
        new = checked(department, known)
        same = (departments.c.key == new.key, departments.c.version == new.version)
        values = {**_columns(new), "version": new.version + 1, "updated_at": at}
        with self._db.write() as connection:
            done = connection.execute(update(departments).where(*same).values(values)).rowcount
        now = self.refresh()
        if not done:
            raise Overtaken("Somebody changed this department meanwhile. Look at it, then save again.")
        return now.named(new.key)

    def remove(self, key: str) -> None:
        """Forget a department; what names it must have been moved elsewhere (see the caller).

        Raises:
            NotFound: there is none of this key.
            Conflict: another department sends its visitors there.
        """
        known = self.refresh().by_key
        if key not in known:
            raise NotFound("There is no such department.")
        if before := [one.name for one in known.values() if one.next_key == key]:
            raise Conflict(f"{before[0]} sends visitors there when nobody takes them.")
        with self._db.write() as connection:
            connection.execute(delete(departments).where(departments.c.key == key))
        self.refresh()


def _columns(department: Department) -> Mapping[str, Any]:
    hours, timeout = department.hours, department.queue_timeout
    return {
        "name": department.name.strip(),
        "timezone": hours.zone,
        "week": [[[span.start, span.end] for span in sorted(day)] for day in hours.week],
        "country": hours.country,
        "subdivision": hours.subdivision,
        "closed_days": {day.isoformat(): name for day, name in sorted(hours.closed_days.items())},
        "assignment": department.assignment.value,
        "next_key": department.next_key,
        "queue_timeout_seconds": None if timeout is None else round(timeout.total_seconds()),
    }


def _department(row: RowMapping) -> Department:
    seconds = row["queue_timeout_seconds"]
    return Department(
        key=row["key"],
        name=row["name"],
        hours=Hours(
            zone=row["timezone"],
            week=tuple(tuple(Span(start, end) for start, end in day) for day in row["week"]),
            country=row["country"],
            subdivision=row["subdivision"],
            closed_days={date.fromisoformat(day): name for day, name in row["closed_days"].items()},
        ),
        assignment=Assignment(row["assignment"]),
        next_key=row["next_key"],
        queue_timeout=None if seconds is None else timedelta(seconds=seconds),
        version=row["version"],
    )
