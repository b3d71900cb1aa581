"""Departments, presence, left messages, rings and pickups, as they are kept."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text

from kb.database import UtcDateTime, metadata

departments = Table(
    "departments",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("timezone", String(64), nullable=False),
    # For each day of the week, Monday first, the spans in which it is open: [[from, to], ...] in minutes.
    Column("week", JSON, nullable=False),
    Column("country", String(40)),
    Column("subdivision", String(80)),
    # Day (ISO) to its name.
    Column("closed_days", JSON, nullable=False),
    Column("assignment", String(10), nullable=False),
    Column("next_key", String(40)),
    Column("queue_timeout_seconds", Integer),
    Column("version", Integer, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

presence = Table(
    "presence",
    metadata,
    Column("agent_id", String(64), primary_key=True),
    Column("status", String(10), nullable=False),
    # A sign of life of the page, and something that the agent did.
    Column("last_seen", UtcDateTime, nullable=False),
    Column("last_active", UtcDateTime, nullable=False),
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
    # When the visitor last answered by mail.
    Column("visitor_wrote_at", UtcDateTime),
    Index("ix_tickets_status", "status", "created_at"),
    Index("ix_tickets_conversation_id", "conversation_id"),
)

# At whom a waiting visitor rings or rang; `ended` is empty while it rings.
rings = Table(
    "rings",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("agent_id", String(64), nullable=False),
    Column("agent_name", Text, nullable=False),
    Column("rang_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("ended", String(10)),
    Index("ix_rings_conversation_id", "conversation_id", "rang_at"),
)

# Few rows at any time; the database itself holds a visitor to one ring at once.
Index(
    "ix_rings_ringing",
    rings.c.conversation_id,
    unique=True,
    sqlite_where=rings.c.ended.is_(None),
    postgresql_where=rings.c.ended.is_(None),
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
