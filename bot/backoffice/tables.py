"""The tables of the sample shop (`shop_*`), mail going out, calls that were done, and one-time codes."""

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
    text,
)

from kb.database import UtcDateTime, metadata


def _address(prefix: str) -> list[Column[str]]:
    lengths = {"line1": 200, "line2": 200, "city": 100, "region": 100, "postal_code": 20, "country": 2}
    return [Column(f"{prefix}{part}", String(length), nullable=False) for part, length in lengths.items()]


customers = Table(
    "shop_customers",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("email", String(254), nullable=False, unique=True),
    Column("phone", String(40), nullable=False),
    Column("tier", String(20), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    *_address(""),
    Column("closes_at", UtcDateTime, index=True),
    Column("erased_at", UtcDateTime),
)

orders = Table(
    "shop_orders",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("customer_id", ForeignKey("shop_customers.id"), nullable=False, index=True),
    Column("status", String(20), nullable=False),
    Column("shipping_cents", Integer, nullable=False),
    Column("total_cents", Integer, nullable=False),
    Column("placed_at", UtcDateTime, nullable=False),
    *_address("ship_"),
    Column("method", String(60), nullable=False, server_default="Standard"),
    Column("carrier", String(60)),
    Column("tracking", String(60)),
    Column("shipped_at", UtcDateTime),
    Column("expected", Date),
    Column("delivered_at", UtcDateTime),
)

order_items = Table(
    "shop_order_items",
    metadata,
    Column("order_number", ForeignKey("shop_orders.number"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("sku", String(40), nullable=False),
    Column("name", String(200), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("price_cents", Integer, nullable=False),
)

memberships = Table(
    "shop_memberships",
    metadata,
    Column("customer_id", ForeignKey("shop_customers.id"), primary_key=True),
    Column("plan", String(60), nullable=False),
    Column("price_cents", Integer, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("renews", Boolean, nullable=False),
)

newsletter = Table(
    "shop_newsletter",
    metadata,
    Column("email", String(254), primary_key=True),
)

returns = Table(
    "shop_returns",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("order_number", ForeignKey("shop_orders.number"), nullable=False, index=True),
    Column("reason", String(30), nullable=False),
    Column("status", String(20), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("send_by", Date, nullable=False),
    Column("pickup", Boolean, nullable=False),
    Column("cost_cents", Integer, nullable=False),
    Column("expected_cents", Integer, nullable=False),
    Column("arrived_at", UtcDateTime),
    Column("token", String(64), nullable=False, unique=True),
)

return_lines = Table(
    "shop_return_lines",
    metadata,
    Column("return_number", ForeignKey("shop_returns.number"), primary_key=True),
    Column("sku", String(40), primary_key=True),
    Column("quantity", Integer, nullable=False),
)

refunds = Table(
    "shop_refunds",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("order_number", ForeignKey("shop_orders.number"), nullable=False, index=True),
    Column("amount_cents", Integer, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("to", String(60), nullable=False),
    Column("sent_at", UtcDateTime),
    Column("account_by", Date),
    Column("reference", String(40), nullable=False),
)

charges = Table(
    "shop_charges",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("customer_id", ForeignKey("shop_customers.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("amount_cents", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("method", String(60), nullable=False),
    Column("order_number", ForeignKey("shop_orders.number"), index=True),
    Column("failure", String(20)),
)

invoices = Table(
    "shop_invoices",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("order_number", ForeignKey("shop_orders.number"), nullable=False, unique=True),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("total_cents", Integer, nullable=False),
    Column("token", String(64), nullable=False, unique=True),
)

done = Table(
    "backoffice_done",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("what", String(64), nullable=False),
    Column("reference", String(40), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String(200), unique=True),
    Column("to", String(254), nullable=False, index=True),
    Column("subject", String(300), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("state", String(20), nullable=False, server_default="waiting"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_try_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("message_id", String(300)),
    Column("in_reply_to", String(300)),
    Column("references", Text),
    Column("reply_to", String(320)),
    Column("by_person", Boolean, nullable=False, server_default=false()),
    Index("ix_outbox_state", "state", "next_try_at"),
)

password_links = Table(
    "shop_password_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("customer_id", ForeignKey("shop_customers.id"), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)

verification_codes = Table(
    "verification_codes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("conversation_id", String(64), nullable=False),
    Column("email_key", String(64), nullable=False),
    Column("customer_id", String(40)),
    Column("code_hash", String(64), nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("tries_left", Integer, nullable=False),
    Column("used_at", UtcDateTime),
    Index("ix_verification_codes_conversation_id", "conversation_id", "sent_at"),
    Index("ix_verification_codes_email_key", "email_key", "sent_at"),
)


def take_turns(connection: Connection, lock: int) -> None:
    """Let only one transaction at a time past this point.

    SQLite's write transactions take turns anyway; PostgreSQL's do with an advisory lock.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})
