"""Blocks, kept and looked up."""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.blocking.model import Block, Target, checked_days, checked_reason, farewell, sentence
from bot.blocking.tables import blocks, conversation_addresses
from bot.conversation.change import new_id
from bot.conversation.machine import State, Trigger
from bot.conversation.model import Agent, Conversation
from bot.conversation.store import ConversationStore
from bot.conversation.tables import conversations as conversation_rows
from bot.errors import Blocked, Conflict, NotFound
from bot.staff import audit
from kb.database import Database, upsert

LOOK_SECONDS = 0.5
_REMEMBERED = 10_000


class Blocks:
    """Who is kept out.

    The blocks in force are few and asked for at every message, so each process holds them and looks for those
    of others at most every half second.

    Args:
        db: the database.
        conversations: the store of conversations; a block ends those of whom it keeps out.
        seconds: a clock that only goes forward.
    """

    def __init__(
        self, db: Database, conversations: ConversationStore, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._db = db
        self._conversations = conversations
        self._seconds = seconds
        self._changing = threading.Lock()
        self._in_force: dict[tuple[Target, str], Block] | None = None
        self._looked_at = 0.0
        # Where conversations were last written from, so that only a change is kept.
        self._came_from: dict[str, str] = {}

    def check(self, visitor_key: str, address_key: str, now: datetime) -> None:
        """Let somebody in, or don't.

        Raises:
            Blocked: the visitor or the address is kept out; the sentence is for the visitor.
        """
        held = self._held(now)
        for target, key in ((Target.VISITOR, visitor_key), (Target.ADDRESS, address_key)):
            block = held.get((target, key))
            if block is not None and block.in_force(now):
                raise Blocked(sentence(block.expires_at))

    def came_from(self, conversation_id: str, address_key: str) -> None:
        """Keep from which address a conversation is written, for who may want to block it."""
        if self._came_from.get(conversation_id) == address_key:
            return
        row = {"conversation_id": conversation_id, "address_key": address_key}
        table = conversation_addresses
        with self._db.write() as connection:
            connection.execute(
                upsert(self._db)(table)
                .values(row)
                .on_conflict_do_update(index_elements=["conversation_id"], set_={"address_key": address_key})
            )
        if len(self._came_from) >= _REMEMBERED:
            self._came_from.clear()
        self._came_from[conversation_id] = address_key

    def block(
        self, conversation_id: str, targets: Sequence[Target], days: int, reason: str, by: Agent, at: datetime
    ) -> list[Conversation]:
        """Keep out who wrote this conversation, and end what runs with them; the ended conversations.

        Raises:
            InvalidInput: the reason or the days can't be used.
            Conflict: the address is to be blocked, but isn't known.
            NotFound: there is no such conversation.
        """
        reason, days = checked_reason(reason), checked_days(days)
        until = at + timedelta(days=days)
        audit.tell(targets=[target.value for target in targets], days=days, reason=reason)
        with self._conversations.changing(conversation_id, at) as change:
            keys = self._keys(change.connection, change.conversation, targets)
            for target, key in keys.items():
                made = Block(new_id(), target, key, reason, conversation_id, by.id, by.name, at, until)
                change.connection.execute(insert(blocks).values({**vars(made), "target": target.value}))
            running = _running(change.connection, keys)
        self.refresh(at)
        return [self._end(one, until, by, at) for one in running]

    def lift(self, block_id: str, by: Agent, at: datetime) -> Block:
        """Undo a block; undone a second time it stays as it was.

        Raises:
            NotFound: there is no such block.
        """
        with self._db.write() as connection:
            found = _find(connection, block_id)
            if found.lifted_at is None:
                same = blocks.c.id == block_id
                connection.execute(update(blocks).where(same).values(lifted_at=at, lifted_by_name=by.name))
                found = _find(connection, block_id)
            audit.tell(target=found.target.value, conversation=found.conversation_id)
        self.refresh(at)
        return found

    def listed(self, limit: int = 200) -> list[Block]:
        """All blocks, the newest first; those that are over, too."""
        with self._db.read() as connection:
            found = connection.execute(select(blocks).order_by(blocks.c.at.desc()).limit(limit))
            return [_block(row) for row in found]

    def refresh(self, now: datetime) -> None:
        """Look now for what is in force."""
        statement = select(blocks).where(blocks.c.lifted_at.is_(None), blocks.c.expires_at > now)
        with self._changing:
            with self._db.read() as connection:
                found = [_block(row) for row in connection.execute(statement.order_by(blocks.c.expires_at))]
            # Of two for the same key the later end counts.
            self._in_force = {(one.target, one.key): one for one in found}
            self._looked_at = self._seconds()

    def _held(self, now: datetime) -> dict[tuple[Target, str], Block]:
        if self._in_force is None or self._seconds() - self._looked_at >= LOOK_SECONDS:
            self.refresh(now)
        return self._in_force or {}

    def _keys(
        self, connection: Connection, conversation: Conversation, targets: Sequence[Target]
    ) -> dict[Target, str]:
        keys: dict[Target, str] = {}
        for target in targets:
            if target is Target.VISITOR:
                keys[target] = conversation.visitor_key
                continue
            own = conversation_addresses.c.conversation_id == conversation.id
            key = connection.execute(select(conversation_addresses.c.address_key).where(own)).scalar()
            if key is None:
                raise Conflict("We don't know from which address this visitor writes. Block the visitor.")
            keys[target] = str(key)
        return keys

    def _end(self, conversation_id: str, until: datetime, by: Agent, at: datetime) -> Conversation:
        with self._conversations.changing(conversation_id, at) as change:
            if change.conversation.state is not State.CLOSED:
                change.move(Trigger.CLOSE, by="agent", disposition="spam", agent_id=by.id)
                change.announce(farewell(until))
        return change.conversation


def _running(connection: Connection, keys: dict[Target, str]) -> list[str]:
    """The ids of the conversations that run with whom these keys keep out."""
    theirs = conversation_rows.c.visitor_key == keys.get(Target.VISITOR, "")
    if Target.ADDRESS in keys:
        there = select(conversation_addresses.c.conversation_id).where(
            conversation_addresses.c.address_key == keys[Target.ADDRESS]
        )
        theirs = theirs | conversation_rows.c.id.in_(there)
    open_ones = conversation_rows.c.state != State.CLOSED.value
    found = connection.execute(select(conversation_rows.c.id).where(theirs, open_ones))
    return [row.id for row in found]


def _find(connection: Connection, block_id: str) -> Block:
    row = connection.execute(select(blocks).where(blocks.c.id == block_id)).first()
    if row is None:
        raise NotFound("There is no such block.")
    return _block(row)


def _block(row: Row[Any]) -> Block:
    facts = dict(row._mapping)
    return Block(**{**facts, "target": Target(facts["target"])})
