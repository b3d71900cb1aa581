"""what an API token is for."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "api_tokens", sa.Column("scope", sa.String(length=20), server_default="read", nullable=False)
    )


def downgrade() -> None:
    """Undo."""
    op.drop_column("api_tokens", "scope")
