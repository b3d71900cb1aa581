"""Returns and refunds."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.backoffice.orders import Pieces
from bot.backoffice.returns import ReturnReason, ReturnStatus
from bot.errors import InvalidInput, NotFound, Refused

CLARA = "clara.vogt@example.com"
BED, TABLE = Pieces("LW-BED-Q", 1), Pieces("LW-TABLE-C", 1)


@pytest.fixture
def clara(full_backoffice):
    return full_backoffice.customer_by_email(CLARA).id


def _start(shop, owner, now, key, *lines, number="10412", reason=ReturnReason.CHANGED_MIND):
    return shop.start_return(owner, number, lines, reason, now, key=key)


def test_a_delivered_order_can_be_returned_for_thirty_days(full_backoffice, now):
    options = full_backoffice.return_options("10412", now)
    assert options.refusal is None
    assert [(line.sku, line.quantity, line.refusal) for line in options.lines] == [
        ("LW-BED-Q", 1, None),
        ("LW-TABLE-C", 1, None),
    ]
    assert options.lines[0].condition == "complete; built with care is fine"
    delivered = full_backoffice.order("10412").shipment.delivered_at
    assert options.until == (delivered + timedelta(days=30)).date()
    assert (options.label_cost, options.pickup_cost) == (Decimal("14.90"), Decimal("89.00"))


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("10591", "not_delivered_yet"),
        ("10045", "not_delivered_yet"),
        ("10150", "already_cancelled"),
        ("10230", "already_returned"),
        ("10013", "too_late"),
    ],
)
def test_what_cannot_go_back_says_why(full_backoffice, key, now, number, code):
    options = full_backoffice.return_options(number, now)
    assert (options.refusal.code, options.lines) == (code, ())
    order = full_backoffice.order(number)
    with pytest.raises(Refused) as refused:
        _start(full_backoffice, order.customer_id, now, key(), Pieces(order.items[0].sku, 1), number=number)
    assert refused.value.code == code
    assert list(full_backoffice.returns_of(number)) == [
        one for one in full_backoffice.returns_of(number) if one.status is ReturnStatus.REFUNDED
    ]


def test_an_order_that_does_not_exist_has_no_options(full_backoffice, now):
    with pytest.raises(NotFound):
        full_backoffice.return_options("99999", now)
    assert list(full_backoffice.returns_of("99999")) == list(full_backoffice.refunds_of("99999")) == []


def test_a_return_says_what_comes_back_and_how(full_backoffice, mails_to, clara, key, now):
    started = _start(full_backoffice, clara, now, key(), TABLE)
    assert (started.number, started.status, started.lines) == ("R10412-1", "started", (TABLE,))
    assert (started.pickup, started.label_url) == (True, "")
    assert (started.cost, started.expected) == (Decimal("89.00"), Decimal("151.00"))
    assert started.send_by == date(2026, 3, 9)
    assert list(full_backoffice.returns_of("#10412")) == [started]
    assert mails_to(CLARA)[0].subject == "Your return R10412-1"


def test_a_small_parcel_gets_a_label(full_backoffice, key, now):
    order = full_backoffice.order("10478")
    started = _start(full_backoffice, order.customer_id, now, key(), Pieces("LW-COAT-1", 1), number="10478")
    assert started.pickup is False
    assert started.label_url.startswith("https://shop.example/")
    assert (started.cost, started.expected) == (Decimal("14.90"), Decimal("80.10"))


def test_what_is_on_its_way_back_cannot_be_returned_again(full_backoffice, clara, key, now):
    _start(full_backoffice, clara, now, key(), TABLE)
    lines = {line.sku: line for line in full_backoffice.return_options("10412", now).lines}
    assert lines["LW-TABLE-C"].refusal.code == "already_returned"
    assert lines["LW-BED-Q"].refusal is None
    with pytest.raises(Refused) as refused:
        _start(full_backoffice, clara, now, key(), TABLE)
    assert refused.value.code == "already_returned"


def test_a_return_with_the_same_key_is_started_once(full_backoffice, mails_to, clara, now):
    first = _start(full_backoffice, clara, now, "one", TABLE)
    assert _start(full_backoffice, clara, now, "one", TABLE) == first
    assert len(full_backoffice.returns_of("10412")) == 1
    assert len(mails_to(CLARA)) == 1


def test_a_return_is_taken_back_as_long_as_nothing_is_on_its_way(full_backoffice, clara, key, now):
    started = _start(full_backoffice, clara, now, key(), BED, TABLE)
    cancelled = full_backoffice.cancel_return(clara, started.number, now, key=key())
    assert cancelled.status is ReturnStatus.CANCELLED
    assert [one.status for one in full_backoffice.returns_of("10412")] == ["cancelled"]
    assert full_backoffice.return_options("10412", now).lines[0].refusal is None


def test_the_return_of_somebody_else_is_not_found(full_backoffice, clara, key, now):
    started = _start(full_backoffice, clara, now, key(), TABLE)
    other = full_backoffice.customer_by_email("ada.moreno@example.com").id
    with pytest.raises(NotFound):
        full_backoffice.cancel_return(other, started.number, now, key=key())
    with pytest.raises(NotFound):
        full_backoffice.cancel_return(clara, "R99999-1", now, key=key())
    with pytest.raises(NotFound):
        _start(full_backoffice, other, now, key(), TABLE)


def test_a_parcel_that_came_back_cannot_be_called_off(full_backoffice, key, now):
    order = full_backoffice.order("10230")
    with pytest.raises(Refused) as refused:
        full_backoffice.cancel_return(order.customer_id, "R10230-1", now, key=key())
    assert refused.value.code == "already_on_its_way"


@pytest.mark.parametrize("reason", [ReturnReason.DAMAGED, ReturnReason.FAULTY, ReturnReason.WRONG_ITEM])
def test_what_is_the_shops_fault_is_for_a_person(full_backoffice, clara, key, now, reason):
    with pytest.raises(Refused) as refused:
        _start(full_backoffice, clara, now, key(), TABLE, reason=reason)
    assert refused.value.code == "needs_a_person"


@pytest.mark.parametrize(
    "lines",
    [(), (Pieces("LW-SOFA-3", 1),), (Pieces("LW-BED-Q", 2),), (Pieces("LW-BED-Q", 0),), (BED, BED)],
    ids=["nothing", "not in the order", "too many", "none", "twice"],
)
def test_pieces_that_are_not_in_the_order_are_refused(full_backoffice, clara, key, now, lines):
    with pytest.raises(InvalidInput):
        _start(full_backoffice, clara, now, key(), *lines)
    assert list(full_backoffice.returns_of("10412")) == []


def test_a_refund_says_how_much_when_and_where_to(full_backoffice):
    (refund,) = full_backoffice.refunds_of(" #10230")
    assert (refund.amount, refund.status) == (Decimal("1521.00"), "sent")
    assert refund.to == "Visa ending in 4242"
    assert refund.asked_at < refund.sent_at
    assert refund.account_by == (refund.sent_at + timedelta(days=7)).date()
    (back,) = full_backoffice.returns_of("10230")
    assert (back.status, back.expected) == ("refunded", refund.amount)
