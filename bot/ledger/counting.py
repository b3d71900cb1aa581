"""The measures counted over the columns: for a filter, all at once or for each row of a breakdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from duckdb import DuckDBPyConnection

from bot.ledger.filters import Filter, holiday_on
from bot.ledger.measures import MEASURES, Mean, Measure, Share, Spans, Total
from bot.ledger.outcomes import Outcome
from bot.ledger.predicates import SEEN, parameters
from bot.ledger.rates import Rate
from bot.ledger.samples import Sample
from bot.ledger.terms import Terms

Counted = Rate | Sample | float
"""A share, numbers with their mean, or a sum."""

GROUPINGS: Mapping[str, str] = {
    "reason": "reason",
    "department": "coalesce(department, 'none')",
    "channel": "channel",
    "article": "unnest(articles)",
    "agent": "unnest(agents)",
    "flow": "unnest(flows)",
    "invitation": "invitation",
    "survey": "csat::VARCHAR",
    "outcome": "ended",
    "cause": "CASE WHEN abandoned THEN cause END",
}
_CLOCK: Mapping[str, str] = {
    "day": "strftime(local, '%Y-%m-%d')",
    "hour": "hour(local)::VARCHAR",
    "weekday": "isodow(local)::VARCHAR",
    "hour_weekday": "isodow(local) || '-' || hour(local)",
    "holiday": holiday_on("local"),
}
# The clocks are asked once for each quarter of an hour, not for each episode.
_BY_CLOCK = """
    SELECT base.*, row_key FROM ({base}) AS base JOIN (
        SELECT slot, {key} AS row_key
        FROM (SELECT slot, timezone($timezone, to_timestamp(slot * 900)) AS local
              FROM (SELECT DISTINCT slot FROM ({base})))
    ) USING (slot)
"""
"""By what the rows of a breakdown may be made: the SQL of a row's key."""

MANY = frozenset({"article", "agent", "flow"})
"""Groupings in which an episode may stand in several rows."""


@dataclass(frozen=True)
class Scope:
    """What is counted: the episodes of a filter as they are at `now`."""

    filter: Filter
    now: datetime
    terms: Terms

    def rows(self, by: str | None = None) -> str:
        """SQL for the episodes; with `by` each has a `row_key`."""
        base = f"SELECT * FROM ({SEEN}) WHERE {self.filter.condition}"
        if by is None:
            return f"SELECT *, '' AS row_key FROM ({base})"
        if by in _CLOCK:
            return _BY_CLOCK.format(base=base, key=_CLOCK[by])
        return f"SELECT * FROM (SELECT *, {GROUPINGS[by]} AS row_key FROM ({base})) WHERE row_key IS NOT NULL"

    def values(self, sql: str) -> dict[str, Any]:
        """The values of the parameters that this SQL names."""
        known = {
            **parameters(self.now, self.terms),
            "timezone": self.filter.timezone,
            "goal": self.terms.first_response_goal.total_seconds(),
            "short": self.terms.short_session_messages,
            "happy": self.terms.value_of_happy_chat,
            **self.filter.values,
        }
        return {name: value for name, value in known.items() if f"${name}" in sql}

    def run(self, connection: DuckDBPyConnection, sql: str, **more: Any) -> list[tuple[Any, ...]]:
        """The rows that a query gives; `more` are further parameters."""
        return connection.execute(sql, {**self.values(sql), **more}).fetchall()


def count(
    connection: DuckDBPyConnection,
    scope: Scope,
    by: str | None = None,
    measures: Sequence[Measure] = MEASURES,
) -> dict[str, dict[str, Counted]]:
    """For each row's key ("" without `by`) the measures by key, and how many `episodes` were counted."""
    columns = ["count(*) FILTER (WHERE counted)"]
    for one in measures:
        columns += _columns(one)
    sql = f"FROM ({scope.rows(by)})"
    # Without rows to group there is one row all the same, of zeros.
    sql = (
        f"SELECT '', {', '.join(columns)} {sql}"
        if by is None
        else (f"SELECT row_key, {', '.join(columns)} {sql} GROUP BY row_key")
    )
    found: dict[str, dict[str, Counted]] = {}
    for row_key, episodes, *values in scope.run(connection, sql):
        own = found.setdefault(row_key, {"episodes": float(episodes)})
        rest = iter(values)
        for one in measures:
            if not isinstance(one, Spans):
                own[one.key] = _counted(one, [next(rest) for _ in _columns(one)])
    for one in measures:
        if isinstance(one, Spans):
            for row_key, sample in _spans(connection, scope, by, one).items():
                found.setdefault(row_key, {"episodes": 0.0})[one.key] = sample
    return found


def count_outcomes(connection: DuckDBPyConnection, scope: Scope, by: str) -> dict[str, dict[str, int]]:
    """For each row's key how many episodes have each outcome, pending included."""
    sql = f"SELECT row_key, {GROUPINGS['outcome']} AS ended, count(*) FROM ({scope.rows(by)}) GROUP BY ALL"
    found: dict[str, dict[str, int]] = {}
    for row_key, ended, number in scope.run(connection, sql):
        row = found.setdefault(row_key, {one.value: 0 for one in Outcome})
        if ended in row:
            row[ended] += int(number)
    return found


def _columns(one: Measure) -> list[str]:
    match one:
        case Share():
            return [
                f"count(*) FILTER (WHERE ({one.of}) AND ({one.fits}))",
                f"count(*) FILTER (WHERE {one.of})",
            ]
        case Total():
            return [f"coalesce(sum({one.each}) FILTER (WHERE {one.of}), 0)"]
        case Mean():
            return [
                f"count({one.each}) FILTER (WHERE {one.of})",
                f"avg({one.each}) FILTER (WHERE {one.of})",
                f"var_samp({one.each}) FILTER (WHERE {one.of})",
            ]
    return []


def _counted(one: Measure, values: Sequence[Any]) -> Counted:
    if isinstance(one, Share):
        return Rate(int(values[0]), int(values[1]))
    if isinstance(one, Mean):
        return Sample(int(values[0]), values[1], values[2])
    return float(values[0])


def _spans(connection: DuckDBPyConnection, scope: Scope, by: str | None, one: Spans) -> dict[str, Sample]:
    each = one.each
    if by == "agent" and one.of_agents:
        each = f"list_filter({each}, lambda span: span.agent = row_key)"
    span = "unnest(each).seconds" if one.of_agents else "unnest(each)"
    sql = f"""
        SELECT row_key, count(span), {one.how}(span), var_samp(span)
        FROM (SELECT row_key, {span} AS span
              FROM (SELECT row_key, {each} AS each FROM ({scope.rows(by)}) WHERE {one.of}))
        GROUP BY row_key
    """
    return {
        row_key: Sample(int(size), value, variance if one.how == "avg" else None)
        for row_key, size, value, variance in scope.run(connection, sql)
    }
