"""chats at another desk."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "external_chats",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("desk", sa.String(length=20), nullable=False),
        sa.Column("ref", sa.String(length=60), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_seq", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("news_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_external_chats_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_external_chats")),
        sa.UniqueConstraint("desk", "ref", name=op.f("uq_external_chats_desk_ref")),
    )
    op.create_index("ix_external_chats_state", "external_chats", ["state", "next_try_at"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("external_chats")
