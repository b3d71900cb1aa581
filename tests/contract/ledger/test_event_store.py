"""The event store and the report on it, on every database."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from sqlalchemy import func, select

from bot.errors import InvalidInput, NotFound
from bot.ledger.analysis import Analysis
from bot.ledger.append import append
from bot.ledger.columnar import ColumnarContacts
from bot.ledger.events import Event, event_id
from bot.ledger.filters import Filter, narrow
from bot.ledger.report import report_of
from bot.ledger.store import EventStore
from bot.ledger.tables import events as table
from bot.ledger.terms import Terms

ROOT = Path(__file__).parents[3]
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
END = START + timedelta(days=10)
NOW = START + timedelta(days=30)
TERMS = Terms()
TITLES = {"shipping_times": "Shipping times"}


def _event(number, type_="queued", /, *, at=START, episode="e1", conversation="c1", visitor="v1", **data):
    return Event(event_id(conversation, type_, number), type_, 1, at, conversation, episode, visitor, data)


@pytest.fixture
def store(db):
    return EventStore(db)


@pytest.fixture
def told(db):
    """Eight episodes, of every outcome and two that are left out."""

    def episode(number, *steps, test=False):
        at = START + timedelta(hours=number)
        ids = {"episode": f"e{number}", "conversation": f"c{number}", "visitor": f"v{number}"}
        first = [
            ("episode_started", {"number": 1, "test": test}),
            ("message_received", {"seq": 1, "length": 9, "chat": "bot"}),
            ("bot_replied", {"seq": 1, "milliseconds": 350}),
        ]
        with db.write() as connection:
            for step, (type_, data) in enumerate([*first, *steps]):
                append(connection, _event(step, type_, at=at + timedelta(seconds=step), **ids, **data))

    answer = ("answer_shown", {"seq": 1, "article_id": "a", "article_version": 1, "score": 0.9, "risk": 0.01})
    accepted = ("person_accepted", {"agent_id": "ada", "waited_seconds": 12})
    episode(1, answer, ("reaction", {"seq": 1, "polarity": "positive", "about": "answer", "article_id": "a"}))
    episode(2, answer)
    episode(3, answer, ("reaction", {"seq": 1, "polarity": "negative", "about": "answer"}))
    episode(4, ("queued", {}), accepted, ("closed", {"by": "agent", "disposition": "resolved"}))
    episode(
        5,
        ("flow_started", {"flow": "order_status"}),
        ("flow_cancelled", {"flow": "order_status", "step": "n"}),
    )
    episode(6, ("message_classified", {"seq": 1, "act": "greet", "substance": False}))
    episode(7, answer, test=True)
    episode(
        8, ("clarify_asked", {"seq": 1, "options": ["a", "b"]}), ("survey_answered", {"csat": 2, "nps": 3})
    )


def test_an_event_comes_back_as_it_was_kept(store):
    event = _event(1, "reaction", seq=1, polarity="positive", about="answer", article_id="a")
    assert store.append(event) is True
    assert store.for_episode("e1") == [event]


def test_the_same_event_is_kept_once_and_stays_as_it_was(store):
    assert store.append(_event(1, "queued", department="sales")) is True
    assert store.append(_event(1, "queued", department="billing")) is False
    assert [dict(event.data) for event in store.for_conversation("c1")] == [{"department": "sales"}]


def test_an_event_goes_with_the_transaction_it_was_appended_in(db, store):
    with db.engine.connect() as connection:
        assert append(connection, _event(1)) is True
        connection.rollback()
    assert store.for_conversation("c1") == []


def test_an_event_without_a_zone_or_of_no_type_is_refused(store):
    with pytest.raises(InvalidInput, match="zone"):
        store.append(_event(1, at=datetime(2026, 3, 2)))
    with pytest.raises(InvalidInput, match="no event type"):
        store.append(_event(1, "nonsense"))


def test_events_come_in_the_order_in_which_they_happened_then_were_kept(store):
    store.append(_event(2, at=START + timedelta(seconds=5)))
    store.append(_event(1, "handoff_requested", at=START, handoff_reason="policy"))
    store.append(_event(3, at=START + timedelta(seconds=5), department="sales"))
    kept = store.for_conversation("c1")
    assert [event.at.second for event in kept] == [0, 5, 5]
    assert [dict(event.data) for event in kept[1:]] == [{}, {"department": "sales"}]


def test_times_given_in_another_zone_come_back_in_utc(store):
    # 01:30 exists twice on the day summer time ends in New York: these are an hour apart.
    zone = ZoneInfo("America/New_York")
    for fold in (0, 1):
        store.append(_event(fold, at=datetime(2026, 11, 1, 1, 30, tzinfo=zone, fold=fold)))
    assert [event.at for event in store.for_conversation("c1")] == [
        datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
        datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
    ]


def test_between_takes_the_beginning_and_leaves_the_end(store):
    for number in range(3):
        store.append(_event(number, at=START + timedelta(hours=number)))
    found = store.between(START, START + timedelta(hours=2))
    assert [event.at for event in found] == [START, START + timedelta(hours=1)]


def test_an_episode_that_went_on_in_the_period_is_read_whole(store):
    store.append(_event(1, at=START - timedelta(days=1)))
    store.append(_event(2, at=START))
    store.append(_event(3, episode="e2", at=START - timedelta(days=1)))
    assert len(store.of_episodes_since(START)) == 2


@pytest.fixture
def analysis(store, tmp_path):
    return Analysis(store, ColumnarContacts(store, tmp_path / "contacts.duckdb"), TERMS, lambda: TITLES)


def _report(analysis, start=START, end=END):
    period = Filter(start, end)
    return report_of(
        analysis.overview(period, NOW),
        analysis.breakdown("reason", period, NOW),
        analysis.breakdown("day", period, NOW),
    )


def test_the_report_fits_its_published_schema(told, analysis):
    schema = json.loads((ROOT / "docs/api/report.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    report, empty = _report(analysis), _report(analysis, START - timedelta(days=9), START)
    for one in (report, empty):
        assert [error.message for error in validator.iter_errors(json.loads(json.dumps(one)))] == []


def test_the_report_counts_every_outcome(told, analysis):
    report = _report(analysis)
    assert {row["outcome"]: row["count"] for row in report["outcomes"]} == {
        "pending": 0,
        "handed_off": 1,
        "negative": 1,
        "confirmed": 1,
        "assumed": 1,
        "abandoned": 2,
    }
    assert report["episodes"]["left_out"]["greeting_only"] == 1
    assert report["episodes"]["left_out"]["test"] == 1


def test_every_count_of_the_report_opens_as_many_episodes(told, analysis):
    report = _report(analysis)

    def opened(key=None, **which):
        return analysis.episodes_behind(key, narrow(Filter(START, END), which), NOW).total

    assert opened() == report["episodes"]["total"]
    for row in report["outcomes"]:
        assert opened(outcome=row["outcome"]) == row["count"]
    for row in report["abandoned_causes"]:
        assert opened(cause=row["cause"]) == row["count"]
    for kind, count in report["episodes"]["left_out"].items():
        assert opened(outcome=kind) == count
    for row in report["reasons"]:
        assert opened("visitor_initiated", reason=row["reason"]) == row["episodes"]


def test_the_episodes_behind_a_figure_come_newest_first_with_their_evidence(told, analysis):
    abandoned = narrow(Filter(START, END), {"outcome": "abandoned"})
    newest, oldest = analysis.episodes_behind(None, abandoned, NOW).rows
    assert (newest.episode_id, oldest.episode_id) == ("e8", "e5")
    assert oldest.cause == "flow_left"
    assert oldest.evidence == "The visitor cancelled the flow order status at step n."


def test_an_episode_opens_as_its_timeline(told, analysis):
    view = analysis.timeline("e1", NOW)
    assert view.episode.outcome == "confirmed"
    assert view.events[-1].text == "The visitor said that a helped."
    assert view.events[0].at == START + timedelta(hours=1)
    assert {event.id for event in view.events if event.evidence} == set(view.evidence_ids)


def test_an_unknown_episode_is_not_found(analysis):
    with pytest.raises(NotFound):
        analysis.timeline("nowhere", NOW)


def test_a_new_event_changes_the_figures_of_every_reader_of_the_file(told, store, tmp_path):
    def reader():
        columns = ColumnarContacts(store, tmp_path / "contacts.duckdb")
        return Analysis(store, columns, TERMS, lambda: TITLES)

    one, other = reader(), reader()
    assert one.overview(Filter(START, END), NOW).figure("strict").numerator == 1
    reaction = {"seq": 1, "polarity": "positive", "about": "answer", "article_id": "a"}
    where = {"episode": "e2", "conversation": "c2", "visitor": "v2"}
    store.append(_event(9, "reaction", at=START + timedelta(hours=2, seconds=9), **where, **reaction))
    assert other.overview(Filter(START, END), NOW).figure("strict").numerator == 2
    assert one.overview(Filter(START, END), NOW).figure("strict").numerator == 2


def test_a_file_that_is_broken_or_of_another_layout_is_made_anew(told, store, tmp_path):
    path = tmp_path / "contacts.duckdb"
    path.write_bytes(b"not a database")
    analysis = Analysis(store, ColumnarContacts(store, path), TERMS, lambda: TITLES)
    assert analysis.overview(Filter(START, END), NOW).counts.total == 8
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE followed SET layout = -1")
    assert analysis.overview(Filter(START, END), NOW).counts.total == 8


def test_reading_changes_nothing(told, db, analysis):
    def count():
        with db.read() as connection:
            return connection.execute(select(func.count()).select_from(table)).scalar_one()

    before = count()
    assert _report(analysis) == _report(analysis)
    assert count() == before


def test_an_event_that_several_append_at_once_is_kept_once(store):
    with ThreadPoolExecutor(4) as pool:
        kept = list(pool.map(lambda _: store.append(_event(1)), range(4)))
    assert sorted(kept) == [False, False, False, True]
    assert len(store.for_conversation("c1")) == 1
