"""The holdout's arms on record, and what their difference says."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection

from bot.ledger.costing import stated_price
from bot.ledger.counting import Scope
from bot.ledger.experiment import ENOUGH, UNBALANCED, Effect, Values, balance, effect, matched, needed
from bot.ledger.filters import Filter
from bot.ledger.prices.model import CHAT, MESSAGE, PRICED, PriceList
from bot.ledger.shapes import Arm, Balance, Difference, Holdout

_HANDLED = "list_sum(list_transform(handlings, lambda span: span.seconds))"
_PRICED = (
    "CREATE OR REPLACE TEMP TABLE priced (channel VARCHAR, since DATE, wage DOUBLE, usual DOUBLE, fee DOUBLE)"
)
_VISITORS = f"""
    WITH drawn AS (
        SELECT visitor, min_by(arm, started_at) AS arm, min(started_at) AS began FROM ({{rows}})
        WHERE eligible AND arm IS NOT NULL AND (left_out IS NULL OR left_out NOT IN ('test', 'spam'))
        GROUP BY visitor
    ),
    reached AS (
        SELECT drawn.visitor, drawn.arm,
            contacts.kind = 'imported' OR had_person OR coalesce(left_while_closed, 0) > 0 AS human,
            CASE WHEN contacts.kind = 'imported' THEN channel WHEN had_person THEN '{CHAT}'
                 WHEN left_while_closed > 0 THEN '{MESSAGE}' END AS paid_as,
            contacts.kind = 'episode' AND left_out IS DISTINCT FROM 'holdout' AS self_service,
            CASE WHEN contacts.kind = 'imported' THEN minutes ELSE {_HANDLED} / 60 END AS took,
            cost, contacts.started_at
        FROM drawn JOIN contacts ON contacts.visitor = drawn.visitor
            AND contacts.started_at >= began AND contacts.started_at < began + $come_back
        WHERE (left_out IS NULL OR left_out NOT IN ('test', 'spam')) AND began <= $now - $come_back
    )
    SELECT arm, sum(human::INTEGER)::DOUBLE AS human_contacts,
        sum(CASE WHEN self_service THEN $self_each ELSE 0 END + CASE WHEN paid_as IS NULL THEN 0
            ELSE coalesce(cost, coalesce(took, usual) * wage + fee, 0) END) AS cost
    FROM reached ASOF LEFT JOIN priced ON paid_as = priced.channel AND reached.started_at >= priced.since
    GROUP BY reached.visitor, arm
"""
_SPLIT = """
    SELECT count(*) FILTER (WHERE arm = 'person_first'), count(*) FROM (
        SELECT visitor, min_by(arm, started_at) AS arm FROM ({rows})
        WHERE eligible AND arm IS NOT NULL AND (left_out IS NULL OR left_out NOT IN ('test', 'spam'))
        GROUP BY visitor
    )
"""
_HANDLE_TIMES = f"""
    SELECT left_out IS NOT NULL AS held_out, reason, {_HANDLED} AS took FROM ({{rows}})
    WHERE took IS NOT NULL AND (left_out = 'holdout' OR (arm = 'bot_first' AND eligible AND handed_off))
