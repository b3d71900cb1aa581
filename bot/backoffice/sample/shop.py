"""The embedded sample shop, put together of its parts."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select

from bot.backoffice import tables
from bot.backoffice.delivery import Destination
from bot.backoffice.orders import Order
from bot.backoffice.sample import rows
from bot.backoffice.sample.accounts import Accounts
from bot.backoffice.sample.catalogue import Product
from bot.backoffice.sample.memberships import Memberships
from bot.backoffice.sample.papers import Papers
from bot.backoffice.sample.payments import Payments
from bot.backoffice.sample.places import load_stores
from bot.backoffice.sample.returns import Returns
from bot.backoffice.sample.seeding import make_past
from bot.backoffice.stores import Store

_SEED_LOCK = 7_310_001


class SampleShop(Accounts, Memberships, Returns, Payments, Papers):
    """Larkwood, furniture and home goods, with made-up customers and a past; its mail is in the outbox."""

    def seed(self, now: datetime) -> bool:
        """Fill an empty shop with its past up to `now`; False when there was something in it."""
        with self._db.write() as connection:
            tables.take_turns(connection, _SEED_LOCK)
            if connection.execute(select(tables.customers.c.id).limit(1)).first() is not None:
                return False
            past = make_past(now, self._products, self._destinations)
            # fmt: off
            for table, made in (
                (tables.customers, [rows.customer_row(one) for one in past.customers]),
                (tables.orders, [rows.order_row(one) for one in past.orders]),
                (tables.order_items, [row for one in past.orders for row in rows.item_rows(one)]),
                (tables.memberships, [rows.membership_row(one) for one in past.memberships]),
                (tables.newsletter, [{"email": email} for email in past.readers]),
                (tables.charges, [rows.charge_row(one) for one in past.charges]),
                (tables.invoices, [_invoice_row(one) for one in past.invoiced]),
                (tables.returns, [rows.return_row(one, _token()) for one in past.returns]),
                (tables.return_lines, [row for one in past.returns for row in rows.return_line_rows(one)]),
                (tables.refunds, [rows.refund_row(one, f"re_{one.reference}") for one in past.refunds]),
            ):
                connection.execute(insert(table), made)
            # fmt: on
            return True

    def products(self) -> tuple[Product, ...]:
        """Everything the shop sells."""
        return self._products

    def destinations(self) -> Sequence[Destination]:
        """All countries the shop delivers to."""
        return self._destinations

    def stores(self, at: datetime) -> Sequence[Store]:
        """The places people can go to, with the opening hours around this moment."""
        return load_stores(self._shop_files / "stores.yml", at.year)


def _invoice_row(order: Order) -> dict[str, object]:
    shipped = order.shipment.shipped_at if order.shipment else order.placed_at
    return {
        "number": f"INV-{order.number}",
        "order_number": order.number,
        "issued_at": shipped,
        "total_cents": rows.cents(order.total),
        "token": _token(),
    }


def _token() -> str:
    return secrets.token_urlsafe(24)
