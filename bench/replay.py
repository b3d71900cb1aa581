"""Replays of made-up months: how long one takes, and how near it comes. Prints JSON.

    python -m bench.replay [--episodes 100000] [--truth 5000] [--seeds 10]

`time`: a month of so many episodes (`bench.months`) in an SQLite file is replayed as `firstline replay` does
it, from reading the events to the answer, by the policy in force and by one that sends everybody to a person.
`truth`: months under each preset are replayed by each other preset, and the estimates compared with the month
in which the same visitors met that other preset. `error` is the mean absolute difference as a share of the
truth, `covered` the share of intervals that hold the truth.
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Mapping
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from statistics import fmean
from typing import Any

from bench.months import START, World, month
from bot.bootstrap import DATA
from bot.ledger.append import append_all
from bot.ledger.assessments import assess
from bot.ledger.store import EventStore
from bot.ledger.terms import Terms
from bot.triage import DEFAULT_POLICY, Policy, Reasons, Route, decide, load_reasons
from bot.triage.inputs import from_inputs
from bot.triage.presets import PRESETS
from bot.triage.replay import Replay, Rules, replay
from bot.triage.replay.asked import policy_asked
from bot.web.replays import Replays
from kb.database import Database, metadata

NOW = START + timedelta(days=45)
END = START + timedelta(days=30)
_COMPARED = ("handoffs", "cost", "high_value_missed", "low_value_sent", "left_queue", "unhelped")
_AT_ONCE = 1_000
_RUNS = 20


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--episodes", type=int, default=100_000)
    parser.add_argument("--truth", type=int, default=5_000, help="episodes a month; 0 leaves it out")
    parser.add_argument("--seeds", type=int, default=10)
    chosen = parser.parse_args()
    reasons = load_reasons(DATA / "reasons.yml")
    figures: dict[str, Any] = {"time": timed(chosen.episodes, reasons)}
    if chosen.truth:
        figures["truth"] = compared(chosen.truth, chosen.seeds, reasons)
    print(json.dumps(figures, indent=1))


def timed(episodes: int, reasons: Reasons) -> dict[str, Any]:
    """Seconds of the whole way, and of what of it is the replay itself."""
    agents = max(4, episodes // 1500)
    events = month(World(episodes, agents=agents), reasons)
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{Path(folder) / 'month.db'}")
        metadata.create_all(db.engine)
        for start in range(0, len(events), _AT_ONCE):
            with db.write() as connection:
                append_all(connection, events[start : start + _AT_ONCE])
        replays = Replays(EventStore(db), Terms(), lambda: reasons, timedelta(minutes=10))
        rows: dict[str, Any] = {"episodes": episodes, "events": len(events), "agents": agents}
        del events
        for preset in ("balanced", "chat_for_everyone"):
            began, cpu = time.perf_counter(), time.process_time()
            result = replays.replay(policy_asked(preset, None, None, DEFAULT_POLICY), NOW, START, END)
            rows[preset] = {
                "seconds": round(time.perf_counter() - began, 1),
                "cpu_seconds": round(time.process_time() - cpu, 1),
                "runs": result["runs"],
                "differing": result["episodes"]["differing"],
            }
        db.close()
    rows["peak_megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return rows


def compared(episodes: int, seeds: int, reasons: Reasons) -> dict[str, Any]:
    """By figure, how far the estimates are from the truth, over all pairs of presets and all seeds."""
    found: dict[str, list[tuple[float, float, bool]]] = {key: [] for key in _COMPARED}
    for seed in range(seeds):
        agents = max(2, episodes // 1500)
        policies = {key: policy_asked(key, None, None, DEFAULT_POLICY) for key in PRESETS}
        worlds = {
            key: assess(
                month(World(episodes, agents=agents, policy=policy, seed=seed), reasons), NOW, Terms()
            )
            for key, policy in policies.items()
        }
        truths = {key: _figures(_replayed(worlds[key], policies[key], reasons, 10**9)) for key in policies}
        for then, other in permutations(policies, 2):
            for key, figure in _figures(_replayed(worlds[then], policies[other], reasons, 1)).items():
                if key in found and figure.replayed is not None:
                    truth = truths[other][key].happened
                    low, high = figure.replayed.interval or (figure.replayed.value,) * 2
                    found[key].append((figure.replayed.value, truth, low - 1e-6 <= truth <= high + 1e-6))
    return {
        "episodes": episodes,
        "pairs": seeds * len(list(permutations(PRESETS, 2))),
        "figures": {
            key: {
                "truth": round(fmean(truth for _, truth, _ in rows), 1),
                "error": round(
                    sum(abs(estimate - truth) for estimate, truth, _ in rows)
                    / max(1.0, sum(truth for _, truth, _ in rows)),
                    3,
                ),
                "bias": round(fmean(estimate - truth for estimate, truth, _ in rows), 1),
                "covered": round(fmean(covered for *_, covered in rows), 2),
            }
            for key, rows in found.items()
        },
    }


def _replayed(assessments: list[Any], policy: Policy, reasons: Reasons, fewest: int) -> Replay:
    def again(inputs: Mapping[str, Any]) -> Route:
        return decide(*from_inputs(inputs), reasons, policy).route

    rules = Rules(fewest=fewest, runs=_RUNS)
    return replay(assessments, again, Terms(), start=START, end=END, rules=rules)


def _figures(result: Replay) -> dict[str, Any]:
    return {figure.key: figure for figure in result.figures}


if __name__ == "__main__":
    main()
