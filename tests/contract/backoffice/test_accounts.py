"""Accounts: details, the newsletter, memberships, and the end of an account."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.backoffice.customers import Address, Details
from bot.errors import Conflict, InvalidInput, NotFound, Refused

ADA, BEN, ELIN = "ada.moreno@example.com", "ben.okafor@example.com", "elin.sorensen@example.com"


@pytest.fixture
def ada(full_backoffice):
    return full_backoffice.customer_by_email(ADA)


@pytest.fixture
def elin(full_backoffice):
    """Nothing of hers is on its way."""
    return full_backoffice.customer_by_email(ELIN)


def test_a_name_and_a_phone_number_are_changed_and_told_by_mail(full_backoffice, mails_to, key, now, ada):
    changed = full_backoffice.change_details(
        ada.id, Details(name=" Ada Moreno-Lind ", phone="+1 503 555 0142"), now, key=key()
    )
    assert (changed.name, changed.phone, changed.email) == ("Ada Moreno-Lind", "+1 503 555 0142", ADA)
    assert full_backoffice.customer(ada.id) == changed
    assert "name, phone number" in mails_to(ADA)[0].text


def test_a_new_email_is_the_one_to_be_found_by_and_the_old_one_is_told(
    full_backoffice, mails_to, key, now, ada
):
    full_backoffice.change_details(ada.id, Details(email=" Ada@Moreno.Example "), now, key=key())
    assert full_backoffice.customer_by_email("ada@moreno.example").id == ada.id
    assert full_backoffice.customer_by_email(ADA) is None
    assert "e-mail address" in mails_to(ADA)[0].text


def test_the_email_of_another_account_is_refused(full_backoffice, key, now, ada):
    with pytest.raises(Refused) as refused:
        full_backoffice.change_details(ada.id, Details(email=BEN), now, key=key())
    assert refused.value.code == "email_taken"
    assert full_backoffice.customer(ada.id) == ada


@pytest.mark.parametrize(
    ("details", "field"),
    [(Details(name=" "), "name"), (Details(email="ada at example"), "email"), (Details(phone="12"), "phone")],
)
def test_details_that_cannot_be_used_are_refused(full_backoffice, key, now, ada, details, field):
    with pytest.raises(InvalidInput) as refused:
        full_backoffice.change_details(ada.id, details, now, key=key())
    assert refused.value.field == field
    assert full_backoffice.customer(ada.id) == ada


def test_the_details_of_a_stranger_cannot_be_changed(full_backoffice, key, now):
    with pytest.raises(NotFound):
        full_backoffice.change_details("nobody", Details(name="Somebody"), now, key=key())


def test_the_same_call_again_changes_and_mails_nothing_twice(full_backoffice, mails_to, now, ada):
    there, back = Address("5 Elm St", "Salem", "97301", "US", region="OR"), ada.address
    full_backoffice.change_address(ada.id, there, now, key="the first")
    full_backoffice.change_address(ada.id, back, now, key="the second")
    again = full_backoffice.change_address(ada.id, there, now, key="the first")
    assert again.address == back == full_backoffice.customer(ada.id).address
    assert len(mails_to(ADA)) == 2


def test_a_key_is_good_for_one_call_only(full_backoffice, now, ada):
    full_backoffice.change_details(ada.id, Details(name="Ada"), now, key="the first")
    with pytest.raises(Conflict):
        full_backoffice.change_details(ada.id, Details(name="Eve"), now, key="the first")
    assert full_backoffice.customer(ada.id).name == "Ada"


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_that_cannot_be_used_is_refused(full_backoffice, now, ada, key):
    with pytest.raises(InvalidInput) as refused:
        full_backoffice.change_details(ada.id, Details(name="Eve"), now, key=key)
    assert refused.value.field == "key"
    assert full_backoffice.customer(ada.id) == ada


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


def test_closing_a_closed_account_does_not_begin_the_two_weeks_anew(full_backoffice, key, now, elin):
    first = full_backoffice.close_account(elin.id, now, key=key())
    assert full_backoffice.close_account(elin.id, now + timedelta(days=3), key=key()) == first


def test_an_account_with_an_order_on_its_way_is_not_closed(full_backoffice, key, now, ada):
    with pytest.raises(Refused) as refused:
        full_backoffice.close_account(ada.id, now, key=key())
    assert refused.value.code == "open_orders"
    assert full_backoffice.customer(ada.id).closes_at is None


def test_who_asks_twice_for_a_password_link_with_one_key_gets_one(full_backoffice, mails_to, now):
    for _ in range(2):
        full_backoffice.send_password_link(ADA, now, key="one message")
    assert len(mails_to(ADA)) == 1
