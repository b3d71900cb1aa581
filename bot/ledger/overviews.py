"""An overview: outcomes, causes, figures, money and days of one filter, beside the period before."""

from collections.abc import Callable
from datetime import date

from duckdb import DuckDBPyConnection

from bot.ledger import holdouts
from bot.ledger.beside import BESIDE, count_beside, sales_by_channel
from bot.ledger.costing import costs
from bot.ledger.counting import Scope, count
from bot.ledger.filters import Filter
from bot.ledger.money import Cohort, Prices, gross_saving, handoff_saving, money_figures, net_saving
from bot.ledger.outcomes import LeftOut, Outcome
from bot.ledger.predicates import utc
from bot.ledger.presenting import change_of, figures_of
from bot.ledger.prices.model import CHAT, SELF_SERVICE, PriceList
from bot.ledger.rates import Rate
from bot.ledger.shapes import (
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


def overview(
    connection: DuckDBPyConnection,
    scope: Scope,
    prices: PriceList,
    holidays: Callable[[date], str | None],
) -> Overview:
    """All figures of a scope."""
    earlier = Scope(scope.filter.before, scope.now, scope.terms)
    counted, before = count(connection, scope).get("", {}), count(connection, earlier).get("", {})
    beside, beside_before = count_beside(connection, scope), count_beside(connection, earlier)
    standard = counted["standard"]
    assert isinstance(standard, Rate)  # noqa: S101 - it is a share
    money, holdout = _money(connection, scope, prices, standard.numerator)
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
        figures=figures_of(counted, scope.terms, before)
        + figures_of(beside, scope.terms, beside_before, BESIDE)
        + money_figures(money),
        money=money,
        sales=sales_by_channel(connection, scope),
        holdout=holdout,
        days=_days(connection, scope, holidays),
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


def _money(
    connection: DuckDBPyConnection, scope: Scope, price_list: PriceList, deflected: int
) -> tuple[Money, Holdout]:
    terms = scope.terms
    sql = f"""
        SELECT count(*), count(*) FILTER (WHERE confirmed AND durable), count(*) FILTER (WHERE durable),
            count(*) FILTER (WHERE deflected), count(*) FILTER (WHERE handed_off)
        FROM ({scope.rows()}) WHERE mature
    """
    [(*cohort, handed_off)] = scope.run(connection, sql)
    spent = costs(connection, scope, price_list)
    prices = _prices(spent, price_list, scope)
    measured = holdouts.measure(connection, scope, price_list, prices.self_service)
    seconds = measured.handle_seconds
    extra = None if seconds is None else -seconds.value / 60 * prices.wage * handed_off
    would_contact = measured.would_contact
    savings = (
        gross_saving(deflected, prices),
        net_saving(
            Cohort(*cohort),
            prices,
            terms.share_would_contact if would_contact is None else would_contact,
            measured=would_contact is not None,
            extra_handling=extra,
            come_back_days=terms.come_back.total_seconds() / 86400,
        ),
        handoff_saving(
            None if seconds is None else seconds.value,
            None if seconds is None else seconds.interval,
            measured.handoffs,
            prices,
        ),
    )
    return Money(savings=savings, costs=spent), measured.shown


def _prices(spent: Costs, price_list: PriceList, scope: Scope) -> Prices:
    """What a contact costs: by the prices that are kept, else as the settings say."""
    terms = scope.terms
    each = {one.channel: one.each for one in spent.channels if not one.stated}
    chat = price_list.at(CHAT, utc(min(scope.filter.end, scope.now)).date())
    avoided, own = each.get(CHAT), each.get(SELF_SERVICE)
    return Prices(
        terms.cost_human_contact if avoided is None else avoided,
        terms.cost_self_service_contact if own is None else own,
        terms.agent_wage_per_minute if chat is None else chat.wage_per_minute,
        source="As set." if avoided is None and own is None else "By the prices kept, over this period.",
    )


def _days(
    connection: DuckDBPyConnection, scope: Scope, holidays: Callable[[date], str | None]
) -> tuple[Day, ...]:
    sql = f"""
        SELECT row_key, count(*) FILTER (WHERE counted), count(*) FILTER (WHERE decided),
            count(*) FILTER (WHERE deflected), count(*) FILTER (WHERE handed_off)
        FROM ({scope.rows("day")}) GROUP BY row_key
    """
    found = {day: numbers for day, *numbers in scope.run(connection, sql)}
    return tuple(
        Day(
            day=day.isoformat(),
            holiday=holidays(day) is not None,
            **dict(
                zip(
                    ("episodes", "decided", "deflected", "handed_off"),
                    found.get(day.isoformat(), (0, 0, 0, 0)),
                    strict=True,
                )
            ),
        )
        for day in scope.filter.dates
        if day <= scope.now.astimezone(scope.filter.zone).date()
    )
