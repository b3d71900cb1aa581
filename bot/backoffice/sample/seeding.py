"""The sample shop's past, made up the same way every time: 200 customers and 600 orders in all states."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from bot.backoffice.customers import Customer, Membership
from bot.backoffice.delivery import Destination, find_destination
from bot.backoffice.orders import Order, OrderItem, OrderStatus, Shipment
from bot.backoffice.payments import Charge
from bot.backoffice.returns import Refund, Return
from bot.backoffice.sample.aftermath import make_aftermath, make_memberships
from bot.backoffice.sample.catalogue import Product
from bot.backoffice.sample.people import DEMO_CUSTOMERS, DemoCustomer, make_customers
from bot.backoffice.sample.rules import EXPRESS

_SEED = 20_240_117
_CUSTOMERS = 200
_FIRST_ORDER = 10_001
_ORDERS = 600
_EARLY_ORDERS = 40
_CARRIERS = {"US": "Cascade Parcel", "CA": "Maple Post"}
_ABROAD = "Meridian Freight"


@dataclass(frozen=True)
class Past:
    """Everything that has happened in the shop; `invoiced` are the orders with an invoice."""

    customers: list[Customer]
    orders: list[Order]
    memberships: list[Membership]
    readers: list[str]
    charges: list[Charge]
    invoiced: list[Order]
    returns: list[Return]
    refunds: list[Refund]


def make_past(now: datetime, products: Sequence[Product], destinations: Sequence[Destination]) -> Past:
    """What happened up to `now`; the same `now` and files give the same past."""
    rng = random.Random(_SEED)  # noqa: S311 - a made-up past, no secret
    customers = make_customers(rng, _CUSTOMERS, now)
    demos = {demo.order: (demo, customer) for demo, customer in zip(DEMO_CUSTOMERS, customers, strict=False)}
    shop = _OrderMaker(rng, now, products, destinations)
    orders = []
    for index in range(_ORDERS):
        number = str(_FIRST_ORDER + index)
        placed_at = now - _age(index) - timedelta(minutes=rng.randint(0, 50))
        demo, customer = demos.get(number) or (None, rng.choice(customers))
        orders.append(shop.order(number, customer, placed_at, demo))
    catalogue = {product.sku: product for product in products}
    came = [make_aftermath(order, catalogue, now) for order in orders]
    memberships, dues = make_memberships(rng, customers, now)
    return Past(
        customers,
        orders,
        memberships,
        readers=[customer.email for customer in customers if _reads(rng, customer)],
        charges=[charge for one in came for charge in one.charges] + dues,
        invoiced=[order for order, one in zip(orders, came, strict=True) if one.invoiced],
        returns=[one.returned for one in came if one.returned],
        refunds=[one.refund for one in came if one.refund],
    )


def _reads(rng: random.Random, customer: Customer) -> bool:
    """Whether a customer gets the newsletter; Elin does, so that there is somebody to stop it for."""
    return rng.random() < 0.45 or customer.email.startswith("elin.")


def _age(index: int) -> timedelta:
    """How long ago order `index` was placed: a slow first year, then 560 orders in 44 days."""
    if index < _EARLY_ORDERS:
        return timedelta(days=400 - index * 350 / _EARLY_ORDERS)
    return timedelta(days=44 * (_ORDERS - index) / (_ORDERS - _EARLY_ORDERS))


class _OrderMaker:
    def __init__(
        self,
        rng: random.Random,
        now: datetime,
        products: Sequence[Product],
        destinations: Sequence[Destination],
    ) -> None:
        self._rng, self._now = rng, now
        self._ready = [product for product in products if product.lead_days == 0]
        self._catalogue = {product.sku: product for product in products}
        self._destinations = tuple(destinations)

    def order(self, number: str, customer: Customer, placed_at: datetime, demo: DemoCustomer | None) -> Order:
        items = self._items(demo.skus if demo else ())
        goods = sum((item.price * item.quantity for item in items), Decimal(0))
        destination = find_destination(self._destinations, customer.address.country)
        method = destination.methods[0] if destination else None
        if destination and self._in_a_hurry(number, items):
            method = next((one for one in destination.methods if one.name == EXPRESS), method)
        shipping = method.price_for(goods) if method else Decimal(0)
        status = demo.status if demo else self._status(self._now - placed_at)
        order = Order(
            number=number,
            customer_id=customer.id,
            status=status,
            items=items,
            shipping=shipping,
            total=goods + shipping,
            placed_at=placed_at,
            ship_to=customer.address,
            method=method.name if method else "",
        )
        made_to_order = any(self._catalogue[item.sku].lead_days for item in items)
        return replace(order, shipment=self._shipment(order, made_to_order=made_to_order))

    def _items(self, skus: Sequence[str]) -> tuple[OrderItem, ...]:
        chosen = [self._catalogue[sku] for sku in skus]
        if not chosen:
            chosen = self._rng.sample(self._ready, k=self._rng.choice((1, 1, 1, 2, 2, 3)))
        return tuple(
            OrderItem(product.sku, product.name, 1 if skus else self._quantity(product), product.price)
            for product in chosen
        )

    def _in_a_hurry(self, number: str, items: Sequence[OrderItem]) -> bool:
        """Every ninth order without furniture goes by Express."""
        return int(number) % 9 == 0 and not any(self._catalogue[item.sku].furniture for item in items)

    def _quantity(self, product: Product) -> int:
        return self._rng.choice((1, 2, 2, 4)) if product.price < 200 else 1

    def _status(self, age: timedelta) -> OrderStatus:
        days, luck = age / timedelta(days=1), self._rng.random()
        if luck < 0.05:
            return OrderStatus.CANCELLED
        if days > 16 and luck < 0.14:
            return OrderStatus.RETURNED if days < 24 else OrderStatus.REFUNDED
        for limit, status in (
            (0.6, OrderStatus.PLACED),
            (1.6, OrderStatus.PAID),
            (3, OrderStatus.PACKED),
            (8, OrderStatus.SHIPPED),
        ):
            if days < limit:
                return status
        return OrderStatus.DELIVERED

    def _shipment(self, order: Order, *, made_to_order: bool) -> Shipment | None:
        sent = (OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.RETURNED, OrderStatus.REFUNDED)
        if order.status not in sent:
            return None
        if made_to_order:
            shipped_at = self._now - timedelta(days=3, hours=2)
        else:
            shipped_at = min(order.placed_at + timedelta(days=2, hours=self._rng.randint(0, 20)), self._now)
        on_the_way = order.status is OrderStatus.SHIPPED
        days = max(5, (self._now - shipped_at).days + 2) if on_the_way else self._rng.randint(3, 5)
        arrival = shipped_at + timedelta(days=days)
        return Shipment(
            carrier=_CARRIERS.get(order.ship_to.country, _ABROAD),
            tracking=f"LW{order.number}{self._rng.randint(100000, 999999)}",
            shipped_at=shipped_at,
            expected=arrival.date(),
            delivered_at=None if on_the_way else arrival,
        )
