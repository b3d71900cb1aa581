"""Rows from elsewhere: whose they are, what they say, and what is wrong with them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.errors import InvalidInput
from bot.ledger.channels.identities import Kind, identities, normalised, recognised
from bot.ledger.channels.persons import persons
from bot.ledger.channels.records import Reader
from bot.ledger.keys import KeyedHash

NOW = datetime(2026, 6, 1, tzinfo=UTC)
KEYS = KeyedHash("a secret of these tests")
READER = Reader(KEYS, ZoneInfo("America/New_York"))


def contact(**cells):
    return READER.read(
        "contacts", {"channel": "email", "at": "2026-03-02T10:00", "email": "a@b.com"} | cells, NOW
    )


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (Kind.EMAIL, " Ada.Moreno@Example.COM ", "ada.moreno@example.com"),
        (Kind.EMAIL, "Ada Moreno <ada@example.com>", "ADA@example.com"),
        (Kind.PHONE, "(415) 555-2671", "+1 415 555 2671"),
        (Kind.CUSTOMER, " C-1001 ", "C-1001"),
    ],
)
def test_the_same_identifier_written_otherwise_gives_the_same_key(kind, one, other):
    assert normalised(kind, one) == normalised(kind, other)
    assert identities({kind.value: one}, KEYS) == identities({kind.value: other}, KEYS)


def test_the_same_text_as_another_kind_is_another_key():
    [customer] = identities({"customer_id": "4155552671"}, KEYS)
    [phone] = identities({"phone": "4155552671"}, KEYS)
    assert customer.key != phone.key


@pytest.mark.parametrize(
    ("given", "field"),
    [({"email": "ada at example"}, "email"), ({"email": "ada@host"}, "email"), ({"phone": "12"}, "phone")],
)
def test_what_cannot_be_an_identifier_is_refused_without_being_repeated(given, field):
    with pytest.raises(InvalidInput) as refused:
        identities(given, KEYS)
    assert refused.value.field == field
    assert next(iter(given.values())) not in str(refused.value)
    assert recognised(given, KEYS) == ()


def test_a_visitor_is_known_by_the_key_that_conversations_use():
    [visitor] = identities({"visitor_id": "v-77"}, KEYS)
    assert visitor.key == KEYS("v-77")


def test_keys_that_were_given_together_are_one_person_however_they_hang_together():
    found = persons([("phone", "email"), ("customer", "email"), ("other", "other"), ("customer", "visitor")])
    assert {found["phone"], found["email"], found["customer"], found["visitor"]} == {"customer"}
    assert found["other"] == "other"


def test_a_time_without_a_zone_is_on_the_clocks_of_the_file():
    assert contact().at == datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    # An hour after summer time has begun the same clock time is an hour earlier in UTC.
    assert contact(at="2026-03-09T10:00").at == datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
    assert contact(at="2026-03-02T10:00:00Z").at == datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def test_the_same_row_is_the_same_record_and_an_id_says_so_too():
    assert contact().id == contact(email="A@B.COM").id
    assert contact().id != contact(minutes="5").id
    assert contact(id="T1").id == contact(id="T1", minutes="5").id


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"at": "yesterday"}, "at"),
        ({"at": "2027-01-01T00:00Z"}, "at"),
        ({"minutes": "-3"}, "minutes"),
        ({"minutes": "nan"}, "minutes"),
        ({"cost": "a lot"}, "cost"),
        ({"reason": "they were angry about it"}, "reason"),
        ({"email": ""}, "email"),
        ({"mood": "bad"}, "mood"),
    ],
)
def test_a_row_that_cannot_be_used_names_its_field(cells, field):
    with pytest.raises(InvalidInput) as refused:
        contact(**cells)
    assert refused.value.field == field


def test_orders_and_carts_are_read():
    order = READER.read("orders", {"at": "2026-03-02T10:00", "value": "1,250.50", "customer_id": "C1"}, NOW)
    assert (order.value, order.kind, order.items) == (1250.5, "order", 0)
    visit = {"started_at": "2026-03-02T10:00", "ended_at": "2026-03-02T10:20", "customer_id": "C1"}
    cart = READER.read("carts", {**visit, "items": "3", "items_paid": "2", "value": "90"}, NOW)
    assert (cart.items, cart.items_paid, cart.value) == (3, 2, 90.0)
    with pytest.raises(InvalidInput, match="No more can be paid"):
        READER.read("carts", {**visit, "items": "1", "items_paid": "2"}, NOW)
    with pytest.raises(InvalidInput, match="end after"):
        READER.read("carts", {**visit, "ended_at": "2026-03-02T09:00", "items": "1"}, NOW)
