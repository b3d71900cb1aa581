"""Conversations and their messages, as they are kept."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from kb.database import UtcDateTime, metadata

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("visitor_id", String(64), nullable=False),
    Column("visitor_key", String(64), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("stint", Integer, nullable=False),
    Column("episode_number", Integer, nullable=False),
    Column("episode_id", String(32), nullable=False),
    Column("episode_started_at", UtcDateTime),
    Column("last_seq", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("last_visitor_at", UtcDateTime),
    Column("last_activity_at", UtcDateTime),
    Column("name", Text),
    Column("email", Text),
    Column("customer_id", Text),
    Column("identity", String(20), nullable=False),
    Column("department", String(80)),
    Column("reason", String(80)),
    Column("value", String(10)),
    Column("complexity", String(10)),
    Column("handoff_reason", String(40)),
    Column("goal", Text),
    Column("decision", JSON, nullable=False),
    Column("slots", JSON, nullable=False),
    Column("signals", JSON, nullable=False),
    Column("agent_id", String(64)),
    Column("agent_name", Text),
    Column("queued_at", UtcDateTime),
    Column("queued_at_position", Integer),
    # In this department's line, and until when the visitor was told to be served.
    Column("line_since", UtcDateTime),
    Column("promised_until", UtcDateTime),
    Column("accepted_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("test", Boolean, nullable=False),
    Column("locale", String(40)),
    Column("times_asked_for_person", Integer, nullable=False),
    Column("failed_self_service", Integer, nullable=False),
    Column("bot_turns", Integer, nullable=False),
    # Up to which line each side has had the conversation before the eyes.
    Column("visitor_seen_seq", Integer, nullable=False, default=0, server_default="0"),
    Column("agent_seen_seq", Integer, nullable=False, default=0, server_default="0"),
    Column("paused_until", UtcDateTime),
    Index("ix_conversations_visitor_id", "visitor_id"),
    Index("ix_conversations_state", "state", "updated_at"),
    Index("ix_conversations_agent_id", "agent_id", "state"),
)

messages = Table(
    "messages",
    metadata,
    Column("conversation_id", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("author", String(10), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("client_message_id", String(64)),
    Column("in_reply_to", Integer),
    Column("payload", JSON, nullable=False),
    Column("agent_id", String(64)),
    Column("agent_name", Text),
    Column("owed", Boolean, nullable=False),
    PrimaryKeyConstraint("conversation_id", "seq"),
    # NULLs differ from each other in both databases: only given ids are held to be unique.
    UniqueConstraint("conversation_id", "author", "client_message_id"),
)

# Found after a crash: few rows at any time, so the index holds only those.
Index(
    "ix_messages_owed",
    messages.c.at,
    sqlite_where=messages.c.owed.is_(True),
    postgresql_where=messages.c.owed.is_(True),
)
