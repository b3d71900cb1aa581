"""The table of edits: rows are appended, never changed."""

from sqlalchemy import JSON, Column, Integer, String, Table

from kb.database import UtcDateTime, metadata

reason_edits = Table(
    "reason_edits",
    metadata,
    # Counted by us: of two admins who write at the same moment one gets the number, the other tries again.
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("reason", String(60), nullable=False, index=True),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("phrases", JSON, nullable=False),
    Column("undoes", Integer, unique=True),
    Column("by", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
