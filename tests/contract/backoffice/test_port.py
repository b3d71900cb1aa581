"""What every adapter of the shop's systems must do, with known answers, whatever else the shop can do."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.backoffice.customers import Address, Details
from bot.backoffice.orders import OrderStatus
from bot.errors import Conflict, InvalidInput, NotFound, Refused

ADA, BEN, HUGH = "ada.moreno@example.com", "ben.okafor@example.com", "hugh.marsh@example.com"
NEW = Address("9 Harbor Way", "Halifax", "B3H 1A1", "ca", region="NS")


@pytest.fixture
def ada(backoffice):
    return backoffice.customer_by_email(ADA)


@pytest.fixture
def ben(backoffice):
    return backoffice.customer_by_email(BEN).id


def test_a_customer_is_found_by_address_whatever_the_case_and_by_id(backoffice):
    ada = backoffice.customer_by_email("  Ada.Moreno@Example.COM ")
    assert (ada.name, ada.email) == ("Ada Moreno", ADA)
    assert ada.address == Address("412 Alder Street", "Portland", "97205", "US", region="OR")
    assert ada.since.tzinfo is not None
    assert ada.closes_at is None
    assert backoffice.customer(ada.id) == ada


def test_strangers_are_not_found(backoffice):
    assert backoffice.customer_by_email("nobody@example.com") is None
    assert backoffice.customer_by_email("' OR 1=1 --") is None
    assert backoffice.customer("nobody") is None
    assert backoffice.order("99999") is None
    assert backoffice.order("") is None
    assert backoffice.order("../customers/1001") is None
    assert list(backoffice.orders_of("nobody")) == []
    assert list(backoffice.charges_of("nobody")) == []
    assert list(backoffice.refunds_of("99999")) == []
    assert backoffice.invoice("99999") is None


def test_an_order_is_found_with_and_without_its_sign(backoffice, ada):
    order = backoffice.order("10045")
    assert backoffice.order(" #10045 ") == order
    assert order.customer_id == ada.id
    assert order.status is OrderStatus.SHIPPED
    assert [(item.name, item.quantity, item.price) for item in order.items] == [
        ("Alder dining table", 1, Decimal("980.00"))
    ]
    assert (order.shipping, order.total, order.method) == (Decimal("0.00"), Decimal("980.00"), "Standard")
    assert str(order.total) == "980.00"
    assert order.placed_at.tzinfo is not None


@pytest.mark.parametrize(
    ("number", "status"),
    [
        ("10597", "placed"),
        ("10591", "paid"),
        ("10045", "shipped"),
        ("10150", "cancelled"),
        ("10230", "refunded"),
    ],
)
def test_an_order_says_where_it_is_on_its_way(backoffice, number, status):
    assert backoffice.order(number).status == status


def test_a_customers_orders_come_newest_first(backoffice, ada):
    orders = backoffice.orders_of(ada.id)
    assert "10045" in [order.number for order in orders]
    assert {order.customer_id for order in orders} == {ada.id}
    placed = [order.placed_at for order in orders]
    assert placed == sorted(placed, reverse=True)


def test_a_changed_address_is_kept_and_leaves_placed_orders_alone(backoffice, ada, key, now):
    changed = backoffice.change_address(ada.id, NEW, now, key=key())
    assert changed.address == replace(NEW, country="CA")
    assert backoffice.customer(ada.id) == changed
    assert backoffice.order("10045").ship_to == ada.address


@pytest.mark.parametrize(
    ("address", "field"),
    [
        (Address("", "Halifax", "B3H", "CA"), "line1"),
        (Address("9 Harbor Way", " ", "B3H", "CA"), "city"),
        (Address("9 Harbor Way", "Halifax", "", "CA"), "postal_code"),
        (Address("9 Harbor Way", "Halifax", "B3H", "AQ"), "country"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_and_changes_nothing(
    backoffice, ada, ben, key, now, address, field
):
    for call in (
        lambda: backoffice.change_address(ada.id, address, now, key=key()),
        lambda: backoffice.change_order_address(ben, "10591", address, now, key=key()),
    ):
        with pytest.raises(InvalidInput) as refused:
            call()
        assert refused.value.field == field
    assert backoffice.customer(ada.id) == ada
    assert backoffice.order("10591").ship_to.line1 == "88 King Street West"


def test_nothing_of_a_stranger_can_be_changed(backoffice, key, now):
    with pytest.raises(NotFound):
        backoffice.change_address("nobody", NEW, now, key=key())
    with pytest.raises(NotFound):
        backoffice.change_details("nobody", Details(name="Eve Somebody"), now, key=key())


def test_a_name_a_phone_number_and_an_email_are_changed(backoffice, ada, key, now):
    details = Details(" Ada Moreno-Lind ", " Ada@Moreno.Example ", "+1 503 555 0142")
    changed = backoffice.change_details(ada.id, details, now, key=key())
    assert (changed.name, changed.email) == ("Ada Moreno-Lind", "ada@moreno.example")
    assert changed.phone == "+1 503 555 0142"
    assert backoffice.customer(ada.id) == changed == backoffice.customer_by_email("ada@moreno.example")
    assert backoffice.customer_by_email(ADA) is None


def test_the_email_of_another_account_is_refused(backoffice, ada, key, now):
    with pytest.raises(Refused) as refused:
        backoffice.change_details(ada.id, Details(email=BEN), now, key=key())
    assert refused.value.code == "email_taken"
    assert backoffice.customer(ada.id) == ada


@pytest.mark.parametrize(
    ("details", "field"),
    [(Details(name=" "), "name"), (Details(email="ada at example"), "email"), (Details(phone="12"), "phone")],
)
def test_details_that_cannot_be_used_are_refused(backoffice, ada, key, now, details, field):
    with pytest.raises(InvalidInput) as refused:
        backoffice.change_details(ada.id, details, now, key=key())
    assert refused.value.field == field
    assert backoffice.customer(ada.id) == ada


def test_the_same_call_again_changes_nothing_twice(backoffice, ada, now):
    there, back = Address("5 Elm St", "Salem", "97301", "US", region="OR"), ada.address
    backoffice.change_address(ada.id, there, now, key="the first")
    backoffice.change_address(ada.id, back, now, key="the second")
    again = backoffice.change_address(ada.id, there, now, key="the first")
    assert again.address == back == backoffice.customer(ada.id).address


def test_a_key_is_good_for_one_call_only(backoffice, ada, now):
    backoffice.change_details(ada.id, Details(name="Ada Lind"), now, key="the first")
    with pytest.raises(Conflict):
        backoffice.change_details(ada.id, Details(name="Eve Lind"), now, key="the first")
    assert backoffice.customer(ada.id).name == "Ada Lind"


@pytest.mark.parametrize("unusable", ["", "x" * 201])
def test_a_key_that_cannot_be_used_is_refused(backoffice, ada, now, unusable):
    with pytest.raises(InvalidInput) as refused:
        backoffice.change_details(ada.id, Details(name="Eve Lind"), now, key=unusable)
    assert refused.value.field == "key"
    assert backoffice.customer(ada.id) == ada


def test_an_order_that_is_not_packed_is_sent_elsewhere_and_back_again(backoffice, ben, key, now):
    before = backoffice.order("10591")
    assert backoffice.order_options("10591", now).change_address is None
    changed = backoffice.change_order_address(ben, "#10591", NEW, now, key=key())
    assert changed.ship_to == replace(NEW, country="CA")
    assert backoffice.order("10591") == changed
    assert backoffice.customer(ben).address == before.ship_to
    assert backoffice.change_order_address(ben, "10591", before.ship_to, now, key=key()) == before


def test_an_order_is_not_sent_to_another_country(backoffice, ben, key, now):
    there = Address("5 Elm St", "Portland", "97205", "US", region="OR")
    with pytest.raises(Refused) as refused:
        backoffice.change_order_address(ben, "10591", there, now, key=key())
    assert refused.value.code == "other_country"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("10045", "already_shipped"),
        ("10150", "already_cancelled"),
        ("10230", "already_returned"),
    ],
)
def test_an_order_that_has_gone_further_cannot_be_stopped(backoffice, key, now, number, code):
    order = backoffice.order(number)
    options = backoffice.order_options(number, now)
    refusals = (options.cancel, options.change_address, options.change_items, options.change_method)
    assert [refusal.code for refusal in refusals] == [code] * 4
    there = replace(order.ship_to, line1="1 Elsewhere Road")
    for call in (
        lambda: backoffice.cancel_order(order.customer_id, number, now, key=key()),
        lambda: backoffice.change_order_address(order.customer_id, number, there, now, key=key()),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.code == code
    assert backoffice.order(number) == order


def test_the_order_of_somebody_else_is_not_found(backoffice, ada, key, now):
    for call in (
        lambda: backoffice.cancel_order(ada.id, "10591", now, key=key()),
        lambda: backoffice.change_order_address(ada.id, "10591", NEW, now, key=key()),
        lambda: backoffice.send_invoice(ada.id, "10230", now, key=key()),
        lambda: backoffice.order_options("99999", now),
    ):
        with pytest.raises(NotFound):
            call()
    assert backoffice.order("10591").status is OrderStatus.PAID


def test_a_large_order_is_for_a_person(backoffice, key, now):
    hugh = backoffice.customer_by_email(HUGH).id
    assert backoffice.order_options("10597", now).cancel.code == "amount_above_limit"
    with pytest.raises(Refused) as refused:
        backoffice.cancel_order(hugh, "10597", now, key=key())
    assert refused.value.code == "amount_above_limit"
    assert backoffice.order("10597").status is OrderStatus.PLACED


def test_a_paid_order_that_is_cancelled_is_refunded_once(backoffice, key, now):
    farid = backoffice.customer_by_email("farid.haddad@example.com").id
    first = backoffice.cancel_order(farid, "10594", now, key="one")
    assert first.order.status in (OrderStatus.CANCELLED, OrderStatus.REFUNDED)
    assert (first.fee, first.refund) == (0, Decimal("980.00"))
    assert backoffice.cancel_order(farid, "10594", now + timedelta(minutes=3), key="one") == first
    (refund,) = backoffice.refunds_of("10594")
    assert (refund.amount, refund.status) == (Decimal("980.00"), "sent")
    with pytest.raises(Refused):
        backoffice.cancel_order(farid, "10594", now, key="two")


def test_a_refund_says_how_much_and_whether_it_was_sent(backoffice):
    (refund,) = backoffice.refunds_of(" #10230")
    assert refund.amount > 1000
    assert (refund.order_number, refund.status) == ("10230", "sent")
    assert refund.sent_at.tzinfo is not None
    assert refund.to


def test_charges_say_what_was_taken_for_which_order(backoffice, ada):
    (charge,) = [charge for charge in backoffice.charges_of(ada.id) if charge.order_number == "10045"]
    assert (charge.kind, charge.status, charge.amount) == ("order", "booked", Decimal("980.00"))
    assert charge.method
    assert charge.failure is None


def test_an_order_that_was_paid_and_sent_has_an_invoice_and_one_that_waits_has_none(backoffice):
    invoice = backoffice.invoice("#10045")
    assert (invoice.order_number, invoice.total) == ("10045", Decimal("980.00"))
    assert invoice.url.startswith("http")
    assert backoffice.invoice("10597") is None


def test_an_invoice_that_is_not_there_yet_cannot_be_sent(backoffice, key, now):
    hugh = backoffice.customer_by_email(HUGH).id
    with pytest.raises(Refused) as refused:
        backoffice.send_invoice(hugh, "10597", now, key=key())
    assert refused.value.code == "not_invoiced_yet"


def test_the_password_link_goes_to_whichever_address_was_given(backoffice, mails_to, now):
    for email in (" ADA.moreno@example.com", "nobody@example.com"):
        assert backoffice.send_password_link(email, now, key=f"for {email}") is None
        assert backoffice.send_password_link(email, now, key=f"for {email}") is None
        (mail,) = mails_to(email)
        assert mail.subject == "Set a new password"


def test_shipping_to_canada_by_code_or_name(backoffice):
    canada = backoffice.shipping_options(" canada ")
    assert [(method.name, method.price) for method in canada.methods] == [
        ("Standard", Decimal("14.90")),
        ("Express", Decimal("34.00")),
    ]
    assert canada.methods[0].free_from == 150
    assert backoffice.shipping_options("CA") == canada


def test_a_country_the_shop_does_not_deliver_to_has_no_options(backoffice):
    assert backoffice.shipping_options("Antarctica") is None
    assert backoffice.shipping_options("") is None


def test_the_countries_where_customers_live_are_destinations(backoffice):
    countries = {destination.country for destination in backoffice.destinations()}
    assert countries >= {"US", "CA", "GB", "DE", "FR", "NL", "IT", "DK", "AU"}
