"""Where the versions of the policy lie. Rows are only ever added: they are the record of who changed what."""

from sqlalchemy import JSON, Column, Integer, String, Table, Text

from kb.database import UtcDateTime, metadata

policy_versions = Table(
    "policy_versions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by_id", String(64), nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("preset", String(40), nullable=False),
    Column("cells", JSON, nullable=False),
    Column("limits", JSON, nullable=False),
    Column("note", Text, nullable=False),
    Column("restores", Integer),
)
