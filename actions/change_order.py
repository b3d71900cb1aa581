"""Changing an order that is not packed yet: how many of something, or how it is sent; with the new total."""

from collections.abc import Mapping
from typing import Any

from actions.buttons import button
from actions.flow import FlowForm, UndoableFlowEnd
from actions.order_steps import OwnOrder
from actions.order_words import dollars, named_among, number_in, pieces
from actions.steps import Confirmed, Slots, Step, Taken
from actions.turn import Outcome, Turn
from bot.backoffice.orders import Order, OrderChange, Pieces
from bot.backoffice.refusals import Refusal
from bot.conversation.replies import Button, Reply
from bot.errors import InvalidInput, Refused

ITEMS, METHOD = "items", "method"
_SAID_AS: Mapping[str, str] = {
    ITEMS: "quantity, number, how many, pieces, remove, take out, drop, item, add more, fewer, less",
    METHOD: "shipping, delivery, method, express, standard, faster, pickup, way",
}


class ChangeWhat(Step):
    """How many of something, or how it is sent."""

    slot = "change_what"
    shown_as = "to change"
    again = "what should be different?"

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """What the words say."""
        named = named_among(turn.text, _SAID_AS)
        return {"change_what": named} if named else {}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask, with what the shop still allows."""
        number = slots["order_number"]
        options = self.services.shop.order_options(number, turn.at)
        buttons = [
            *(
                [button("How many of something", "inform", what=ITEMS)]
                if options.change_items is None
                else []
            ),
            *([button("How it is sent", "inform", what=METHOD)] if options.change_method is None else []),
            *(
                [button("Where it goes", "address_change", order=number)]
                if options.change_address is None
                else []
            ),
            button("Cancel the order", "cancel_order", order_number=number),
        ]
        return Reply(f"What should be different about order #{number}?", (*buttons, button("Stop", "stop")))

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """One of both."""
        what = turn.picked.get("what") or named_among(turn.text, _SAID_AS)
        if what in _SAID_AS:
            return Taken({"change_what": what})
        return Taken(problem="I can change how many of something you get, or how it is sent. Which is it?")


class ChangeItem(Step):
    """Which of the things in it."""

    slot = "change_item"
    shown_as = "item"
    again = "which item is it?"

    def applies(self, slots: Slots) -> bool:
        """Only where the number of something changes."""
        return slots.get("change_what") == ITEMS

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """The only one, or the one that is named."""
        names = self.names(slots)
        named = next(iter(names)) if len(names) == 1 else named_among(turn.text, names)
        return {"change_item": named} if named else {}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask."""
        buttons = [button(name, "inform", item=sku) for sku, name in self.names(slots).items()]
        return Reply("Which item is it?", (*buttons, button("Stop", "stop")))

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """One of the lines."""
        names = self.names(slots)
        picked = turn.picked.get("item") or named_among(turn.text, names)
        if picked in names:
            return Taken({"change_item": picked})
        return Taken(problem=f"Which of these is it: {', '.join(names.values())}?")

    def names(self, slots: Slots) -> dict[str, str]:
        """What is in the order, by product."""
        order = self.services.shop.order(str(slots.get("order_number") or ""))
        return {item.sku: item.name for item in order.items} if order else {}


class NewQuantity(Step):
    """How many there should be; none takes it out."""

    slot = "new_quantity"
    shown_as = "new quantity"
    again = "how many should it be?"
    called = frozenset({"quantity"})

    def applies(self, slots: Slots) -> bool:
        """Only where the number of something changes."""
        return slots.get("change_what") == ITEMS

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask, with how many there are."""
        order = self.services.shop.order(slots["order_number"])
        has = next((one for one in order.items if one.sku == slots["change_item"]), None) if order else None
        now = (
            f"There {'is' if has.quantity == 1 else 'are'} {pieces(has.quantity)} in it now. " if has else ""
        )
        out = button("Take it out", "inform", quantity=0)
        return Reply(f"{now}How many should it be?", (out, button("Stop", "stop")))

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """A number; "take it out" is none."""
        picked = turn.picked.get("quantity")
        number = picked if picked is not None else number_in(turn.text, most=0)
        if number is None or not 0 <= int(number) <= _MOST_PIECES:
            return Taken(problem=f"Please tell me a number from 0 to {_MOST_PIECES}; 0 takes it out.")
        return Taken({"new_quantity": int(number)})


class NewMethod(Step):
    """How it should be sent."""

    slot = "new_method"
    shown_as = "new way of sending"
    again = "how should it be sent?"

    def applies(self, slots: Slots) -> bool:
        """Only where the way of sending changes."""
        return slots.get("change_what") == METHOD

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """The way that is named."""
        named = named_among(turn.text, self.names(turn, slots))
        return {"new_method": named} if named else {}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask, with the ways that are left."""
        methods = self.services.shop.order_options(slots["order_number"], turn.at).methods
        buttons = [button(f"{m.name}, {dollars(m.price)}", "inform", method=m.name) for m in methods]
        return Reply("How should it be sent?", (*buttons, button("Stop", "stop")))

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """One of the ways."""
        names = self.names(turn, slots)
        picked = turn.picked.get("method") or named_among(turn.text, names)
        if picked in names:
            return Taken({"new_method": picked})
        return Taken(problem=f"I can have it sent by {' or '.join(names)}. Which one is it?")

    def names(self, turn: Turn, slots: Slots) -> dict[str, str]:
        """The ways that this order may be changed to."""
        number = slots.get("order_number")
        options = self.services.shop.order_options(number, turn.at) if number else None
        return {method.name: method.name for method in options.methods} if options else {}


