"""Orders: what may still be done about them, and what was done."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.backoffice.customers import Address
from bot.backoffice.orders import OrderChange, OrderStatus, Pieces
from bot.errors import InvalidInput, NotFound, Refused

BEN, FARID, GRETA, HUGH, ADA = (
    f"{name}@example.com"
    for name in ("ben.okafor", "farid.haddad", "greta.lindholm", "hugh.marsh", "ada.moreno")
)
THERE = Address("9 Harbor Way", "Halifax", "B3H 1A1", "ca", region="NS")


@pytest.fixture
def id_of(full_backoffice):
    return lambda email: full_backoffice.customer_by_email(email).id


def _refused(call, *arguments, **more):
    with pytest.raises(Refused) as refused:
        call(*arguments, **more)
    assert str(refused.value).endswith(".")
    return refused.value.code


def test_an_order_that_is_not_packed_can_be_changed_cancelled_and_redirected(full_backoffice, now):
    options = full_backoffice.order_options("10591", now)
    assert (options.cancel, options.change_address, options.change_items, options.change_method) == (
        None,
    ) * 4
    assert options.cancel_fee == 0
    assert [method.name for method in options.methods] == ["Standard", "Express"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("10563", "already_packed"),
        ("10412", "already_delivered"),
    ],
)
def test_an_order_that_has_gone_further_cannot_be_stopped(full_backoffice, key, now, number, code):
    order = full_backoffice.order(number)
    options = full_backoffice.order_options(number, now)
    refusals = (options.cancel, options.change_address, options.change_items, options.change_method)
    assert {refusal.code for refusal in refusals} == {code}
    assert options.methods == ()
    owner = order.customer_id
    there = replace(order.ship_to, line1="1 Elsewhere Road")
    more = OrderChange((Pieces(order.items[0].sku, 3),))
    assert _refused(full_backoffice.cancel_order, owner, number, now, key=key()) == code
    assert _refused(full_backoffice.change_order_address, owner, number, there, now, key=key()) == code
    assert _refused(full_backoffice.change_order, owner, number, more, now, key=key()) == code
    assert full_backoffice.order(number) == order


def test_a_shipment_says_who_brings_it_and_when(full_backoffice):
    shipment = full_backoffice.order("10045").shipment
    assert (shipment.carrier, shipment.tracking[:7]) == ("Cascade Parcel", "LW10045")
    assert shipment.shipped_at == datetime(2026, 2, 27, 7, 0, tzinfo=UTC)
    assert shipment.expected == date(2026, 3, 4)
    assert shipment.delivered_at is None
    assert shipment.url == f"https://shop.example/track/{shipment.tracking}"


def test_another_address_of_an_order_is_told_by_mail(full_backoffice, mails_to, id_of, key, now):
    full_backoffice.change_order_address(id_of(BEN), "10591", THERE, now, key=key())
    assert "9 Harbor Way" in mails_to(BEN)[0].text


def test_there_are_no_options_for_an_order_that_does_not_exist(full_backoffice, now):
    with pytest.raises(NotFound):
        full_backoffice.order_options("99999", now)
    with pytest.raises(NotFound):
        full_backoffice.preview_change("99999", OrderChange(), now)


def test_a_cancelled_order_that_was_not_charged_lets_its_reservation_go(
    full_backoffice, mails_to, id_of, key, now
):
    done = full_backoffice.cancel_order(id_of(BEN), "10591", now, key=key())
    assert (done.order.status, done.fee, done.refund) == (OrderStatus.CANCELLED, 0, 0)
    assert full_backoffice.order("10591") == done.order
    charges = [c for c in full_backoffice.charges_of(id_of(BEN)) if c.order_number == "10591"]
    assert [charge.status for charge in charges] == ["released"]
    assert list(full_backoffice.refunds_of("10591")) == []
    assert mails_to(BEN)[0].subject == "Order #10591 is cancelled"


def test_after_two_days_cancelling_what_is_made_to_order_costs_a_fifth(full_backoffice, id_of, key, now):
    assert full_backoffice.order_options("10560", now).cancel_fee == Decimal("196.00")
    done = full_backoffice.cancel_order(id_of(GRETA), "10560", now, key=key())
    assert (done.fee, done.refund) == (Decimal("196.00"), Decimal("784.00"))


def test_cancelling_again_with_the_same_key_refunds_once(full_backoffice, mails_to, id_of, now):
    first = full_backoffice.cancel_order(id_of(GRETA), "10560", now, key="one")
    later = now + timedelta(minutes=3)
    assert full_backoffice.cancel_order(id_of(GRETA), "10560", later, key="one") == first
    assert len(full_backoffice.refunds_of("10560")) == 1
    assert len(mails_to(GRETA)) == 1
    assert (
        _refused(full_backoffice.cancel_order, id_of(GRETA), "10560", now, key="two") == "already_cancelled"
    )


def test_a_change_is_shown_before_it_is_made(full_backoffice, now):
    change = OrderChange((Pieces("LW-THROW-1", 1), Pieces("LW-DISH-S", 0)), "express")
    before = full_backoffice.order("10591")
    after = full_backoffice.preview_change("10591", change, now)
    assert [(item.sku, item.quantity) for item in after.items] == [("LW-THROW-1", 1)]
    assert (after.method, after.shipping, after.total) == ("Express", Decimal("34.00"), Decimal("93.00"))
    assert full_backoffice.order("10591") == before


def test_lines_quantities_and_the_way_of_sending_are_changed(full_backoffice, mails_to, id_of, key, now):
    change = OrderChange((Pieces("LW-THROW-1", 3),), "Express")
    preview = full_backoffice.preview_change("10591", change, now)
    changed = full_backoffice.change_order(id_of(BEN), "10591", change, now, key=key())
    assert changed == preview == full_backoffice.order("10591")
    assert changed.total == Decimal("447.00")
    (charge,) = [c for c in full_backoffice.charges_of(id_of(BEN)) if c.order_number == "10591"]
    assert (charge.status, charge.amount) == ("reserved", changed.total)
    assert "$93.00 more" in mails_to(BEN)[0].text


def test_a_change_with_the_same_key_is_made_once(full_backoffice, mails_to, id_of, now):
    change = OrderChange((Pieces("LW-THROW-1", 1),))
    first = full_backoffice.change_order(id_of(BEN), "10591", change, now, key="one")
    assert full_backoffice.change_order(id_of(BEN), "10591", change, now, key="one") == first
    assert len(mails_to(BEN)) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (OrderChange((Pieces("LW-THROW-1", 0), Pieces("LW-DISH-S", 0))), "nothing_left"),
        (OrderChange(method="White Glove"), "method_not_offered"),
        (OrderChange(method="by owl"), "method_not_offered"),
        (OrderChange((Pieces("LW-THROW-1", 40),)), "amount_above_limit"),
    ],
)
def test_a_change_against_the_rules_is_refused(full_backoffice, id_of, key, now, change, code):
    before = full_backoffice.order("10591")
    assert _refused(full_backoffice.change_order, id_of(BEN), "10591", change, now, key=key()) == code
    assert _refused(full_backoffice.preview_change, "10591", change, now) == code
    assert full_backoffice.order("10591") == before


@pytest.mark.parametrize("pieces", [Pieces("LW-SOFA-3", 1), Pieces("LW-THROW-1", -1)])
def test_new_products_and_impossible_quantities_are_refused(full_backoffice, id_of, key, now, pieces):
    with pytest.raises(InvalidInput):
        full_backoffice.change_order(id_of(BEN), "10591", OrderChange((pieces,)), now, key=key())


def test_what_is_made_to_order_is_changed_for_two_days_only(full_backoffice, id_of, key, now):
    more = OrderChange((Pieces("LW-TABLE-D", 2),))
    assert _refused(full_backoffice.change_order, id_of(GRETA), "10560", more, now, key=key()) == "too_late"
    changed = full_backoffice.change_order(id_of(FARID), "10594", more, now, key=key())
    assert changed.total == Decimal("1960.00")
    amounts = [c.amount for c in full_backoffice.charges_of(id_of(FARID)) if c.order_number == "10594"]
    assert amounts == [Decimal("980.00"), Decimal("980.00")]


def test_furniture_cannot_go_by_express(full_backoffice, now):
    assert [m.name for m in full_backoffice.order_options("10594", now).methods] == [
        "Standard",
        "White Glove",
    ]
