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
    "pending": "counted AND NOT closed AND last_activity_at > $now - $silence",
    "decided": "counted AND NOT pending",
    "confirmed": "decided AND outcome = 'confirmed'",
    "assumed": "decided AND outcome = 'assumed'",
    "deflected": "confirmed OR assumed",
    "handed_off": "decided AND outcome = 'handed_off'",
    "negative": "decided AND outcome = 'negative'",
    "abandoned": "decided AND outcome = 'abandoned'",
    "resolved": "deflected OR (handed_off AND resolved_by_person)",
    "mature": "decided AND last_activity_at < $now - $come_back",
    "came_back": "coalesce(next_at <= least(last_activity_at + $come_back, $now), false)",
    "durable": "deflected AND NOT came_back",
    "begins_case": "coalesce(seconds_since_previous >= $case_gap, true)",
    "human_chat": "counted AND had_person",
    "invited": "left_out = 'invited'",
}
"""By name, in an order in which each may use those before it."""

SEEN = f"""
    SELECT *, {", ".join(f"{sql} AS {name}" for name, sql in PREDICATES.items())}
    FROM contacts WHERE kind = 'episode'
"""
"""All episodes with the predicates as columns; needs `parameters`."""


def parameters(now: datetime, terms: Terms) -> dict[str, Any]:
    """What the predicates need to know."""
    return {
        "now": utc(now),
        "silence": terms.episode_silence,
        "come_back": terms.come_back,
        "case_gap": terms.case_gap.total_seconds(),
    }


def utc(at: datetime) -> datetime:
    """A moment as the columns have it: in UTC, without a zone."""
    return at.astimezone(UTC).replace(tzinfo=None)
