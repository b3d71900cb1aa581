"""A replay as plain values, ready for JSON, version 1: docs/api/replay.schema.json. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.ledger.report import moment
from bot.triage.replay.figures import Estimate, Figure
from bot.triage.replay.record import Recorded
from bot.triage.replay.replaying import Replay
from bot.triage.replay.words import ASSUMPTIONS, difference, headline, measured

VERSION = 1
MOST_LISTED = 100
"""So many episodes are listed behind a figure; the total is told."""


def as_json(
    result: Replay,
    *,
    policy_version: str,
    now: datetime,
    start: datetime,
    end: datetime,
    title_of: Callable[[str], str],
) -> dict[str, Any]:
    """The replay of a period by a policy.

    Args:
        result: what came of it.
        policy_version: the policy asked about.
        now: when it was made.
        start: the period's first moment.
        end: the first moment after it.
        title_of: what people read for a reason key.
    """
    figures = [_figure(one) for one in result.figures]
    listed = {
        row["episode_id"]
        for figure in figures
        for rows in (figure["behind"] or {}).values()
        for row in rows["episodes"]
    }
    made_again, elsewhere = result.decisions
    return {
        "version": VERSION,
        "period": {"from": moment(start), "to": moment(end)},
        "generated_at": moment(now),
        "policy_version": policy_version,
        "enough": result.runs > 0,
        "headline": headline(result),
        "episodes": {
            "decided": result.counted,
            "replayable": result.replayable,
            "needed": result.rules.fewest,
            "differing": result.differing,
        },
        "decisions": {"made_again": made_again, "elsewhere": elsewhere},
        "figures": figures,
        "listed": [_listed(one, title_of) for one in result.record if one.id in listed],
        "measured": [asdict(one) for one in measured(result)],
        "assumptions": list(ASSUMPTIONS),
        "runs": result.runs,
        "seed": result.rules.seed,
        "agents": result.rules.agents,
    }


def _figure(one: Figure) -> dict[str, Any]:
    behind = None
    if one.unit == "count":
        behind = {
            "happened": _behind((name, 1.0) for name in one.behind_happened),
            "replayed": _behind(one.behind_replayed),
        }
    return {
        "key": one.key,
        "title": one.title,
        "unit": one.unit,
        "definition": one.definition,
        "happened": one.happened,
        "simulated": _estimate(one.simulated),
        "replayed": _estimate(one.replayed),
        "difference": difference(one),
        "behind": behind,
    }


def _estimate(estimate: Estimate | None) -> dict[str, Any] | None:
    if estimate is None:
        return None
    interval = estimate.interval and [round(end, 2) for end in estimate.interval]
    return {"value": round(estimate.value, 2), "interval": interval}


def _behind(episodes: Iterable[tuple[str, float]]) -> dict[str, Any]:
    every = list(episodes)
    rows = [{"episode_id": name, "share": round(share, 2)} for name, share in every[:MOST_LISTED]]
    return {"total": len(every), "episodes": rows}


def _listed(one: Recorded, title_of: Callable[[str], str]) -> dict[str, Any]:
    judgement = one.assessment.judgement
    return {
        "episode_id": one.id,
        "started_at": moment(one.assessment.episode.started_at),
        "reason_title": title_of(one.reason),
        "value": one.value.value,
        "outcome": str(judgement.outcome or judgement.left_out),
        "evidence": judgement.because,
    }
