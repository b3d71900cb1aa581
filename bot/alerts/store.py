"""What is kept of alerts. Of several processes that look at the same moment, one tells."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from bot.alerts import tables
from bot.alerts.letters import letter_of
from bot.alerts.rules import Facts, Kind, Notice, Standing, decide
from bot.alerts.wishes import Wishes, as_json, from_json
from bot.backoffice import outbox
from bot.backoffice.tables import take_turns
from bot.errors import Conflict
from bot.staff.accounts import Editor
from kb.database import Database, upsert

PAYLOAD_VERSION = 1
_LOCK = 0x616C_7274


@dataclass(frozen=True)
class Kept:
    """The wishes in force; `number` is 0 while none were saved."""

    number: int
    wishes: Wishes
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Told:
    """A notice that went out."""

    id: str
    kind: str
    what: str
    at: datetime
    title: str
    because: str


class AlertStore:
    """Wishes, standings, and what was told."""

    def __init__(self, db: Database, public_url: str) -> None:
        self._db = db
        self._page = f"{public_url}/admin#/overview"

    def kept(self) -> Kept:
        """The wishes in force."""
        newest = select(tables.alert_wishes).order_by(tables.alert_wishes.c.number.desc()).limit(1)
        with self._db.read() as connection:
            row = connection.execute(newest).mappings().first()
        if row is None:
            return Kept(0, Wishes())
        return Kept(row["number"], from_json(row["wishes"]), row["by_name"], row["at"])

    def save(self, wishes: Wishes, *, based_on: int, by: Editor, at: datetime) -> Kept:
        """Put wishes in force.

        Raises:
            Conflict: somebody saved others since `based_on` was looked at.
        """
        changed = Conflict("Somebody changed the alerts meanwhile. Look at them, then save again.")
        row = {
            "number": based_on + 1,
            "at": at,
            "by_id": by.id,
            "by_name": by.name,
            "wishes": as_json(wishes),
        }
        try:
            with self._db.write() as connection:
                newest = connection.execute(select(func.max(tables.alert_wishes.c.number))).scalar() or 0
                if newest != based_on:
                    raise changed
                connection.execute(insert(tables.alert_wishes).values(row))
        except IntegrityError:
            raise changed from None
        return self.kept()

    def renew_key(self, *, based_on: int, by: Editor, at: datetime) -> Kept:
        """Another secret for the webhook; what `save` says of two at once holds here too."""
        wishes = self.kept().wishes
        return self.save(replace(wishes, key=wishes.key + 1), based_on=based_on, by=by, at=at)

    def standings(self) -> dict[Kind, Standing]:
        """How each alert stands."""
        with self._db.read() as connection:
            return _standings(connection)

    def told(self, limit: int = 50) -> list[Told]:
        """What was told, newest first."""
        notices = tables.alert_notices
        statement = select(notices).order_by(notices.c.at.desc(), notices.c.id).limit(limit)
        with self._db.read() as connection:
            return [Told(**row) for row in connection.execute(statement).mappings()]

    def look(self, facts: Facts, now: datetime) -> list[Notice]:
        """Judge the facts by the wishes in force, and keep what is to be told, each thing once."""
        wishes = self.kept().wishes
        before = self.standings()
        if decide(facts, wishes.thresholds, before, now) == ([], before):
            return []
        with self._db.write() as connection:
            take_turns(connection, _LOCK)
            # Another process may have been faster: what counts is how it stands now.
            before = _standings(connection)
            notices, after = decide(facts, wishes.thresholds, before, now)
            for kind, standing in after.items():
                if standing != before[kind]:
                    self._stand(connection, kind, standing)
            for notice in notices:
                self._tell(connection, notice, wishes)
        return notices

    def tell_the_webhook(
        self, connection: Connection, id: str, body: Mapping[str, Any], at: datetime
    ) -> None:
        """Keep a message that is to go to the webhook, in a transaction that is under way."""
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        row = {"id": id, "body": text, "at": at, "state": "waiting", "next_try_at": at}
        statement = upsert(self._db)(tables.webhook_deliveries).values(row)
        connection.execute(statement.on_conflict_do_nothing(index_elements=["id"]))

    def _stand(self, connection: Connection, kind: Kind, standing: Standing) -> None:
        facts = {"raised": standing.raised, "since": standing.since, "told_at": standing.told_at}
        statement = upsert(self._db)(tables.alert_standings).values(kind=kind.value, **facts)
        connection.execute(statement.on_conflict_do_update(index_elements=["kind"], set_=facts))

    def _tell(self, connection: Connection, notice: Notice, wishes: Wishes) -> None:
        row = {
            "id": notice.id,
            "kind": notice.kind.value,
            "what": notice.what.value,
            "at": notice.at,
            "title": notice.title,
            "because": notice.because,
        }
        statement = upsert(self._db)(tables.alert_notices).values(row)
        connection.execute(statement.on_conflict_do_nothing(index_elements=["id"]))
        letter = letter_of(notice, self._page)
        for address in wishes.recipients:
            whose = hashlib.sha256(address.encode()).hexdigest()[:16]
            outbox.put(self._db, connection, address, letter, notice.at, key=f"alert {notice.id} {whose}")
        if wishes.webhook:
            self.tell_the_webhook(connection, notice.id, payload_of(notice, self._page), notice.at)


def payload_of(notice: Notice, page: str) -> dict[str, Any]:
    """What the webhook is told of a notice, version 1: docs/alerts.md describes it."""
    return {
        "version": PAYLOAD_VERSION,
        "id": notice.id,
        "type": f"alert.{notice.what}",
        "kind": notice.kind.value,
        "at": _moment(notice.at),
        "since": _moment(notice.since),
        "title": notice.title,
        "because": notice.because,
        "value": notice.value,
        "limit": notice.limit,
        "page": page,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _standings(connection: Connection) -> dict[Kind, Standing]:
    known = {kind.value for kind in Kind}
    rows: Sequence[Any] = connection.execute(select(tables.alert_standings)).all()
    found = {
        Kind(row.kind): Standing(row.raised, row.since, row.told_at) for row in rows if row.kind in known
    }
    return {kind: found.get(kind, Standing()) for kind in Kind}
