"""contacts, orders and carts from elsewhere, identities, prices."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _records(name: str, *columns: "sa.Column[Any]") -> None:
    op.create_table(
        name,
        sa.Column("seq", _SEQ, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("visitor_key", sa.String(length=64), nullable=False),
        *columns,
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("id", name=op.f(f"uq_{name}_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(f"ix_{name}_visitor_key", name, ["visitor_key"])


def upgrade() -> None:
    """Apply."""
    _records(
        "ledger_contacts",
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Float()),
        sa.Column("cost", sa.Float()),
        sa.Column("reason", sa.String(length=80)),
        sa.Column("department", sa.String(length=80)),
        sa.Column("resolved", sa.Boolean(), nullable=False),
    )
    _records(
        "ledger_orders",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40)),
    )
    _records(
        "ledger_carts",
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("items_paid", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("value_paid", sa.Float(), nullable=False),
    )
    op.create_table(
        "ledger_identities",
        sa.Column("seq", _SEQ, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("visitor_key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_ledger_identities")),
        sa.UniqueConstraint("key", "visitor_key", name=op.f("uq_ledger_identities_key_visitor_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ledger_identities_visitor_key", "ledger_identities", ["visitor_key"])
    op.create_table(
        "ledger_prices",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        *(
            sa.Column(name, sa.Float(), nullable=False)
            for name in (
                "wage_per_minute",
                "minutes_each",
                "staff_per_month",
                "systems_per_month",
                "tools_per_month",
                "fee_each",
            )
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ledger_prices")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Undo."""
    for name in ("ledger_prices", "ledger_identities", "ledger_carts", "ledger_orders", "ledger_contacts"):
        op.drop_table(name)
