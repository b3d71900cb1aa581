"""comments of reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("kb_articles") as batch:
        batch.add_column(sa.Column("sent_back_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("sent_back_by", sa.String(length=200), nullable=True))
        batch.add_column(sa.Column("sent_back_comment", sa.Text(), nullable=True))


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("kb_articles") as batch:
        batch.drop_column("sent_back_comment")
        batch.drop_column("sent_back_by")
        batch.drop_column("sent_back_at")
