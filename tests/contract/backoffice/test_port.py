"""What every adapter of the shop's systems must do, with known answers: accounts, orders and delivery."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.backoffice.customers import Address
from bot.backoffice.orders import OrderStatus
from bot.errors import InvalidInput, NotFound

NEW = Address("9 Harbor Way", "Halifax", "B3H 1A1", "ca", region="NS")


def test_a_customer_is_found_by_address_whatever_the_case_and_by_id(backoffice):
    ada = backoffice.customer_by_email("  Ada.Moreno@Example.COM ")
    assert (ada.name, ada.tier) == ("Ada Moreno", "gold")
    assert ada.address == Address("412 Alder Street", "Portland", "97205", "US", region="OR")
    assert ada.since.tzinfo is not None
    assert backoffice.customer(ada.id) == ada


def test_strangers_are_not_found(backoffice):
    assert backoffice.customer_by_email("nobody@example.com") is None
    assert backoffice.customer_by_email("' OR 1=1 --") is None
    assert backoffice.customer("nobody") is None
    assert backoffice.order("99999") is None
    assert backoffice.order("") is None
    assert list(backoffice.orders_of("nobody")) == []


def test_an_order_is_found_with_and_without_its_sign(backoffice):
    order = backoffice.order("10045")
    assert backoffice.order(" #10045 ") == order
    assert order.customer_id == backoffice.customer_by_email("ada.moreno@example.com").id
    assert order.status is OrderStatus.SHIPPED
    assert [(item.name, item.quantity, item.price) for item in order.items] == [
        ("Alder dining table", 1, Decimal("980.00"))
    ]
    assert (order.shipping, order.total) == (Decimal("0.00"), Decimal("980.00"))
    assert str(order.total) == "980.00"


def test_a_shipment_says_who_brings_it_and_when(backoffice):
    shipment = backoffice.order("10045").shipment
    assert (shipment.carrier, shipment.tracking[:7]) == ("Cascade Parcel", "LW10045")
    assert shipment.shipped_at == datetime(2026, 2, 27, 7, 0, tzinfo=UTC)
    assert shipment.expected == date(2026, 3, 4)
    assert shipment.delivered_at is None


def test_a_customers_orders_come_newest_first(backoffice):
    ada = backoffice.customer_by_email("ada.moreno@example.com")
    orders = backoffice.orders_of(ada.id)
    assert "10045" in [order.number for order in orders]
    assert {order.customer_id for order in orders} == {ada.id}
    placed = [order.placed_at for order in orders]
    assert placed == sorted(placed, reverse=True)


def test_a_changed_address_is_kept_told_by_mail_and_leaves_placed_orders_alone(
    backoffice, mails_to, key, now
):
    ada = backoffice.customer_by_email("ada.moreno@example.com")
    changed = backoffice.change_address(ada.id, NEW, now, key=key())
    assert changed.address.country == "CA"
    assert backoffice.customer(ada.id) == changed
    assert backoffice.order("10045").ship_to == ada.address
    assert "9 Harbor Way, Halifax, NS B3H 1A1, CA" in mails_to("ada.moreno@example.com")[0].text


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
    backoffice, mails_to, key, now, address, field
):
    ada = backoffice.customer_by_email("ada.moreno@example.com")
    with pytest.raises(InvalidInput) as refused:
        backoffice.change_address(ada.id, address, now, key=key())
    assert refused.value.field == field
    assert backoffice.customer(ada.id) == ada
    assert mails_to("ada.moreno@example.com") == []


def test_the_address_of_a_stranger_cannot_be_changed(backoffice, key, now):
    with pytest.raises(NotFound):
        backoffice.change_address("nobody", NEW, now, key=key())


def test_shipping_to_canada_by_code_name_or_alias(backoffice):
    canada = backoffice.shipping_options("Canada")
    assert [(method.name, method.days) for method in canada.methods] == [
        ("Standard", (5, 8)),
        ("Express", (2, 3)),
    ]
    assert canada.methods[0].price == Decimal("14.90")
    assert backoffice.shipping_options("CA") == backoffice.shipping_options("toronto") == canada


def test_a_country_the_shop_does_not_deliver_to_has_no_options(backoffice):
    assert backoffice.shipping_options("Antarctica") is None
    assert backoffice.shipping_options("") is None


def test_the_countries_where_customers_live_are_destinations(backoffice):
    countries = {destination.country for destination in backoffice.destinations()}
    assert countries >= {"US", "CA", "GB", "DE", "FR", "NL", "IT", "DK", "AU"}


def test_the_password_link_goes_to_the_customers_address(backoffice, mails_to, key, now):
    assert backoffice.send_password_link(" ADA.moreno@example.com", now, key=key()) is None
    mail = mails_to("ada.moreno@example.com")[0]
    assert mail.subject == "Set a new password"
    assert "https://shop.example/account?reset=" in mail.text


def test_who_asks_cannot_tell_whether_there_is_an_account(backoffice, mails_to, key, now):
    assert backoffice.send_password_link("nobody@example.com", now, key=key()) is None
    mail = mails_to("nobody@example.com")[0]
    assert "there is no account" in mail.text
    assert "reset=" not in mail.text
