"""what changed in which generation."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("kb_articles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changed_in", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("noted_version", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_kb_articles_changed_in"), ["changed_in"], unique=False)
    op.execute("UPDATE kb_articles SET noted_version = published_version")


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("kb_articles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kb_articles_changed_in"))
        batch_op.drop_column("noted_version")
        batch_op.drop_column("changed_in")
