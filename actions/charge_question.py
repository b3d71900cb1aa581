"""A charge that isn't understood: what it is; else a person, with the facts."""

from collections.abc import Sequence

from actions.flow import FlowForm
from actions.payment_facts import ChargeNote, Explained, PaymentEnd, WhichCharge
from bot.backoffice.payments import Charge


class WhichAmount(WhichCharge):
    """Which of the amounts on the statement."""

    question = "Which of these is it about?"

    def among(self, charges: Sequence[Charge]) -> Sequence[Charge]:
        """All of them: a failed one may look like a charge."""
        return charges


class ChargeQuestionForm(FlowForm):
    """Which charge, and what it is."""

    flow = "charge_question"
    subject = "the charge"
    needs = "verified"
    opening = "I can look up what we charged."
    own_steps = (WhichAmount, Explained, ChargeNote)


class ChargeQuestion(PaymentEnd):
    """Settled, or offered to a person."""

    form = ChargeQuestionForm
