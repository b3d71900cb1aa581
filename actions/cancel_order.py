"""Cancelling an order that is not packed yet: which one, what it costs, then done."""

from actions.buttons import button
from actions.flow import FlowEnd, FlowForm
from actions.order_steps import OwnOrder
from actions.order_words import dollars, items_of
from actions.steps import Confirmed, Slots, Taken
from actions.turn import Outcome, Turn
from bot.backoffice.refusals import Refusal
from bot.conversation.replies import Button

_ON_ITS_WAY = frozenset({"already_packed", "already_shipped", "already_delivered"})


class CancelIt(Confirmed):
    """Shows the order and what comes back."""

    yes, no = "Yes, cancel it", "No, keep it"
    unclear = "Please say yes to cancel the order, or no to keep it."

    def summary(self, turn: Turn, slots: Slots) -> str:
        """The order, the fee and the money."""
        number, shop = slots["order_number"], self.services.shop
        order, options = shop.order(number), shop.order_options(number, turn.at)
        what = f"order **#{number}** ({items_of(order)}, {dollars(order.total)})" if order else f"#{number}"
        fee = options.cancel_fee
        cost = f"Cancelling costs {dollars(fee)}, the rest goes back to you." if fee else "That's free."
        return f"Shall I cancel {what}? {cost} It can't be taken back afterwards."

    def denied(self, turn: Turn, slots: Slots) -> Taken:
        """Nothing happens."""
        return Taken({"confirmed": False})


class CancelOrderForm(FlowForm):
    """Which order, and whether they are sure."""

    flow = "cancel_order"
    subject = "cancelling your order"
    needs = "verified"
    opening = "I can cancel an order as long as it isn't packed."
    own_steps = (OwnOrder, CancelIt)

    def objection(self, turn: Turn, slots: Slots) -> Refusal | None:
        """It may be too late."""
        number = slots.get("order_number")
        return self.services.shop.order_options(number, turn.at).cancel if number else None


class CancelOrder(FlowEnd):
    """Cancels it."""

    form = CancelOrderForm

    def finish(self, turn: Turn) -> Outcome:
        """Cancel, and say what comes back."""
        number = turn.slots["order_number"]
        if not turn.slots["confirmed"]:
            return self.kept(turn, f"All right, order #{number} stays as it is.")
        key = turn.key("cancel_order")
        done = self.services.shop.cancel_order(self.customer_id(turn), number, turn.at, key=key)
        money = "Nothing had been charged."
        if done.refund:
            fee = f", less the fee of {dollars(done.fee)}" if done.fee else ""
            money = f"{dollars(done.refund)} go back to the card or account you paid with{fee}."
        return self.completed(turn, f"Done! Order **#{number}** is cancelled. {money}")

    def ways_on(self, cause: str) -> tuple[Button, ...]:
        """What is on its way can be sent back."""
        return (button("Send it back instead", "start_return"),) if cause in _ON_ITS_WAY else ()
