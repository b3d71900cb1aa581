"""The sample shop's files and made-up past."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.backoffice.customers import Address
from bot.backoffice.delivery import ShippingMethod, find_destination
from bot.backoffice.orders import OrderStatus
from bot.backoffice.returns import ReturnStatus
from bot.backoffice.sample.catalogue import load_destinations, load_products
from bot.backoffice.sample.people import DEMO_CUSTOMERS
from bot.backoffice.sample.seeding import make_past
from bot.errors import InvalidInput

SHOP = Path(__file__).parents[3] / "data" / "shop"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def products():
    return load_products(SHOP / "products.yml")


@pytest.fixture(scope="module")
def destinations():
    return load_destinations(SHOP / "shipping.yml")


@pytest.fixture(scope="module")
def past(products, destinations):
    return make_past(NOW, products, destinations)


def test_the_catalogue_has_twelve_to_sixteen_products_with_prices_and_texts(products):
    assert 12 <= len(products) <= 16
    assert len({product.sku for product in products}) == len(products)
    assert all(product.price > 0 and product.text.endswith(".") for product in products)


def test_a_destination_is_found_by_code_name_and_alias_whatever_the_case(destinations):
    for name in ("ca", "Canada", " CANADA ", "toronto"):
        assert find_destination(destinations, name).country == "CA"
    assert find_destination(destinations, "Atlantis") is None


def test_shipping_is_free_from_the_amount_that_the_method_says():
    method = ShippingMethod("Standard", (3, 5), Decimal("6.90"), Decimal("75"))
    assert method.price_for(Decimal("74.99")) == Decimal("6.90")
    assert method.price_for(Decimal("75")) == 0
    assert ShippingMethod("Express", (1, 2), Decimal("19.90")).price_for(Decimal("500")) == Decimal("19.90")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- country: CA\n  name: Canada\n  methods: [{name: Standard, days: [5], price: 1}]", "row 1"),
        ("- country: CA\n  name: Canada", "row 1: KeyError 'methods'"),
        ("country: CA", "should be a list"),
        ("- [", "can't be read"),
    ],
)
def test_a_broken_file_is_refused_naming_file_and_row(tmp_path, content, said):
    path = tmp_path / "shipping.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput, match="shipping.yml") as refused:
        load_destinations(path)
    assert said in str(refused.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InvalidInput, match="products.yml"):
        load_products(tmp_path / "products.yml")


def test_the_past_is_the_same_every_time(past, products, destinations):
    assert make_past(NOW, products, destinations) == past


def test_the_past_has_two_hundred_customers_and_six_hundred_orders_in_all_states(past):
    customers, orders = past.customers, past.orders
    assert (len(customers), len(orders)) == (200, 600)
    assert len({customer.email for customer in customers}) == 200
    assert {order.status for order in orders} == set(OrderStatus)
    assert [order.number for order in orders] == [str(number) for number in range(10001, 10601)]


def test_nothing_in_the_past_happened_after_now_and_all_in_order(past):
    customers, orders = past.customers, past.orders
    assert all(customer.since < NOW for customer in customers)
    for order in orders:
        moments = [order.placed_at]
        if order.shipment:
            moments += [order.shipment.shipped_at, order.shipment.delivered_at or NOW]
        assert moments == sorted(moments)
        assert moments[-1] <= NOW


def test_only_orders_that_were_sent_have_a_shipment_and_only_arrived_ones_a_delivery(past):
    for order in past.orders:
        sent = order.status in {"shipped", "delivered", "returned", "refunded"}
        assert (order.shipment is not None) == sent
        if order.shipment:
            assert (order.shipment.delivered_at is None) == (order.status == "shipped")
            assert order.status != "shipped" or order.shipment.expected >= NOW.date()


def test_totals_are_the_items_and_the_shipping(past):
    for order in past.orders:
        assert order.total == sum(item.price * item.quantity for item in order.items) + order.shipping


@pytest.mark.parametrize("demo", DEMO_CUSTOMERS, ids=lambda demo: demo.name)
def test_each_demo_customer_has_the_order_that_the_documentation_says(past, demo):
    customers, orders = past.customers, past.orders
    customer = next(customer for customer in customers if customer.email == demo.email)
    order = next(order for order in orders if order.number == demo.order)
    assert (order.customer_id, order.status) == (customer.id, demo.status)


def test_some_delivered_orders_can_be_returned_and_some_no_longer(past):
    ages = [NOW - order.shipment.delivered_at for order in past.orders if order.status == "delivered"]
    assert min(ages) < timedelta(days=30) < max(ages)


def test_an_address_reads_as_one_line():
    full = Address("12 Elm St", "Portland", "97205", "US", line2="Flat 3", region="OR")
    assert full.one_line() == "12 Elm St, Flat 3, Portland, OR 97205, US"
    assert Address("Uferweg 1", "Kiel", "24103", "DE").one_line() == "Uferweg 1, Kiel, 24103, DE"


def test_every_refund_belongs_to_an_order_that_was_paid_and_came_back_or_was_cancelled(past):
    orders = {order.number: order for order in past.orders}
    assert len(past.refunds) > 20
    for refund in past.refunds:
        order = orders[refund.order_number]
        assert order.status in {"returned", "refunded", "cancelled"}
        assert 0 < refund.amount <= order.total
        assert refund.sent_at is None or refund.asked_at <= refund.sent_at <= NOW


def test_charges_follow_the_state_of_their_order(past):
    orders = {order.number: order for order in past.orders}
    live = {
        "placed": {"reserved", "booked"},
        "paid": {"reserved", "booked"},
        "packed": {"reserved", "booked"},
        "shipped": {"booked"},
        "delivered": {"booked"},
        "returned": {"booked"},
        "refunded": {"refunded"},
        "cancelled": {"released", "refunded"},
    }
    for charge in past.charges:
        assert charge.at <= NOW
        if charge.order_number and charge.status != "failed":
            order = orders[charge.order_number]
            assert charge.amount == order.total
            assert charge.status in live[order.status]
    assert {charge.status for charge in past.charges} == {
        "reserved",
        "booked",
        "released",
        "failed",
        "refunded",
    }


def test_every_failed_charge_says_why_and_no_other_does(past):
    for charge in past.charges:
        assert (charge.failure is not None) == (charge.status == "failed")


def test_returns_are_in_every_state_and_in_order(past):
    assert {one.status for one in past.returns} == set(ReturnStatus)
    orders = {order.number: order for order in past.orders}
    for one in past.returns:
        order = orders[one.order_number]
        assert order.shipment.delivered_at < one.started_at < (one.arrived_at or NOW) <= NOW
        assert (one.cost + one.expected) == order.goods


def test_orders_that_were_sent_have_an_invoice(past):
    invoiced = {order.number for order in past.invoiced}
    assert {order.number for order in past.orders if order.shipment} <= invoiced
    assert "10591" not in invoiced


def test_members_live_where_the_membership_is_good(past):
    customers = {customer.id: customer for customer in past.customers}
    assert len(past.memberships) > 20
    assert all(customers[one.customer_id].address.country == "US" for one in past.memberships)
    assert {one.renews for one in past.memberships} == {True, False}
    assert all(one.since < NOW < one.until for one in past.memberships)
