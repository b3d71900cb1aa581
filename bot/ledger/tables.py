"""The ledger's one table: rows are appended, never changed."""

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, String, Table

from kb.database import UtcDateTime, metadata

events = Table(
    # Not "events": Rasa's tracker has a table of that name and may share the database.
    "ledger_events",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("type", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("conversation_id", String(64), nullable=False),
    Column("episode_id", String(64), nullable=False),
    Column("visitor_key", String(64), nullable=False),
    Column("data", JSON, nullable=False),
    Index("ix_ledger_events_conversation_id", "conversation_id", "seq"),
    Index("ix_ledger_events_episode_id", "episode_id", "seq"),
    Index("ix_ledger_events_at", "at"),
    Index("ix_ledger_events_visitor_key", "visitor_key", "at"),
    sqlite_autoincrement=True,
)
