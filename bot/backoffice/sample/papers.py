"""What the sample shop's links lead to: invoices, labels and a parcel's way."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.backoffice import tables
from bot.backoffice.orders import Order
from bot.backoffice.returns import Return
from bot.backoffice.sample import rows
from bot.backoffice.sample.orders import Orders


@dataclass(frozen=True)
class Paper:
    """An order's invoice, or the label of a return when `label` is set."""

    number: str
    order: Order
    issued_at: datetime
    label: Return | None = None


class Papers(Orders):
    """Pages that only the sample shop has."""

    def paper(self, token: str) -> Paper | None:
        """The invoice or label with this token; None when there is none."""
        invoices = tables.invoices
        with self._db.read() as connection:
            row = connection.execute(select(invoices).where(invoices.c.token == token)).mappings().first()
            labels = rows.returns_where(connection, tables.returns.c.token == token, self._public_url)
        if row is not None:
            order = self._existing(row["order_number"])
            return Paper(row["number"], order, row["issued_at"])
        if labels:
            order = self._existing(labels[0].order_number)
            return Paper(labels[0].number, order, labels[0].started_at, labels[0])
        return None

    def parcel(self, tracking: str) -> Order | None:
        """The order whose parcel has this number."""
        with self._db.read() as connection:
            found = rows.orders_where(connection, tables.orders.c.tracking == tracking, self._public_url)
        return found[0] if found else None
