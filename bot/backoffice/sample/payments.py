"""Charges and invoices of the sample shop."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from bot.backoffice import tables
from bot.backoffice.orders import plain_number
from bot.backoffice.payments import Charge, Invoice
from bot.backoffice.refusals import Refusal, RefusalCode
from bot.backoffice.sample import letters, money, rows
from bot.backoffice.sample.accounts import is_email
from bot.backoffice.sample.orders import Orders
from bot.errors import InvalidInput


class Payments(Orders):
    """Charges and the papers about them."""

    def charges_of(self, customer_id: str) -> Sequence[Charge]:
        """A customer's charges and failed tries, newest first; empty for an unknown customer."""
        with self._db.read() as connection:
            return money.charges_where(connection, tables.charges.c.customer_id == customer_id)

    def invoice(self, number: str) -> Invoice | None:
        """The invoice of an order; None as long as there is none."""
        with self._db.read() as connection:
            return self._invoice(connection, number)

    def send_invoice(
        self, customer_id: str, number: str, at: datetime, *, key: str, to: str | None = None
    ) -> Invoice:
        """Mail the invoice, to the customer or to another address."""
        if to is not None and not is_email(to.strip()):
            raise InvalidInput("That is no e-mail address.", field="to")
        with self._call(key, at, "send_invoice", customer_id, plain_number(number), to) as call:
            customer, order = self._theirs(call, customer_id, number)
            invoice = self._invoice(call.connection, order.number)
            if invoice is None:
                words = "There is an invoice from the day the order ships."
                raise Refusal(RefusalCode.NOT_INVOICED_YET, words).error()
            if not call.again:
                letter = letters.invoice_copy(customer.name, invoice)
                self._put(call.connection, to or customer.email, letter, at)
            return invoice

    def _invoice(self, connection: Connection, number: str) -> Invoice | None:
        table = tables.invoices
        statement = select(table).where(table.c.order_number == plain_number(number))
        row = connection.execute(statement).mappings().first()
        return None if row is None else rows.invoice(row, self._public_url)
