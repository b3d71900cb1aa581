"""What a switched-off skill means: its reasons are left to a person, and nobody is led into it."""

import pytest

from bot.dialogue.intents import Running, would_go_on
from bot.errors import InvalidInput
from bot.switches.model import Switches, as_json, checked, from_json
from bot.triage import DEFAULT_POLICY, Route, Signals, decide
from bot.triage.reasons import PERSON
from tests.unit.triage.triage_facts import REASONS, understood

FLOWS = ("order_status", "cancel_order")


def test_a_skill_that_is_off_is_left_to_a_person_and_the_others_stay() -> None:
    left = Switches(off=frozenset({"order_status"})).reasons(REASONS)
    assert left["order_status"].skill == PERSON
    assert left["cancel_order"] == REASONS["cancel_order"]
    assert list(left) == list(REASONS)
    assert Switches().reasons(REASONS) is REASONS


def test_a_message_for_a_skill_that_is_off_is_offered_a_person() -> None:
    message = understood(("order_status", 0.95))
    assert decide(message, Signals(), REASONS, DEFAULT_POLICY).route is Route.FLOW
    left = Switches(off=frozenset({"order_status"})).reasons(REASONS)
    assert decide(message, Signals(), left, DEFAULT_POLICY).route is Route.OFFER_HUMAN


@pytest.mark.parametrize(
    ("intent", "running", "goes_on"),
    [
        ("order_status", None, True),
        ("cancel_order", None, False),
        ("inform", Running("order_status", "order_number"), True),
        ("affirm", Running("order_status", "confirmed"), True),
        ("stop", Running("order_status", "order_number"), False),
        ("question", Running("order_status", "order_number"), False),
        ("inform", Running("cancel_order", "order_number"), False),
    ],
)
def test_nobody_begins_or_goes_on_with_what_is_off(
    intent: str, running: Running | None, goes_on: bool
) -> None:
    assert would_go_on(intent, running, {"order_status"}) is goes_on


def test_only_what_there_is_can_be_switched() -> None:
    with pytest.raises(InvalidInput, match="no skill 'dancing'") as refused:
        checked(True, ["answer", "dancing"], "", FLOWS)
    assert refused.value.field == "off"
    with pytest.raises(InvalidInput, match="300 characters") as refused:
        checked(True, [], "x" * 301, FLOWS)
    assert refused.value.field == "notice"


def test_they_are_kept_whole() -> None:
    switches = checked(False, ["answer", "order_status"], "  Parcels\nare late. ", FLOWS)
    assert switches == Switches(False, frozenset({"answer", "order_status"}), "Parcels are late.")
    assert from_json(as_json(switches)) == switches
