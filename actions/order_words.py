"""Orders, days and amounts in plain words. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from bot.backoffice.orders import Order, OrderStatus
from kb.question_words import stems_of


def status_text(order: Order, today: date) -> str:
    """Where an order is, in plain words."""
    what = f"Your order **#{order.number}** ({items_of(order)})"
    shipment = order.shipment
    if order.status is OrderStatus.DELIVERED and shipment is not None:
        when = f" on {spoken_day(shipment.delivered_at.date())}" if shipment.delivered_at else ""
        return f"{what} was delivered{when} by {shipment.carrier} (tracking {shipment.tracking})."
    if order.status is OrderStatus.SHIPPED and shipment is not None:
        due = f"It should arrive by {spoken_day(shipment.expected)}."
        if shipment.expected < today:
            day = spoken_day(shipment.expected)
            due = f"It was due on {day}, so it's late. If it isn't there soon, tell me."
        return (
            f"{what} is on its way since {spoken_day(shipment.shipped_at.date())} with {shipment.carrier}, "
            f"tracking number {shipment.tracking}. {due}"
        )
    words = {
        OrderStatus.PLACED: "has been placed and waits for its payment.",
        OrderStatus.PAID: "is paid and will be packed next.",
        OrderStatus.PACKED: "is packed and waits for the carrier.",
        OrderStatus.SHIPPED: "has left our warehouse.",
        OrderStatus.DELIVERED: "was delivered.",
        OrderStatus.CANCELLED: "was cancelled. If you paid already, the money is on its way back.",
        OrderStatus.RETURNED: "came back to us. The refund follows within five working days.",
        OrderStatus.REFUNDED: "was refunded to the card or account you paid with.",
    }
    return f"{what} {words[order.status]}"


def items_of(order: Order) -> str:
    """What is in it, short: the first item and how many more."""
    first, count = order.items[0].name, sum(item.quantity for item in order.items)
    return first if count == 1 else f"{first} and {count - 1} more"


def spoken_day(day: date) -> str:
    """As in "March 6"."""
    return f"{day:%B} {day.day}"


def dollars(amount: Decimal) -> str:
    """As in "$14.90", and "$14" where there are no cents."""
    return f"${amount:,.0f}" if amount == int(amount) else f"${amount:,.2f}"


def named_among(text: str, names: Mapping[str, str]) -> str | None:
    """The key whose name shares the most words with the text; None where none does, or several do alike."""
    said = stems_of(text)
    shared = {key: len(said & stems_of(name)) for key, name in names.items()}
    most = max(shared.values(), default=0)
    best = [key for key, count in shared.items() if count == most]
    return best[0] if most and len(best) == 1 else None


_WORDS = re.compile(r"\d+|[a-z]+")
_NUMBERS = {"none": 0, "zero": 0, "one": 1, "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_OUT = re.compile(r"\b(?:take (?:it|them|that) out|remove|drop|none|zero)\b")


def number_in(text: str, most: int) -> int | None:
    """The number that a short answer names: "2", "both", "all" (`most`), "take it out" (0); None without."""
    said = text.lower()
    words = _WORDS.findall(said)
    digits = [int(word) for word in words if word.isdigit()]
    named = [_NUMBERS[word] for word in words if word in _NUMBERS]
    if digits or named:
        return (digits or named)[0]
    if most and "all" in words:
        return most
    return 0 if _OUT.search(said) else None


def pieces(count: int) -> str:
    """As in "1 piece", "3 pieces"."""
    return f"{count} piece" if count == 1 else f"{count} pieces"
