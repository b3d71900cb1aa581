"""The report as text for a terminal, readable for somebody from finance."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.ledger.words import OUTCOME_TITLES

_Row = Mapping[str, Any]


def render_report(report: Mapping[str, Any]) -> RenderableType:
    """A report, version 1, as something a rich console prints."""
    parts: list[RenderableType] = [
        _heading(report),
        _outcomes(report["outcomes"]),
        _deflection(report["deflection"]),
        _money(report["money"]),
        Text(f"{report['money']['net_saving']['note']}\n", style="dim"),
        _costs(report["money"]["costs"]),
        *_holdout(report["holdout"]),
        _indicators(report["indicators"]),
        _missing(report["indicators"]),
    ]
    if report["abandoned_causes"]:
        parts.append(_causes(report["abandoned_causes"]))
    if report["reasons"]:
        parts.append(_reasons(report["reasons"]))
    if report.get("rows"):
        parts.append(_by(report["by"], report["rows"]))
    return Group(*parts)


def in_days(period: _Row, zone: ZoneInfo) -> str:
    """A report's period by a zone's clocks, such as "2026-01-01 to 2026-02-01 (Europe/Berlin)"."""
    first, last = (datetime.fromisoformat(period[end]).astimezone(zone).date() for end in ("from", "to"))
    return f"{first} to {last} ({zone.key})"


def _heading(report: _Row) -> Text:
    period, episodes = report["period"], report["episodes"]
    text = Text(f"Firstline, {in_days(period, ZoneInfo(period['timezone']))}\n", style="bold")
    decided, pending = episodes["decided"], episodes["pending"]
    text.append(f"{episodes['total']:,} episodes: {decided:,} decided, {pending:,} still open", "not bold")
    apart = [f"{count:,} {_apart(kind)}" for kind, count in episodes["left_out"].items() if count]
    if apart:
        text.append(f"; counted apart: {', '.join(apart)}", "not bold")
    return text.append(".\n")


def _apart(kind: str) -> str:
    title = OUTCOME_TITLES[kind]
    return title[0].lower() + title[1:]


def _outcomes(rows: Sequence[_Row]) -> Table:
    table = _table(
        "How they ended", ("", "left"), ("episodes", "right"), ("share", "right"), ("95 %", "right")
    )
    for row in rows:
        table.add_row(
            OUTCOME_TITLES[row["outcome"]],
            f"{row['count']:,}",
            _percent(row["share"]),
            _between(row["interval"]),
        )
    return table


def _deflection(rows: Sequence[_Row]) -> Table:
    columns = (("", "left"), ("rate", "right"), ("95 %", "right"), ("of", "right"), ("what it means", "left"))
    table = _table("Deflected", *columns)
    for row in rows:
        sample = f"{row['numerator']:,} / {row['denominator']:,}"
        table.add_row(
            row["name"], _percent(row["rate"]), _between(row["interval"]), sample, row["definition"]
        )
    return table


def _money(money: _Row) -> Table:
    gross, net = money["gross_saving"], money["net_saving"]
    table = _table("Saved", ("", "left"), ("", "right"))
    table.add_row("Gross saving", _dollars(gross["value"]), style="bold")
    for term in gross["terms"]:
        table.add_row(f"  {term['name']}", _term(term))
    table.add_section()
    table.add_row("Net saving, expected", _dollars(net["expected"]), style="bold")
    table.add_row("  low", _dollars(net["low"]))
    table.add_row("  high", _dollars(net["high"]))
    for term in net["terms"]:
        table.add_row(f"  {term['name']}", _term(term))
    return table


def _costs(costs: _Row) -> Table:
    table = _table(
        "What contacts cost", ("", "left"), ("contacts", "right"), ("cost", "right"), ("each", "right")
    )
    for row in costs["channels"]:
        each = "" if row["each"] is None else _dollars(row["each"])
        table.add_row(row["title"], f"{row['contacts']:,}", _dollars(row["total"]), each)
    titles = {
        "now": "All channels, by case",
        "before_self_service": "  before self-service",
        "since_self_service": "  since self-service",
    }
    for name, title in titles.items():
        case = costs["total_cost_per_contact"][name]
        if case and case["each"] is not None:
            table.add_row(title, f"{case['cases']:,}", _dollars(case["total"]), _dollars(case["each"]))
    return table


def _holdout(holdout: _Row) -> list[RenderableType]:
    if holdout["state"] == "off":
        return []
    columns = (("", "left"), ("bot first less person first", "right"), ("95 %", "right"))
    table = _table("Holdout, by visitor", *columns)
    for row in holdout["differences"]:
        low_high = " – ".join(f"{bound:.2f}" for bound in row["interval"] or ())
        table.add_row(row["title"], "" if row["value"] is None else f"{row['value']:.2f}", low_high)
    return [table, *(Text(f"{warning}\n", style="yellow") for warning in holdout["warnings"])]


def _indicators(rows: Sequence[_Row]) -> Table:
    table = _table("Indicators", ("", "left"), ("value", "right"), ("95 %", "right"), ("of", "right"))
    for row in rows:
        if row["value"] is None:
            continue
        if "denominator" in row:
            sample = f"{row['numerator']:,} / {row['denominator']:,}"
        else:
            sample = "" if row["unit"] == "count" else f"{row['sample']:,}"
        table.add_row(row["title"], in_unit(row["value"], row["unit"]), _between(row.get("interval")), sample)
    return table


def _missing(rows: Sequence[_Row]) -> Text:
    missing = ", ".join(row["title"] for row in rows if row["value"] is None)
    return Text(f"No data yet: {missing}.\n" if missing else "", style="dim")


def _causes(rows: Sequence[_Row]) -> Table:
    table = _table("Why they were abandoned", ("", "left"), ("episodes", "right"))
    for row in rows:
        table.add_row(row["title"], f"{row['count']:,}")
        for step in row["steps"]:
            where = " at step ".join(
                str(part).replace("_", " ") for part in (step["flow"], step["step"]) if part
            )
            table.add_row(f"  {where}", f"{step['count']:,}")
    return table


def _reasons(rows: Sequence[_Row]) -> Table:
    kinds = ("episodes", "confirmed", "assumed", "handed_off", "negative", "abandoned", "pending")
    table = _table("Why visitors wrote", ("", "left"), *((_plain(kind), "right") for kind in kinds))
    for row in rows:
        table.add_row(row["title"], *(f"{row[kind]:,}" for kind in kinds))
    return table


# Of a breakdown's figures those that a terminal has room for.
_SHOWN = ("strict", "standard", "durable", "escalation_rate", "average_handle_time", "csat")


def _by(by: str, rows: Sequence[_Row]) -> Table:
    shown = [one for one in rows[0]["figures"] if one["key"] in _SHOWN]
    columns = (("", "left"), ("episodes", "right"), *((one["title"], "right") for one in shown))
    table = _table(f"By {_plain(by)}", *columns)
    for row in rows:
        values = [one for one in row["figures"] if one["key"] in _SHOWN]
        cells = ("" if one["value"] is None else in_unit(one["value"], one["unit"]) for one in values)
        table.add_row(row["title"], f"{row['episodes']:,}", *cells)
    return table


def _table(title: str, *columns: tuple[str, str]) -> Table:
    table = Table(title=f"\n{title}", title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.show_header = any(name for name, _ in columns)
    for name, justify in columns:
        table.add_column(name, justify="right" if justify == "right" else "left", header_style="dim")
    return table


def _plain(kind: str) -> str:
    return kind.replace("_", " ")


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _between(interval: Sequence[float] | None) -> str:
    return "" if interval is None else f"{interval[0]:.1%} – {interval[1]:.1%}"


def _dollars(value: float) -> str:
    return f"-${-value:,.2f}" if value < 0 else f"${value:,.2f}"


def _seconds(value: float) -> str:
    if value < 60:
        return f"{value:.1f} s"
    minutes, seconds = divmod(round(value), 60)
    return f"{minutes} min {seconds:02d} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


_FORMATS: Mapping[str, Callable[[float], str]] = {
    "share": _percent,
    "seconds": _seconds,
    "dollars": _dollars,
    "count": lambda value: f"{value:,.0f}",
    "score": lambda value: f"{value:.1f}",
}


def in_unit(value: float, unit: str) -> str:
    """A figure as people read it; `unit` is one of the report's."""
    return _FORMATS[unit](value)


def _term(term: _Row) -> str:
    return in_unit(term["value"], term["unit"])