"""
_DEFINITION = (
    "Visitors are drawn by a stable hash; who takes part is decided alike in both arms (desk open, not of "
    "high value). By intention to treat: what a visitor of each arm took in the {days:g} days from the first "
    "contact on, over all channels, whatever came of the offer. Bot first less person first."
)
_NOTE = (
    "It compares bot first with person first among visitors who write; it does not say what having no bot at "
    "all would cost. Costs are staff time and fees by contact, without what is paid by the month."
)
_METHOD = (
    "Difference of the means over visitors, with Welch's interval; with 200 visitors in each arm its 95 % "
    "intervals cover the truth in 93 to 97 % of simulated experiments (bench/holdout.py)."
)


@dataclass(frozen=True)
class Measured:
    """What the holdout says, and what the money needs of it."""

    shown: Holdout
    would_contact: float | None
    handle_seconds: Effect | None
    handoffs: int


def measure(connection: DuckDBPyConnection, scope: Scope, prices: PriceList, self_each: float) -> Measured:
    """The holdout of the filter's period; other narrowing doesn't count, arms are of all visitors.

    Args:
        connection: the columns.
        scope: the period, and as of when.
        prices: of channels.
        self_each: what one self-service contact costs.
    """
    whole = replace(scope, filter=Filter(scope.filter.start, scope.filter.end))
    [(held_out, drawn)] = whole.run(connection, _SPLIT.format(rows=whole.rows()))
    days = scope.terms.come_back.total_seconds() / 86400
    if not drawn:
        return Measured(_off(days), None, None, 0)
    arms = _visitors(connection, whole, prices, self_each)
    handled = _handle_times(connection, whole)
    compared = matched(handled[True], handled[False])
    split = _balance(held_out, drawn, scope.terms.holdout_share)
    bot, person = arms["bot_first"], arms["person_first"]
    enough = min(len(bot[0]), len(person[0])) >= ENOUGH
    would_contact = float((person[0] > 0).mean()) if enough else None
    return Measured(
        Holdout(
            state="measured" if enough else "collecting",
            definition=_DEFINITION.format(days=days),
            note=_NOTE,
            method=_METHOD,
            arms=(_arm("bot_first", "Bot first", bot), _arm("person_first", "Person first", person)),
            differences=(
                _difference("human_contacts", "Contacts with a person", "count", bot[0], person[0]),
                _difference("cost", "Total cost", "dollars", bot[1], person[1]),
            ),
            balance=split,
            would_contact=would_contact,
            warnings=_warnings(split, enough=enough),
        ),
        would_contact,
        compared[0] if compared else None,
        compared[1] if compared else 0,
    )


def _off(days: float) -> Holdout:
    return Holdout(
        state="off",
        definition=_DEFINITION.format(days=days),
        note="Nobody was held out in this period. FIRSTLINE_HOLDOUT_SHARE says how many should be.",
        method=_METHOD,
        arms=(),
        differences=(),
        balance=None,
        would_contact=None,
        warnings=(),
    )


def _visitors(
    connection: DuckDBPyConnection, scope: Scope, prices: PriceList, self_each: float
) -> Mapping[str, tuple[Values, Values]]:
    """By arm, each visitor's human contacts and cost; those whose days are over."""
    connection.execute(_PRICED)
    rows: list[tuple[Any, ...]] = []
    for channel in PRICED:
        rows.append((channel, date(1970, 1, 1), 0.0, 0.0, stated_price(channel, scope.terms)))
        rows += [
            (channel, price.since, price.wage_per_minute, price.minutes_each, price.fee_each)
            for price in prices.of(channel)
        ]
    connection.executemany("INSERT INTO priced VALUES (?, ?, ?, ?, ?)", rows)
    sql = _VISITORS.format(rows=scope.rows())
    found = connection.execute(sql, {**scope.values(sql), "self_each": self_each}).fetchnumpy()
    arm = np.asarray(found["arm"]).astype(str)
    numbers = [np.asarray(found[name], dtype=np.float64) for name in ("human_contacts", "cost")]
    return {one: (numbers[0][arm == one], numbers[1][arm == one]) for one in ("bot_first", "person_first")}


def _handle_times(connection: DuckDBPyConnection, scope: Scope) -> Mapping[bool, Mapping[str, list[float]]]:
    found: dict[bool, dict[str, list[float]]] = {True: defaultdict(list), False: defaultdict(list)}
    for held_out, reason, took in scope.run(connection, _HANDLE_TIMES.format(rows=scope.rows())):
        found[held_out][reason].append(took)
    return found


def _arm(key: str, title: str, numbers: tuple[Values, Values]) -> Arm:
    human, cost = (float(one.mean()) if len(one) else None for one in numbers)
    return Arm(arm=key, title=title, visitors=len(numbers[0]), human_contacts=human, cost=cost)  # type: ignore[arg-type]


def _difference(key: str, title: str, unit: str, bot: Values, person: Values) -> Difference:
    both = len(bot) > 0 and len(person) > 0
    found = effect(bot, person) if both else Effect(0.0, None)
    clear = found.interval is not None and not found.interval[0] <= 0 <= found.interval[1]
    return Difference(
        key=key,  # type: ignore[arg-type]
        title=title,
        unit=unit,  # type: ignore[arg-type]
        value=found.value if both else None,
        interval=found.interval,
        needed=needed(bot, person),
        clear=clear,
    )


def _balance(held_out: int, drawn: int, share: float) -> Balance:
    p_value = balance(held_out, drawn, share)
    return Balance(
        expected_share=share,
        share=held_out / drawn,
        p_value=p_value,
        unbalanced=p_value is not None and p_value < UNBALANCED,
    )


def _warnings(split: Balance, *, enough: bool) -> tuple[str, ...]:
    found = []
    if split.unbalanced:
        found.append(
            f"The arms are unbalanced: {split.share:.1%} were held out where {split.expected_share:.1%} "
            "should be. Something treats the arms differently, or the share was changed: "
            "don't trust the difference."
        )
    if not enough:
        found.append(f"Fewer than {ENOUGH} visitors in an arm: the intervals say little yet.")
    return tuple(found)
