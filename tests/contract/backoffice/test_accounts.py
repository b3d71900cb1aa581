"""Accounts: details, the newsletter, memberships, and the end of an account."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.backoffice.customers import Address, Details
from bot.errors import InvalidInput, NotFound, Refused

ADA, ELIN = "ada.moreno@example.com", "elin.sorensen@example.com"


@pytest.fixture
def ada(full_backoffice):
    return full_backoffice.customer_by_email(ADA)


@pytest.fixture
def elin(full_backoffice):
    """Nothing of hers is on its way."""
    return full_backoffice.customer_by_email(ELIN)


def test_a_changed_address_is_told_by_mail(full_backoffice, mails_to, key, now, ada):
    new = Address("9 Harbor Way", "Halifax", "B3H 1A1", "ca", region="NS")
    full_backoffice.change_address(ada.id, new, now, key=key())
    assert "9 Harbor Way, Halifax, NS B3H 1A1, CA" in mails_to(ADA)[0].text


def test_changed_details_are_told_at_the_address_from_before(full_backoffice, mails_to, key, now, ada):
    details = Details(name="Ada Lind", email="ada@lind.example")
    full_backoffice.change_details(ada.id, details, now, key=key())
    assert "name, e-mail address" in mails_to(ADA)[0].text
    assert mails_to("ada@lind.example") == []


def test_what_is_refused_is_not_mailed(full_backoffice, mails_to, key, now, ada):
    with pytest.raises(InvalidInput):
        full_backoffice.change_details(ada.id, Details(email="nowhere"), now, key=key())
    assert mails_to(ADA) == []


def test_the_same_call_again_mails_nothing_twice(full_backoffice, mails_to, now, ada):
    for _ in range(2):
        full_backoffice.change_details(ada.id, Details(name="Ada Lind"), now, key="one")
    assert len(mails_to(ADA)) == 1


def test_the_tier_of_a_customer_is_known(ada):
    assert ada.tier == "gold"


def test_a_membership_says_what_it_costs_and_until_when(full_backoffice, ada, now):
    membership = full_backoffice.membership(ada.id)
    assert (membership.plan, membership.price) == ("Larkwood Plus", Decimal("39.00"))
    assert (membership.until, membership.renews) == (now + timedelta(days=40), True)


def test_a_renewal_is_turned_off_and_on_again(full_backoffice, mails_to, key, ada, now):
    off = full_backoffice.set_renewal(ada.id, False, now, key=key())
    assert (off.renews, full_backoffice.membership(ada.id)) == (False, off)
    assert "ends on 2026-04-11" in mails_to(ADA)[0].text
    assert full_backoffice.set_renewal(ada.id, True, now, key=key()).renews is True
    assert [mail.subject for mail in mails_to(ADA)] == [
        "Larkwood Plus: renewal on",
        "Larkwood Plus: renewal off",
    ]


def test_without_a_membership_there_is_nothing_to_renew(full_backoffice, key, now, elin):
    assert full_backoffice.membership(elin.id) is None
    with pytest.raises(Refused) as refused:
        full_backoffice.set_renewal(elin.id, False, now, key=key())
    assert refused.value.code == "no_membership"


def test_the_newsletter_is_turned_off_and_on_for_whoever_has_the_address(full_backoffice, key, now):
    assert full_backoffice.newsletter(f" {ELIN.upper()}") == "on"
    assert full_backoffice.set_newsletter(ELIN, False, now, key=key()) == "off"
    assert full_backoffice.newsletter(ELIN) == "off"
    assert full_backoffice.set_newsletter("reader@example.com", True, now, key=key()) == "on"
    assert full_backoffice.set_newsletter("reader@example.com", True, now, key=key()) == "on"
    assert full_backoffice.newsletter("reader@example.com") == "on"


def test_a_closed_account_waits_two_weeks_and_can_be_kept(full_backoffice, mails_to, key, now, elin):
    closed = full_backoffice.close_account(elin.id, now, key=key())
    assert closed.closes_at == now + timedelta(days=14)
    assert full_backoffice.customer(elin.id) == closed
    assert "deleted on 2026-03-16" in mails_to(ELIN)[0].text
    kept = full_backoffice.keep_account(elin.id, now, key=key())
    assert kept == full_backoffice.customer(elin.id) == elin
    assert mails_to(ELIN)[0].subject == "Welcome back"


def test_what_closing_would_mean_is_told_before_it_is_done(full_backoffice, key, now, ada, elin):
    options = full_backoffice.account_options(elin.id, now)
    assert (options.close, options.closes_at) == (None, now + timedelta(days=14))
    assert full_backoffice.account_options(ada.id, now).close.code == "open_orders"
    closed = full_backoffice.close_account(elin.id, now, key=key())
    later = full_backoffice.account_options(elin.id, now + timedelta(days=3))
    assert (later.close, later.closes_at) == (None, closed.closes_at)
    with pytest.raises(NotFound):
        full_backoffice.account_options("C9999", now)


def test_closing_a_closed_account_does_not_begin_the_two_weeks_anew(full_backoffice, key, now, elin):
    first = full_backoffice.close_account(elin.id, now, key=key())
    assert full_backoffice.close_account(elin.id, now + timedelta(days=3), key=key()) == first


def test_an_account_with_an_order_on_its_way_is_not_closed(full_backoffice, key, now, ada):
    with pytest.raises(Refused) as refused:
        full_backoffice.close_account(ada.id, now, key=key())
    assert refused.value.code == "open_orders"
    assert full_backoffice.customer(ada.id).closes_at is None


def test_the_password_link_is_the_shops_own(full_backoffice, mails_to, key, now):
    full_backoffice.send_password_link(ADA, now, key=key())
    assert "https://shop.example/account?reset=" in mails_to(ADA)[0].text


def test_who_asks_cannot_tell_whether_there_is_an_account(full_backoffice, mails_to, key, now):
    full_backoffice.send_password_link("nobody@example.com", now, key=key())
    mail = mails_to("nobody@example.com")[0]
    assert "there is no account" in mail.text
    assert "reset=" not in mail.text
