"""A copy of an invoice: it goes to the customer's own mailbox, so the order and its e-mail are enough."""

from actions.flow import FlowEnd, FlowForm
from actions.order_steps import NOT_FOUND, OrderEmail, OrderNumber, owned
from actions.order_words import dollars
from actions.turn import Outcome, Turn


class InvoiceCopyForm(FlowForm):
    """Asks for the order and whose it is."""

    flow = "invoice_copy"
    subject = "your invoice"
    own_steps = (OrderNumber, OrderEmail)


class SendInvoiceCopy(FlowEnd):
    """Has it sent."""

    form = InvoiceCopyForm

    def finish(self, turn: Turn) -> Outcome:
        """Mail it to the address of the account, never to another one."""
        number, shop = turn.slots["order_number"], self.services.shop
        order = owned(shop, number, turn.slots["order_email"])
        if order is None:
            return self.gave_up(turn, NOT_FOUND, cause="not_found")
        invoice = shop.send_invoice(order.customer_id, number, turn.at, key=turn.key("invoice_copy"))
        return self.completed(
            turn,
            f"Invoice **{invoice.number}** for order #{number} ({dollars(invoice.total)}) is on its way to "
            f"{turn.slots['order_email']}. You also find it under Orders in [your account](/account).",
            ask="Is that what you needed?",
        )
