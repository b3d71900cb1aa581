"""Who has had what before the eyes: read marks, and the agents' lines that a visitor never saw."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update

from bot.conversation.change import as_message
from bot.conversation.model import Author, Message
from bot.conversation.tables import conversations, messages
from kb.database import Database


class Reader(StrEnum):
    """Whose eyes."""

    VISITOR = "visitor"
    AGENT = "agent"


_COLUMN = {Reader.VISITOR: conversations.c.visitor_seen_seq, Reader.AGENT: conversations.c.agent_seen_seq}


def mark_seen(db: Database, conversation_id: str, reader: Reader, seq: int) -> bool:
    """Keep that everything up to a line was seen; False where that was known, or no such line is there."""
    column = _COLUMN[reader]
    statement = (
        update(conversations)
        .where(conversations.c.id == conversation_id, column < seq, conversations.c.last_seq >= seq)
        .values({column: seq})
    )
    with db.write() as connection:
        return connection.execute(statement).rowcount > 0


def unseen_replies(db: Database, before: datetime) -> Mapping[str, list[Message]]:
    """What agents wrote before a moment and the visitor has not seen, by conversation and in order.

    Answers to left messages are not among them: those went out by mail.
    """
    statement = (
        select(messages)
        .join(conversations, conversations.c.id == messages.c.conversation_id)
        .where(
            messages.c.author == Author.AGENT.value,
            messages.c.at < before,
            messages.c.seq > conversations.c.visitor_seen_seq,
        )
        .order_by(messages.c.conversation_id, messages.c.seq)
    )
    unseen: dict[str, list[Message]] = {}
    with db.read() as connection:
        for row in connection.execute(statement):
            if row.payload.get("kind") != "ticket_answer":
                unseen.setdefault(row.conversation_id, []).append(as_message(row))
    return unseen
