"""Alembic's entry: uses the connection that `bot.migrations.upgrade` hands over."""

from typing import Any, Literal

from alembic import context

from bot.migrations.tables import metadata
from kb.database import UtcDateTime


def plain_types(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our own types as what the database has, so that old migrations don't depend on our code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=plain_types,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
