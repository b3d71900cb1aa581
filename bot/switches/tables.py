"""Every position that the switches were ever in; rows are only added."""

from sqlalchemy import JSON, Column, Integer, String, Table

from kb.database import UtcDateTime, metadata

switch_positions = Table(
    "switch_positions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by_id", String(64), nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("switches", JSON, nullable=False),
)
