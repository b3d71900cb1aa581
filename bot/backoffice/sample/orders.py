"""Orders of the sample shop, and what is changed about them while they can still be stopped."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, delete, insert, update

from bot.backoffice import tables
from bot.backoffice.customers import Address, Customer
from bot.backoffice.delivery import Destination
from bot.backoffice.orders import Cancellation, Order, OrderChange, OrderOptions, OrderStatus, plain_number
from bot.backoffice.refusals import Refusal, RefusalCode
from bot.backoffice.sample import letters, money, rows, rules
from bot.backoffice.sample.accounts import customer_of
from bot.backoffice.sample.memberships import membership_of
from bot.backoffice.sample.part import Call, Part
from bot.errors import NotFound

_NO_ORDER = "There is no such order."


class Orders(Part):
    """Orders on their way."""

    def order(self, number: str) -> Order | None:
        """The order of this number; a leading "#" and spaces don't matter."""
        with self._db.read() as connection:
            return self._find(connection, number)

    def orders_of(self, customer_id: str) -> Sequence[Order]:
        """A customer's orders, newest first; empty for an unknown customer."""
        with self._db.read() as connection:
            return rows.orders_where(connection, tables.orders.c.customer_id == customer_id, self._public_url)

    def order_options(self, number: str, at: datetime) -> OrderOptions:
        """What may still be done about an order."""
        return self._options(self._existing(number), at)

    def change_order_address(
        self, customer_id: str, number: str, address: Address, at: datetime, *, key: str
    ) -> Order:
        """Send an order elsewhere in the same country, and tell the customer by mail."""
        address = self._checked(address)
        with self._call(key, at, "change_order_address", customer_id, plain_number(number), address) as call:
            customer, order = self._theirs(call, customer_id, number)
            if call.again:
                return order
            if refusal := self._options(order, at).change_address:
                raise refusal.error()
            if address.country != order.ship_to.country:
                words = "To another country it costs something else; a person has to see to that."
                raise Refusal(RefusalCode.OTHER_COUNTRY, words).error()
            after = replace(order, ship_to=address)
            _set(call.connection, order, **{f"ship_{part}": value for part, value in asdict(address).items()})
            letter = letters.order_address_changed(customer.name, after)
            self._put(call.connection, customer.email, letter, at)
            return after

    def preview_change(self, number: str, change: OrderChange, at: datetime) -> Order:
        """The order as `change_order` would make it; changes nothing."""
        with self._db.read() as connection:
            order = self._find(connection, number)
            if order is None:
                raise NotFound(_NO_ORDER)
            return self._changed(connection, order, change, at)

    def change_order(
        self, customer_id: str, number: str, change: OrderChange, at: datetime, *, key: str
    ) -> Order:
        """Change lines or the way of sending; the difference is charged or refunded."""
        with self._call(key, at, "change_order", customer_id, plain_number(number), change) as call:
            customer, order = self._theirs(call, customer_id, number)
            if call.again:
                return order
            after = self._changed(call.connection, order, change, at)
            cents = {"shipping_cents": rows.cents(after.shipping), "total_cents": rows.cents(after.total)}
            _set(call.connection, order, method=after.method, **cents)
            lines = tables.order_items
            call.connection.execute(delete(lines).where(lines.c.order_number == order.number))
            call.connection.execute(insert(lines), rows.item_rows(after))
            difference = after.total - order.total
            money.settle_change(call.connection, after, difference, at)
            letter = letters.order_changed(customer.name, after, difference)
            self._put(call.connection, customer.email, letter, at)
            return after

    def cancel_order(self, customer_id: str, number: str, at: datetime, *, key: str) -> Cancellation:
        """Cancel an order; what was charged goes back, less the fee for what is made to order."""
        with self._call(key, at, "cancel_order", customer_id, plain_number(number)) as call:
            customer, order = self._theirs(call, customer_id, number)
            if call.again:
                fee, refund = (Decimal(part) for part in call.reference.split())
                return Cancellation(order, fee, refund)
            options = self._options(order, at)
            if options.cancel:
                raise options.cancel.error()
            _set(call.connection, order, status=OrderStatus.CANCELLED.value)
            refund = money.settle_cancellation(call.connection, order, options.cancel_fee, at)
            call.reference = f"{options.cancel_fee} {refund}"
            cancelled = Cancellation(replace(order, status=OrderStatus.CANCELLED), options.cancel_fee, refund)
            self._put(call.connection, customer.email, letters.order_cancelled(customer.name, cancelled), at)
            return cancelled

    def _options(self, order: Order, at: datetime) -> OrderOptions:
        return rules.order_options(order, self._catalogue, self._destination(order), at, self._limit)

    def _changed(self, connection: Connection, order: Order, change: OrderChange, at: datetime) -> Order:
        membership = membership_of(connection, order.customer_id)
        member = membership is not None and membership.until > at and order.ship_to.country == "US"
        destination = self._destination(order)
        return rules.changed(
            order, change, self._catalogue, destination, at, free_standard=member, limit=self._limit
        )

    def _destination(self, order: Order) -> Destination | None:
        return self.shipping_options(order.ship_to.country)

    def _find(self, connection: Connection, number: str) -> Order | None:
        found = rows.orders_where(
            connection, tables.orders.c.number == plain_number(number), self._public_url
        )
        return found[0] if found else None

    def _existing(self, number: str) -> Order:
        order = self.order(number)
        if order is None:
            raise NotFound(_NO_ORDER)
        return order

    def _theirs(self, call: Call, customer_id: str, number: str) -> tuple[Customer, Order]:
        customer = customer_of(call.connection, customer_id)
        order = self._find(call.connection, number)
        if order is None or order.customer_id != customer_id:
            raise NotFound(_NO_ORDER)
        return customer, order


def _set(connection: Connection, order: Order, **values: object) -> None:
    connection.execute(update(tables.orders).where(tables.orders.c.number == order.number).values(**values))
