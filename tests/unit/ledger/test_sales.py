"""Orders, carts and invitations beside the episodes, worked by hand."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from bot.ledger.analysis import Analysis
from bot.ledger.columnar import ColumnarContacts
from bot.ledger.events import Event
from bot.ledger.schemas import checked
from bot.ledger.terms import Terms
from tests.unit.ledger.ledger_stories import START, MemoryEvents, everything

NOW = START + timedelta(days=30)


class Elsewhere:
    """Contacts, orders, carts and links as `ChannelStore` hands them out."""

    def __init__(self, *, contacts=(), orders=(), carts=(), links=()):
        self._kept = {"contacts": list(contacts), "orders": list(orders), "carts": list(carts)}
        self._links = list(links)

    def mark(self):
        sizes = {what: (len(kept), len(kept)) for what, kept in self._kept.items()}
        return {**sizes, "identities": (len(self._links), len(self._links))}

    def all_of(self, what, after=0):
        return self._kept[what][max(after, 0) :]

    def links(self):
        return self._links


def order(visitor, at, value, kind="order"):
    return SimpleNamespace(
        id=f"{visitor}{at}", visitor_key=visitor, at=at, value=value, kind=kind, items=1, channel=None
    )


def cart(visitor, at, items, paid):
    return SimpleNamespace(
        id=f"{visitor}{at}",
        visitor_key=visitor,
        started_at=at,
        ended_at=at + timedelta(minutes=30),
        items=items,
        items_paid=paid,
        value=0.0,
        value_paid=0.0,
    )


def contact(visitor, at, channel="phone"):
    return SimpleNamespace(
        id=f"{channel}{visitor}{at}",
        visitor_key=visitor,
        at=at,
        channel=channel,
        minutes=5.0,
        cost=None,
        reason=None,
        department=None,
        resolved=True,
    )


def overview(*stories, more=(), **elsewhere):
    events = MemoryEvents(*stories)
    events.events += more
    columns = ColumnarContacts(events, None, Elsewhere(**elsewhere))
    return Analysis(events, columns, Terms(), dict).overview(everything(NOW), NOW)


@pytest.fixture
def chats(tell):
    """Five chats of five visitors, ten seconds after the start."""
    return [tell(f"e{n}", conversation=f"c{n}", visitor=f"v{n}").asks().answered() for n in range(5)]


def test_conversion_average_order_and_value_of_a_chat_visitor(chats):
    soon, late = START + timedelta(hours=20), START + timedelta(hours=30)
    made = overview(
        *chats, orders=[order("v0", soon, 100.0), order("v1", late, 900.0), order("x", soon, 5.0)]
    )
    assert (made.figure("conversion_rate").numerator, made.figure("conversion_rate").denominator) == (1, 5)
    assert made.figure("average_order_value").value == 100.0
    # 20 % of 100 is 20.
    assert made.figure("value_of_chat_visitor").value == pytest.approx(20.0)


def test_two_orders_of_one_chat_are_one_conversion_with_their_sum(chats):
    orders = [order("v0", START + timedelta(hours=hours), 50.0) for hours in (1, 2)]
    made = overview(*chats, orders=orders)
    assert made.figure("conversion_rate").numerator == 1
    assert made.figure("average_order_value").value == 100.0


def test_an_order_counts_for_the_last_contact_before_it(chats):
    call = contact("v0", START + timedelta(hours=2))
    made = overview(*chats, contacts=[call], orders=[order("v0", START + timedelta(hours=3), 80.0)])
    assert made.figure("conversion_rate").numerator == 0
    phone = next(row for row in made.sales if row.channel == "phone")
    assert (phone.converting, phone.conversion_rate, phone.value_of_visitor) == (1, 1.0, 80.0)


def test_a_quote_is_no_order(chats):
    made = overview(*chats, orders=[order("v0", START + timedelta(hours=1), 100.0, kind="quote")])
    assert made.figure("conversion_rate").value == 0
    assert made.figure("quote_rate").numerator == 1


def test_without_orders_there_is_no_rate_and_it_says_what_is_missing(chats):
    made = overview(*chats)
    assert made.figure("conversion_rate").value is None
    assert "import" in made.figure("conversion_rate").missing
    assert made.sales == ()


def test_carts_are_told_apart_by_whether_the_visitor_chatted_in_that_visit(chats):
    carts = [
        cart("v0", START, 3, 3),
        cart("v1", START, 2, 0),
        cart("v2", START + timedelta(days=1), 4, 0),
        cart("x", START, 1, 0),
        cart("y", START, 0, 0),
    ]
    made = overview(*chats, carts=carts)
    assert (made.figure("cart_abandonment").numerator, made.figure("cart_abandonment").denominator) == (1, 2)
    without = made.figure("cart_abandonment_without_chat")
    assert (without.numerator, without.denominator) == (2, 2)
    assert made.figure("items_put_in").value == 2.5
    assert made.figure("items_paid").value == 1.5
    assert made.figure("items_put_in_without_chat").value == pytest.approx(5 / 3)


def test_the_share_of_visitors_known_elsewhere(chats):
    made = overview(*chats, links=[("email of v0", "v0"), ("phone of nobody", "nobody")])
    assert (made.figure("recognised_visitors").numerator, made.figure("recognised_visitors").denominator) == (
        1,
        5,
    )


def test_invitations_sent_accepted_and_sold(tell):
    def invitation(number, by, accepted=None):
        sent = checked("invitation_sent", 1, {"invitation": "cart", "by": by})
        told = [("invitation_sent", sent)]
        if accepted is not None:
            told.append(("invitation_answered", checked("invitation_answered", 1, {"accepted": accepted})))
        return [
            Event(f"i{number}{place}", type_, 1, START, f"i{number}", f"i{number}", "v", data)
            for place, (type_, data) in enumerate(told)
        ]

    more = [
        *invitation(1, "system", accepted=True),
        *invitation(2, "system", accepted=False),
        *invitation(3, "system"),
        *invitation(4, "agent", accepted=True),
    ]
    sold = tell("s", conversation="cs", visitor="vs", invited=True).asks().person()
    sold.closed(disposition="sale", amount=80)
    other = tell("o", conversation="co", visitor="vo", invited=True).asks().answered()
    made = overview(sold, other, more=more)
    assert made.figure("invitations_sent").value == 4
    assert made.figure("invitation_acceptance").value == 0.5
    assert made.figure("invitation_acceptance_automatic").denominator == 3
    assert made.figure("invitation_acceptance_agents").value == 1.0
    assert (made.figure("invitation_sales").numerator, made.figure("invitation_sales").denominator) == (1, 2)


def test_second_level_wrong_answers_and_happy_chats(tell):
    up = tell("e1", conversation="c1", visitor="v1").asks().person()
    up.happens("transferred", version=2, from_agent="ada", to_agent="sue", second_level=True)
    along = tell("e2", conversation="c2", visitor="v2").asks().person()
    along.happens("transferred", version=2, from_agent="ada", to_agent="ben")
    wrong = tell("e3", conversation="c3", visitor="v3").asks().answered().reacts("negative")
    happy = tell("e4", conversation="c4", visitor="v4").asks().answered().happens("survey_answered", csat=5)
    made = overview(up, along, wrong, happy)
    assert (made.figure("transfers").numerator, made.figure("second_level").numerator) == (2, 1)
    assert (made.figure("wrong_answers").numerator, made.figure("wrong_answers").denominator) == (1, 2)
    assert made.figure("value_of_happy_chats").value == 5.0
