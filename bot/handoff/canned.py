"""Prepared sentences for agents, by moment: what ships, and what admins made of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import RowMapping, func, insert, select, update

from bot.conversation.change import clean_text, new_id
from bot.errors import InvalidInput, NotFound
from bot.handoff.tables import canned_messages as table
from kb.database import Database, upsert
from kb.yaml_files import read_yaml

TITLE_MAX_LENGTH = 80
TEXT_MAX_LENGTH = 2_000
_BRACES = re.compile(r"\{([^{}]*)\}")
_PLACEHOLDER = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Moment(StrEnum):
    """When in a chat a sentence fits."""

    GREETING = "greeting"
    ACKNOWLEDGEMENT = "acknowledgement"
    EMPATHY = "empathy"
    APOLOGY = "apology"
    PAUSE = "pause"
    SATISFACTION = "satisfaction"
    CLOSING = "closing"


@dataclass(frozen=True)
class CannedMessage:
    """A prepared sentence; the desk fills in `{name}`, `{agent}` and what was gathered, `{order_number}`."""

    id: str
    moment: Moment
    title: str
    text: str


def checked_canned(id: str, moment: object, title: object, text: object) -> CannedMessage:
    """A prepared sentence that can be used.

    Raises:
        InvalidInput: names the field.
    """
    if not isinstance(moment, str) or moment not in set(Moment):
        raise InvalidInput(f"The moment is one of {', '.join(Moment)}.", field="moment")
    if not isinstance(title, str) or not 0 < len(title.strip()) <= TITLE_MAX_LENGTH:
        raise InvalidInput(f"A title of up to {TITLE_MAX_LENGTH} characters is needed.", field="title")
    if not isinstance(text, str) or not 0 < len(text.strip()) <= TEXT_MAX_LENGTH:
        raise InvalidInput(f"A text of up to {TEXT_MAX_LENGTH} characters is needed.", field="text")
    for inside in _BRACES.findall(text):
        if not _PLACEHOLDER.fullmatch(inside):
            raise InvalidInput(
                f"What stands in braces is filled in: {{name}}, {{agent}} or a gathered fact such as "
                f"{{order_number}}. “{{{inside[:40]}}}” is none.",
                field="text",
            )
    return CannedMessage(id, Moment(moment), clean_text(title.strip()), clean_text(text.strip()))


def load_canned(path: Path) -> list[CannedMessage]:
    """The prepared sentences of a file, in its order.

    Raises:
        InvalidInput: the file can't be used; names file, row and cause.
    """
    rows = read_yaml(path)
    if not isinstance(rows, list):
        raise InvalidInput(f"{path.name}: a list of prepared sentences is needed.")
    messages: list[CannedMessage] = []
    for number, row in enumerate(rows, start=1):
        try:
            message = checked_canned(row["id"], row["moment"], row["title"], row["text"])
        except (KeyError, TypeError, InvalidInput) as error:
            raise InvalidInput(f"{path.name}, row {number}: {error}") from None
        if any(message.id == other.id for other in messages):
            raise InvalidInput(f"{path.name}, row {number}: the id {message.id} is there twice.")
        messages.append(message)
    return messages


class CannedStore:
    """The prepared sentences in use. Each is read where it is asked for: a change is live at once."""

    def __init__(self, db: Database, shipped: Sequence[CannedMessage]) -> None:
        self._db = db
        self._shipped = shipped
        self._taken_in = False

    def all(self) -> list[CannedMessage]:
        """Those in use, by moment and in their order."""
        self._take_in()
        order = {moment.value: place for place, moment in enumerate(Moment)}
        statement = select(table).where(table.c.archived_at.is_(None)).order_by(table.c.place, table.c.id)
        with self._db.read() as connection:
            found = [_canned(row) for row in connection.execute(statement).mappings()]
        return sorted(found, key=lambda one: order[one.moment])

    def add(self, moment: str, title: str, text: str, at: datetime) -> CannedMessage:
        """Keep a new one, last of its moment.

        Raises:
            InvalidInput: it can't be used; names the field.
        """
        self._take_in()
        made = checked_canned(new_id(), moment, title, text)
        with self._db.write() as connection:
            last = connection.execute(select(func.max(table.c.place))).scalar() or 0
            row = {**vars(made), "moment": made.moment.value, "place": last + 1, "changed_at": at}
            connection.execute(insert(table).values(row))
        return made

    def change(self, canned_id: str, moment: str, title: str, text: str, at: datetime) -> CannedMessage:
        """Change one.

        Raises:
            InvalidInput: it can't be used; names the field.
            NotFound: there is none of this id in use.
        """
        made = checked_canned(canned_id, moment, title, text)
        values = {"moment": made.moment.value, "title": made.title, "text": made.text, "changed_at": at}
        self._update(canned_id, values)
        return made

    def archive(self, canned_id: str, at: datetime) -> None:
        """Take one out of use; raises NotFound."""
        self._update(canned_id, {"archived_at": at, "changed_at": at})

    def _update(self, canned_id: str, values: Mapping[str, Any]) -> None:
        self._take_in()
        in_use = (table.c.id == canned_id, table.c.archived_at.is_(None))
        with self._db.write() as connection:
            if not connection.execute(update(table).where(*in_use).values(values)).rowcount:
                raise NotFound("There is no such canned message.")

    def _take_in(self) -> None:
        """What ships is kept once each: what admins changed or took out stays so."""
        if self._taken_in:
            return
        with self._db.read() as connection:
            known = set(connection.execute(select(table.c.id)).scalars())
        new = [
            {"id": one.id, "moment": one.moment.value, "title": one.title, "text": one.text, "place": place}
            for place, one in enumerate(self._shipped)
            if one.id not in known
        ]
        if new:
            statement = upsert(self._db)(table).on_conflict_do_nothing(index_elements=["id"])
            with self._db.write() as connection:
                connection.execute(statement, new)
        self._taken_in = True


def _canned(row: RowMapping) -> CannedMessage:
    return CannedMessage(row["id"], Moment(row["moment"]), row["title"], row["text"])
