"""Made-up reasons and understandings, so that the rules can be tested without a model."""

from typing import Any

import numpy as np

from bot.nlu.model import Entity, Tone, Understanding
from bot.triage import DEFAULT_POLICY, Decision, Policy, Signals, decide
from bot.triage.reasons import parse_reasons


def row(key: str, value: str, complexity: str, skill: str, **more: Any) -> dict[str, Any]:
    base = {"key": key, "title": key.replace("_", " ").capitalize(), "group": "g", "goal": "wants it"}
    return {**base, "value": value, "complexity": complexity, "department": "support", "skill": skill, **more}


ROWS = [
    row("shipping_cost", "low", "low", "answer"),
    row("payment_methods", "low", "low", "answer"),
    row("order_status", "low", "low", "order_status"),
    row("cancel_order", "medium", "low", "cancel_order"),
    row("payment_failed", "medium", "medium", "payment_facts", department="billing"),
    row("refund_refused", "medium", "high", "person", department="billing"),
    row("damaged_item", "high", "high", "person"),
    row("missing_parcel", "high", "high", "person"),
    row("bulk_order", "high", "low", "person", department="sales"),
    row("callback_request", "high", "medium", "person"),
    row("warehouse_tour", "low", "medium", "answer"),
    row("custom_build", "low", "high", "answer"),
    row("safety_issue", "low", "low", "answer", department="trust", always_person=True),
]


def understood(
    *reasons: tuple[str, float],
    act: str | None = None,
    act_confidence: float = 0.95,
    text: str = "some words",
    tone: Tone | None = None,
    entities: tuple[Entity, ...] = (),
    wishes: int = 1,
    wants_person: float = 0.0,
) -> Understanding:
    """What the understander would say, made up."""
    return Understanding(
        text=text,
        vector=np.zeros(0, dtype=np.float32),
        act=act,
        act_confidence=act_confidence if act else 0.0,
        reasons=reasons,
        entities=entities,
        tone=tone or Tone(),
        wishes=wishes,
        wants_person=wants_person,
    )


REASONS = parse_reasons(ROWS)


def decided(understanding: Understanding, policy: Policy = DEFAULT_POLICY, **signals: Any) -> Decision:
    """The decision on made-up facts."""
    return decide(understanding, Signals(**signals), REASONS, policy)
