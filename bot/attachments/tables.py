"""Files as they are kept; their content lies beside the database."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from kb.database import UtcDateTime, metadata

files = Table(
    "files",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", String(40), nullable=False),
    Column("size", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_files_conversation_id", "conversation_id"),
)
