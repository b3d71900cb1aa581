"""The visitors who are, or are about to be, with another desk."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, select, update

from bot.handoff.external.tables import external_chats
from kb.database import Database, upsert


class LinkState(StrEnum):
    """How it stands with the other desk."""

    OPENING = "opening"
    OPEN = "open"
    ENDED = "ended"
    FAILED = "failed"


@dataclass(frozen=True)
class Link:
    """One visitor and their place at the other desk."""

    conversation_id: str
    desk: str
    ref: str | None
    state: LinkState
    queued_at: datetime
    sent_seq: int
    tries: int
    next_try_at: datetime
    news_at: datetime | None = None


RUNNING = (LinkState.OPENING, LinkState.OPEN)


class Links:
    """All links."""

    def __init__(self, db: Database, desk: str) -> None:
        self._db = db
        self._desk = desk

    def begin(self, conversation_id: str, queued_at: datetime, now: datetime) -> bool:
        """Begin to hand over a visitor who waits since this moment; False where that was begun already."""
        facts = {
            "desk": self._desk,
            "state": LinkState.OPENING.value,
            "queued_at": queued_at,
            "sent_seq": 0,
            "tries": 0,
            "next_try_at": now,
        }
        table = external_chats
        another_wait = table.c.queued_at != queued_at
        statement = (
            upsert(self._db)(table)
            .values(conversation_id=conversation_id, **facts)
            .on_conflict_do_update(index_elements=["conversation_id"], set_=facts, where=another_wait)
        )
        with self._db.write() as connection:
            return bool(connection.execute(statement).rowcount)

    def running(self) -> list[Link]:
        """Those that are not over."""
        states = [state.value for state in RUNNING]
        statement = select(external_chats).where(
            external_chats.c.desk == self._desk, external_chats.c.state.in_(states)
        )
        with self._db.read() as connection:
            return [_link(row) for row in connection.execute(statement.order_by(external_chats.c.queued_at))]

    def known(self, conversation_ids: Collection[str]) -> dict[str, Link]:
        """The links of these conversations."""
        statement = select(external_chats).where(external_chats.c.conversation_id.in_(list(conversation_ids)))
        with self._db.read() as connection:
            return {row.conversation_id: _link(row) for row in connection.execute(statement)}

    def of_ref(self, ref: str) -> Link | None:
        """The link of a place at the other desk."""
        same = (external_chats.c.desk == self._desk, external_chats.c.ref == ref)
        with self._db.read() as connection:
            row = connection.execute(select(external_chats).where(*same)).first()
        return None if row is None else _link(row)

    def claim(self, link: Link, now: datetime, span: timedelta) -> bool:
        """Take a link that is due for this process; False where another one was faster."""
        same = (
            external_chats.c.conversation_id == link.conversation_id,
            external_chats.c.next_try_at == link.next_try_at,
        )
        with self._db.write() as connection:
            claimed = connection.execute(
                update(external_chats).where(*same).values(next_try_at=now + span, tries=link.tries + 1)
            )
            return claimed.rowcount == 1

    def change(self, conversation_id: str, **facts: Any) -> None:
        """Keep how it stands now."""
        with self._db.write() as connection:
            connection.execute(
                update(external_chats)
                .where(external_chats.c.conversation_id == conversation_id)
                .values(facts)
            )


def _link(row: Row[Any]) -> Link:
    facts = dict(row._mapping)
    return Link(**{**facts, "state": LinkState(facts["state"])})
