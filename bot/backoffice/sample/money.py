"""Charges and refunds that follow what happens to an order of the sample shop."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.backoffice import tables
from bot.backoffice.orders import Order
from bot.backoffice.payments import Charge, ChargeKind, ChargeStatus
from bot.backoffice.sample import rows

_UNKNOWN_METHOD = "Visa ending in 4242"
_BANK_DAYS = timedelta(days=7)
"""Five business days and a weekend."""


def settle_cancellation(connection: Connection, order: Order, fee: Decimal, at: datetime) -> Decimal:
    """Let reservations go and send back what was booked, less the fee; what goes back."""
    charges = charges_where(connection, tables.charges.c.order_number == order.number)
    booked = [charge for charge in charges if charge.status is ChargeStatus.BOOKED]
    _set_status(connection, order, ChargeStatus.RESERVED, ChargeStatus.RELEASED)
    refund = max(sum((charge.amount for charge in booked), Decimal(0)) - fee, Decimal(0))
    if refund:
        _set_status(connection, order, ChargeStatus.BOOKED, ChargeStatus.REFUNDED)
        send_back(connection, order, refund, booked[0].method, at)
    return refund


def settle_change(connection: Connection, order: Order, difference: Decimal, at: datetime) -> None:
    """Reserve the new total; what was booked already is charged or refunded by the difference."""
    charges = charges_where(connection, tables.charges.c.order_number == order.number)
    live = next((c for c in charges if c.status in (ChargeStatus.RESERVED, ChargeStatus.BOOKED)), None)
    if not difference or live is None:
        return
    table = tables.charges
    if live.status is ChargeStatus.RESERVED:
        this = update(table).where(table.c.id == live.id)
        connection.execute(this.values(amount_cents=rows.cents(order.total)))
    elif difference > 0:
        more = Charge(
            f"ch_{uuid.uuid4().hex[:16]}",
            order.customer_id,
            ChargeKind.ORDER,
            ChargeStatus.BOOKED,
            difference,
            at,
            live.method,
            order.number,
        )
        connection.execute(insert(table).values(rows.charge_row(more)))
    else:
        send_back(connection, order, -difference, live.method, at)


def paid_with(connection: Connection, order: Order) -> str:
    """The method that an order was paid with."""
    charges = charges_where(connection, tables.charges.c.order_number == order.number)
    return charges[0].method if charges else _UNKNOWN_METHOD


def send_back(connection: Connection, order: Order, amount: Decimal, to: str, at: datetime) -> None:
    """Send money back now."""
    row = {
        "id": f"re_{uuid.uuid4().hex[:16]}",
        "order_number": order.number,
        "amount_cents": rows.cents(amount),
        "asked_at": at,
        "to": to,
        "sent_at": at,
        "account_by": (at + _BANK_DAYS).date(),
        "reference": f"LWR{uuid.uuid4().int % 10**10:010d}",
    }
    connection.execute(insert(tables.refunds).values(row))


def charges_where(connection: Connection, condition: Any) -> list[Charge]:
    """The charges for which this holds, newest first."""
    table = tables.charges
    statement = select(table).where(condition).order_by(table.c.at.desc(), table.c.id)
    return [rows.charge(row) for row in connection.execute(statement).mappings()]


def _set_status(connection: Connection, order: Order, old: ChargeStatus, new: ChargeStatus) -> None:
    table = tables.charges
    these = update(table).where(table.c.order_number == order.number, table.c.status == old.value)
    connection.execute(these.values(status=new.value))
