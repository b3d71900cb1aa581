"""mail in both directions."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("outbox") as batch:
        batch.alter_column(
            "message_id", existing_type=sa.String(length=100), type_=sa.String(length=300), nullable=True
        )
        batch.add_column(sa.Column("in_reply_to", sa.String(length=300), nullable=True))
        batch.add_column(sa.Column("references", sa.Text(), nullable=True))
        batch.add_column(sa.Column("reply_to", sa.String(length=320), nullable=True))
        batch.add_column(sa.Column("by_person", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("tickets") as batch:
        batch.add_column(sa.Column("visitor_wrote_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "mails",
        sa.Column("message_id", sa.String(length=300), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_mails_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_mails")),
    )
    op.create_index("ix_mails_conversation_id", "mails", ["conversation_id", "at"])
    op.create_index("ix_mails_what", "mails", ["what", "at"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("mails")
    with op.batch_alter_table("tickets") as batch:
        batch.drop_column("visitor_wrote_at")
    with op.batch_alter_table("outbox") as batch:
        for name in ("by_person", "reply_to", "references", "in_reply_to"):
            batch.drop_column(name)
