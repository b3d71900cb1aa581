"""What the ledger keeps of a decision is enough to decide again, and holds no words."""

import json
from dataclasses import fields

from hypothesis import given, settings

from bot.ledger.schemas import checked
from bot.ledger.triage_schemas import Signals as SignalsKept
from bot.ledger.triage_schemas import TriageInputs
from bot.nlu.model import Entity, Understanding
from bot.triage import DEFAULT_POLICY, Signals, decide
from bot.triage.inputs import from_inputs, inputs_of
from tests.unit.triage.triage_facts import REASONS, understood
from tests.unit.triage.triage_strategies import signals, understandings

WORDS = "my name is Ada Moreno and it broke"


def _kept(understanding: Understanding, facts: Signals) -> dict:
    """The inputs after a way through the event's schema and JSON."""
    model = TriageInputs.model_validate(inputs_of(understanding, facts))
    return json.loads(json.dumps(model.model_dump(mode="json", exclude_none=True)))


@given(understandings(), signals)
@settings(max_examples=500, deadline=None)
def test_deciding_on_what_was_kept_gives_the_identical_decision(
    understanding: Understanding, facts: Signals
) -> None:
    kept, kept_signals = from_inputs(_kept(understanding, facts))
    assert kept_signals == facts
    assert decide(kept, kept_signals, REASONS, DEFAULT_POLICY) == decide(
        understanding, facts, REASONS, DEFAULT_POLICY
    )


def test_nothing_of_what_was_typed_is_kept() -> None:
    facts = Signals(page="/account?name=ada#moreno", tier="Ada Moreno, gold", prior_reason="it broke")
    kept = json.dumps(_kept(understood(("damaged_item", 0.9), text=WORDS), facts))
    assert not [word for word in ("Ada", "ada", "moreno", "broke") if word in kept]
    assert json.loads(kept)["length"] == len(WORDS)


def test_the_largest_amount_and_quantity_are_kept() -> None:
    named = (
        Entity("amount", "20.00", 0, 1),
        Entity("amount", "900.00", 2, 3),
        Entity("quantity", "40", 4, 5),
    )
    kept = _kept(understood(("bulk_order", 0.9), entities=named), Signals())
    assert kept["amounts"] == {"amount": 900.0, "quantity": 40.0}


def test_a_number_too_long_to_be_one_can_still_be_kept() -> None:
    endless = (Entity("amount", "9" * 400, 0, 400),)
    kept = _kept(understood(("damaged_item", 0.9), entities=endless), Signals())
    assert kept["amounts"]["amount"] == 1e9


def test_every_signal_has_its_field_in_the_event() -> None:
    assert {field.name for field in fields(Signals)} == set(SignalsKept.model_fields)


def test_a_decision_without_inputs_stays_readable_as_version_1() -> None:
    data = {
        "seq": 3,
        "reason": "damaged_item",
        "value": "high",
        "complexity": "high",
        "value_score": 0.9,
        "complexity_score": 0.9,
        "route": "handoff",
        "confidence": 0.8,
        "policy_version": "balanced-1",
        "because": ["High value."],
    }
    assert checked("triage_decided", 1, data) == data
