"""audit log of the staff."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "staff_audit",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who_id", sa.String(length=64), nullable=True),
        sa.Column("who_name", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("on_kind", sa.String(length=30), nullable=True),
        sa.Column("on_id", sa.String(length=100), nullable=True),
        sa.Column("address_key", sa.String(length=64), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_audit")),
    )
    op.create_index("ix_staff_audit_at", "staff_audit", ["at"])
    op.create_index("ix_staff_audit_who_id", "staff_audit", ["who_id", "at"])
    op.create_index("ix_staff_audit_on", "staff_audit", ["on_kind", "on_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("staff_audit")
