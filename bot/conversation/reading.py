"""Conversations and messages as they are read; nothing here changes anything."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from bot.conversation.change import as_conversation, as_message
from bot.conversation.machine import State
from bot.conversation.model import Author, Conversation, Message
from bot.conversation.tables import conversations, messages
from bot.errors import NotFound
from kb.database import Database

# Built once, as each message asks them: putting a statement together costs more than running it.
_ONE = select(conversations).where(conversations.c.id == bindparam("own_id"))
_OWED_IN = (
    select(messages)
    .where(messages.c.conversation_id == bindparam("own_id"), messages.c.owed.is_(True))
    .order_by(messages.c.seq)
)
_AFTER = (
    select(messages)
    .where(messages.c.conversation_id == bindparam("own_id"), messages.c.seq > bindparam("after"))
    .order_by(messages.c.seq)
)
_AFTER_WITHOUT_NOTES = _AFTER.where(messages.c.author != Author.NOTE.value)


class ConversationReader:
    """All conversations, to be read."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, conversation_id: str) -> Conversation:
        """The conversation as it stands.

        Raises:
            NotFound: there is none of this id.
        """
        with self._db.read() as connection:
            return _one(connection, conversation_id)

    def for_visitor(self, visitor_id: str) -> list[Conversation]:
        """A visitor's conversations, the latest first."""
        statement = (
            select(conversations)
            .where(conversations.c.visitor_id == visitor_id)
            .order_by(conversations.c.created_at.desc(), conversations.c.id)
        )
        with self._db.read() as connection:
            return [as_conversation(row) for row in connection.execute(statement)]

    def in_states(
        self, states: Collection[State], *, agent_id: str | None = None, limit: int = 200
    ) -> list[Conversation]:
        """Conversations in these states, the last changed first; only an agent's own if one is named."""
        statement = select(conversations).where(conversations.c.state.in_([state.value for state in states]))
        if agent_id is not None:
            statement = statement.where(conversations.c.agent_id == agent_id)
        statement = statement.order_by(conversations.c.updated_at.desc()).limit(limit)
        with self._db.read() as connection:
            return [as_conversation(row) for row in connection.execute(statement)]

    def messages(self, conversation_id: str, after: int = 0, notes: bool = False) -> list[Message]:
        """The messages after a place, in order; with the staff's notes only if asked for."""
        statement = _AFTER if notes else _AFTER_WITHOUT_NOTES
        with self._db.read() as connection:
            found = connection.execute(statement, {"own_id": conversation_id, "after": after})
            return [as_message(row) for row in found]

    def message(self, conversation_id: str, seq: int) -> Message:
        """One message.

        Raises:
            NotFound: there is none at this place.
        """
        place = (messages.c.conversation_id == conversation_id, messages.c.seq == seq)
        with self._db.read() as connection:
            row = connection.execute(select(messages).where(*place)).first()
        if row is None:
            raise NotFound("There is no such message.")
        return as_message(row)

    def last_words(self, conversation_ids: Collection[str]) -> dict[str, str]:
        """Each conversation's last text of its visitor."""
        last = (
            select(messages.c.conversation_id, func.max(messages.c.seq).label("seq"))
            .where(
                messages.c.conversation_id.in_(list(conversation_ids)),
                messages.c.author == Author.VISITOR.value,
            )
            .group_by(messages.c.conversation_id)
            .subquery()
        )
        statement = select(messages.c.conversation_id, messages.c.text).join(
            last,
            (messages.c.conversation_id == last.c.conversation_id) & (messages.c.seq == last.c.seq),
        )
        with self._db.read() as connection:
            return {conversation_id: text for conversation_id, text in connection.execute(statement)}

    def unread(self, conversation_ids: Collection[str]) -> dict[str, int]:
        """How many lines each visitor wrote that the agent has not seen; only those with some."""
        statement = (
            select(messages.c.conversation_id, func.count())
            .join(conversations, conversations.c.id == messages.c.conversation_id)
            .where(
                messages.c.conversation_id.in_(list(conversation_ids)),
                messages.c.author == Author.VISITOR.value,
                messages.c.seq > conversations.c.agent_seen_seq,
            )
            .group_by(messages.c.conversation_id)
        )
        with self._db.read() as connection:
            return {conversation_id: count for conversation_id, count in connection.execute(statement)}

    def owed(self, before: datetime) -> list[tuple[str, int]]:
        """Visitor messages kept before a moment that the bot has not answered, the oldest first."""
        statement = (
            select(messages.c.conversation_id, messages.c.seq)
            .where(messages.c.owed.is_(True), messages.c.at < before)
            .order_by(messages.c.at, messages.c.seq)
        )
        with self._db.read() as connection:
            return [(conversation_id, seq) for conversation_id, seq in connection.execute(statement)]

    def owed_in(self, conversation_id: str) -> list[Message]:
        """The messages of one conversation that the bot has not answered, in order."""
        with self._db.read() as connection:
            return _owed_in(connection, conversation_id)

    def with_owed(self, conversation_id: str) -> tuple[Conversation, list[Message]]:
        """The conversation as it stands, and its messages that the bot has not answered, in order.

        Raises:
            NotFound: there is none of this id.
        """
        with self._db.read() as connection:
            return _one(connection, conversation_id), _owed_in(connection, conversation_id)


def _one(connection: Connection, conversation_id: str) -> Conversation:
    row = connection.execute(_ONE, {"own_id": conversation_id}).first()
    if row is None:
        raise NotFound("There is no such conversation.")
    return as_conversation(row)


def _owed_in(connection: Connection, conversation_id: str) -> list[Message]:
    return [as_message(row) for row in connection.execute(_OWED_IN, {"own_id": conversation_id})]
