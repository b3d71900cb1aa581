"""Contacts, orders and carts from elsewhere, and whose identifiers belong together."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Float, Integer, String, Table, UniqueConstraint

from kb.database import UtcDateTime, metadata


def _seq() -> Column[Any]:
    return Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)


contacts = Table(
    "ledger_contacts",
    metadata,
    _seq(),
    Column("id", String(64), nullable=False, unique=True),
    Column("visitor_key", String(64), nullable=False, index=True),
    Column("channel", String(40), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("minutes", Float),
    Column("cost", Float),
    Column("reason", String(80)),
    Column("department", String(80)),
    Column("resolved", Boolean, nullable=False),
    Column("kept_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

orders = Table(
    "ledger_orders",
    metadata,
    _seq(),
    Column("id", String(64), nullable=False, unique=True),
    Column("visitor_key", String(64), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("value", Float, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("items", Integer, nullable=False),
    Column("channel", String(40)),
    Column("kept_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

carts = Table(
    "ledger_carts",
    metadata,
    _seq(),
    Column("id", String(64), nullable=False, unique=True),
    Column("visitor_key", String(64), nullable=False, index=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime, nullable=False),
    Column("items", Integer, nullable=False),
    Column("items_paid", Integer, nullable=False),
    Column("value", Float, nullable=False),
    Column("value_paid", Float, nullable=False),
    Column("kept_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

identities = Table(
    "ledger_identities",
    metadata,
    _seq(),
    Column("key", String(64), nullable=False),
    Column("visitor_key", String(64), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("kept_at", UtcDateTime, nullable=False),
    UniqueConstraint("key", "visitor_key"),
    sqlite_autoincrement=True,
)
