"""The edits, in the database."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.exc import IntegrityError

from bot.errors import Overtaken
from bot.reasons.edits import Edit, EditKind
from bot.reasons.tables import reason_edits
from kb.database import Database


class EditStore:
    """Appends edits and gives them back."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def version(self) -> int:
        """The number of the newest edit; 0 before the first."""
        with self._db.read() as connection:
            return int(connection.scalar(select(func.coalesce(func.max(reason_edits.c.number), 0))) or 0)

    def edits(self, after: int = 0) -> list[Edit]:
        """The edits with a higher number than `after`, in their order."""
        statement = select(reason_edits).where(reason_edits.c.number > after).order_by(reason_edits.c.number)
        with self._db.read() as connection:
            return [_edit(row) for row in connection.execute(statement)]

    def append(self, edit: Edit, seen: int) -> Edit:
        """Keep an edit that was judged by the edits up to number `seen`; it comes back with its own number.

        Raises:
            Overtaken: there are newer edits, or this one takes back what somebody else has just taken back.
        """
        numbered = replace(edit, number=seen + 1)
        row = {
            "number": numbered.number,
            "kind": edit.kind.value,
            "reason": edit.key,
            "before": dict(edit.before),
            "after": dict(edit.after),
            "phrases": list(edit.phrases),
            "undoes": edit.undoes,
            "by": edit.by,
            "at": edit.at,
        }
        try:
            with self._db.write() as connection:
                connection.execute(insert(reason_edits).values(**row))
        except IntegrityError as error:
            raise Overtaken("Somebody else changed the reasons at the same moment.") from error
        return numbered


def _edit(row: Row[Any]) -> Edit:
    return Edit(
        kind=EditKind(row.kind),
        key=row.reason,
        by=row.by,
        at=row.at,
        after=row.after,
        before=row.before,
        phrases=tuple(row.phrases),
        undoes=row.undoes,
        number=row.number,
    )
