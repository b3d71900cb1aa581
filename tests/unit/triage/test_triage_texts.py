"""The line that `firstline triage` prints."""

import json

from bot.nlu.model import Understanding
from bot.triage import DEFAULT_POLICY, Route, Signals, decide, triage_text
from bot.triage.inputs import from_inputs
from tests.unit.triage.triage_facts import REASONS, understood


class AlwaysDamaged:
    def understand(self, text: str) -> Understanding:
        return understood(("damaged_item", 0.91234567), text=text)


def test_a_line_holds_what_the_interface_promises_and_nothing_else() -> None:
    line = triage_text("it broke", Signals(), AlwaysDamaged(), REASONS, DEFAULT_POLICY)
    printed = json.loads(json.dumps(line))
    kept, signals = from_inputs(printed.pop("inputs"))
    assert decide(kept, signals, REASONS, DEFAULT_POLICY).route is Route.HANDOFF
    assert printed == {
        "reason": "damaged_item",
        "value": "high",
        "complexity": "high",
        "route": "handoff",
        "confidence": 0.9123,
        "because": [
            "Reads as “Damaged item” (91% sure): usually high value and complexity.",
            "High value, high complexity: a person takes over at once.",
        ],
        "value_score": 0.85,
        "complexity_score": 0.85,
        "policy_version": "balanced-0",
    }
