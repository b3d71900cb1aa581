"""Which order, and whose it is."""

from collections.abc import Mapping
from typing import Any

from actions.buttons import button
from actions.order_words import items_of
from actions.steps import Slots, Step, Taken
from actions.turn import Turn
from bot.backoffice.orders import Order
from bot.backoffice.port import Backoffice
from bot.conversation.replies import Reply

_MOST_BUTTONS = 4
_WHERE_NUMBERS_ARE = (
    "I need the order number, five digits like 10045. It's in the subject of your confirmation e-mail, and "
    "under Orders when you sign in at [your account](/account)."
)
NOT_FOUND = "I can't find an order with that number and that e-mail address."


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
    order = owned(shop, number, email)
    if order is None:
        return Taken({"order_number": None, "order_email": None}, problem=NOT_FOUND)
    return Taken({"order_number": order.number, "order_email": email})


def owned(shop: Backoffice, number: str, email: str) -> Order | None:
    """The order of this number, if it belongs to the customer with this address."""
    order, customer = shop.order(number), shop.customer_by_email(email)
    return order if order and customer and order.customer_id == customer.id else None


class OwnOrder(Step):
    """One of the orders of a customer who has shown who they are.

    An order that was named before that is kept until then, in a slot of its own.
    """

    slot = "order_number"
    also = ("named_order",)
    shown_as = "order number"
    again = "which order is it?"
    called = frozenset({"order", "order number"})

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """The order that was named, or the only one there is."""
        named = turn.picked.get("order_number") or turn.entity("order_number") or slots.get("named_order")
        orders = own_orders(self, turn)
        if orders is None:
            return {"named_order": named}
        theirs = [order.number for order in orders]
        if named in theirs:
            return {"order_number": named}
        return {"order_number": theirs[0]} if len(theirs) == 1 and named is None else {}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask, with the latest orders as buttons."""
        orders = own_orders(self, turn) or ()
        buttons = [
            button(f"#{order.number}: {items_of(order)}", "inform", order_number=order.number)
            for order in orders[:_MOST_BUTTONS]
        ]
        missed = ""
        if (named := slots.get("named_order")) and all(order.number != named for order in orders):
            missed = f"I can't find #{named} among your orders. "
        return Reply(f"{missed}Which order is it?", (*buttons, button("Stop", "stop")))

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """One of theirs, by button or number."""
        number = turn.picked.get("order_number") or turn.entity("order_number")
        number = number or next((w for w in turn.text.replace("#", " ").split() if w.isdigit()), None)
        if number in [order.number for order in own_orders(self, turn) or ()]:
            return Taken({"order_number": number})
        return Taken(problem="That isn't among your orders. Which one is it? A number like 10045 helps.")


def own_orders(step: Step, turn: Turn) -> list[Order] | None:
    """The customer's orders, newest first; None as long as nobody has shown who they are."""
    conversation = step.conversation(turn)
    if conversation.identity != "verified" or conversation.customer_id is None:
        return None
    return list(step.services.shop.orders_of(conversation.customer_id))
