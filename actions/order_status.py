"""Where an order is: its number and the e-mail it was placed with, then its status in plain words."""

from actions.flow import FlowEnd, FlowForm
from actions.order_steps import NOT_FOUND, OrderEmail, OrderNumber, owned
from actions.order_words import status_text
from actions.turn import Outcome, Turn


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
        email = turn.slots["order_email"]
        order = owned(self.services.shop, turn.slots["order_number"], email)
        if order is None:
            return self.gave_up(turn, NOT_FOUND, cause="not_found")
        if self.conversation(turn).identity == "anonymous":
            self.services.conversations.update(
                turn.conversation_id, turn.at, identity="known", customer_id=order.customer_id, email=email
            )
        self.services.conversations.update(
            turn.conversation_id, turn.at, signals={"order_value": float(order.total)}
        )
        return self.completed(turn, status_text(order, turn.at.date()), ask="Did that answer your question?")
