"""Changing the address in an account: a code by e-mail shows who it is, then what is missing, then done."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from actions.address_steps import ADDRESS, ADDRESS_STEPS, address_of, one_line, whole_address
from actions.buttons import button
from actions.flow import FlowForm, UndoableFlowEnd
from actions.order_steps import own_orders
from actions.order_words import items_of
from actions.steps import Confirmed, Slots, Step, Taken
from actions.turn import Outcome, Turn
from bot.backoffice.customers import Address
from bot.backoffice.orders import Order, OrderStatus
from bot.backoffice.refusals import Refusal
from bot.conversation.replies import Reply
from bot.errors import InvalidInput, NotFound

ACCOUNT = "account"
_MOST_ORDERS = 3
_MEANS_ACCOUNT = re.compile(r"\b(?:account|profile|all|future|default)\b", re.IGNORECASE)


class SaveIt(Confirmed):
    """Shows the address once more before it is saved."""

    yes, no = "Yes, save it", "No, change it"
    unclear = "Please say yes if the address is right, or no to change it."

    def summary(self, turn: Turn, slots: Slots) -> str:
        """The address in a line."""
        line = one_line(address_of(slots), self.services.shop)
        return f"Here's your new address:\n\n**{line}**\n\nShall I save it?"

    def denied(self, turn: Turn, slots: Slots) -> Taken:
        """All of it is asked for again."""
        return Taken(dict.fromkeys(ADDRESS))

    def corrected(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """Another address, typed instead of a yes."""
        found = whole_address(turn, self.services.shop)
        return {**dict.fromkeys(ADDRESS), **found} if found else {}


class AddressFor(Step):
    """The account, or an order that is not packed yet."""

    slot = "address_for"
    also = ("named_order",)
    shown_as = "address of"
    again = "is the new address for your account, or for an order?"

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """The order that was named; the account, where no order could be sent elsewhere."""
        named = turn.picked.get("order") or turn.entity("order_number") or slots.get("named_order")
        orders = own_orders(self, turn)
        if orders is None:
            return {"named_order": named}
        if named in [order.number for order in orders]:
            return {"address_for": named}
        return {} if self._open(turn, orders) else {"address_for": ACCOUNT}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask, with the orders that can still be sent elsewhere."""
        orders = self._open(turn, own_orders(self, turn) or [])
        buttons = [
            button(f"Order #{one.number}: {items_of(one)}", "inform", order=one.number) for one in orders
        ]
        return Reply(
            "Is the new address for your account, or for an order that isn't packed yet?",
            (button("My account", "inform", order=ACCOUNT), *buttons[:_MOST_ORDERS], button("Stop", "stop")),
        )

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """The account, or one of their orders."""
        picked = turn.picked.get("order") or turn.entity("order_number")
        if picked is None and _MEANS_ACCOUNT.search(turn.text):
            picked = ACCOUNT
        orders = own_orders(self, turn) or []
        open_ = self._open(turn, orders)
        if picked is None and "order" in turn.text.lower() and len(open_) == 1:
            picked = open_[0].number
        if picked in (ACCOUNT, *(order.number for order in orders)):
            return Taken({"address_for": picked})
        return Taken(problem="Shall I change your account, or one of these orders? An order number helps.")

    def _open(self, turn: Turn, orders: Sequence[Order]) -> list[Order]:
        shop = self.services.shop
        not_left = [order for order in orders if order.status in (OrderStatus.PLACED, OrderStatus.PAID)]
        return [one for one in not_left if shop.order_options(one.number, turn.at).change_address is None]


class AddressChangeForm(FlowForm):
    """Gathers and confirms."""

    flow = "address_change"
    subject = "your address"
    needs = "verified"
    opening = "I can change the address of your account, or of an order that isn't packed yet."
    own_steps = (AddressFor, *ADDRESS_STEPS, SaveIt)

    def objection(self, turn: Turn, slots: Slots) -> Refusal | None:
        """An order may be packed already."""
        what = slots.get("address_for")
        if what in (None, ACCOUNT):
            return None
        return self.services.shop.order_options(str(what), turn.at).change_address


class AddressChange(UndoableFlowEnd):
    """Changes the address in the shop."""

    form = AddressChangeForm

    def finish(self, turn: Turn) -> Outcome:
        """Change it, and say honestly what came of it."""
        return self._change(turn, turn.slots["address_for"], address_of(turn.slots), undoable=True)

    def undo(self, turn: Turn, what: Any) -> Outcome:
        """Put the address back as it was."""
        return self._change(turn, str(what["for"]), Address(**what["address"]), undoable=False)

    def _change(self, turn: Turn, what: str, address: Address, *, undoable: bool) -> Outcome:
        shop, customer_id, key = self.services.shop, self.customer_id(turn), turn.key("address_change")
        try:
            if what == ACCOUNT:
                customer = shop.customer(customer_id)
                before = customer.address if customer else address
                shop.change_address(customer_id, address, turn.at, key=key)
            else:
                order = shop.order(what)
                before = order.ship_to if order else address
                shop.change_order_address(customer_id, what, address, turn.at, key=key)
        except (InvalidInput, NotFound) as error:
            return self.gave_up(turn, f"I couldn't save that address: {error}", cause="refused")
        line = one_line(address, shop)
        text = (
            f"Done! The address of your account is now **{line}**. A confirmation is in your mailbox. Orders "
            "that you've already placed still go to the address they were placed with."
            if what == ACCOUNT
            else f"Done! Order **#{what}** now goes to **{line}**. Your account's address stays as it is."
        )
        back = {"for": what, "address": asdict(before)}
        return self.completed(
            turn, text, undo=button("Undo", "address_change", undo=back) if undoable else None
        )
