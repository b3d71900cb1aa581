"""What desk and understanding take from the shop; both go on without it when it doesn't answer."""

from collections.abc import Mapping
from typing import Any

from bot.backoffice.port import Backoffice
from bot.errors import BackofficeUnavailable

_LATEST_ORDERS = 5


def customer_facts(shop: Backoffice, identity: str, customer_id: str | None) -> Mapping[str, Any] | None:
    """Who a visitor is and what they ordered last, if they proved or their site vouches for who they are."""
    if identity == "anonymous" or not customer_id:
        return None
    try:
        customer = shop.customer(customer_id)
        orders = shop.orders_of(customer_id) if customer else ()
    except BackofficeUnavailable:
        return None
    if customer is None:
        return None
    return {
        "name": customer.name,
        "tier": customer.tier,
        "since": customer.since.date().isoformat(),
        "orders": [
            {
                "number": order.number,
                "status": order.status.value,
                "total": float(order.total),
                "placed_at": order.placed_at.isoformat().replace("+00:00", "Z"),
            }
            for order in orders[:_LATEST_ORDERS]
        ],
    }


def destination_names(shop: Backoffice) -> list[Mapping[str, Any]]:
    """What the countries that the shop delivers to are called, as rows (country, name, aliases)."""
    try:
        found = shop.destinations()
    except BackofficeUnavailable:
        return []
    return [{"country": one.country, "name": one.name, "aliases": one.aliases} for one in found]
