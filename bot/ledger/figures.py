"""The figures of a report, version 1, made of assessments. Pure.

Their schema is docs/api/report.schema.json.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.ledger.assessments import Assessment
from bot.ledger.deflection import deflection_rates
from bot.ledger.indicators import Indicator, indicators
from bot.ledger.money import Term, gross_saving, net_saving
from bot.ledger.outcomes import CAUSE_TITLES, Cause, LeftOut, Outcome
from bot.ledger.rates import Rate
from bot.ledger.terms import Terms

VERSION = 1
_DECIDED = tuple(outcome for outcome in Outcome if outcome is not Outcome.PENDING)


def in_period(assessments: Sequence[Assessment], start: datetime, end: datetime) -> list[Assessment]:
    """The episodes that began in the period (`start` <= beginning < `end`)."""
    return [one for one in assessments if start <= one.episode.started_at < end]


def make_report(
    assessments: Sequence[Assessment],
    terms: Terms,
    *,
    now: datetime,
    start: datetime,
    end: datetime,
    title_of: Callable[[str], str],
) -> dict[str, Any]:
    """The report on the episodes that began in the period.

    Args:
        assessments: what `assess` made of the events of the period and of the come-back span after it.
        terms: spans and prices.
        now: when the report is made.
        start: the period's first moment.
        end: the first moment after it.
        title_of: what people read for a reason key.
    """
    period = in_period(assessments, start, end)
    counted = [one for one in period if one.counted]
    gross, net = gross_saving(period, terms), net_saving(period, terms)
    return {
        "version": VERSION,
        "period": {"from": moment(start), "to": moment(end)},
        "generated_at": moment(now),
        "episodes": _episodes(period, counted),
        "outcomes": _outcomes(counted),
        "abandoned_causes": _causes(counted),
        "deflection": [
            {"name": one.name, **_rate(one.rate), "definition": one.definition}
            for one in deflection_rates(period, terms)
        ],
        "indicators": [_indicator(one) for one in indicators(period, terms)],
        "money": {
            "currency": "USD",
            "gross_saving": {"value": _cents(gross.value), "terms": _terms(gross.terms)},
            "net_saving": {
                "low": _cents(net.low),
                "expected": _cents(net.expected),
                "high": _cents(net.high),
                "terms": _terms(net.terms),
                "note": net.note,
            },
        },
        "reasons": _reasons(counted, title_of),
        "by_day": _by_day(counted, start, end, now),
    }


def moment(at: datetime) -> str:
    """A moment as JSON has it: ISO 8601 in UTC with a Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _episodes(period: Sequence[Assessment], counted: Sequence[Assessment]) -> dict[str, Any]:
    left_out = Counter(one.judgement.left_out for one in period)
    return {
        "total": len(period),
        "pending": sum(one.pending for one in counted),
        "decided": sum(one.decided for one in counted),
        "left_out": {reason.value: left_out[reason] for reason in LeftOut},
    }


def _outcomes(counted: Sequence[Assessment]) -> list[dict[str, Any]]:
    counts = Counter(one.judgement.outcome for one in counted)
    decided = sum(counts[outcome] for outcome in _DECIDED)
    rows: list[dict[str, Any]] = []
    for outcome in Outcome:
        rate = Rate(counts[outcome], 0 if outcome is Outcome.PENDING else decided)
        rows.append(
            {
                "outcome": outcome.value,
                "count": counts[outcome],
                "share": rate.value,
                "interval": _interval(rate),
            }
        )
    return rows


def _causes(counted: Sequence[Assessment]) -> list[dict[str, Any]]:
    abandoned = [one.judgement for one in counted if one.judgement.outcome is Outcome.ABANDONED]
    counts = Counter(judgement.cause for judgement in abandoned)
    steps = Counter(
        (judgement.flow, judgement.step) for judgement in abandoned if judgement.cause is Cause.FLOW_LEFT
    )
    return [
        {
            "cause": cause.value,
            "title": CAUSE_TITLES[cause],
            "count": count,
            "steps": [
                {"flow": flow, "step": step, "count": times}
                for (flow, step), times in sorted(steps.items(), key=lambda item: (-item[1], str(item[0])))
            ]
            if cause is Cause.FLOW_LEFT
            else [],
        }
        for cause, count in sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
        if cause is not None
    ]


def _reasons(counted: Sequence[Assessment], title_of: Callable[[str], str]) -> list[dict[str, Any]]:
    by_reason: dict[str, list[Assessment]] = {}
    for one in counted:
        by_reason.setdefault(one.reason, []).append(one)
    rows = []
    for reason, of_reason in sorted(by_reason.items(), key=lambda item: (-len(item[1]), item[0])):
        counts = Counter(one.judgement.outcome for one in of_reason)
        rows.append(
            {
                "reason": reason,
                "title": title_of(reason),
                "episodes": len(of_reason),
                **{outcome.value: counts[outcome] for outcome in Outcome},
            }
        )
    return rows


def _by_day(
    counted: Sequence[Assessment], start: datetime, end: datetime, now: datetime
) -> list[dict[str, Any]]:
    by_day: dict[date, list[Assessment]] = {}
    for one in counted:
        by_day.setdefault(one.episode.started_at.astimezone(UTC).date(), []).append(one)
    days = _days(start, min(end, now))
    return [
        {
            "day": day.isoformat(),
            "episodes": len(by_day.get(day, ())),
            "handed_off": sum(one.handed_off for one in by_day.get(day, ())),
            "deflected": sum(one.deflected for one in by_day.get(day, ())),
        }
        for day in days
    ]


def _days(start: datetime, end: datetime) -> list[date]:
    if end <= start:
        return []
    first = start.astimezone(UTC).date()
    last = (end.astimezone(UTC) - timedelta(microseconds=1)).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _indicator(one: Indicator) -> dict[str, Any]:
    figure = one.figure
    row: dict[str, Any] = {
        "key": one.key,
        "title": one.title,
        "value": figure.value if figure else None,
        "unit": one.unit,
        "sample": figure.sample if figure else None,
        "definition": one.definition,
    }
    if figure and figure.rate:
        row |= {
            "numerator": figure.rate.numerator,
            "denominator": figure.rate.denominator,
            "interval": _interval(figure.rate),
        }
    return row


def _rate(rate: Rate) -> dict[str, Any]:
    return {
        "numerator": rate.numerator,
        "denominator": rate.denominator,
        "rate": rate.value,
        "interval": _interval(rate),
    }


def _interval(rate: Rate) -> list[float] | None:
    return list(rate.interval) if rate.interval else None


def _terms(terms: Sequence[Term]) -> list[dict[str, Any]]:
    return [{"name": term.name, "value": term.value, "unit": term.unit} for term in terms]


def _cents(dollars: float) -> float:
    return round(dollars, 2)
