"""Prepared sentences that admins change."""

import pytest

from bot.errors import InvalidInput, NotFound
from bot.handoff.canned import CannedMessage, CannedStore, Moment

SHIPPED = [
    CannedMessage("hello", Moment.GREETING, "Hello", "Hello {name}."),
    CannedMessage("bye", Moment.CLOSING, "Bye", "Bye {name}."),
]


@pytest.fixture
def canned(db):
    return CannedStore(db, SHIPPED)


def test_what_ships_is_there_by_moment(canned, clock):
    canned.add("greeting", "Hi", "Hi {name}, about {order_number}:", clock())
    assert [one.title for one in canned.all()] == ["Hello", "Hi", "Bye"]


def test_what_an_admin_changed_or_took_out_stays_so_after_a_start(canned, db, clock):
    canned.change("hello", "greeting", "Welcome", "Welcome {name}.", clock())
    canned.archive("bye", clock())
    assert [one.title for one in CannedStore(db, SHIPPED).all()] == ["Welcome"]


def test_what_another_process_changed_is_there_at_once(canned, db, clock):
    other = CannedStore(db, SHIPPED)
    assert len(other.all()) == 2
    canned.archive("bye", clock())
    assert len(other.all()) == 1


@pytest.mark.parametrize(
    ("moment", "title", "text", "field"),
    [
        ("lunch", "A", "B", "moment"),
        ("pause", "  ", "B", "title"),
        ("pause", "A", "", "text"),
        ("pause", "A", "Hello {Your Name}", "text"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_changes(canned, clock, moment, title, text, field):
    with pytest.raises(InvalidInput) as refused:
        canned.change("hello", moment, title, text, clock())
    assert refused.value.field == field
    assert canned.all() == SHIPPED


def test_what_is_not_there_cannot_be_changed(canned, clock):
    canned.archive("bye", clock())
    with pytest.raises(NotFound):
        canned.change("bye", "closing", "Bye", "Bye", clock())
    with pytest.raises(NotFound):
        canned.archive("nothing", clock())
