"""Events as sentences."""

import pytest

from bot.ledger.timeline import sentence
from tests.unit.ledger.ledger_stories import TRIAGE


@pytest.mark.parametrize(
    ("type_", "data", "text"),
    [
        (
            "message_received",
            {"seq": 1, "length": 44, "chat": "bot"},
            "The visitor wrote to the bot (44 characters).",
        ),
        (
            "answer_shown",
            {"seq": 1, "article_id": "returns", "article_version": 3, "score": 0.8, "risk": 0.04},
            "The bot answered with article returns, version 3, risk of being wrong 4%.",
        ),
        (
            "triage_decided",
            TRIAGE
            | {
                "seq": 1,
                "reason": "damaged_item",
                "value": "high",
                "route": "handoff",
                "because": ["a", "b"],
            },
            "Triage: damaged item, value high, complexity low, so handoff. a b",
        ),
        (
            "flow_step",
            {"flow": "address_change", "step": "code"},
            "The flow address change went on at step code.",
        ),
        (
            "person_accepted",
            {"agent_id": "ada", "waited_seconds": 12.4},
            "An agent accepted after 12 seconds.",
        ),
        (
            "closed",
            {"by": "agent", "disposition": "sale", "amount": 1200},
            "Closed by the agent as sale, $1,200.00.",
        ),
        (
            "survey_answered",
            {"csat": 5, "nps": 9},
            "The visitor rated: satisfaction 5, recommendation 9.",
        ),
        (
            "bot_replied",
            {"seq": 1, "milliseconds": 1240},
            "The bot replied after 1.2 seconds.",
        ),
    ],
)
def test_an_event_reads_as_a_sentence(story, type_, data, text):
    story.happens(type_, **data)
    assert sentence(story.events[-1]) == text
