"""One change to one conversation: read under a lock, decided, and kept with its events, all or nothing."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from bot.conversation.consequences import consequence
from bot.conversation.machine import State, Trigger
from bot.conversation.model import Agent, Author, Conversation, Happening, Line, Message
from bot.conversation.tables import conversations, messages
from bot.errors import NotFound
from bot.ledger.append import append_all
from bot.ledger.events import Event, event_id
from bot.ledger.schemas import newest
from kb.database import Database

# Built once: putting a statement together costs more than SQLite needs to run it.
_LOCK = select(conversations).where(conversations.c.id == bindparam("own_id")).with_for_update()
_UPDATE = update(conversations).where(conversations.c.id == bindparam("own_id"))
_INSERT = insert(messages)
_SETTLE_ALL = (
    update(messages)
    .where(messages.c.conversation_id == bindparam("own_id"), messages.c.owed.is_(True))
    .values(owed=False)
)
_SETTLE_ONE = _SETTLE_ALL.where(messages.c.seq == bindparam("own_seq"))

# Opening the chat, or closing it unused, is no contact yet; everything else that is recorded is.
_NO_CONTACT = frozenset({"conversation_started", "closed"})


def new_id() -> str:
    """A fresh id."""
    return uuid.uuid4().hex


def as_conversation(row: Row[Any]) -> Conversation:
    """A row of the conversations table."""
    facts = dict(row._mapping)
    facts["state"] = State(facts["state"])
    return Conversation(**facts)


def as_message(row: Row[Any]) -> Message:
    """A row of the messages table."""
    facts = dict(row._mapping)
    facts["author"] = Author(facts["author"])
    return Message(**facts)


def clean_text(text: str) -> str:
    """Text that every database takes: without NUL, lone surrogates replaced."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


class Change:
    """What is being changed; nothing is written before `finish`, which the context manager calls.

    `conversation` is always as it will be. The row's lock (PostgreSQL) or the write lock (SQLite) is held
    from `changing` on, so `last_seq` and the state can't move in between.
    """

    def __init__(self, connection: Connection, conversation: Conversation, at: datetime) -> None:
        self.connection = connection
        self.conversation = conversation
        self.at = at
        self._columns: dict[str, Any] = {}
        self._said: list[dict[str, Any]] = []
        self._events: list[Event] = []
        self._settled = False

    def set(self, **columns: Any) -> None:
        """Change columns of the conversation."""
        columns["updated_at"] = self.at
        self._columns.update(columns)
        self.conversation = replace(self.conversation, **columns)

    def merge(self, column: str, entries: Mapping[str, Any]) -> None:
        """Merge entries into the slots or the signals; an entry that is None is taken out."""
        known = getattr(self.conversation, column)
        after = merged(known, entries)
        if after != known:
            self.set(**{column: after})

    def move(self, trigger: Trigger, **facts: Any) -> bool:
        """Make a transition with its columns and events; False when it had been made before.

        Raises:
            TransitionRefused, Conflict, NotAllowed: see `consequences.consequence`.
        """
        follows = consequence(self.conversation, trigger, self.at, facts)
        if not follows.changed:
            return False
        for happening in follows.events:
            self.record(happening)
        self.set(**follows.columns)
        self._settled = self._settled or follows.settles
        return True

    def say(
        self,
        author: Author,
        line: Line,
        *,
        client_message_id: str | None = None,
        in_reply_to: int | None = None,
        agent: Agent | None = None,
        owed: bool = False,
    ) -> Message:
        """Add a message at the next place."""
        seq = self.conversation.last_seq + 1
        self.set(last_seq=seq)
        message = Message(
            conversation_id=self.conversation.id,
            seq=seq,
            author=author,
            text=clean_text(line.text),
            at=self.at,
            client_message_id=client_message_id,
            in_reply_to=in_reply_to,
            payload=dict(line.payload),
            agent_id=agent.id if agent else None,
            agent_name=agent.name if agent else None,
            owed=owed,
        )
        self._said.append(dict(vars(message)))
        return message

    def announce(self, line: Line) -> Message:
        """Add a line of the system's, which visitor and agent both see."""
        return self.say(Author.SYSTEM, line)

    def record(self, happening: Happening) -> None:
        """Add a ledger event of this conversation's episode, which it begins if need be."""
        if happening.type not in _NO_CONTACT:
            self._begin_episode()
        self._add_event(happening)

    def next_episode(self) -> None:
        """Begin the episode after the present one."""
        number = self.conversation.episode_number + 1
        self.set(episode_number=number, episode_id=new_id(), episode_started_at=None)
        self._begin_episode()

    def finish(self) -> None:
        """Write it all."""
        if self._columns:
            self.connection.execute(_UPDATE, {**self._columns, "own_id": self.conversation.id})
        if self._settled:
            settle(self.connection, self.conversation.id)
        if self._said:
            self.connection.execute(_INSERT, self._said)
        append_all(self.connection, self._events)

    def _begin_episode(self) -> None:
        conversation = self.conversation
        if conversation.episode_started_at is not None:
            return
        self.set(episode_started_at=self.at)
        data = {
            "number": conversation.episode_number,
            "invited": bool(conversation.signals.get("invited", False)),
            "test": conversation.test,
            "channel": conversation.channel,
            "pages": list(conversation.signals.get("pages") or ()),
            "invitation": conversation.signals.get("invitation"),
            "invited_by": conversation.signals.get("invited_by"),
        }
        self._add_event(Happening("episode_started", data, key=conversation.episode_id))

    def _add_event(self, happening: Happening) -> None:
        conversation = self.conversation
        key = new_id() if happening.key is None else happening.key
        self._events.append(
            Event(
                id=event_id(conversation.id, happening.type, key),
                type=happening.type,
                version=newest(happening.type),
                at=self.at,
                conversation_id=conversation.id,
                episode_id=conversation.episode_id,
                visitor_key=conversation.visitor_key,
                data=happening.data,
            )
        )


@contextmanager
def changing(db: Database, conversation_id: str, at: datetime) -> Iterator[Change]:
    """One write transaction in which one conversation is changed.

    Raises:
        NotFound: there is no such conversation.
    """
    with db.write() as connection:
        change = Change(connection, locked(connection, conversation_id), at)
        yield change
        change.finish()


def locked(connection: Connection, conversation_id: str) -> Conversation:
    """The conversation, held against other writers until the transaction ends.

    Raises:
        NotFound: there is no such conversation.
    """
    # SQLite has no FOR UPDATE and needs none: the transaction has the write lock already.
    row = connection.execute(_LOCK, {"own_id": conversation_id}).first()
    if row is None:
        raise NotFound("There is no such conversation.")
    return as_conversation(row)


def settle(connection: Connection, conversation_id: str, seq: int | None = None) -> None:
    """The bot owes no answer to this message, or to any message of the conversation, any more."""
    if seq is None:
        connection.execute(_SETTLE_ALL, {"own_id": conversation_id})
    else:
        connection.execute(_SETTLE_ONE, {"own_id": conversation_id, "own_seq": seq})


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """`old` with the entries of `new`; an entry that is None in `new` is taken out."""
    return {key: value for key, value in {**old, **new}.items() if value is not None}
