"""The weekly summary: to those who want it, once a week however many processes run."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest

from bot.backoffice.outbox import Outbox
from bot.ledger.analysis import Analysis
from bot.ledger.append import append
from bot.ledger.columnar import ColumnarContacts
from bot.ledger.store import EventStore
from bot.ledger.terms import Terms
from bot.staff.accounts import Role, Staff
from bot.staff.store import StaffStore
from bot.summaries.store import Summaries
from bot.web.figures import Figures
from kb.database import Database
from tests.unit.ledger.ledger_stories import Story

MONDAY = datetime(2026, 3, 16, 8, 0, tzinfo=UTC)
WANTED_AT = MONDAY - timedelta(days=20)


@pytest.fixture
def staff(db: Database) -> StaffStore:
    return StaffStore(db)


@pytest.fixture
def ada(staff: StaffStore) -> Staff:
    return staff.add(name="Ada", email="ada@example.com", role=Role.ADMIN, at=WANTED_AT)


@pytest.fixture
def summaries(db: Database, tmp_path: Path) -> Summaries:
    events = EventStore(db)
    columns = ColumnarContacts(events, tmp_path / "contacts.duckdb")
    figures = Figures(Analysis(events, columns, Terms(), lambda: {"order_status": "Order status"}))
    return Summaries(db, figures.report, ZoneInfo("UTC"), "https://chat.example")


@pytest.fixture
def weeks(db: Database) -> None:
    """Last week one confirmed and one handed off, the week before one confirmed."""
    days = [("a", 5, "positive"), ("b", 4, None), ("c", 12, "positive")]
    with db.write() as connection:
        for number, (name, ago, polarity) in enumerate(days):
            at = MONDAY - timedelta(days=ago)
            story = Story(name, conversation=name, visitor=f"v{number}", at=at).asks().meant("order_status")
            story.answered().reacts(polarity, article_id="shipping-times") if polarity else story.person()
            for event in story.closed(disposition="resolved").events:
                append(connection, event)


def test_who_wants_it_gets_the_reports_figures_once_a_week(
    db: Database, summaries: Summaries, ada: Staff, weeks: None
) -> None:
    summaries.want(ada.id, wanted=True, at=WANTED_AT)
    assert summaries.send(MONDAY) == 1
    [mail] = Outbox(db).mails()
    assert (mail.to, mail.subject) == ("ada@example.com", "Firstline: week 2026-W11")
    for line in (
        "The week from Monday, 09 March 2026",
        "2 episodes (the week before: 1), 2 decided, 0 still open.",
        "strict: 50% (1 of 2, likely 9% to 91%); the week before 100%",
        "durably settled: 100% (1 of 1, likely 21% to 100%)",
        "net saving: $6.95 expected",
        "Order status: 2",
    ):
        assert line in mail.text
    assert summaries.send(MONDAY + timedelta(days=6)) == 0
    assert summaries.send(MONDAY + timedelta(days=7)) == 1


def test_it_is_not_sent_before_it_is_due_nor_to_who_wants_it_no_longer(
    db: Database, summaries: Summaries, ada: Staff
) -> None:
    summaries.want(ada.id, wanted=True, at=MONDAY - timedelta(hours=1))
    assert summaries.send(MONDAY - timedelta(minutes=1)) == 0
    summaries.want(ada.id, wanted=False, at=MONDAY)
    assert summaries.send(MONDAY) == 0
    assert Outbox(db).mails() == []


def test_who_begins_to_want_it_in_midweek_waits_for_monday(summaries: Summaries, ada: Staff) -> None:
    summaries.want(ada.id, wanted=True, at=MONDAY + timedelta(days=1))
    assert summaries.send(MONDAY + timedelta(days=2)) == 0
    assert summaries.send(MONDAY + timedelta(days=7)) == 1


def test_who_may_not_read_figures_any_more_gets_none(
    staff: StaffStore, summaries: Summaries, ada: Staff
) -> None:
    grace = staff.add(name="Grace", email="grace@example.com", role=Role.ADMIN, at=WANTED_AT)
    for person in (ada, grace):
        summaries.want(person.id, wanted=True, at=WANTED_AT)
    staff.change(ada.id, role=Role.AGENT.value)
    assert summaries.send(MONDAY) == 1
    staff.change(ada.id, role=Role.ADMIN.value)
    staff.change(grace.id, active=False)
    assert summaries.send(MONDAY + timedelta(days=7)) == 1


def test_of_many_processes_one_sends_it(db: Database, summaries: Summaries, ada: Staff) -> None:
    summaries.want(ada.id, wanted=True, at=WANTED_AT)
    together = Barrier(4)

    def send(_: int) -> int:
        together.wait()
        return summaries.send(MONDAY)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(send, range(4))) == 1
    assert len(Outbox(db).mails()) == 1
    assert "Nobody wrote in this week." in Outbox(db).mails()[0].text
