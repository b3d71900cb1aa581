"""Positions of the switches."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "switch_positions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("switches", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_switch_positions")),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("switch_positions")
