"""Charges in plain words, and which of them is meant."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.charges import charge_explained, distinct, failed_payment, line_of, title_of
from actions.payment_facts import matching
from bot.backoffice.customers import Address
from bot.backoffice.orders import Order, OrderItem, OrderStatus
from bot.backoffice.payments import Charge, ChargeKind, ChargeStatus, FailureReason

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ORDER = Order(
    number="10045",
    customer_id="c",
    status=OrderStatus.PAID,
    items=(OrderItem("s", "Elm desk", 1, Decimal(200)),),
    shipping=Decimal(20),
    total=Decimal(220),
    placed_at=NOW,
    ship_to=Address("5 Elm St", "Portland", "97205", "US"),
)
BOOKED = Charge(
    "ch", "c", ChargeKind.ORDER, ChargeStatus.BOOKED, Decimal(220), NOW, "Visa ending in 4242", "10045"
)
FAILED = replace(BOOKED, id="try", status=ChargeStatus.FAILED, at=NOW - timedelta(minutes=4))


def explained(charge: Charge, *others: Charge) -> tuple[str, bool]:
    told = charge_explained(charge, [charge, *others], ORDER)
    return told.cause, told.plain


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (ChargeStatus.BOOKED, "Elm desk for $200 and shipping for $20"),
        (ChargeStatus.RESERVED, "It's charged when the order ships, once."),
        (ChargeStatus.RELEASED, "no money was taken"),
        (ChargeStatus.REFUNDED, "has been sent back"),
    ],
)
def test_every_state_of_a_charge_has_words_of_its_own(status: ChargeStatus, words: str) -> None:
    told = charge_explained(replace(BOOKED, status=status), [], ORDER)
    assert words in told.text
    assert "**$220** on March 2 with Visa ending in 4242" in told.text
    assert told.plain


def test_a_reservation_beside_its_charge_is_no_double_charge() -> None:
    assert explained(BOOKED, replace(BOOKED, id="r", status=ChargeStatus.RESERVED)) == ("reservation", True)


def test_two_booked_charges_are_not_explained_away() -> None:
    assert explained(BOOKED, replace(BOOKED, id="again")) == ("booked_twice", False)


def test_a_membership_and_a_card_check_are_told_apart_from_orders() -> None:
    plus = replace(BOOKED, kind=ChargeKind.MEMBERSHIP, amount=Decimal(39), order_number=None)
    assert explained(plus, replace(plus, id="last year")) == ("membership", True)
    assert explained(replace(plus, kind=ChargeKind.CARD_CHECK)) == ("card_check", True)


def test_a_part_of_an_order_says_what_the_whole_is() -> None:
    told = charge_explained(replace(BOOKED, amount=Decimal(100)), [], ORDER)
    assert told.cause == "part_of_order"
    assert "a part of order **#10045**, which is $220 in all" in told.text


@pytest.mark.parametrize("failure", list(FailureReason))
def test_every_failure_has_words_and_only_one_without_a_reason_needs_a_person(failure: FailureReason) -> None:
    told = failed_payment(replace(FAILED, failure=failure), [])
    assert "Nothing was taken" in told.text
    assert told.plain is (failure is not FailureReason.UNKNOWN)
    assert told.cause == failure.value
    failed = replace(FAILED, failure=failure)
    assert charge_explained(failed, [failed], ORDER) == told


def test_a_later_try_that_went_through_settles_a_failed_one() -> None:
    told = failed_payment(FAILED, [BOOKED, FAILED])
    assert told.cause == "paid_later"
    assert "order **#10045** is paid" in told.text
    earlier = replace(BOOKED, at=FAILED.at - timedelta(days=1))
    assert failed_payment(FAILED, [earlier, FAILED]).cause == "unknown"


def test_a_line_for_the_agent_has_amount_day_method_order_and_what_came_of_it() -> None:
    charge = replace(FAILED, failure=FailureReason.EXPIRED_CARD)
    assert line_of(charge) == "$220 on March 2, Visa ending in 4242, order #10045: failed (expired card)"
    assert title_of(charge) == "$220 on March 2, order #10045"


def test_charges_alike_are_shown_once() -> None:
    other = replace(BOOKED, id="o", order_number="10046")
    assert distinct([BOOKED, replace(BOOKED, id="again"), other]) == [BOOKED, other]


@pytest.mark.parametrize(
    ("order", "amount", "ids"),
    [
        (None, None, ["a", "b", "plus"]),
        ("10045", None, ["a"]),
        (None, "39.00", ["plus"]),
        (None, "39", ["plus"]),
        (None, "19", ["b"]),
        (None, "10046", ["b"]),
        ("10045", "220", ["a"]),
        ("10099", None, []),
        (None, "6.90", []),
    ],
)
def test_a_charge_is_found_by_order_or_amount(order: str | None, amount: str | None, ids: list[str]) -> None:
    charges = [
        replace(BOOKED, id="a"),
        replace(BOOKED, id="b", order_number="10046", amount=Decimal("19.90")),
        replace(BOOKED, id="plus", kind=ChargeKind.MEMBERSHIP, order_number=None, amount=Decimal(39)),
    ]
    assert [one.id for one in matching(charges, order, amount)] == ids


@given(st.none() | st.text(max_size=8), st.none() | st.text(max_size=12))
def test_whatever_is_typed_only_charges_that_exist_are_found(order: str | None, amount: str | None) -> None:
    charges = [BOOKED, FAILED]
    assert all(one in charges for one in matching(charges, order, amount))
