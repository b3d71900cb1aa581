"""The versions of the policy: saved, listed, and put back in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Row, func, insert, select
from sqlalchemy.exc import IntegrityError

from bot.errors import Conflict, InvalidInput, NotFound
from bot.policies.tables import policy_versions
from bot.staff.accounts import Editor
from bot.triage.editing import Draft, as_cells, checked
from kb.database import Database

_log = structlog.get_logger()
_LONGEST_NOTE = 500


@dataclass(frozen=True)
class Version:
    """One saved policy. `restores` is the number of the version that it puts back in force."""

    number: int
    at: datetime
    by_id: str
    by_name: str
    draft: Draft
    note: str
    restores: int | None = None


class PolicyStore:
    """All versions, by number; the newest is in force, and without any the default policy is."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def newest_number(self) -> int:
        """The number of the version in force; 0 while nothing was saved."""
        with self._db.read() as connection:
            return int(connection.execute(_NEWEST_NUMBER).scalar() or 0)

    def newest(self) -> Version | None:
        """The version in force."""
        with self._db.read() as connection:
            row = connection.execute(_NEWEST_FIRST.limit(1)).first()
        return None if row is None else _as_version(row)

    def versions(self, limit: int = 100) -> list[Version]:
        """What was saved, newest first."""
        with self._db.read() as connection:
            return [_as_version(row) for row in connection.execute(_NEWEST_FIRST.limit(limit))]

    def find(self, number: int) -> Version:
        """One version.

        Raises:
            NotFound: there is none of this number.
        """
        with self._db.read() as connection:
            row = connection.execute(_NEWEST_FIRST.where(policy_versions.c.number == number)).first()
        if row is None:
            raise NotFound(f"There is no version {number} of the policy.")
        return _as_version(row)

    def save(self, draft: Draft, *, based_on: int, note: str, by: Editor, at: datetime) -> Version:
        """Put a policy in force.

        Args:
            draft: what was checked.
            based_on: the number of the version that its author looked at.
            note: why, in their words.
            by: who.
            at: when.

        Raises:
            Conflict: somebody saved another version meanwhile, or this one is in force already.
            InvalidInput: the note is missing or too long.
        """
        return self._add(draft, based_on=based_on, note=note, by=by, at=at, restores=None)

    def restore(self, number: int, *, based_on: int, note: str, by: Editor, at: datetime) -> Version:
        """Put an earlier version back in force, as a new one; what `save` says holds here too.

        Raises:
            NotFound: there is none of this number.
        """
        earlier = self.find(number)
        return self._add(earlier.draft, based_on=based_on, note=note, by=by, at=at, restores=number)

    def _add(
        self, draft: Draft, *, based_on: int, note: str, by: Editor, at: datetime, restores: int | None
    ) -> Version:
        note = note.strip()
        if not note or len(note) > _LONGEST_NOTE:
            raise InvalidInput(f"Say why, in up to {_LONGEST_NOTE} characters.", field="note")
        changed = Conflict("Somebody saved another policy meanwhile. Look at it, then save again.")
        try:
            with self._db.write() as connection:
                row = connection.execute(_NEWEST_FIRST.limit(1)).first()
                newest = None if row is None else _as_version(row)
                if (newest.number if newest else 0) != based_on:
                    raise changed
                if newest is not None and newest.draft == draft:
                    raise Conflict("This is the policy in force already.")
                version = Version(based_on + 1, at, by.id, by.name, draft, note, restores)
                connection.execute(insert(policy_versions).values(_as_row(version)))
        except IntegrityError:
            # Two saved at the same moment; the number is taken.
            raise changed from None
        _log.info("policy changed", number=version.number, preset=draft.preset, by=by.id, restores=restores)
        return version


_NEWEST_FIRST = select(policy_versions).order_by(policy_versions.c.number.desc())
_NEWEST_NUMBER = select(func.max(policy_versions.c.number))


def _as_row(version: Version) -> Mapping[str, object]:
    return {
        "number": version.number,
        "at": version.at,
        "by_id": version.by_id,
        "by_name": version.by_name,
        "preset": version.draft.preset,
        "cells": as_cells(version.draft.table),
        "limits": dict(version.draft.limits),
        "note": version.note,
        "restores": version.restores,
    }


def _as_version(row: Row[tuple[object, ...]]) -> Version:
    facts = dict(row._mapping)
    draft = checked(facts.pop("preset"), facts.pop("cells"), facts.pop("limits"))
    return Version(draft=draft, **facts)
