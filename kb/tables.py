"""The knowledge base's tables.

An article's versions are never changed after they were written; what is searchable is decided by one column
of `kb_articles`, `published_version`. Vectors are kept by what was encoded, so a text is encoded once.
"""

from sqlalchemy import JSON, Column, Date, Float, ForeignKey, Integer, LargeBinary, String, Table, Text

from kb.database import UtcDateTime, metadata

articles = Table(
    "kb_articles",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("status", String(20), nullable=False, index=True),
    Column("latest_version", Integer, nullable=False),
    Column("published_version", Integer),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("published_at", UtcDateTime),
    Column("published_by", String(200)),
)

article_versions = Table(
    "kb_article_versions",
    metadata,
    Column("article_id", ForeignKey("kb_articles.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("title", String(500), nullable=False),
    Column("answer", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("variants", JSON, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("category", String(500), nullable=False),
    Column("locale", String(500), nullable=False),
    Column("department", String(500), nullable=False),
    Column("review_by", Date),
    Column("owner", String(500), nullable=False, server_default=""),
    Column("audience", String(20), nullable=False, server_default="everyone"),
    Column("answer_risk", Float),
    Column("digest", String(64), nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
    Column("written_by", String(200), nullable=False),
)

vectors = Table(
    "kb_vectors",
    metadata,
    Column("model", String(100), primary_key=True),
    Column("text_digest", String(64), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

# One row: grows by one whenever what is searchable changes, so that other processes notice.
generation = Table(
    "kb_generation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
)
