"""Where an order is: its number and the e-mail it was placed with, then its status in plain words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.buttons import button
from actions.flow import FlowEnd, FlowForm
from actions.steps import Slots, Step, Taken
from actions.turn import Outcome, Turn
from bot.backoffice.orders import Order, OrderStatus
from bot.backoffice.port import Backoffice
from bot.conversation.replies import Reply

_WHERE_NUMBERS_ARE = (
    "I need the order number, five digits like 10045. It's in the subject of your confirmation e-mail, and "
    "under Orders when you sign in at [your account](/account)."
)
_NOT_FOUND = "I can't find an order with that number and that e-mail address."


class OrderNumber(Step):
    """Which order."""

    slot = "order_number"
    shown_as = "order number"
    again = _WHERE_NUMBERS_ARE
    called = frozenset({"order", "order number"})

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """The message may name the order."""
        return {"order_number": turn.picked.get("order_number") or turn.entity("order_number")}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask for it."""
        return Reply(
            "What's your order number? It's in your confirmation e-mail, like 10045.",
            (button("Stop", "stop"),),
        )

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """Read the number, and whose order it is if that is known already."""
        number, email = turn.entity("order_number"), turn.entity("email")
        number = number or next((w for w in turn.text.replace("#", " ").split() if w.isdigit()), None)
        if number is None:
            return Taken({"order_email": email} if email else {}, problem=_WHERE_NUMBERS_ARE)
        known = slots.get("order_email") or email
        return order_of(self.services.shop, number, known) if known else Taken({"order_number": number})


class OrderEmail(Step):
    """The address that the order was placed with: it opens the orders of its owner only."""

    slot = "order_email"
    shown_as = "e-mail"
    again = "which e-mail address was it placed with? The confirmation went there."
    called = frozenset({"email", "e-mail", "email address", "e-mail address"})

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """An address that was named, or shown by another order or by a code, if the order is theirs."""
        conversation, number = self.conversation(turn), slots.get("order_number")
        email = turn.entity("email")
        if email is None and conversation.identity in ("known", "verified"):
            email = conversation.email
        theirs = email and (number is None or not order_of(self.services.shop, number, email).problem)
        return {"order_email": email} if theirs else {}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask for it."""
        return Reply(
            f"Thanks. And which e-mail address was order #{slots['order_number']} placed with?",
            (button("Stop", "stop"),),
        )

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """Read it, and whether the order is theirs."""
        email = turn.entity("email")
        if email is None:
            return Taken(
                problem="I need the e-mail address that the order was placed with, like name@example.com. "
                "The order confirmation went there."
            )
        number = turn.entity("order_number") or slots["order_number"]
        return order_of(self.services.shop, number, email)


def order_of(shop: Backoffice, number: str, email: str) -> Taken:
    """The order if it is theirs; whether a number or an address exists by itself is not told."""
    order, customer = shop.order(number), shop.customer_by_email(email)
    if order is None or customer is None or order.customer_id != customer.id:
        return Taken({"order_number": None, "order_email": None}, problem=_NOT_FOUND)
    return Taken({"order_number": order.number, "order_email": email})


class OrderStatusForm(FlowForm):
    """Asks for the order and whose it is."""

    flow = "order_status"
    subject = "your order"
    own_steps = (OrderNumber, OrderEmail)


class TellOrderStatus(FlowEnd):
    """Says where the order is."""

    form = OrderStatusForm

    def finish(self, turn: Turn) -> Outcome:
        """Look it up, once more, and say it."""
        order = self.services.shop.order(turn.slots["order_number"])
        customer = self.services.shop.customer_by_email(turn.slots["order_email"])
        if order is None or customer is None or order.customer_id != customer.id:
            return self.gave_up(turn, _NOT_FOUND, cause="not_found")
        if self.conversation(turn).identity == "anonymous":
            self.services.conversations.update(
                turn.conversation_id, turn.at, identity="known", customer_id=customer.id, email=customer.email
            )
        self.services.conversations.update(
            turn.conversation_id, turn.at, signals={"order_value": float(order.total)}
        )
        return self.completed(turn, status_text(order, turn.at.date()), ask="Did that answer your question?")


def status_text(order: Order, today: date) -> str:
    """Where an order is, in plain words."""
    what = f"Your order **#{order.number}** ({_items(order)})"
    shipment = order.shipment
    if order.status is OrderStatus.DELIVERED and shipment is not None:
        when = f" on {_day(shipment.delivered_at.date())}" if shipment.delivered_at else ""
        return f"{what} was delivered{when} by {shipment.carrier} (tracking {shipment.tracking})."
    if order.status is OrderStatus.SHIPPED and shipment is not None:
        due = f"It should arrive by {_day(shipment.expected)}."
        if shipment.expected < today:
            due = f"It was due on {_day(shipment.expected)}, so it's late. If it isn't there soon, tell me."
        return (
            f"{what} is on its way since {_day(shipment.shipped_at.date())} with {shipment.carrier}, "
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


def _items(order: Order) -> str:
    first, count = order.items[0].name, sum(item.quantity for item in order.items)
    return first if count == 1 else f"{first} and {count - 1} more"


def _day(day: date) -> str:
    return f"{day:%B} {day.day}"
