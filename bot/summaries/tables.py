"""Who wants the summary, and which weeks were told."""

from sqlalchemy import Column, ForeignKey, String, Table

from kb.database import UtcDateTime, metadata

summary_readers = Table(
    "summary_readers",
    metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
)

summary_weeks = Table(
    "summary_weeks",
    metadata,
    Column("week", String(10), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)
