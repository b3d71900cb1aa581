"""The report, version 1."""

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from rich.console import Console

from bot.commands.console import midnight
from bot.ledger.filters import Filter
from bot.ledger.render import render_report
from bot.ledger.report import report_of
from bot.web.figures import Figures
from tests.unit.ledger.ledger_stories import analysis_of

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def _report(stories, terms, *, start, end, now):
    analysis = analysis_of(*stories, terms=terms, titles={"order_status": "ORDER_STATUS"})
    period = Filter(start, end)
    return report_of(analysis.overview(period, now), analysis.breakdown("reason", period, now))


def test_an_episode_belongs_to_the_period_in_which_it_began(tell, terms):
    old = tell("e1", visitor="v1", at=NEW_YEAR - timedelta(seconds=15)).asks().asks().answered()
    new = tell("e2", visitor="v2", conversation="c2", at=NEW_YEAR).asks().answered()
    late = NEW_YEAR + timedelta(days=40)
    december = _report([old, new], terms, start=NEW_YEAR - timedelta(days=31), end=NEW_YEAR, now=late)
    january = _report([old, new], terms, start=NEW_YEAR, end=NEW_YEAR + timedelta(days=31), now=late)
    assert (december["episodes"]["total"], january["episodes"]["total"]) == (1, 1)
    assert december["by_day"][-1] == {"day": "2025-12-31", "episodes": 1, "handed_off": 0, "deflected": 1}
    assert january["by_day"][0] == {"day": "2026-01-01", "episodes": 1, "handed_off": 0, "deflected": 1}
    assert (len(december["by_day"]), len(january["by_day"])) == (31, 31)


def test_a_come_back_after_the_period_still_takes_durable_credit_away(tell, terms):
    first = tell("e1", at=NEW_YEAR - timedelta(hours=3)).asks().answered()
    back = tell("e2", conversation="c2", at=NEW_YEAR + timedelta(days=2)).asks().answered()
    now = NEW_YEAR + timedelta(days=30)
    december = _report([first, back], terms, start=NEW_YEAR - timedelta(days=31), end=NEW_YEAR, now=now)
    durable = december["deflection"][2]
    assert (durable["numerator"], durable["denominator"]) == (0, 1)


def test_days_begin_at_midnight_by_the_companys_clocks(tell, terms):
    """An evening of New York is the next day in UTC."""
    evening = tell("e1", at=datetime(2026, 1, 1, 1, tzinfo=UTC)).asks().answered()
    figures = Figures(analysis_of(evening, terms=terms), "America/New_York")
    zone = ZoneInfo("America/New_York")
    start, end = (midnight(datetime(2025, 12, day), zone) for day in (30, 31))
    assert figures.report(NEW_YEAR + timedelta(days=9), start, end)["episodes"]["total"] == 0
    start, end = end, midnight(datetime(2026, 1, 1), zone)
    report = figures.report(NEW_YEAR + timedelta(days=9), start, end)
    assert [(row["day"], row["episodes"]) for row in report["by_day"]] == [("2025-12-31", 1)]
    assert report["period"] == {
        "from": "2025-12-31T05:00:00Z",
        "to": "2026-01-01T05:00:00Z",
        "timezone": "America/New_York",
    }
    console = Console(file=io.StringIO(), width=110)
    console.print(render_report(report))
    assert "2025-12-31 to 2026-01-01 (America/New_York)" in console.file.getvalue()


def test_days_to_come_are_not_listed(terms):
    report = _report(
        [], terms, start=NEW_YEAR, end=NEW_YEAR + timedelta(days=31), now=NEW_YEAR + timedelta(hours=1)
    )
    assert [row["day"] for row in report["by_day"]] == ["2026-01-01"]


def test_causes_say_where_flows_were_left_and_reasons_carry_their_titles(tell, terms):
    stories = [
        tell(f"e{n}", visitor=f"v{n}", conversation=f"c{n}", at=NEW_YEAR).asks().meant("order_status")
        for n in range(3)
    ]
    stories[0].happens("flow_step", flow="order_status", step="number")
    stories[1].happens("flow_cancelled", flow="order_status", step="number")
    stories[2].happens("answer_missing", seq=1)
    report = _report(
        stories, terms, start=NEW_YEAR, end=NEW_YEAR + timedelta(days=3), now=NEW_YEAR + timedelta(days=3)
    )
    left, unanswered = report["abandoned_causes"]
    assert (left["cause"], left["count"]) == ("flow_left", 2)
    assert left["steps"] == [{"flow": "order_status", "step": "number", "count": 2}]
    assert (unanswered["cause"], unanswered["count"], unanswered["steps"]) == ("no_answer", 1, [])
    assert report["reasons"][0]["title"] == "ORDER_STATUS"
    assert (report["reasons"][0]["episodes"], report["reasons"][0]["abandoned"]) == (3, 3)


def test_an_empty_period_has_no_shares_and_prints(terms):
    report = _report(
        [], terms, start=NEW_YEAR, end=NEW_YEAR + timedelta(days=1), now=NEW_YEAR + timedelta(days=1)
    )
    assert {row["share"] for row in report["outcomes"]} == {None}
    assert "0 episodes: 0 decided, 0 still open." in _printed(report)


def test_the_printed_report_says_the_figures_of_the_dictionary(tell, terms):
    stories = [
        tell("e1", at=NEW_YEAR, visitor="v1").asks().answered().reacts("positive"),
        tell("e2", at=NEW_YEAR, visitor="v2").asks().person().closed(after=65, disposition="resolved"),
        tell("e3", at=NEW_YEAR, visitor="v3", test=True).asks(),
    ]
    now = NEW_YEAR + timedelta(days=20)
    printed = _printed(_report(stories, terms, start=NEW_YEAR, end=now, now=now))
    assert "3 episodes: 2 decided, 0 still open; counted apart: 1 test traffic." in printed
    assert "50.0%" in printed
    assert "Gross saving" in printed
    assert "$9.95" in printed
    assert "1 min 15 s" in printed
    assert "No data yet:" in printed


def _printed(report):
    console = Console(width=140, record=True, file=io.StringIO())
    console.print(render_report(report))
    return console.export_text()


def test_rows_by_whatever_is_asked_costs_and_the_holdout_are_printed_too(tell, terms):
    stories = [
        tell(f"{arm}{n}", conversation=f"{arm}{n}", visitor=f"{arm}{n}", at=NEW_YEAR, arm=arm).asks().person()
        for arm in ("bot_first", "person_first")
        for n in range(2)
    ]
    now = NEW_YEAR + timedelta(days=20)
    analysis, period = analysis_of(*stories, terms=terms, titles={"ada": "Ada"}), Filter(NEW_YEAR, now)
    rows = analysis.breakdown("agent", period, now)
    report = report_of(analysis.overview(period, now), analysis.breakdown("reason", period, now), rows)
    printed = _printed(report)
    assert "By agent" in printed
    assert "Ada" in printed
    assert "All channels, by case" in printed
    assert "Holdout, by visitor" in printed
    assert "Fewer than 200 visitors" in printed
