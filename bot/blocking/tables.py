"""Blocks, and from which address each conversation was last written, as they are kept."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from kb.database import UtcDateTime, metadata

blocks = Table(
    "blocks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("target", String(10), nullable=False),
    Column("key", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("conversation_id", String(32), nullable=False),
    Column("by_id", String(64), nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("lifted_at", UtcDateTime),
    Column("lifted_by_name", String(200)),
    Index("ix_blocks_expires_at", "expires_at"),
)

conversation_addresses = Table(
    "conversation_addresses",
    metadata,
    Column(
        "conversation_id",
        String(32),
        ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    # A keyed hash, never the address.
    Column("address_key", String(64), nullable=False),
    Index("ix_conversation_addresses_address_key", "address_key"),
)
