"""Time zones, daylight saving, year boundaries, and periods compared."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import InvalidInput
from bot.ledger.analysis import Analysis
from bot.ledger.columnar import ColumnarContacts
from bot.ledger.filters import Filter, narrow
from bot.ledger.terms import Terms
from tests.unit.ledger.ledger_stories import MemoryEvents, analysis_of

NEW_YORK = "America/New_York"


def _at(tell, number, at):
    return tell(
        f"e{number}", conversation=f"c{number}", visitor=f"v{number}", at=at - timedelta(seconds=10)
    ).asks()


def test_days_and_hours_are_on_the_clocks_of_the_zone_also_when_they_change(tell):
    # Summer time ends in New York on 1 November 2026 at 6:00 UTC: the hour from 1 to 2 comes twice.
    moments = [datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (3, 4, 5, 6, 7)]
    analysis = analysis_of(*(_at(tell, number, at) for number, at in enumerate(moments)))
    now = datetime(2026, 11, 20, tzinfo=UTC)
    period = Filter(datetime(2026, 10, 30, tzinfo=UTC), now, timezone=NEW_YORK)
    hours = {row.key: row.episodes for row in analysis.breakdown("hour", period, now).rows}
    assert hours == {"0": 1, "1": 2, "2": 1, "23": 1}
    days = {day.day: day.episodes for day in analysis.overview(period, now).days if day.episodes}
    assert days == {"2026-10-31": 1, "2026-11-01": 4}
    twice = analysis.episodes_behind("visitor_initiated", narrow(period, {"hour": "1"}), now)
    assert twice.total == 2
    map_ = {row.key: row.episodes for row in analysis.breakdown("hour_weekday", period, now).rows}
    assert map_ == {"6-23": 1, "7-0": 1, "7-1": 2, "7-2": 1}


def test_the_hour_that_summer_time_leaves_out_has_nothing(tell):
    # 8 March 2026 in New York: after 1:59 comes 3:00.
    moments = [datetime(2026, 3, 8, hour, minute, tzinfo=UTC) for hour, minute in ((6, 59), (7, 0), (7, 59))]
    analysis = analysis_of(*(_at(tell, number, at) for number, at in enumerate(moments)))
    now = datetime(2026, 4, 1, tzinfo=UTC)
    period = Filter(datetime(2026, 3, 1, tzinfo=UTC), now, timezone=NEW_YORK)
    assert {row.key: row.episodes for row in analysis.breakdown("hour", period, now).rows} == {"1": 1, "3": 2}


def test_zones_of_half_and_quarter_hours(tell):
    story = _at(tell, 1, datetime(2026, 3, 1, 18, 20, tzinfo=UTC))
    now = datetime(2026, 4, 1, tzinfo=UTC)
    for zone, hour in (("Asia/Kolkata", "23"), ("Asia/Kathmandu", "0"), ("UTC", "18")):
        period = Filter(datetime(2026, 2, 1, tzinfo=UTC), now, timezone=zone)
        assert [row.key for row in analysis_of(story).breakdown("hour", period, now).rows] == [hour]


def test_a_new_year_begins_on_the_clocks_of_the_zone(tell):
    story = _at(tell, 1, datetime(2026, 1, 1, 3, 0, tzinfo=UTC))
    now = datetime(2026, 2, 1, tzinfo=UTC)
    start = datetime(2025, 12, 1, tzinfo=UTC)
    for zone, day in (("UTC", "2026-01-01"), (NEW_YORK, "2025-12-31")):
        rows = analysis_of(story).breakdown("day", Filter(start, now, timezone=zone), now).rows
        assert [row.key for row in rows] == [day]


def test_holidays_have_rows_of_their_own_and_open(tell):
    moments = [datetime(2026, 12, day, 12, tzinfo=UTC) for day in (24, 25, 25, 27)]
    events = MemoryEvents(*(_at(tell, number, at) for number, at in enumerate(moments)))
    names = {date(2026, 12, 25): "Christmas Day"}
    analysis = Analysis(events, ColumnarContacts(events, None), Terms(), dict, holidays=names.get)
    now = datetime(2027, 1, 20, tzinfo=UTC)
    period = Filter(datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    rows = analysis.breakdown("holiday", period, now).rows
    assert {row.title: row.episodes for row in rows} == {"Christmas Day": 2, "Ordinary days": 2}
    for row in rows:
        assert analysis.episodes_behind("visitor_initiated", narrow(period, row.narrowed_by), now).total == 2
    days = {day.day for day in analysis.overview(period, now).days if day.holiday}
    assert days == {"2026-12-25"}


def test_each_figure_is_compared_with_the_period_of_equal_length_before(tell):
    middle = datetime(2026, 3, 8, tzinfo=UTC)
    stories = [_at(tell, n, middle - timedelta(days=1)).answered() for n in range(8)]
    stories += [_at(tell, n, middle + timedelta(days=1)) for n in range(8, 16)]
    for story in stories[8:]:
        story.happens("answer_missing", seq=1)
    now = middle + timedelta(days=20)
    overview = analysis_of(*stories).overview(Filter(middle, middle + timedelta(days=7)), now)
    assert (overview.before.start, overview.before.end) == (middle - timedelta(days=7), middle)
    change = overview.figure("standard").change
    assert (change.before, change.sample_before, change.difference) == (1.0, 8, -1.0)
    assert change.clear
    assert overview.figure("standard").small


@pytest.mark.parametrize(
    ("made", "field"),
    [
        (lambda at: Filter(at.replace(tzinfo=None), at), "from"),
        (lambda at: Filter(at, at), "from"),
        (lambda at: Filter(at, at + timedelta(1), timezone="Mars/Olympus"), "timezone"),
        (lambda at: narrow(Filter(at, at + timedelta(1)), {"mood": "bad"}), "mood"),
        (lambda at: narrow(Filter(at, at + timedelta(1)), {"hour": "noon"}), "hour"),
    ],
)
def test_a_filter_that_cannot_be_names_its_field(made, field):
    with pytest.raises(InvalidInput) as refused:
        made(datetime(2026, 3, 1, tzinfo=UTC))
    assert refused.value.field == field
