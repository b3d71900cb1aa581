"""An overview: outcomes, causes, figures, money and days of one filter, beside the period before."""

from datetime import date, datetime, timedelta

from duckdb import DuckDBPyConnection

from bot.ledger.counting import Counted, Scope, count
from bot.ledger.filters import LOCAL, Filter
from bot.ledger.money import Cohort, Prices, gross_saving, net_saving
from bot.ledger.outcomes import LeftOut, Outcome
from bot.ledger.presenting import change_of, figures_of
from bot.ledger.rates import Rate
from bot.ledger.shapes import (
    CaseCost,
    CauseRow,
    Costs,
    Counts,
    Day,
    Holdout,
    Money,
    OutcomeRow,
    Overview,
    Period,
)
from bot.ledger.words import OUTCOME_TITLES, cause_title


def period_of(narrowed: Filter) -> Period:
    """The filter's period."""
    return Period(start=narrowed.start, end=narrowed.end)


def overview(connection: DuckDBPyConnection, scope: Scope) -> Overview:
    """All figures of a scope."""
    earlier = Scope(scope.filter.before, scope.now, scope.terms)
    counted, before = count(connection, scope).get("", {}), count(connection, earlier).get("", {})
    outcomes, outcomes_before = _by_outcome(connection, scope), _by_outcome(connection, earlier)
    return Overview(
        generated_at=scope.now,
        period=period_of(scope.filter),
        before=period_of(earlier.filter),
        timezone=scope.filter.timezone,
        filtered_by=scope.filter.narrowed_by,
        counts=_counts(outcomes),
        outcomes=_outcomes(outcomes, outcomes_before),
        causes=_causes(connection, scope),
        figures=figures_of(counted, scope.terms, before),
        money=_money(connection, scope, counted),
        holdout=_HOLDOUT,
        days=_days(connection, scope),
    )


_HOLDOUT = Holdout(
    state="off",
    definition="",
    note="",
    method="",
    arms=(),
    differences=(),
    balance=None,
    would_contact=None,
    warnings=(),
)


def _by_outcome(connection: DuckDBPyConnection, scope: Scope) -> dict[str, int]:
    sql = f"SELECT row_key, count(*) FROM ({scope.rows('outcome')}) GROUP BY row_key"
    return {str(key): int(number) for key, number in scope.run(connection, sql)}


def _counts(outcomes: dict[str, int]) -> Counts:
    counted = sum(outcomes.get(one.value, 0) for one in Outcome)
    left_out = {one.value: outcomes.get(one.value, 0) for one in LeftOut}
    pending = outcomes.get(Outcome.PENDING.value, 0)
    return Counts(
        total=counted + sum(left_out.values()),
        counted=counted,
        pending=pending,
        decided=counted - pending,
        left_out=left_out,
    )


def _outcomes(outcomes: dict[str, int], before: dict[str, int]) -> tuple[OutcomeRow, ...]:
    shares, shares_before = _shares(outcomes), _shares(before)
    return tuple(
        OutcomeRow(
            outcome=one.value,
            title=OUTCOME_TITLES[one.value],
            count=outcomes.get(one.value, 0),
            share=shares[one.value].value,
            interval=shares[one.value].interval,
            change=None
            if one is Outcome.PENDING
            else change_of(shares[one.value], dict(shares_before), one.value),
        )
        for one in Outcome
    )


def _shares(outcomes: dict[str, int]) -> dict[str, Rate]:
    decided = _counts(outcomes).decided
    return {
        one.value: Rate(outcomes.get(one.value, 0), 0 if one is Outcome.PENDING else decided)
        for one in Outcome
    }


def _causes(connection: DuckDBPyConnection, scope: Scope) -> tuple[CauseRow, ...]:
    sql = f"""
        SELECT cause, flow, step, count(*) AS number FROM ({scope.rows()})
        WHERE abandoned GROUP BY ALL ORDER BY number DESC, cause, flow, step
    """
    return tuple(
        CauseRow(cause=cause, title=cause_title(cause), flow=flow, step=step, count=number)
        for cause, flow, step, number in scope.run(connection, sql)
    )


def _money(connection: DuckDBPyConnection, scope: Scope, counted: dict[str, Counted]) -> Money:
    terms = scope.terms
    sql = f"""
        SELECT count(*), count(*) FILTER (WHERE confirmed AND durable), count(*) FILTER (WHERE durable),
            count(*) FILTER (WHERE deflected)
        FROM ({scope.rows()}) WHERE mature
    """
    [cohort] = scope.run(connection, sql)
    prices = Prices(terms.cost_human_contact, terms.cost_self_service_contact, terms.agent_wage_per_minute)
    standard = counted.get("standard")
    deflected = standard.numerator if isinstance(standard, Rate) else 0
    nothing = CaseCost(period=period_of(scope.filter), cases=0, contacts=0, total=0, each=None)
    return Money(
        savings=(
            gross_saving(deflected, prices),
            net_saving(
                Cohort(*cohort),
                prices,
                terms.share_would_contact,
                come_back_days=terms.come_back.total_seconds() / 86400,
            ),
        ),
        costs=Costs(
            channels=(),
            cases=nothing,
            self_service_began=None,
            before_self_service=None,
            since_self_service=None,
        ),
    )


def _days(connection: DuckDBPyConnection, scope: Scope) -> tuple[Day, ...]:
    sql = f"""
        SELECT ({LOCAL})::DATE AS day, count(*) FILTER (WHERE counted), count(*) FILTER (WHERE decided),
            count(*) FILTER (WHERE deflected), count(*) FILTER (WHERE handed_off)
        FROM ({scope.rows()}) GROUP BY day
    """
    found = {day: numbers for day, *numbers in scope.run(connection, sql)}
    return tuple(
        Day(
            day=day.isoformat(),
            **dict(
                zip(
                    ("episodes", "decided", "deflected", "handed_off"),
                    found.get(day, (0, 0, 0, 0)),
                    strict=True,
                )
            ),
        )
        for day in _dates(scope.filter, scope.now)
    )


def _dates(narrowed: Filter, now: datetime) -> list[date]:
    end = min(narrowed.end, now)
    if end <= narrowed.start:
        return []
    first = narrowed.start.astimezone(narrowed.zone).date()
    last = (end - timedelta(microseconds=1)).astimezone(narrowed.zone).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
