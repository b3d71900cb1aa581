"""What was counted, as figures with definition, sample, interval and change. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.ledger.counting import Counted
from bot.ledger.measures import MEASURES, Measure
from bot.ledger.rates import Rate, newcombe
from bot.ledger.samples import SMALL, Sample, welch
from bot.ledger.shapes import Change, Figure
from bot.ledger.terms import Terms


def figures_of(
    counted: Mapping[str, Counted],
    terms: Terms,
    before: Mapping[str, Counted] | None = None,
    measures: Sequence[Measure] = MEASURES,
) -> tuple[Figure, ...]:
    """The figures of these measures; with `before` each has its change."""
    return tuple(
        figure(one, counted.get(one.key), terms, change_of(counted.get(one.key), before, one.key))
        for one in measures
    )


def figure(measure: Measure, counted: Counted | None, terms: Terms, change: Change | None = None) -> Figure:
    """One figure; `counted` is None where nothing was."""
    in_time = measure.key == "first_response_time"
    value, sample, more = _value(counted)
    return Figure(
        key=measure.key,
        title=measure.title,
        unit=measure.unit,
        group=measure.group,
        definition=definition(measure, terms),
        value=value,
        sample=sample,
        small=measure.unit != "count" and 0 < sample < SMALL,
        missing=None if value is not None else measure.missing,
        opens=measure.opens,
        goal=terms.first_response_goal.total_seconds() if in_time else None,
        change=change,
        **more,
    )


def definition(measure: Measure, terms: Terms) -> str:
    """What the measure means, with the terms in force."""
    return measure.text.format(
        case_gap=terms.case_gap.total_seconds() / 86400,
        come_back=terms.come_back.total_seconds() / 86400,
        goal=terms.first_response_goal.total_seconds(),
        short=terms.short_session_messages,
        conversion=terms.conversion_span.total_seconds() / 3600,
        happy=terms.value_of_happy_chat,
    )


def change_of(counted: Counted | None, before: Mapping[str, Counted] | None, key: str) -> Change | None:
    """The difference to what was counted before; None where nothing was compared."""
    if before is None:
        return None
    earlier = before.get(key)
    now_value, _, _ = _value(counted)
    value, sample, _ = _value(earlier)
    known = now_value is not None and value is not None
    interval = None
    if isinstance(counted, Rate) and isinstance(earlier, Rate):
        interval = newcombe(counted, earlier)
    elif isinstance(counted, Sample) and isinstance(earlier, Sample) and counted.variance is not None:
        interval = welch(counted, earlier)
    return Change(
        before=value,
        sample_before=sample,
        difference=now_value - value if now_value is not None and value is not None else None,
        interval=interval if known else None,
        clear=interval is not None and known and not interval[0] <= 0 <= interval[1],
    )


def _value(counted: Counted | None) -> tuple[float | None, int, dict[str, Any]]:
    match counted:
        case None:
            return None, 0, {}
        case Rate():
            parts = {"numerator": counted.numerator, "denominator": counted.denominator}
            return counted.value, counted.denominator, {**parts, "interval": counted.interval}
        case Sample():
            return counted.mean, counted.size, {"interval": counted.interval}
    return counted, int(counted), {}
