"""A payment that failed: why, and whether it matters still; else a person, with the facts."""

from collections.abc import Sequence

from actions.flow import FlowForm
from actions.payment_facts import ChargeNote, Explained, PaymentEnd, WhichCharge
from bot.backoffice.payments import Charge, ChargeStatus


class WhichPayment(WhichCharge):
    """Which of the payments that failed."""

    question = "Which payment is it about?"

    def among(self, charges: Sequence[Charge]) -> Sequence[Charge]:
        """Those that failed."""
        return [charge for charge in charges if charge.status is ChargeStatus.FAILED]


class PaymentFailedForm(FlowForm):
    """Which payment, and why it failed."""

    flow = "payment_failed"
    subject = "your payment"
    needs = "verified"
    opening = "I'm sorry that the payment didn't work. I'll look up what happened."
    own_steps = (WhichPayment, Explained, ChargeNote)


class PaymentFailed(PaymentEnd):
    """Settled, or offered to a person."""

    form = PaymentFailedForm
