"""Tables of accounts, sessions and one-time links."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table

from kb.database import UtcDateTime, metadata

staff = Table(
    "staff",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("email", String(320), nullable=False, unique=True),
    Column("password_hash", String(200)),
    Column("role", String(20), nullable=False),
    # Empty: all departments, an all-rounder, no language named.
    Column("departments", JSON, nullable=False, server_default="[]"),
    Column("skills", JSON, nullable=False, server_default="[]"),
    Column("languages", JSON, nullable=False, server_default="[]"),
    Column("capacity", Integer, nullable=False, server_default="3"),
    Column("active", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    # A hash of the cookie's token: the table alone signs nobody in.
    Column("token_hash", String(64), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime),
    Column("way", String(20)),
    Column("address_key", String(64)),
    Column("browser", String(200)),
)

staff_second_factors = Table(
    "staff_second_factors",
    metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    # Encrypted: the table alone makes no codes.
    Column("secret", String(200), nullable=False),
    # Empty until the first code was typed in.
    Column("confirmed_at", UtcDateTime),
    # The 30-second step of the last code that was used, so that none is used twice.
    Column("last_step", Integer),
)

staff_recovery_codes = Table(
    "staff_recovery_codes",
    metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("code_hash", String(64), primary_key=True),
    Column("used_at", UtcDateTime),
)

staff_links = Table(
    "staff_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    # Empty for the very first admin, whose account the link creates.
    Column("staff_id", ForeignKey("staff.id"), nullable=True),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)

staff_audit = Table(
    "staff_audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcDateTime, nullable=False),
    # Names are kept as they were: an account may be renamed, or be none of ours (the command line).
    Column("who_id", String(64)),
    Column("who_name", String(200), nullable=False),
    Column("action", String(60), nullable=False),
    Column("on_kind", String(30)),
    Column("on_id", String(100)),
    # A keyed hash, never the address.
    Column("address_key", String(64)),
    Column("facts", JSON, nullable=False),
    Index("ix_staff_audit_at", "at"),
    Index("ix_staff_audit_who_id", "who_id", "at"),
    Index("ix_staff_audit_on", "on_kind", "on_id"),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", String(32), primary_key=True),
    # A hash: the table alone reads nothing.
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("scope", String(20), nullable=False, server_default="read"),
    Column("made_by", ForeignKey("staff.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
)
