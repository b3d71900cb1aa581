"""What may be done about an order on WooCommerce, whose core has no such rules of its own. Pure."""

from decimal import Decimal
from typing import Any

from bot.backoffice.customers import Address, Details
from bot.backoffice.orders import Order, OrderOptions, OrderStatus
from bot.backoffice.refusals import Refusal, RefusalCode
from bot.errors import InvalidInput

LIMIT = Decimal(2000)
_FEWEST_DIGITS = 7
_STAGES = {
    OrderStatus.PACKED: (
        RefusalCode.ALREADY_PACKED,
        "It is being sent and can't be stopped any more.",
    ),
    OrderStatus.SHIPPED: (RefusalCode.ALREADY_SHIPPED, "It has left already and is on its way."),
    OrderStatus.CANCELLED: (RefusalCode.ALREADY_CANCELLED, "It is cancelled already."),
    OrderStatus.REFUNDED: (RefusalCode.ALREADY_RETURNED, "It is refunded already."),
}


def order_options(order: Order, limit: Decimal) -> OrderOptions:
    """What may still be done until the order is completed: cancelling up to the limit, another address."""
    known = _STAGES.get(order.status)
    stage = Refusal(*known) if known else None
    large = None
    if order.total > limit:
        large = Refusal(
            RefusalCode.AMOUNT_ABOVE_LIMIT, f"For orders above {limit:,} a person looks at it first."
        )
    words = "This shop's system can't change what is in an order from here; a person has to do that."
    person = Refusal(RefusalCode.NOT_SUPPORTED, words)
    return OrderOptions(
        cancel=stage or large,
        change_address=stage,
        change_items=stage or person,
        change_method=stage or person,
    )


def check_order_address(order: Order, address: Address, limit: Decimal) -> None:
    """Refuse an address that an order can't be sent to any more.

    Raises:
        Refused: it is too late, or in another country.
    """
    if refusal := order_options(order, limit).change_address:
        raise refusal.error()
    if address.country != order.ship_to.country:
        words = "To another country it costs something else; a person has to see to that."
        raise Refusal(RefusalCode.OTHER_COUNTRY, words).error()


def details_body(details: Details) -> dict[str, Any]:
    """Changed details as WooCommerce takes them.

    Raises:
        InvalidInput: something can't be a name, an e-mail address or a phone number.
    """
    body: dict[str, Any] = {}
    if details.name is not None:
        first, _, last = details.name.strip().rpartition(" ")
        if not last:
            raise InvalidInput("A name has at least one character.", field="name")
        body |= {"first_name": first or last, "last_name": last if first else ""}
    if details.email is not None:
        email = details.email.strip().lower()
        local, _, domain = email.partition("@")
        if not local or "." not in domain:
            raise InvalidInput("That is no e-mail address.", field="email")
        body |= {"email": email, "billing": {"email": email}}
    if details.phone is not None:
        if sum(map(str.isdigit, details.phone)) < _FEWEST_DIGITS:
            raise InvalidInput("That is no phone number.", field="phone")
        body["billing"] = {**body.get("billing", {}), "phone": details.phone.strip()}
    return body
