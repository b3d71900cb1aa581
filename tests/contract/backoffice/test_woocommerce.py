"""What only the WooCommerce adapter does: what its core can't, its keys, roles, pages, refunds and errors."""

import threading
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.backoffice.customers import Address, Details
from bot.backoffice.orders import OrderChange, OrderStatus, Pieces
from bot.backoffice.returns import ReturnReason
from bot.backoffice.transport import Patience
from bot.backoffice.woocommerce.shop import WooShop
from bot.errors import BackofficeUnavailable, NotFound, Refused
from tests.contract.backoffice.woo_server import KEY, SECRET

ADA, BEN = "ada.moreno@example.com", "ben.okafor@example.com"
BEN_ID, HUGH_ID = "1002", "1008"
REFUND = "POST /wp-json/wc/v3/orders/10591/refunds"


def _refused(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def test_what_the_core_cannot_do_is_for_a_person(woo_shop, now):
    lines = (Pieces("LW-TABLE-C", 1),)
    for call in (
        lambda: woo_shop.account_options(BEN_ID, now),
        lambda: woo_shop.close_account(BEN_ID, now, key="a"),
        lambda: woo_shop.keep_account(BEN_ID, now, key="b"),
        lambda: woo_shop.membership(BEN_ID),
        lambda: woo_shop.set_renewal(BEN_ID, False, now, key="c"),
        lambda: woo_shop.newsletter(BEN),
        lambda: woo_shop.set_newsletter(BEN, False, now, key="d"),
        lambda: woo_shop.return_options("10412", now),
        lambda: woo_shop.start_return("1003", "10412", lines, ReturnReason.CHANGED_MIND, now, key="e"),
        lambda: woo_shop.cancel_return("1003", "R1", now, key="f"),
        lambda: woo_shop.returns_of("10412"),
        lambda: woo_shop.preview_change("10591", OrderChange(method="Express"), now),
        lambda: woo_shop.change_order(BEN_ID, "10591", OrderChange(method="Express"), now, key="g"),
        lambda: woo_shop.send_invoice("1001", "10045", now, key="h", to="books@example.com"),
    ):
        assert _refused(call) == "not_supported"
    assert list(woo_shop.stores(now)) == []
    options = woo_shop.order_options("10591", now)
    assert (options.change_items.code, options.change_method.code) == ("not_supported",) * 2


def test_a_paid_order_goes_back_through_its_gateway_and_is_refunded(woo_shop, woo, now):
    done = woo_shop.cancel_order(BEN_ID, "10591", now, key="one")
    assert (done.order.status, done.fee, done.refund) == (OrderStatus.REFUNDED, 0, Decimal("354.00"))
    (refund,) = woo.refunds[10591]
    assert (refund["amount"], refund["refunded_payment"]) == ("354.00", True)
    assert BEN not in refund["reason"]


def test_an_unpaid_order_is_cancelled_without_a_refund(woo_shop, woo, sample_shop, now):
    woo.add_order(replace(sample_shop.order("10597"), number="20001", total=Decimal("90.00")))
    done = woo_shop.cancel_order(HUGH_ID, "20001", now, key="one")
    assert (done.order.status, done.refund) == (OrderStatus.CANCELLED, 0)
    assert woo.orders[20001]["status"] == "cancelled"
    assert 20001 not in woo.refunds


def test_a_refund_whose_answer_was_lost_is_not_made_twice(woo_shop, woo, woo_server, now):
    real, lost = woo.post_refund, []

    def post_refund(*arguments):
        made = real(*arguments)
        if not lost:
            lost.append(made)
            raise ConnectionError("the answer was lost")
        return made

    woo.post_refund = post_refund
    with pytest.raises(BackofficeUnavailable):
        woo_shop.cancel_order(BEN_ID, "10591", now, key="one")
    assert woo_server.faults.heard[REFUND] == 1, "a refund is never tried again by itself"
    done = woo_shop.cancel_order(BEN_ID, "10591", now, key="one")
    assert done.refund == Decimal("354.00")
    assert len(woo.refunds[10591]) == 1
    assert woo_server.faults.heard[REFUND] == 1


def test_a_refund_that_the_shop_was_too_busy_for_is_tried_again(woo_shop, woo, woo_server, now):
    woo_server.faults.busy_once = REFUND
    assert woo_shop.cancel_order(BEN_ID, "10591", now, key="one").refund == Decimal("354.00")
    assert woo_server.faults.heard[REFUND] == 2
    assert len(woo.refunds[10591]) == 1


def test_a_payment_that_cannot_be_sent_back_automatically_is_for_a_person(woo_shop, woo, sample_shop, now):
    woo.add_order(replace(sample_shop.order("10591"), number="20002"), gateway="Cheque")
    code = _refused(lambda: woo_shop.cancel_order(BEN_ID, "20002", now, key="one"))
    assert code == "needs_a_person"
    assert woo.orders[20002]["status"] == "processing"
    assert woo_shop.order_options("20002", now).cancel is None


def test_only_what_has_not_gone_back_is_refunded(woo_shop, woo, now):
    woo.post_refund(10591, {"amount": "54.00", "api_refund": True}, now)
    done = woo_shop.cancel_order(BEN_ID, "10591", now, key="one")
    assert [one["amount"] for one in woo.refunds[10591]] == ["54.00", "300.00"]
    assert done.refund == Decimal("354.00")


def test_staff_cannot_be_reached_through_the_chat(woo_shop, woo, sample_shop, now):
    manager = replace(sample_shop.customer("C1020"), id="C1", email="manager@example.com")
    woo.add_customer(manager, role="shop_manager")
    assert woo_shop.customer("1") is None
    assert woo_shop.customer_by_email("manager@example.com") is None
    with pytest.raises(NotFound):
        woo_shop.change_details("1", Details(email="eve@example.com"), now, key="one")
    assert woo.customers[1]["email"] == "manager@example.com"


def test_the_address_for_bills_follows_where_it_was_the_same(woo_shop, woo, now):
    new = Address("9 Harbor Way", "Halifax", "B3H 1A1", "CA", region="NS")
    woo_shop.change_address(BEN_ID, new, now, key="one")
    assert woo.customers[1002]["billing"]["address_1"] == "9 Harbor Way"
    assert woo.customers[1002]["billing"]["email"] == BEN
    woo.customers[1001]["billing"]["address_1"] = "The office"
    woo_shop.change_address("1001", new, now, key="two")
    assert woo.customers[1001]["billing"]["address_1"] == "The office"
    assert woo.customers[1001]["shipping"]["address_1"] == "9 Harbor Way"


def test_orders_of_many_pages_are_all_found(woo_shop, woo, woo_server, sample_shop):
    for number in range(30_000, 30_230):
        woo.add_order(replace(sample_shop.order("10591"), number=str(number)))
    orders = woo_shop.orders_of(BEN_ID)
    assert len({order.number for order in orders}) == len(orders) > 230
    assert woo_server.faults.heard["GET /wp-json/wc/v3/orders"] == 3


def test_an_order_whose_number_is_not_its_id_is_found_by_its_number(woo_shop, woo):
    woo.orders[10591]["number"] = "W20591"
    assert woo_shop.order("10591") is None
    order = woo_shop.order("#W20591")
    assert (order.number, order.customer_id) == ("W20591", BEN_ID)


def test_a_state_of_some_extension_counts_as_packed(woo_shop, woo, now):
    woo.orders[10591]["status"] = "awaiting-engraving"
    assert woo_shop.order("10591").status is OrderStatus.PACKED
    assert woo_shop.order_options("10591", now).cancel.code == "already_packed"


@pytest.mark.parametrize("status", ["trash", "checkout-draft"])
def test_drafts_and_what_is_in_the_bin_are_no_orders(woo_shop, woo, status):
    woo.orders[10591]["status"] = status
    assert woo_shop.order("10591") is None
    assert "10591" not in [order.number for order in woo_shop.orders_of(BEN_ID)]


def test_the_orders_of_guests_belong_to_nobody(woo_shop, woo, now):
    woo.orders[10591]["customer_id"] = 0
    assert woo_shop.order("10591").customer_id == ""
    assert list(woo_shop.orders_of("0")) == []
    with pytest.raises(NotFound):
        woo_shop.cancel_order("0", "10591", now, key="one")


def test_a_failed_payment_is_a_failed_charge(woo_shop, woo):
    woo.orders[10597] |= {"status": "failed", "date_paid_gmt": None}
    (charge,) = [one for one in woo_shop.charges_of(HUGH_ID) if one.order_number == "10597"]
    assert (charge.status, charge.failure) == ("failed", "unknown")


def test_order_details_are_mailed_once_for_a_key(woo_shop, woo, now):
    for _ in range(2):
        invoice = woo_shop.send_invoice("1001", "10045", now, key="one")
    assert woo.mailed == [10045]
    assert invoice.url.endswith("/my-account/view-order/10045/")


def test_times_of_delivery_are_not_known(woo_shop):
    assert {method.days for method in woo_shop.shipping_options("CA").methods} == {None}


def test_wrong_keys_are_said(db, woo_server):
    shop = WooShop(db, woo_server.url, KEY, "guessed")
    with pytest.raises(BackofficeUnavailable, match="refuses the key"):
        shop.order("10591")


def test_an_api_that_is_not_there_is_not_supported(woo_shop, woo_server):
    body = b'{"code": "rest_no_route", "message": "No route was found.", "data": {"status": 404}}'
    woo_server.faults.instead = (404, "application/json", body)
    assert _refused(lambda: woo_shop.order("10591")) == "not_supported"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<h1>Our shop</h1>"),
        (200, b'{"id": 10591, "number": "10591"}'),
        (200, b"[]"),
        (404, b"<h1>404</h1>"),
        (400, b'{"message": "no code"}'),
    ],
)
def test_an_answer_that_the_documents_do_not_have_is_unavailability(woo_shop, woo_server, status, body):
    woo_server.faults.instead = (status, "application/json", body)
    with pytest.raises(BackofficeUnavailable):
        woo_shop.order("10591")


def test_a_change_is_tried_again_and_an_answer_that_is_late_is_given_up(db, woo_server, now):
    shop = WooShop(db, woo_server.url, KEY, SECRET, patience=Patience(answer=0.3, tries=3, wait=0.001))
    ben = shop.customer(BEN_ID)
    woo_server.faults.lost_answers = 1
    assert shop.customer(BEN_ID) == ben
    with woo_server.faults.silence(), pytest.raises(BackofficeUnavailable):
        shop.change_details(BEN_ID, Details(phone="+1 503 555 0142"), now, key="one")
    assert shop.customer(BEN_ID) == ben
    changed = shop.change_details(BEN_ID, Details(phone="+1 503 555 0142"), now, key="one")
    assert changed.phone == "+1 503 555 0142"


def test_no_transaction_is_open_while_the_shop_is_asked(db, woo_shop, woo, now):
    wrote = []

    def put_customer(number, body):
        def write():
            with db.write():
                wrote.append(True)

        thread = threading.Thread(target=write)
        thread.start()
        thread.join(timeout=5)
        return woo.customers[number]

    woo.put_customer = put_customer
    woo_shop.change_details(BEN_ID, Details(name="Ben O"), now, key="one")
    assert wrote == [True]
