"""Presence, left messages and pickups, as they are kept."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from kb.database import UtcDateTime, metadata

presence = Table(
    "presence",
    metadata,
    Column("agent_id", String(64), primary_key=True),
    Column("status", String(10), nullable=False),
    Column("department", String(80)),
    Column("last_seen", UtcDateTime, nullable=False),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("reason", String(80)),
    Column("value", String(10)),
    Column("complexity", String(10)),
    Column("department", String(80)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("status", String(10), nullable=False),
    Column("agent_id", String(64)),
    Column("agent_name", Text),
    Column("answered_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("disposition", String(20)),
    Index("ix_tickets_status", "status", "created_at"),
    Index("ix_tickets_conversation_id", "conversation_id"),
)

# What visitors waited, from which the expected wait is reckoned.
pickups = Table(
    "pickups",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("department", String(80)),
    Column("accepted_at", UtcDateTime, nullable=False),
    Column("waited_seconds", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Index("ix_pickups_accepted_at", "accepted_at"),
)

# What one colleague wants another to look at.
nudges = Table(
    "nudges",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("staff_id", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("conversation_id", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime),
    Index("ix_nudges_staff_id", "staff_id", "seen_at"),
)

# The prepared sentences; one that is archived stays, so that what ships doesn't come back.
canned_messages = Table(
    "canned_messages",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("moment", String(20), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("changed_at", UtcDateTime),
    Column("archived_at", UtcDateTime),
)
