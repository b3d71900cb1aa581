"""Who wants the weekly summary, and sending it once a week, however many processes run."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from bot.backoffice import outbox
from bot.staff.accounts import Role
from bot.staff.tables import staff
from bot.summaries.letter import letter_of
from bot.summaries.tables import summary_readers, summary_weeks
from bot.summaries.weeks import last_week, week_of
from kb.database import Database, upsert

Report = Callable[[datetime, datetime | None, datetime | None], Mapping[str, Any]]
"""The figures as of a moment, from and to."""
_MAY_READ = (Role.SUPERVISOR.value, Role.ADMIN.value)


class Summaries:
    """Readers of the summary, and the weeks that were told."""

    def __init__(self, db: Database, report: Report, zone: ZoneInfo, public_url: str) -> None:
        self._db = db
        self._report = report
        self._zone = zone
        self._page = f"{public_url}/admin#/overview"

    def is_read_by(self, staff_id: str) -> bool:
        """Whether this person wants it."""
        statement = select(summary_readers.c.since).where(summary_readers.c.staff_id == staff_id)
        with self._db.read() as connection:
            return connection.execute(statement).first() is not None

    def want(self, staff_id: str, *, wanted: bool, at: datetime) -> None:
        """Send it to this person from now on, or no longer."""
        with self._db.write() as connection:
            if wanted:
                row = upsert(self._db)(summary_readers).values(staff_id=staff_id, since=at)
                connection.execute(row.on_conflict_do_nothing(index_elements=["staff_id"]))
            else:
                own = summary_readers.c.staff_id == staff_id
                connection.execute(delete(summary_readers).where(own))

    def send(self, now: datetime) -> int:
        """Send what is due; to how many people.

        Who began to want it after it was due gets the next one. Somebody who may no longer read the
        figures, or no longer works here, gets none.
        """
        week = last_week(now, self._zone)
        readers = (
            select(staff.c.id, staff.c.email)
            .join(summary_readers, summary_readers.c.staff_id == staff.c.id)
            .where(summary_readers.c.since < week.due, staff.c.active, staff.c.role.in_(_MAY_READ))
        )
        with self._db.read() as connection:
            told = select(summary_weeks.c.at).where(summary_weeks.c.week == week.name)
            if connection.execute(told).first() or not connection.execute(readers).first():
                return 0
        before = week_of(week.monday - timedelta(days=7), self._zone)
        figures = self._report(now, week.start, week.end)
        letter = letter_of(week, figures, self._report(now, before.start, before.end), self._page)
        with self._db.write() as connection:
            row = upsert(self._db)(summary_weeks).values(week=week.name, at=now)
            new = row.on_conflict_do_nothing(index_elements=["week"]).returning(summary_weeks.c.week)
            if connection.execute(new).first() is None:
                return 0
            people = connection.execute(readers).all()
            for person in people:
                key = f"summary {week.name} {person.id}"
                outbox.put(self._db, connection, person.email, letter, now, key=key)
        return len(people)
