"""What admins want to be told (rows are only added), how each alert stands, what was told, messages."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table, Text

from kb.database import UtcDateTime, metadata

alert_wishes = Table(
    "alert_wishes",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by_id", String(64), nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("wishes", JSON, nullable=False),
)

alert_standings = Table(
    "alert_standings",
    metadata,
    Column("kind", String(40), primary_key=True),
    Column("raised", Boolean, nullable=False),
    Column("since", UtcDateTime),
    Column("told_at", UtcDateTime),
)

alert_notices = Table(
    "alert_notices",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("what", String(20), nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("title", String(200), nullable=False),
    Column("because", Text, nullable=False),
)

webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("body", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("state", String(20), nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_try_at", UtcDateTime),
    Column("how", String(200), nullable=False, server_default=""),
    Index("ix_webhook_deliveries_state", "state", "next_try_at"),
)