class ChangeIt(Confirmed):
    """Shows the order as it would be, with its new total."""

    yes, no = "Yes, change it", "No, something else"
    unclear = "Please say yes to change the order, or no to choose something else."

    def summary(self, turn: Turn, slots: Slots) -> str:
        """What changes and what it costs then."""
        shop, number = self.services.shop, slots["order_number"]
        before = shop.order(number)
        after = shop.preview_change(number, _change(slots), turn.at)
        return f"Shall I change order **#{number}** to {_described(after)}?{_difference(before, after)}"

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """The summary; where the rules refuse it, that is said and the choice is asked for again."""
        try:
            return super().ask(turn, slots)
        except (Refused, InvalidInput) as error:
            return Reply(
                f"{error} Would you like to change something else?",
                (button("Yes, something else", "deny"), button("Stop", "stop")),
            )

    def denied(self, turn: Turn, slots: Slots) -> Taken:
        """Chosen again from what should be different."""
        return Taken(dict.fromkeys(("change_what", "change_item", "new_quantity", "new_method")))


class ChangeOrderForm(FlowForm):
    """Gathers and confirms."""

    flow = "change_order"
    subject = "changing your order"
    needs = "verified"
    opening = "I can change an order as long as it isn't packed."
    own_steps = (OwnOrder, ChangeWhat, ChangeItem, NewQuantity, NewMethod, ChangeIt)

    def objection(self, turn: Turn, slots: Slots) -> Refusal | None:
        """It may be too late for all of it, or for what was chosen."""
        number = slots.get("order_number")
        if not number:
            return None
        options = self.services.shop.order_options(number, turn.at)
        chosen = {ITEMS: options.change_items, METHOD: options.change_method}
        if (what := slots.get("change_what")) is not None:
            return chosen[what]
        return options.change_items if None not in (*chosen.values(), options.change_address) else None


class ChangeOrder(UndoableFlowEnd):
    """Changes it."""

    form = ChangeOrderForm

    def finish(self, turn: Turn) -> Outcome:
        """Change it, and say what it costs now."""
        shop, number = self.services.shop, turn.slots["order_number"]
        before, change = shop.order(number), _change(turn.slots)
        key = turn.key("change_order")
        after = shop.change_order(self.customer_id(turn), number, change, turn.at, key=key)
        back = _back(before, change)
        return self.completed(
            turn,
            f"Done! Order **#{number}** is now {_described(after)}.{_difference(before, after)}",
            undo=button("Undo", "change_order", undo={"number": number, **back}) if back else None,
        )

    def undo(self, turn: Turn, what: Any) -> Outcome:
        """Put it back as it was."""
        pieces_before = tuple(Pieces(sku, count) for sku, count in what["quantities"].items())
        change = OrderChange(pieces_before, what["method"])
        key = turn.key("change_order_back")
        after = self.services.shop.change_order(
            self.customer_id(turn), what["number"], change, turn.at, key=key
        )
        return self.completed(turn, f"Order **#{what['number']}** is again {_described(after)}.")

    def ways_on(self, cause: str) -> tuple[Button, ...]:
        """What has left can be sent back once it is there."""
        late = cause in ("already_packed", "already_shipped", "already_delivered")
        return (button("Send it back instead", "start_return"),) if late else ()


_MOST_PIECES = 50


def _change(slots: Slots) -> OrderChange:
    if slots["change_what"] == METHOD:
        return OrderChange(method=slots["new_method"])
    return OrderChange((Pieces(slots["change_item"], int(slots["new_quantity"])),))


def _back(before: Order | None, change: OrderChange) -> dict[str, Any] | None:
    """What undoes a change: a line that was taken out can't be put back by changing the order."""
    had = {item.sku: item.quantity for item in before.items} if before else {}
    if before is None or any(piece.quantity == 0 for piece in change.quantities):
        return None
    quantities = {piece.sku: had[piece.sku] for piece in change.quantities}
    return {"quantities": quantities, "method": before.method if change.method else None}


def _described(order: Order) -> str:
    what = ", ".join(f"{one.quantity} x {one.name}" if one.quantity > 1 else one.name for one in order.items)
    by = f" by {order.method}" if order.method else ""
    return f"**{what}**{by}, {dollars(order.total)} in all"


def _difference(before: Order | None, after: Order) -> str:
    if before is None or before.total == after.total:
        return ""
    more = after.total - before.total
    return f" That's {dollars(abs(more))} {'more' if more > 0 else 'less'} than before."
