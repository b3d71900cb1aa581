"""What the contacts of a period cost, by channel and by case."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from duckdb import DuckDBPyConnection

from bot.ledger.counting import Scope
from bot.ledger.predicates import utc
from bot.ledger.prices.model import (
    CHAT,
    MESSAGE,
    SELF_SERVICE,
    ChannelTotal,
    DayOfContacts,
    PriceList,
)
from bot.ledger.shapes import CaseCost, ChannelCost, Costs, Period, Term
from bot.ledger.terms import Terms
from bot.ledger.words import CHANNEL_TITLES, words

COMPARED = timedelta(days=90)
_ORDER = (SELF_SERVICE, CHAT, MESSAGE, "email", "phone", "form", "social", "store")
_HANDLED = "list_sum(list_transform(handlings, lambda span: span.seconds)) / 60"
# Test traffic costs nobody anything that counts; who is held out costs no self-service.
_REAL = "(left_out IS NULL OR left_out <> 'test')"
_DAYS = f"""
    SELECT channel, started_at::DATE AS day, count(*), coalesce(sum(minutes), 0),
        count(*) FILTER (WHERE minutes IS NULL AND cost IS NULL), coalesce(sum(cost), 0), count(cost)
    FROM (
        SELECT '{SELF_SERVICE}' AS channel, started_at, reason, department,
            0.0 AS minutes, NULL::DOUBLE AS cost
        FROM contacts WHERE kind = 'episode' AND {_REAL} AND left_out IS DISTINCT FROM 'holdout'
        UNION ALL
        SELECT '{CHAT}', started_at, reason, department, {_HANDLED}, NULL
        FROM contacts WHERE kind = 'episode' AND {_REAL} AND had_person
        UNION ALL
        SELECT '{MESSAGE}', started_at, reason, department, NULL, NULL
        FROM contacts WHERE kind = 'episode' AND {_REAL} AND outcome = 'handed_off' AND NOT had_person
        UNION ALL
        SELECT channel, started_at, reason, department, CASE WHEN cost IS NULL THEN minutes END, cost
        FROM contacts WHERE kind = 'imported'
    )
    WHERE started_at >= $start AND started_at < $end {{narrowed}}
    GROUP BY ALL
"""
_CASES = f"""
    SELECT count(*) FILTER (WHERE coalesce(seconds_since_previous >= $case_gap, true)), count(*)
    FROM contacts WHERE {_REAL} AND left_out IS DISTINCT FROM 'spam'
        AND started_at >= $start AND started_at < $end {{narrowed}}
