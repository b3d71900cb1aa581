"""What the figures are counted with: one SQL expression for each predicate on an episode. Pure.

Cards, drill-downs, the report and exports all use these, so a figure and the episodes behind it agree. They
say what `bot.ledger.assessments.Assessment` says of one episode; tests hold the two together.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.ledger.terms import Terms

PREDICATES: Mapping[str, str] = {
    "counted": "left_out IS NULL",
    "pending": "ended = 'pending'",
    "decided": "left_out IS NULL AND ended <> 'pending'",
    "confirmed": "ended = 'confirmed'",
    "assumed": "ended = 'assumed'",
    "deflected": "ended IN ('confirmed', 'assumed')",
    "handed_off": "ended = 'handed_off'",
    "negative": "ended = 'negative'",
    "abandoned": "ended = 'abandoned'",
    "resolved": "ended IN ('confirmed', 'assumed') OR (ended = 'handed_off' AND resolved_by_person)",
    "mature": "old AND left_out IS NULL AND ended <> 'pending'",
    "durable": "ended IN ('confirmed', 'assumed') AND NOT came_back",
    "begins_case": "coalesce(seconds_since_previous >= $case_gap, true)",
    "human_chat": "left_out IS NULL AND had_person",
    "invited": "left_out = 'invited'",
    "orders_known": "(SELECT count(*) FROM orders) > 0",
    "converted": "order_value IS NOT NULL",
}
"""By name, over what `_ENDED` says; none is made of another, which DuckDB would compute over and over."""

_BOUGHT = """
    SELECT contact_id, sum(value) FILTER (WHERE order_kind = 'order') AS order_value,
        count(*) FILTER (WHERE order_kind = 'quote') AS quotes
    FROM credited WHERE seconds_after <= $conversion GROUP BY contact_id
"""
_ENDED = f"""
    SELECT *,
        CASE WHEN left_out IS NOT NULL THEN left_out
             WHEN NOT closed AND last_activity_at > $now - $silence THEN 'pending' ELSE outcome END AS ended,
        last_activity_at < $now - $come_back AS old,
        coalesce(next_at <= least(last_activity_at + $come_back, $now), false) AS came_back,
        epoch_ms(started_at) // 900000 AS slot
    FROM contacts LEFT JOIN ({_BOUGHT}) ON contact_id = id WHERE kind = 'episode'
"""
SEEN = f"SELECT *, {', '.join(f'{sql} AS {name}' for name, sql in PREDICATES.items())} FROM ({_ENDED})"
"""All episodes with the predicates as columns; needs `parameters`.

`ended` is the outcome, "pending", or why it is left out; `slot` the quarter of an hour (since 1970, UTC) in
which it began: on the clocks of every zone a quarter lies within one hour.
"""


def parameters(now: datetime, terms: Terms) -> dict[str, Any]:
    """What the predicates need to know."""
    return {
        "now": utc(now),
        "silence": terms.episode_silence,
        "come_back": terms.come_back,
        "case_gap": terms.case_gap.total_seconds(),
        "conversion": terms.conversion_span.total_seconds(),
    }


def utc(at: datetime) -> datetime:
    """A moment as the columns have it: in UTC, without a zone."""
    return at.astimezone(UTC).replace(tzinfo=None)
