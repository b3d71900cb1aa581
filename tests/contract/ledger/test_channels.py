"""Contacts, orders and carts from elsewhere, kept and joined with conversations, on every database."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.store import ConversationStore
from bot.errors import InvalidInput
from bot.ledger.analysis import Analysis
from bot.ledger.channels.importing import import_rows, rows_of
from bot.ledger.channels.records import Reader
from bot.ledger.channels.store import ChannelStore
from bot.ledger.columnar import ColumnarContacts
from bot.ledger.filters import Filter
from bot.ledger.keys import KeyedHash
from bot.ledger.prices.model import ChannelPrice
from bot.ledger.prices.store import PriceStore
from bot.ledger.store import EventStore
from bot.ledger.terms import Terms

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOW = START + timedelta(days=30)
KEYS = KeyedHash("a secret of these tests")
READER = Reader(KEYS, ZoneInfo("UTC"))
EMAIL = {"channel": "email", "at": "2026-03-04T10:00", "email": "ada@example.com", "minutes": "6"}


@pytest.fixture
def channels(db):
    return ChannelStore(db)


@pytest.fixture
def chat(db):
    """A visitor whose question was answered, and who gave an e-mail address."""
    conversations = ConversationStore(db, KEYS)
    conversation = conversations.start(visitor_id="v-1", at=START)
    conversations.keep_visitor_message(conversation.id, "how long does it take", "m1", START)
    shown = {"seq": 1, "article_id": "a", "article_version": 1, "score": 0.9, "risk": 0.01}
    conversations.record(conversation.id, "answer_shown", START, **shown)
    conversations.record(conversation.id, "bot_replied", START, seq=1, milliseconds=300)
    conversations.update(conversation.id, START, email="Ada@Example.com")
    return conversation


def analysed(db, channels):
    return Analysis(EventStore(db), ColumnarContacts(EventStore(db), None, channels), Terms(), dict)


def test_rows_are_kept_once_and_the_wrong_ones_are_named(channels):
    rows = [EMAIL, {**EMAIL, "channel": "pigeon"}, {**EMAIL, "at": "soon"}, EMAIL]
    report = import_rows(channels, READER, "contacts", rows, NOW)
    assert (report.added, report.unchanged) == (1, 1)
    assert [(one.row, one.field) for one in report.failed] == [(2, "channel"), (3, "at")]
    again = import_rows(channels, READER, "contacts", rows, NOW)
    assert (again.added, again.unchanged) == (0, 2)


def test_a_file_is_read_whatever_separates_its_cells(tmp_path, channels):
    for number, mark in enumerate((",", ";", "\t")):
        path = tmp_path / f"{number}.csv"
        head, row = mark.join(["Channel", "at", "phone"]), mark.join(["phone", "2026-03-03", "415 555 2671"])
        path.write_text(f"\ufeff{head}\n{row}\n", encoding="utf-8")
        [found] = rows_of(path, "contacts")
        assert found == {"channel": "phone", "at": "2026-03-03", "phone": "415 555 2671"}
    with pytest.raises(InvalidInput, match="no such file"):
        list(rows_of(tmp_path / "none.csv", "contacts"))
    (tmp_path / "odd.csv").write_text("channel,mood\nphone,bad\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="no column 'mood'"):
        list(rows_of(tmp_path / "odd.csv", "contacts"))


def test_no_identifier_is_kept_as_it_was_given(db, channels):
    import_rows(channels, READER, "contacts", [EMAIL], NOW)
    [kept] = channels.all_of("contacts")
    assert "ada" not in str(kept)
    assert len(kept.visitor_key) == 64


def test_an_e_mail_of_the_same_visitor_takes_durable_credit_away_and_is_the_same_case(db, chat, channels):
    analysis = analysed(db, channels)
    period = Filter(START - timedelta(days=1), NOW)
    assert analysis.overview(period, NOW).figure("durable").numerator == 1
    import_rows(channels, READER, "contacts", [EMAIL], NOW)
    after = analysis.overview(period, NOW)
    assert (after.figure("standard").numerator, after.figure("durable").numerator) == (1, 0)
    [behind] = analysis.episodes_behind("come_backs", period, NOW).rows
    assert behind.came_back_at == datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
    case = analysis.timeline(behind.episode_id, NOW).case
    assert [contact.channel for contact in case] == ["web", "email"]


def test_a_stranger_on_another_channel_changes_nothing(db, chat, channels):
    analysis = analysed(db, channels)
    import_rows(channels, READER, "contacts", [{**EMAIL, "email": "ben@example.com"}], NOW)
    assert analysis.overview(Filter(START - timedelta(days=1), NOW), NOW).figure("durable").numerator == 1


def test_identifiers_that_turn_out_to_be_one_visitors_join_what_was_apart(db, chat, channels):
    analysis = analysed(db, channels)
    period = Filter(START - timedelta(days=1), NOW)
    phone = {"channel": "phone", "at": "2026-03-05T10:00", "phone": "+14155552671"}
    import_rows(channels, READER, "contacts", [phone], NOW)
    assert analysis.overview(period, NOW).figure("durable").numerator == 1
    both = {**phone, "at": "2026-03-25T10:00", "email": "ada@example.com"}
    import_rows(channels, READER, "contacts", [both], NOW)
    assert analysis.overview(period, NOW).figure("durable").numerator == 0


def test_forgetting_an_identifier_takes_contacts_apart_again(db, chat, channels):
    analysis = analysed(db, channels)
    period = Filter(START - timedelta(days=1), NOW)
    import_rows(channels, READER, "contacts", [EMAIL], NOW)
    assert analysis.overview(period, NOW).figure("durable").numerator == 0
    channels.forget([KEYS("email ada@example.com")])
    assert analysis.overview(period, NOW).figure("durable").numerator == 1


def test_prices_are_versions_with_who_and_when(db):
    store = PriceStore(db)
    first = ChannelPrice("phone", START.date(), wage_per_minute=0.5, systems_per_month=310)
    store.set(first, by_id="a", by_name="Ada", at=START)
    store.set(ChannelPrice("phone", START.date(), wage_per_minute=0.6), by_id="a", by_name="Ada", at=NOW)
    assert [(one.number, one.price.wage_per_minute) for one in store.versions()] == [(2, 0.6), (1, 0.5)]
    price = store.in_force().at("phone", NOW.date())
    assert price is not None
    assert price.wage_per_minute == 0.6
    for wrong in (ChannelPrice("pigeon", START.date()), ChannelPrice("phone", START.date(), fee_each=-1)):
        with pytest.raises(InvalidInput):
            store.set(wrong, by_id="a", by_name="Ada", at=START)
    assert len(store.versions()) == 2
