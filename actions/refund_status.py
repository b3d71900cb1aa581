"""Where the money for a return or a cancelled order is."""

from collections.abc import Sequence
from datetime import date

from actions.flow import FlowEnd, FlowForm
from actions.order_steps import NOT_FOUND, OrderEmail, OrderNumber, owned
from actions.order_words import dollars, spoken_day
from actions.turn import Outcome, Turn
from bot.backoffice.returns import Refund, RefundStatus, Return, ReturnStatus


class RefundStatusForm(FlowForm):
    """Asks for the order and whose it is."""

    flow = "refund_status"
    subject = "your refund"
    own_steps = (OrderNumber, OrderEmail)


class TellRefundStatus(FlowEnd):
    """Says where the money is."""

    form = RefundStatusForm

    def finish(self, turn: Turn) -> Outcome:
        """Look up returns and refunds, and say it."""
        number, shop = turn.slots["order_number"], self.services.shop
        if owned(shop, number, turn.slots["order_email"]) is None:
            return self.gave_up(turn, NOT_FOUND, cause="not_found")
        refunds, returns = shop.refunds_of(number), shop.returns_of(number)
        open_ = [one for one in returns if one.status is not ReturnStatus.CANCELLED]
        if not refunds and not open_:
            said = f"I see no return and no refund for order #{number}."
            return self.gave_up(turn, said, cause="nothing_there", retry=False)
        text = refund_text(number, refunds, open_, turn.at.date())
        return self.completed(turn, text, ask="Did that answer your question?")


def refund_text(number: str, refunds: Sequence[Refund], returns: Sequence[Return], today: date) -> str:
    """Where the money of an order is, in plain words: what was sent, what is to come, what we wait for."""
    lines = [_refund(one, today) for one in refunds]
    if not refunds:
        lines = [_return(one) for one in returns]
    opening = f"Order **#{number}**:"
    return (
        f"{opening} {lines[0]}" if len(lines) == 1 else "\n".join([opening, *(f"- {one}" for one in lines)])
    )


def _refund(refund: Refund, today: date) -> str:
    amount = dollars(refund.amount)
    if refund.status is RefundStatus.PENDING:
        since = spoken_day(refund.asked_at)
        return f"A refund of **{amount}** to {refund.to} is being prepared since {since}."
    sent = f"We sent **{amount}** to {refund.to}"
    if refund.sent_at:
        sent += f" on {spoken_day(refund.sent_at)}"
    trace = f" Should your bank not find it: the reference is {refund.reference}." if refund.reference else ""
    if refund.account_by is None:
        return f"{sent}.{trace}"
    if refund.account_by < today:
        return f"{sent}; it should have been there by {spoken_day(refund.account_by)}.{trace}"
    return f"{sent}; your bank should show it by {spoken_day(refund.account_by)}."


def _return(one: Return) -> str:
    expected = dollars(one.expected)
    words = {
        ReturnStatus.STARTED: f"Return {one.number} is open: we wait for the goods until "
        f"{spoken_day(one.send_by)}. When they are here, {expected} go back to you.",
        ReturnStatus.ON_ITS_WAY: f"Return {one.number} is on its way to us. When it is here, {expected} go "
        "back to you.",
        ReturnStatus.ARRIVED: f"Return {one.number} has arrived and is being checked; {expected} follow "
        "within five working days.",
        ReturnStatus.REFUNDED: f"Return {one.number} is refunded: {expected}.",
    }
    return words[one.status]
