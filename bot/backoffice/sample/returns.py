"""Returns of the sample shop, and the refunds that follow them."""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, func, insert, select, update

from bot.backoffice import tables
from bot.backoffice.orders import Order, Pieces, plain_number
from bot.backoffice.refusals import Refusal, RefusalCode
from bot.backoffice.returns import Refund, Return, ReturnOptions, ReturnReason, ReturnStatus
from bot.backoffice.sample import letters, rows, rules
from bot.backoffice.sample.memberships import membership_of
from bot.backoffice.sample.orders import Orders
from bot.errors import NotFound


class Returns(Orders):
    """Goods and money that go back."""

    def return_options(self, number: str, at: datetime) -> ReturnOptions:
        """What of an order may go back."""
        order = self._existing(number)
        with self._db.read() as connection:
            return self._return_options(connection, order, at)

    def start_return(
        self,
        customer_id: str,
        number: str,
        lines: Sequence[Pieces],
        reason: ReturnReason,
        at: datetime,
        *,
        key: str,
    ) -> Return:
        """Start a return: a label, or a pickup for furniture, and a mail with it."""
        what = ("start_return", customer_id, plain_number(number), tuple(lines), reason)
        with self._call(key, at, *what) as call:
            customer, order = self._theirs(call, customer_id, number)
            if call.again:
                return self._returns_where(call.connection, tables.returns.c.number == call.reference)[0]
            options = self._return_options(call.connection, order, at)
            rules.check_return(options, lines, reason)
            count = select(func.count()).where(tables.returns.c.order_number == order.number)
            token = secrets.token_urlsafe(24)
            started = self._started(order, options, lines, reason, at, token)
            started = replace(
                started, number=f"R{order.number}-{call.connection.execute(count).scalar_one() + 1}"
            )
            call.connection.execute(insert(tables.returns).values(rows.return_row(started, token)))
            call.connection.execute(insert(tables.return_lines), rows.return_line_rows(started))
            call.reference = started.number
            self._put(call.connection, customer.email, letters.return_started(customer.name, started), at)
            return started

    def cancel_return(self, customer_id: str, return_number: str, at: datetime, *, key: str) -> Return:
        """Take a return back as long as nothing is on its way."""
        with self._call(key, at, "cancel_return", customer_id, return_number) as call:
            found = self._returns_where(call.connection, tables.returns.c.number == return_number)
            if not found:
                raise NotFound("There is no such return.")
            customer, _ = self._theirs(call, customer_id, found[0].order_number)
            if call.again or found[0].status is ReturnStatus.CANCELLED:
                return found[0]
            if found[0].status is not ReturnStatus.STARTED:
                words = "It is on its way back already, so the return can't be called off."
                raise Refusal(RefusalCode.ALREADY_ON_ITS_WAY, words).error()
            table = tables.returns
            this = update(table).where(table.c.number == return_number)
            call.connection.execute(this.values(status=ReturnStatus.CANCELLED.value))
            cancelled = replace(found[0], status=ReturnStatus.CANCELLED)
            self._put(call.connection, customer.email, letters.return_cancelled(customer.name, cancelled), at)
            return cancelled

    def returns_of(self, number: str) -> Sequence[Return]:
        """The returns of an order, newest first; empty for an unknown one."""
        with self._db.read() as connection:
            return self._returns_where(connection, tables.returns.c.order_number == plain_number(number))

    def refunds_of(self, number: str) -> Sequence[Refund]:
        """The refunds of an order, newest first; empty for an unknown one."""
        table = tables.refunds
        statement = (
            select(table)
            .where(table.c.order_number == plain_number(number))
            .order_by(table.c.asked_at.desc())
        )
        with self._db.read() as connection:
            return [rows.refund(row) for row in connection.execute(statement).mappings()]

    def _return_options(self, connection: Connection, order: Order, at: datetime) -> ReturnOptions:
        back: Counter[str] = Counter()
        for one in self._returns_where(connection, tables.returns.c.order_number == order.number):
            if one.status is not ReturnStatus.CANCELLED:
                back.update({piece.sku: piece.quantity for piece in one.lines})
        membership = membership_of(connection, order.customer_id)
        free = membership is not None and membership.until > at and order.ship_to.country == "US"
        return rules.return_options(order, self._catalogue, back, at, free_label=free)

    def _started(
        self,
        order: Order,
        options: ReturnOptions,
        lines: Sequence[Pieces],
        reason: ReturnReason,
        at: datetime,
        token: str,
    ) -> Return:
        prices = {line.sku: line.price for line in options.lines}
        worth = sum((prices[piece.sku] * piece.quantity for piece in lines), Decimal(0))
        worth += rules.shipping_back(order, lines, at)
        pickup = any(self._catalogue[piece.sku].furniture for piece in lines)
        cost = options.pickup_cost if pickup else options.label_cost
        return Return(
            number="",
            order_number=order.number,
            lines=tuple(lines),
            reason=reason,
            status=ReturnStatus.STARTED,
            started_at=at,
            send_by=(at + rules.SEND_WITHIN).date(),
            pickup=pickup,
            label_url="" if pickup else rows.paper_url(self._public_url, token),
            cost=min(cost, worth),
            expected=max(worth - cost, Decimal(0)),
        )

    def _returns_where(self, connection: Connection, condition: object) -> list[Return]:
        return rows.returns_where(connection, condition, self._public_url)
