"""The knowledge base's tables.

An article's versions are never changed after they were written; what is searchable is decided by one column
of `kb_articles`, `published_version`; its `status` is that of the newest version. Vectors are kept by what
was encoded, so a text is encoded once.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

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
    # Which version was searchable when that was last noted, and the generation at which it changed.
    Column("changed_in", Integer, nullable=False, server_default="0", index=True),
    Column("noted_version", Integer),
    Column("submitted_at", UtcDateTime),
    Column("submitted_by", String(200)),
    Column("sent_back_at", UtcDateTime),
    Column("sent_back_by", String(200)),
    Column("sent_back_comment", Text),
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

# How often the answers were wrong that visitors and staff said something about: numbers, no words.
judgements = Table(
    "kb_judgements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", String(200), nullable=False),
    Column("features", JSON, nullable=False),
    Column("wrong", Boolean, nullable=False),
    Column("source", String(20), nullable=False),
    # What says so, where that must count once.
    Column("about", String(64), unique=True),
    Column("judged_at", UtcDateTime, nullable=False),
)

# One row: the newest calibration and what it was made from.
calibrations = Table(
    "kb_calibrations",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("model", String(64), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("judgements", Integer, nullable=False),
    Column("facts", JSON, nullable=False),
)

golden_questions = Table(
    "kb_golden_questions",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("question", String(500), nullable=False),
    Column("decision", String(10), nullable=False),
    Column("article_id", ForeignKey("kb_articles.id")),
    Column("why", String(500), nullable=False),
    Column("added_by", String(200), nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("conversation_id", String(32), index=True),
)

# What agents have said of the bot's answers; holds visitors' words, so it goes with the conversation.
corrections = Table(
    "kb_corrections",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("conversation_id", String(32), nullable=False, index=True),
    Column("message_seq", Integer, nullable=False),
    Column("question", String(500), nullable=False),
    Column("shown_article_id", String(200)),
    Column("right_article_id", ForeignKey("kb_articles.id")),
    Column("add_variant", Boolean, nullable=False),
    Column("state", String(10), nullable=False, index=True),
    Column("proposed_by", String(200), nullable=False),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("decided_by", String(200)),
    Column("decided_at", UtcDateTime),
)

# Publications that broke golden questions and were made nevertheless; the questions by id, not by words.
overrides = Table(
    "kb_gate_overrides",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("kb_articles.id"), index=True),
    Column("version", Integer),
    Column("step", String(20), nullable=False),
    Column("reason", String(500), nullable=False),
    Column("decided_by", String(200), nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    Column("golden_ids", JSON, nullable=False),
)
