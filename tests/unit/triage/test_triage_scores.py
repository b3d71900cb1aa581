"""Value and complexity: the prior, what moves it, and how that is said."""

import pytest

from bot.errors import InvalidInput
from bot.nlu.model import Entity, Tone
from bot.triage import Level, Signals
from tests.unit.triage.triage_facts import decided, understood


def test_a_full_cart_raises_value_in_plain_words() -> None:
    decision = decided(understood(("shipping_cost", 0.9)), cart_value=1240)
    assert "Cart of $1,240: value up." in decision.because
    assert decision.value is Level.MEDIUM
    assert decision.complexity is Level.LOW


def test_no_signal_says_nothing() -> None:
    because = decided(understood(("shipping_cost", 0.9))).because
    assert not [sentence for sentence in because if sentence.endswith(" up.")]


@pytest.mark.parametrize(
    ("signals", "sentence"),
    [
        ({"order_value": 900}, "Order of $900: value up."),
        ({"tier": "Gold"}, "Customer tier “Gold”: value up."),
        ({"repeat_customer": True}, "Has bought before: value up."),
        ({"identity": "known"}, "Is known to the shop: value up."),
        ({"identity": "verified"}, "Has proved who they are: value up."),
        ({"page": "/checkout?step=2"}, "Writes from /checkout: value up."),
        (
            {"failed_self_service": 1, "prior_reason": "shipping_cost"},
            "Self-service has failed once: value and complexity up.",
        ),
    ],
)
def test_each_signal_is_explained(signals: dict, sentence: str) -> None:
    assert sentence in decided(understood(("shipping_cost", 0.9)), **signals).because


def test_tone_wishes_and_length_are_explained() -> None:
    decision = decided(
        understood(
            ("shipping_cost", 0.9),
            text="x" * 400,
            tone=Tone(0.9, 0.9, 0.65, 0.9),
            wishes=3,
            entities=(Entity("amount", "900.00", 0, 3),),
        )
    )
    assert {
        "Sounds angry: value and complexity up.",
        "Threatens consequences: value and complexity up.",
        "Sounds urgent: value and complexity up.",
        "3 wishes in one message: complexity up.",
        "A long message: complexity up.",
        "Speaks of $900: value up.",
    } <= set(decision.because)


def test_scores_stay_between_0_and_1() -> None:
    decision = decided(
        understood(("damaged_item", 0.9), tone=Tone(1, 1, 1), wishes=9), cart_value=1e9, failed_self_service=9
    )
    assert (decision.value_score, decision.complexity_score) == (1.0, 1.0)


def test_signals_from_outside_are_read() -> None:
    signals = Signals.from_mapping({"cart_value": 12, "prior_value": "high", "tier": None})
    assert (signals.cart_value, signals.prior_value) == (12.0, Level.HIGH)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"cart_value": -1}, "cart_value"),
        ({"cart_value": "much"}, "cart_value"),
        ({"prior_value": "huge"}, "prior_value"),
        ({"card_value": 3}, "card_value"),
        ({"identity": "guessed"}, "identity"),
    ],
)
def test_signals_that_cannot_be_used_are_named(values: dict, field: str) -> None:
    with pytest.raises(InvalidInput, match=field) as raised:
        Signals.from_mapping(values)
    assert raised.value.field == field
