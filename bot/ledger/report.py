"""The report, version 1: an overview and its reasons in the shape of docs/api/report.schema.json. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.ledger.shapes import Breakdown, CauseRow, Costs, Figure, Holdout, Overview, Saving

VERSION = 1
_RATES = ("strict", "standard", "durable")


def report_of(overview: Overview, reasons: Breakdown, rows: Breakdown | None = None) -> dict[str, Any]:
    """The report.

    Args:
        overview: the figures of the period.
        reasons: the same by reason.
        rows: the same by whatever else was asked for.
    """
    gross, net, handoff = overview.money.savings
    made: dict[str, Any] = {
        "version": VERSION,
        "period": {
            "from": moment(overview.period.start),
            "to": moment(overview.period.end),
            "timezone": overview.timezone,
        },
        "generated_at": moment(overview.generated_at),
        "episodes": {
            "total": overview.counts.total,
            "pending": overview.counts.pending,
            "decided": overview.counts.decided,
            "left_out": overview.counts.left_out,
        },
        "outcomes": [
            {"outcome": one.outcome, "count": one.count, "share": one.share, "interval": _list(one.interval)}
            for one in overview.outcomes
        ],
        "abandoned_causes": _causes(overview.causes),
        "deflection": [_rate(overview.figure(key)) for key in _RATES],
        "indicators": [_indicator(one) for one in overview.figures if one.key not in _RATES],
        "money": {
            "currency": overview.money.currency,
            "gross_saving": {"value": _cents(gross.value), "terms": _terms(gross)},
            "net_saving": {
                "low": _cents(net.low),
                "expected": _cents(net.value),
                "high": _cents(net.high),
                "terms": _terms(net),
                "note": net.note,
            },
            "handoff_saving": {
                "value": None if handoff.value is None else _cents(handoff.value),
                "interval": _list(handoff.interval),
                "terms": _terms(handoff),
                "note": handoff.note,
            },
            "costs": _costs(overview.money.costs),
        },
        "holdout": _holdout(overview.holdout),
        "reasons": [
            {"reason": row.key, "title": row.title, "episodes": row.episodes, **row.outcomes}
            for row in reasons.rows
            if row.episodes
        ],
        "by_day": [
            {
                "day": day.day,
                "episodes": day.episodes,
                "handed_off": day.handed_off,
                "deflected": day.deflected,
            }
            for day in overview.days
        ],
    }
    if rows is not None:
        made["by"] = rows.by
        made["rows"] = [
            {
                "key": row.key,
                "title": row.title,
                "episodes": row.episodes,
                "figures": [_indicator(one) for one in row.figures],
            }
            for row in rows.rows
        ]
    return made


def _costs(costs: Costs) -> dict[str, Any]:
    cases = {
        "now": costs.cases,
        "before_self_service": costs.before_self_service,
        "since_self_service": costs.since_self_service,
    }
    return {
        "channels": [
            {
                "channel": one.channel,
                "title": one.title,
                "contacts": one.contacts,
                "total": _cents(one.total),
                "each": one.each,
                "stated": one.stated,
            }
            for one in costs.channels
        ],
        "total_cost_per_contact": {
            name: None
            if one is None
            else {"cases": one.cases, "contacts": one.contacts, "total": _cents(one.total), "each": one.each}
            for name, one in cases.items()
        },
    }


def _holdout(holdout: Holdout) -> dict[str, Any]:
    return {
        "state": holdout.state,
        "arms": [
            {
                "arm": one.arm,
                "visitors": one.visitors,
                "human_contacts": one.human_contacts,
                "cost": one.cost,
            }
            for one in holdout.arms
        ],
        "differences": [
            {
                "key": one.key,
                "title": one.title,
                "unit": one.unit,
                "value": one.value,
                "interval": _list(one.interval),
                "needed": one.needed,
            }
            for one in holdout.differences
        ],
        "warnings": list(holdout.warnings),
        "note": holdout.note,
    }


def moment(at: datetime) -> str:
    """A moment as JSON has it: ISO 8601 in UTC with a Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _causes(causes: tuple[CauseRow, ...]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for one in causes:
        row = found.setdefault(one.cause, {"cause": one.cause, "title": one.title, "count": 0, "steps": []})
        row["count"] += one.count
        if one.cause == "flow_left":
            row["steps"].append({"flow": one.flow, "step": one.step, "count": one.count})
    return sorted(found.values(), key=lambda row: (-row["count"], row["cause"]))


def _rate(one: Figure) -> dict[str, Any]:
    return {
        "name": one.key,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "rate": one.value,
        "interval": _list(one.interval),
        "definition": one.definition,
    }


def _indicator(one: Figure) -> dict[str, Any]:
    row: dict[str, Any] = {
        "key": one.key,
        "title": one.title,
        "value": one.value,
        "unit": one.unit,
        "sample": one.sample,
        "definition": one.definition,
    }
    if one.denominator is not None:
        row |= {
            "numerator": one.numerator,
            "denominator": one.denominator,
            "interval": _list(one.interval),
        }
    return row


def _list(interval: tuple[float, float] | None) -> list[float] | None:
    return list(interval) if interval else None


def _terms(saving: Saving) -> list[Mapping[str, Any]]:
    return [{"name": term.name, "value": term.value, "unit": term.unit} for term in saving.terms]


def _cents(dollars: float | None) -> float:
    return round(dollars or 0.0, 2)