"""


def stated_price(channel: str, terms: Terms) -> float:
    """What a contact of a channel costs where no prices are kept for it: the settings say."""
    if channel == SELF_SERVICE:
        return terms.cost_self_service_contact
    return terms.cost_human_contact if channel in (CHAT, "phone") else terms.cost_message


def cost_of(
    channels: Sequence[str],
    day: date,
    minutes: float | None,
    stated: float | None,
    prices: PriceList,
    terms: Terms,
) -> float:
    """What one contact cost by itself, without what is paid by the month.

    Args:
        channels: what it used, such as self-service and then chat; the last one took the staff's time.
        day: when.
        minutes: staff time on record.
        stated: its cost where that is known as a whole.
        prices: those that are kept.
        terms: the prices of the settings, for channels without.
    """
    if stated is not None:
        return stated
    total = 0.0
    for channel in channels:
        price = prices.at(channel, day)
        if price is None or (channel == SELF_SERVICE and not price.fee_each):
            total += stated_price(channel, terms)
        else:
            took = price.minutes_each if minutes is None else minutes
            total += price.fee_each + (0.0 if channel == SELF_SERVICE else took * price.wage_per_minute)
    return total


def costs(connection: DuckDBPyConnection, scope: Scope, prices: PriceList) -> Costs:
    """Cost per contact by channel and per case, in the period and before and since self-service began.

    Of what narrows a filter, reason and department count here: the others are of conversations only.
    """
    start, end = scope.filter.start, min(scope.filter.end, scope.now)
    channels = _channels(connection, scope, prices, start, end)
    [(began,)] = connection.execute(
        f"SELECT min(started_at) FROM contacts WHERE kind = 'episode' AND {_REAL}"
    ).fetchall()
    began = began.replace(tzinfo=UTC) if began else None
    before = since = None
    if began is not None:
        before = _cases(connection, scope, prices, began - COMPARED, began)
        since = _cases(connection, scope, prices, began, scope.now)
    return Costs(
        channels=tuple(
            _cost(channel, total, prices, scope.terms, end) for channel, total in channels.items()
        ),
        cases=_cases(connection, scope, prices, start, end, channels),
        self_service_began=began,
        before_self_service=before if before is not None and before.contacts else None,
        since_self_service=since,
    )


def _channels(
    connection: DuckDBPyConnection, scope: Scope, prices: PriceList, start: datetime, end: datetime
) -> dict[str, ChannelTotal]:
    days: dict[str, list[DayOfContacts]] = {}
    for channel, *numbers in _run(connection, _DAYS, scope, start, end):
        days.setdefault(channel, []).append(DayOfContacts(*numbers))
    known = {channel for channel in _ORDER if prices.has(channel, end)} | days.keys()
    in_order = sorted(
        known, key=lambda channel: (_ORDER.index(channel) if channel in _ORDER else 99, channel)
    )
    return {
        channel: prices.total(channel, start, end, days.get(channel, ()), stated_price(channel, scope.terms))
        for channel in in_order
    }


def _cases(
    connection: DuckDBPyConnection,
    scope: Scope,
    prices: PriceList,
    start: datetime,
    end: datetime,
    channels: Mapping[str, ChannelTotal] | None = None,
) -> CaseCost:
    if channels is None:
        channels = _channels(connection, scope, prices, start, end) if start < end else {}
    [(cases, contacts)] = _run(connection, _CASES, scope, start, end)
    total = sum(one.total for one in channels.values())
    return CaseCost(
        period=Period(start=start, end=end),
        cases=cases,
        contacts=contacts,
        total=total,
        each=total / cases if cases else None,
    )


def _run(
    connection: DuckDBPyConnection, sql: str, scope: Scope, start: datetime, end: datetime
) -> list[tuple[Any, ...]]:
    wanted = {"reason": scope.filter.reason, "department": scope.filter.department}
    narrowed = {name: value for name, value in wanted.items() if value is not None}
    sql = sql.format(narrowed="".join(f" AND {name} = ${name}" for name in narrowed))
    values = {
        "start": utc(start),
        "end": utc(end),
        "case_gap": scope.terms.case_gap.total_seconds(),
        **narrowed,
    }
    return connection.execute(sql, {name: values[name] for name in values if f"${name}" in sql}).fetchall()


def _cost(channel: str, total: ChannelTotal, prices: PriceList, terms: Terms, end: datetime) -> ChannelCost:
    stated = not prices.has(channel, end)
    each = stated_price(channel, terms)
    parts = (
        (Term(name="As set, each", value=each, unit="dollars"),)
        if stated
        else (
            Term(name="Staff time", value=total.staff, unit="dollars"),
            Term(name="Systems", value=total.systems, unit="dollars"),
            Term(name="Tools", value=total.tools, unit="dollars"),
            Term(name="Fees", value=total.fees, unit="dollars"),
        )
    )
    return ChannelCost(
        channel=channel,
        title=CHANNEL_TITLES.get(channel, words(channel)),
        contacts=total.contacts,
        minutes=total.minutes,
        staff=total.staff,
        systems=total.systems,
        tools=total.tools,
        fees=total.fees,
        total=total.total,
        each=total.each,
        stated=stated,
        terms=(Term(name="Contacts", value=total.contacts, unit="count"), *parts),
    )
