"""What a decision was made of, as the ledger keeps it: everything `decide()` uses and nothing anybody typed.

So a decision can be made again, by the same policy or another one, long after the words are gone.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.nlu.model import Tone
from bot.triage.facts import Facts
from bot.triage.model import Signals


@dataclass(frozen=True)
class Kept:
    """An understood message without its words; `decide()` takes it like the understanding it was made of."""

    act: str | None
    act_confidence: float
    reasons: tuple[tuple[str, float], ...]
    wants_person: float
    tone: Tone
    wishes: int
    length: int
    amount: float
    quantity: float
    familiarity: float
    language: str


def inputs_of(facts: Facts, signals: Signals) -> dict[str, Any]:
    """The inputs of a decision, ready for JSON: the `inputs` of a `triage_decided` event."""
    return {
        "act": facts.act,
        "act_confidence": facts.act_confidence,
        "reasons": [[key, probability] for key, probability in facts.reasons],
        "wants_person": facts.wants_person,
        "tone": asdict(facts.tone),
        "wishes": facts.wishes,
        "length": facts.length,
        "amounts": {"amount": facts.amount, "quantity": facts.quantity},
        "familiarity": facts.familiarity,
        "language": facts.language,
        "signals": asdict(signals),
    }


def from_inputs(inputs: Mapping[str, Any]) -> tuple[Kept, Signals]:
    """What `inputs_of` was given, save the words: `decide()` decides the same on it.

    Args:
        inputs: the `inputs` of a `triage_decided` event of version 2, as they were kept.

    Raises:
        InvalidInput: a signal is unknown or can't be used.
    """
    kept = Kept(
        act=inputs.get("act"),
        act_confidence=inputs["act_confidence"],
        reasons=tuple((key, probability) for key, probability in inputs["reasons"]),
        wants_person=inputs["wants_person"],
        tone=Tone(**inputs["tone"]),
        wishes=inputs["wishes"],
        length=inputs["length"],
        amount=inputs["amounts"]["amount"],
        quantity=inputs["amounts"]["quantity"],
        familiarity=inputs["familiarity"],
        language=inputs["language"],
    )
    return kept, Signals.from_mapping(inputs["signals"])
