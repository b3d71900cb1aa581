"""Triage of a bare text, as `firstline triage` prints it."""

from typing import Any, Protocol

from bot.nlu.model import Understanding
from bot.triage.decide import decide
from bot.triage.inputs import inputs_of
from bot.triage.model import Signals
from bot.triage.policy import Policy
from bot.triage.reasons import Reasons


class Understands(Protocol):
    """Anything that understands a text, such as `bot.nlu.Understander`."""

    def understand(self, text: str) -> Understanding:
        """The text, understood."""
        ...


def triage_text(
    text: str, signals: Signals, understander: Understands, reasons: Reasons, policy: Policy
) -> dict[str, Any]:
    """One line of `firstline triage --batch`, without its id: plain values, ready for JSON.

    It holds what the decision's event in the ledger would: scores, reasons, the policy's version and the
    inputs, in which no word of the text stands.
    """
    understanding = understander.understand(text)
    decision = decide(understanding, signals, reasons, policy)
    return {
        "reason": decision.reason,
        "value": str(decision.value),
        "complexity": str(decision.complexity),
        "route": str(decision.route),
        "confidence": decision.confidence,
        "because": list(decision.because),
        "value_score": decision.value_score,
        "complexity_score": decision.complexity_score,
        "policy_version": decision.policy_version,
        "inputs": inputs_of(understanding, signals),
    }
