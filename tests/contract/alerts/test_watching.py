"""What is looked at: who waits now, and the last week beside the week before, by the report's own figures."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.alerts.rules import DEFAULTS
from bot.alerts.store import AlertStore
from bot.alerts.watching import Watch
from bot.alerts.wishes import Wishes
from bot.ledger.analysis import Analysis
from bot.ledger.append import append_all
from bot.ledger.channels.store import ChannelStore
from bot.ledger.columnar import ColumnarContacts
from bot.ledger.prices.store import PriceStore
from bot.ledger.store import EventStore
from bot.ledger.terms import Terms
from kb.database import Database
from tests.contract.alerts.test_alerts_are_told_once import ADA
from tests.unit.ledger.ledger_stories import Story

NOW = datetime(2026, 3, 16, 8, 0, tzinfo=UTC)


@pytest.fixture
def store(db: Database) -> AlertStore:
    kept = AlertStore(db, "https://chat.example")
    kept.save(Wishes(DEFAULTS, ("ada@example.com",), "", 1), based_on=0, by=ADA, at=NOW)
    return kept


@pytest.fixture
def waiting() -> list[datetime]:
    return []


@pytest.fixture
def watch(db: Database, store: AlertStore, waiting: list[datetime], tmp_path: Path) -> Watch:
    events = EventStore(db)
    columns = ColumnarContacts(events, tmp_path / "contacts.duckdb", ChannelStore(db))
    analysis = Analysis(events, columns, Terms(), dict, PriceStore(db).in_force)
    return Watch(store, analysis, lambda _now: waiting)


def week(db: Database, ago: int, *, helped: int, wrong: int, csat: int) -> None:
    """Episodes that ended so many days ago."""
    told = []
    for number in range(helped + wrong):
        name = f"{ago}-{number}"
        at = NOW - timedelta(days=ago, minutes=number)
        story = Story(name, conversation=name, visitor=name, at=at).asks().meant("order_status").answered()
        polarity = "positive" if number < helped else "negative"
        story.reacts(polarity, article_id="shipping-times").happens("survey_answered", csat=csat)
        told += story.closed(by="visitor").events
    with db.write() as connection:
        append_all(connection, told)


def test_a_worse_week_is_told_for_everything_that_got_worse(db: Database, watch: Watch) -> None:
    week(db, 10, helped=60, wrong=2, csat=5)
    week(db, 3, helped=40, wrong=20, csat=4)
    told = {one.kind.value: one for one in watch.look_at_the_week(NOW)}
    assert set(told) == {"deflection", "csat", "wrong_answers"}
    assert told["deflection"].because.startswith(
        "67% of decided episodes were settled without a person, after 97%"
    )
    assert told["wrong_answers"].value == pytest.approx(20 / 60 - 2 / 62)
    assert watch.look_at_the_week(NOW + timedelta(minutes=15)) == []


def test_a_difference_that_chance_explains_is_not_told(db: Database, watch: Watch) -> None:
    week(db, 10, helped=9, wrong=1, csat=5)
    week(db, 3, helped=7, wrong=3, csat=5)
    assert watch.look_at_the_week(NOW) == []


def test_the_week_is_not_reckoned_while_there_is_nobody_to_tell(
    db: Database, watch: Watch, store: AlertStore
) -> None:
    store.save(Wishes(), based_on=1, by=ADA, at=NOW)
    week(db, 10, helped=60, wrong=2, csat=5)
    week(db, 3, helped=10, wrong=50, csat=2)
    assert watch.look_at_the_week(NOW) == []


def test_the_longest_wait_counts(watch: Watch, waiting: list[datetime]) -> None:
    waiting += [NOW - timedelta(seconds=30), NOW - timedelta(seconds=59)]
    assert watch.look_at_the_queue(NOW) == []
    [told] = watch.look_at_the_queue(NOW + timedelta(seconds=10))
    assert told.because == "2 visitors wait for a person, the longest for 1 min 09 s."
    waiting.clear()
    assert [one.what.value for one in watch.look_at_the_queue(NOW + timedelta(minutes=1))] == ["cleared"]
