"""Charges, invoices and stores."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.backoffice.stores import hours_on, is_open, opens_next
from bot.errors import InvalidInput, NotFound, Refused

ADA, BEN, CLARA, HUGH = (
    f"{name}@example.com" for name in ("ada.moreno", "ben.okafor", "clara.vogt", "hugh.marsh")
)


def _charges(shop, email, number):
    owner = shop.customer_by_email(email).id
    return [charge for charge in shop.charges_of(owner) if charge.order_number == number]


def test_an_order_charged_twice_has_two_booked_charges(full_backoffice):
    charges = _charges(full_backoffice, CLARA, "10412")
    assert [(charge.kind, charge.status, charge.amount) for charge in charges] == [
        ("order", "booked", Decimal("1100.00"))
    ] * 2
    assert {charge.method for charge in charges} == {"Apple Pay"}
    assert charges[0].at > charges[1].at


def test_failed_tries_stand_beside_what_was_reserved(full_backoffice):
    charges = _charges(full_backoffice, HUGH, "10597")
    assert [charge.status for charge in charges] == ["reserved", "failed", "failed"]
    assert charges[0].failure is None
    assert all(charge.failure for charge in charges[1:])


def test_a_membership_is_a_charge_without_an_order(full_backoffice):
    charges = _charges(full_backoffice, ADA, None)
    assert [(charge.kind, charge.amount) for charge in charges] == [("membership", Decimal("39.00"))]


def test_an_order_that_was_sent_has_an_invoice(full_backoffice):
    invoice = full_backoffice.invoice("#10045")
    assert (invoice.number, invoice.order_number, invoice.total) == ("INV-10045", "10045", Decimal("980.00"))
    assert invoice.url.startswith("https://shop.example/")


def test_an_invoice_is_mailed_to_the_customer_or_elsewhere(full_backoffice, mails_to, key, now):
    ada = full_backoffice.customer_by_email(ADA).id
    invoice = full_backoffice.send_invoice(ada, "10045", now, key=key())
    full_backoffice.send_invoice(ada, "10045", now, key=key(), to="books@example.com")
    for address in (ADA, "books@example.com"):
        assert invoice.url in mails_to(address)[0].text


def test_an_invoice_with_the_same_key_is_mailed_once(full_backoffice, mails_to, now):
    ada = full_backoffice.customer_by_email(ADA).id
    for _ in range(2):
        full_backoffice.send_invoice(ada, "10045", now, key="one")
    assert len(mails_to(ADA)) == 1


def test_an_invoice_that_cannot_be_sent_says_why(full_backoffice, key, now):
    ada, ben = (full_backoffice.customer_by_email(email).id for email in (ADA, BEN))
    with pytest.raises(Refused) as refused:
        full_backoffice.send_invoice(ben, "10591", now, key=key())
    assert refused.value.code == "not_invoiced_yet"
    with pytest.raises(NotFound):
        full_backoffice.send_invoice(ben, "10045", now, key=key())
    with pytest.raises(InvalidInput):
        full_backoffice.send_invoice(ada, "10045", now, key=key(), to="nowhere")


def test_the_store_says_where_it_is_and_when_it_is_open(full_backoffice, now):
    (store,) = full_backoffice.stores(now)
    assert store.address.one_line() == "412 Alder Row, Portland, OR 97209, US"
    # NOW is a Monday, 1 a.m. in Portland.
    assert is_open(store, now) is False
    assert opens_next(store, now).isoformat() == "2026-03-02T10:00:00-08:00"
    assert is_open(store, datetime(2026, 3, 2, 20, 0, tzinfo=UTC)) is True


def test_holidays_have_hours_of_their_own(full_backoffice, now):
    (store,) = full_backoffice.stores(now)
    assert hours_on(store, datetime(2026, 11, 26).date()) is None
    assert hours_on(store, datetime(2026, 12, 24).date()).closes.hour == 15
    assert hours_on(store, datetime(2026, 5, 25).date()).opens.hour == 11
    assert hours_on(store, datetime(2027, 1, 1).date()) is None
