"""What the sample shop's orders left behind: charges, invoices, returns and refunds."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from bot.backoffice.customers import Customer, Membership
from bot.backoffice.orders import Order, OrderStatus, Pieces
from bot.backoffice.payments import Charge, ChargeKind, ChargeStatus, FailureReason
from bot.backoffice.returns import Refund, RefundStatus, Return, ReturnReason, ReturnStatus
from bot.backoffice.sample.catalogue import Product
from bot.backoffice.sample.rules import SEND_WITHIN, way_back

PLAN, PLAN_PRICE = "Larkwood Plus", Decimal("39.00")
_YEAR = timedelta(days=365)
_BANK = timedelta(days=7)
_METHODS = (
    "Visa ending in 4242",
    "Mastercard ending in 5100",
    "American Express ending in 1005",
    "PayPal",
    "Apple Pay",
)
_FAILURES = tuple(FailureReason)
_CHARGED_TWICE = frozenset({"10412"})
_FAILED_TWICE = frozenset({"10597"})
_REASONS = (
    ReturnReason.CHANGED_MIND,
    ReturnReason.DOES_NOT_FIT,
    ReturnReason.NOT_AS_EXPECTED,
    ReturnReason.ORDERED_BY_MISTAKE,
    ReturnReason.ARRIVED_LATE,
)
_RETURNS = {
    OrderStatus.RETURNED: ReturnStatus.ARRIVED,
    OrderStatus.REFUNDED: ReturnStatus.REFUNDED,
}


@dataclass(frozen=True)
class Aftermath:
    """What came of one order."""

    charges: tuple[Charge, ...]
    invoiced: bool
    returned: Return | None = None
    refund: Refund | None = None


def make_aftermath(order: Order, catalogue: Mapping[str, Product], now: datetime) -> Aftermath:
    """What came of an order up to `now`; the same for the same order."""
    rng = random.Random(f"after {order.number}")  # noqa: S311 - a made-up past, no secret
    method = rng.choices(_METHODS, weights=(45, 20, 8, 17, 10))[0]
    at_once = method == "PayPal" or any(catalogue[item.sku].lead_days for item in order.items)
    returned = _returned(rng, order, catalogue, now)
    return Aftermath(
        charges=_charges(rng, order, method, at_once=at_once),
        invoiced=order.shipment is not None or (at_once and order.status is OrderStatus.PAID),
        returned=returned,
        refund=_refund(rng, order, method, returned, charged=at_once),
    )


def make_memberships(
    rng: random.Random, customers: Sequence[Customer], now: datetime
) -> tuple[list[Membership], list[Charge]]:
    """Who is a member, and what was charged for it; the first customer is, and is due in 40 days."""
    members, charges = [], []
    for number, customer in enumerate(customers):
        chosen = rng.random() < 0.2
        if customer.address.country != "US" or not (chosen or number == 0):
            continue
        began = now - (_YEAR - timedelta(days=40) if number == 0 else timedelta(days=rng.randint(1, 360)))
        renews = number == 0 or rng.random() < 0.7
        members.append(Membership(customer.id, PLAN, PLAN_PRICE, began, began + _YEAR, renews))
        method = rng.choice(_METHODS[:3])
        charges.append(
            Charge(
                f"ch_plus_{customer.id}",
                customer.id,
                ChargeKind.MEMBERSHIP,
                ChargeStatus.BOOKED,
                PLAN_PRICE,
                began,
                method,
            )
        )
    return members, charges


def _charges(rng: random.Random, order: Order, method: str, *, at_once: bool) -> tuple[Charge, ...]:
    status, at = _charged(order, at_once=at_once)
    charge = Charge(
        id=f"ch_{order.number}",
        customer_id=order.customer_id,
        kind=ChargeKind.ORDER,
        status=status,
        amount=order.total,
        at=at,
        method=method,
        order_number=order.number,
    )
    made = [charge]
    luck = rng.random()
    failures = 2 if order.number in _FAILED_TWICE else int(luck < 0.06)
    for number in range(1, failures + 1):
        tried = order.placed_at - timedelta(minutes=4 * number)
        failed = replace(charge, id=f"{charge.id}_try{number}", status=ChargeStatus.FAILED, at=tried)
        made.append(replace(failed, failure=rng.choice(_FAILURES)))
    twice = order.number in _CHARGED_TWICE or (order.status is OrderStatus.DELIVERED and luck > 0.985)
    if twice:
        made.append(replace(charge, id=f"{charge.id}_again", at=at + timedelta(minutes=2)))
    return tuple(made)


def _charged(order: Order, *, at_once: bool) -> tuple[ChargeStatus, datetime]:
    if order.status is OrderStatus.REFUNDED:
        status = ChargeStatus.REFUNDED
    elif order.status is OrderStatus.CANCELLED:
        status = ChargeStatus.REFUNDED if at_once else ChargeStatus.RELEASED
    else:
        booked = at_once or order.shipment is not None
        status = ChargeStatus.BOOKED if booked else ChargeStatus.RESERVED
    at = order.shipment.shipped_at if order.shipment and not at_once else order.placed_at
    return status, at


def _returned(
    rng: random.Random, order: Order, catalogue: Mapping[str, Product], now: datetime
) -> Return | None:
    delivered = order.shipment.delivered_at if order.shipment else None
    if delivered is None:
        return None
    status = _RETURNS.get(order.status)
    returnable = all(catalogue[item.sku].lead_days == 0 for item in order.items)
    recent = timedelta(days=2) < now - delivered < timedelta(days=20)
    if (
        status is None
        and returnable
        and recent
        and order.number not in _CHARGED_TWICE
        and rng.random() < 0.06
    ):
        status = rng.choice((ReturnStatus.STARTED, ReturnStatus.ON_ITS_WAY, ReturnStatus.CANCELLED))
    if status is None:
        return None
    started = delivered + timedelta(days=1, hours=rng.randint(0, 20))
    lines = tuple(Pieces(item.sku, item.quantity) for item in order.items)
    pickup = any(catalogue[item.sku].furniture for item in order.items)
    price = way_back(order.ship_to.country, free_label=False)
    cost = min(price.pickup if pickup else price.label, order.goods)
    arrived = status in _RETURNS.values()
    return Return(
        number=f"R{order.number}-1",
        order_number=order.number,
        lines=lines,
        reason=rng.choice(_REASONS),
        status=status,
        started_at=started,
        send_by=(started + SEND_WITHIN).date(),
        pickup=pickup,
        label_url="",
        cost=cost,
        expected=order.goods - cost,
        arrived_at=started + timedelta(days=4) if arrived else None,
    )


def _refund(
    rng: random.Random, order: Order, method: str, returned: Return | None, *, charged: bool
) -> Refund | None:
    reference = f"LWR{rng.randrange(10**10):010d}"
    if order.status is OrderStatus.CANCELLED and charged:
        at = order.placed_at + timedelta(hours=3)
        return _sent(order, order.total, at, at, method, reference)
    if returned is None or returned.arrived_at is None:
        return None
    asked = returned.arrived_at
    if returned.status is ReturnStatus.ARRIVED:
        return Refund(
            order.number, returned.expected, RefundStatus.PENDING, asked, method, reference=reference
        )
    return _sent(order, returned.expected, asked, asked + timedelta(days=1), method, reference)


def _sent(
    order: Order, amount: Decimal, asked: datetime, sent: datetime, method: str, reference: str
) -> Refund:
    account_by = (sent + _BANK).date()
    return Refund(order.number, amount, RefundStatus.SENT, asked, method, sent, account_by, reference)
