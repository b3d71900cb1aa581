"""The prices that were set: rows are added, never changed."""

from sqlalchemy import Column, Date, Float, Integer, String, Table, Text

from kb.database import UtcDateTime, metadata

prices = Table(
    "ledger_prices",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(40), nullable=False),
    Column("since", Date, nullable=False),
    Column("wage_per_minute", Float, nullable=False),
    Column("minutes_each", Float, nullable=False),
    Column("staff_per_month", Float, nullable=False),
    Column("systems_per_month", Float, nullable=False),
    Column("tools_per_month", Float, nullable=False),
    Column("fee_each", Float, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by_id", String(64), nullable=False),
    Column("by_name", String(200), nullable=False),
    sqlite_autoincrement=True,
)
