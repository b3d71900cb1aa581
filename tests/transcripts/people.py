"""Which of the sample shop's customers writes in a transcript, and with what of theirs."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.backoffice.orders import Order, OrderStatus
from bot.backoffice.payments import ChargeKind, ChargeStatus
from bot.backoffice.port import Backoffice

_NUMBERS = range(10001, 10601)
Fits = Callable[[Backoffice, Order, datetime], bool]


def _changeable(shop: Backoffice, order: Order, now: datetime) -> bool:
    options = shop.order_options(order.number, now)
    blocked = (options.change_items, options.change_method, options.change_address)
    return blocked == (None, None, None) and len(options.methods) > 1 and len(order.items) > 1


def _cancellable(shop: Backoffice, order: Order, now: datetime) -> bool:
    return order.status is OrderStatus.PAID and shop.order_options(order.number, now).cancel is None


def _returnable(shop: Backoffice, order: Order, now: datetime) -> bool:
    options = shop.return_options(order.number, now)
    lines = [line for line in options.lines if line.refusal is None]
    single = len(lines) == 1 and lines[0].quantity == 1
    return options.refusal is None and single and not shop.returns_of(order.number)


def _without_open_orders(shop: Backoffice, order: Order, now: datetime) -> bool:
    settled = (OrderStatus.DELIVERED, OrderStatus.CANCELLED, OrderStatus.REFUNDED)
    return all(one.status in settled for one in shop.orders_of(order.customer_id))


def _member(shop: Backoffice, order: Order, now: datetime) -> bool:
    membership = shop.membership(order.customer_id)
    return membership is not None and membership.renews


def _paid_later(shop: Backoffice, order: Order, now: datetime) -> bool:
    charges = [one.status for one in shop.charges_of(order.customer_id) if one.order_number == order.number]
    return ChargeStatus.FAILED in charges and ChargeStatus.BOOKED in charges


def _pays_the_fee(shop: Backoffice, order: Order, now: datetime) -> bool:
    return any(one.kind is ChargeKind.MEMBERSHIP for one in shop.charges_of(order.customer_id))


WHO: Mapping[str, Fits] = {
    "anyone": lambda shop, order, now: True,
    "without_open_orders": _without_open_orders,
    "shipped": lambda shop, order, now: order.status is OrderStatus.SHIPPED,
    "cancellable": _cancellable,
    "changeable": _changeable,
    "returnable": _returnable,
    "refunded": lambda shop, order, now: bool(shop.refunds_of(order.number)),
    "member": _member,
    "paid_later": _paid_later,
    "pays_the_fee": _pays_the_fee,
    "invoiced": lambda shop, order, now: shop.invoice(order.number) is not None,
}


def person(who: str, shop: Backoffice, now: datetime, taken: set[str]) -> dict[str, str]:
    """A customer who fits and has not written before; `taken` remembers them.

    Returns:
        What stands for their own in the lines: email, order, item and, where it can be changed, method.
    """
    for number in _NUMBERS:
        order = shop.order(str(number))
        if order is None or order.customer_id in taken or not WHO[who](shop, order, now):
            continue
        taken.add(order.customer_id)
        customer = shop.customer(order.customer_id)
        assert customer is not None
        others = [one for one in shop.order_options(order.number, now).methods if one.name != order.method]
        return {
            "email": customer.email,
            "order": order.number,
            "item": order.items[0].name,
            "method": others[0].name if others else "",
        }
    raise AssertionError(f"nobody of the sample shop is “{who}” any more")
