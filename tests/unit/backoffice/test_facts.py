"""Desk and understanding go on without the shop."""

from datetime import UTC, datetime

from bot.backoffice.customers import Address, Customer
from bot.backoffice.delivery import Destination
from bot.backoffice.facts import customer_facts, destination_names
from bot.errors import BackofficeUnavailable

ADDRESS = Address("1 A Street", "Salem", "97301", "US")
ADA = Customer("C1", "Ada", "ada@example.com", "", "gold", datetime(2024, 1, 2, tzinfo=UTC), ADDRESS)


class Shop:
    def __init__(self, *, down=False):
        self.down = down

    def _answer(self, what):
        if self.down:
            raise BackofficeUnavailable("down")
        return what

    def customer(self, customer_id):
        return self._answer(ADA if customer_id == "C1" else None)

    def orders_of(self, _customer_id):
        return self._answer(())

    def destinations(self):
        return self._answer((Destination("CA", "Canada", ("canadian",), ()),))


def test_a_customer_is_told_of_and_a_stranger_is_not():
    assert customer_facts(Shop(), "known", "C1") == {
        "name": "Ada",
        "tier": "gold",
        "since": "2024-01-02",
        "orders": [],
    }
    assert customer_facts(Shop(), "verified", "C2") is None


def test_nothing_is_told_of_whoever_is_anonymous():
    assert customer_facts(Shop(), "anonymous", "C1") is None
    assert customer_facts(Shop(), "known", None) is None


def test_countries_have_their_names():
    assert destination_names(Shop()) == [{"country": "CA", "name": "Canada", "aliases": ("canadian",)}]


def test_a_shop_that_does_not_answer_is_no_failure_here():
    assert customer_facts(Shop(down=True), "known", "C1") is None
    assert destination_names(Shop(down=True)) == []
