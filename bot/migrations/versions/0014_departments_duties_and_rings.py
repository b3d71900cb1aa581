"""departments, duties of the staff, rings, and what a waiting visitor was told."""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# Those of the reasons that ship, open around the clock until somebody says otherwise.
_DEPARTMENTS = {
    "support": "Support",
    "billing": "Billing",
    "sales": "Sales",
    "technical": "Technical support",
    "trust": "Trust and safety",
}


def upgrade() -> None:
    """Apply."""
    departments = op.create_table(
        "departments",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("week", sa.JSON(), nullable=False),
        sa.Column("country", sa.String(length=40), nullable=True),
        sa.Column("subdivision", sa.String(length=80), nullable=True),
        sa.Column("closed_days", sa.JSON(), nullable=False),
        sa.Column("assignment", sa.String(length=10), nullable=False),
        sa.Column("next_key", sa.String(length=40), nullable=True),
        sa.Column("queue_timeout_seconds", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_departments")),
    )
    staff = sa.table("staff", sa.column("id"), sa.column("department"), sa.column("departments"))
    people = op.get_bind().execute(sa.select(staff.c.id, staff.c.department)).all()
    named = {person.department: person.department.capitalize() for person in people if person.department}
    op.bulk_insert(
        departments,
        [
            {
                "key": key[:40],
                "name": name,
                "timezone": "UTC",
                "week": [[[0, 1440]]] * 7,
                "closed_days": {},
                "assignment": "pull",
                "version": 1,
                "updated_at": datetime.now(UTC),
            }
            for key, name in {**named, **_DEPARTMENTS}.items()
        ],
    )

    # Added one by one: rebuilding a table in SQLite would empty those that refer to it.
    empty = sa.text("'[]'")
    op.add_column("staff", sa.Column("departments", sa.JSON(), server_default=empty, nullable=False))
    op.add_column("staff", sa.Column("skills", sa.JSON(), server_default=empty, nullable=False))
    op.add_column("staff", sa.Column("languages", sa.JSON(), server_default=empty, nullable=False))
    op.add_column("staff", sa.Column("capacity", sa.Integer(), server_default="3", nullable=False))
    for person in people:
        if person.department:
            chosen = json.dumps([person.department[:40]])
            given = sa.text("UPDATE staff SET departments = :chosen WHERE id = :id")
            if op.get_bind().dialect.name == "postgresql":
                given = sa.text("UPDATE staff SET departments = CAST(:chosen AS JSON) WHERE id = :id")
            op.get_bind().execute(given, {"chosen": chosen, "id": person.id})
    op.execute("ALTER TABLE staff DROP COLUMN department")

    long_ago = sa.text("'1970-01-01 00:00:00'")
    op.add_column(
        "presence",
        sa.Column("last_active", sa.DateTime(timezone=True), server_default=long_ago, nullable=False),
    )
    op.execute("UPDATE presence SET last_active = last_seen")
    op.execute("ALTER TABLE presence DROP COLUMN department")

    op.add_column("conversations", sa.Column("line_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("conversations", sa.Column("promised_until", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE conversations SET line_since = queued_at WHERE state = 'queued'")

    op.create_table(
        "rings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("agent_id", sa.String(length=64), nullable=False),
        sa.Column("agent_name", sa.Text(), nullable=False),
        sa.Column("rang_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_rings_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rings")),
    )
    op.create_index("ix_rings_conversation_id", "rings", ["conversation_id", "rang_at"], unique=False)
    op.create_index(
        "ix_rings_ringing",
        "rings",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("ended IS NULL"),
        postgresql_where=sa.text("ended IS NULL"),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("rings")
    op.execute("ALTER TABLE conversations DROP COLUMN promised_until")
    op.execute("ALTER TABLE conversations DROP COLUMN line_since")
    op.add_column("presence", sa.Column("department", sa.String(length=80), nullable=True))
    op.execute("ALTER TABLE presence DROP COLUMN last_active")
    op.add_column("staff", sa.Column("department", sa.String(length=50), nullable=True))
    for column in ("capacity", "languages", "skills", "departments"):
        op.execute(f"ALTER TABLE staff DROP COLUMN {column}")
    op.drop_table("departments")
