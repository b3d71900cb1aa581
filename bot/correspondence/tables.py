"""Mails of conversations, both ways, as they are kept: never their words."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from kb.database import UtcDateTime, metadata

mails = Table(
    "mails",
    metadata,
    Column("message_id", String(300), primary_key=True),
    # Empty for mail that belongs to none.
    Column("conversation_id", String(32), ForeignKey("conversations.id", ondelete="CASCADE")),
    Column("at", UtcDateTime, nullable=False),
    # `sent`, or what became of one that came in.
    Column("what", String(20), nullable=False),
    # Up to which line a sent mail carries the conversation.
    Column("seq", Integer),
    Index("ix_mails_conversation_id", "conversation_id", "at"),
    Index("ix_mails_what", "what", "at"),
)
