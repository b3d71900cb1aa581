"""The line that `firstline triage` prints."""

import json

from bot.nlu.model import Understanding
from bot.triage import DEFAULT_POLICY, Signals, triage_text
from tests.unit.triage.triage_facts import REASONS, understood


class AlwaysDamaged:
    def understand(self, text: str) -> Understanding:
        return understood(("damaged_item", 0.91234567), text=text)


def test_a_line_holds_what_the_interface_promises_and_nothing_else() -> None:
    line = triage_text("it broke", Signals(), AlwaysDamaged(), REASONS, DEFAULT_POLICY)
    assert json.loads(json.dumps(line)) == {
        "reason": "damaged_item",
        "value": "high",
        "complexity": "high",
        "route": "handoff",
        "confidence": 0.9123,
        "because": [
            "Reads as “Damaged item” (91% sure): usually high value and complexity.",
            "High value, high complexity: a person takes over at once.",
        ],
    }
