"""Which visitors are with another desk, as it is kept."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from kb.database import UtcDateTime, metadata

external_chats = Table(
    "external_chats",
    metadata,
    Column(
        "conversation_id", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("desk", String(20), nullable=False),
    # The other desk's own number of it; empty until it was opened there.
    Column("ref", String(60)),
    Column("state", String(10), nullable=False),
    # Which wait of the visitor's this is about, so that the next one is handed over again.
    Column("queued_at", UtcDateTime, nullable=False),
    # Up to which line the other desk has the conversation.
    Column("sent_seq", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_try_at", UtcDateTime, nullable=False),
    Column("news_at", UtcDateTime),
    UniqueConstraint("desk", "ref"),
    Index("ix_external_chats_state", "state", "next_try_at"),
)
