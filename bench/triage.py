"""How well triage reads and routes: `python -m bench.triage [--json]`.

Prints, for Bitext's messages and the frozen ones (bench/sets): reasons, routes, the two errors that matter
apart, each with its 95 % interval, calibration, and what was confused with what; the whole trade-off between
the two errors; tone on the frozen set; what people really type (MultiDoGO); our complexity against the steps
of a retailer's agents (ABCD); the time of a decision. Texts of the frozen sets are never printed.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console, Group
from rich.table import Table
from scipy.stats import spearmanr
from sklearn.metrics import f1_score, roc_auc_score

from bench.triage_agents import MOVES, REASON_OF_AGENTS
from bot.bootstrap import Firstline
from bot.nlu.model import Understanding
from bot.nlu.vector_cache import CachedVectors
from bot.operate import triage_sets
from bot.operate.evaluation_sets import folder_of
from bot.operate.triage_figures import Judged, bands, confusions, figures, share
from bot.operate.triage_sets import Message
from bot.settings import load_settings
from bot.triage import Route, Signals, decide
from bot.triage.scores import PRIORS

PERSON_SHARES = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
TONES = ("angry", "negative", "neutral", "positive")


class Bench:
    """Texts are encoded once, together, and remembered."""

    def __init__(self, firstline: Firstline, cache: Path) -> None:
        self.firstline = firstline
        self._cache = cache

    def understood(self, name: str, texts: Sequence[str]) -> list[Understanding]:
        """The texts of a set, understood."""
        if not texts:
            return []
        vectors = CachedVectors(self.firstline.encoder, self._cache, name).encode(texts)
        understander = self.firstline.understander
        return [understander.understand(text, one) for text, one in zip(texts, vectors, strict=True)]

    def judged(
        self, messages: Sequence[Message], read: Sequence[Understanding], **changed: float
    ) -> list[Judged]:
        """What the policy in force, with some of its figures changed, does with each message."""
        policy = replace(self.firstline.policy(), **changed)  # type: ignore[arg-type]
        return triage_sets.judged(messages, read, self.firstline.reasons, policy)

    def trade_off(self, messages: Sequence[Message], read: Sequence[Understanding]) -> list[dict[str, Any]]:
        """Both errors while the share of the probability from which a person is offered moves."""
        points = []
        for one in PERSON_SHARES:
            # A share below what is plausible at all is reached only if that is lowered with it.
            plausible = min(one, self.firstline.policy().plausible)
            came = self.judged(messages, read, person_share=one, plausible=plausible)
            points.append({"person_share": one, **errors(came)})
        return points

    def tone(self) -> dict[str, Any]:
        """The tone of the frozen messages: each by its score, and the likeliest of the four."""
        rows = triage_sets.lines(triage_sets.FROZEN / "tone.jsonl")
        tones = [one.tone for one in self.understood("tone", [row["text"] for row in rows])]
        gold = np.array([row["tone"] for row in rows])
        anger = np.array([one.anger for one in tones])
        negative = np.array([one.negative for one in tones])
        upset = np.isin(gold, ("angry", "negative"))
        heard = np.where(anger >= 0.5, "angry", np.where(negative >= 0.5, "negative", "not upset"))
        actual = np.where(upset, gold, "not upset")
        limit = self.firstline.policy().anger_limit
        return {
            "messages": len(rows),
            "angry_against_the_rest": round(float(roc_auc_score(gold == "angry", anger)), 4),
            "upset_against_the_rest": round(float(roc_auc_score(upset, negative)), 4),
            "accuracy_of_three": share(heard == actual),
            "macro_f1_of_three": round(float(f1_score(actual, heard, average="macro")), 4),
            "angry_heard_at_the_limit": share(anger[gold == "angry"] >= limit),
            "others_heard_at_the_limit": share(anger[gold != "angry"] >= limit),
            "threat_at_the_limit": {
                name: share(
                    one.threat >= self.firstline.policy().threat_limit
                    for one, label in zip(tones, gold, strict=True)
                    if label == name
                )
                for name in TONES
            },
        }

    def real_messages(self, folder: Path) -> dict[str, Any]:
        """What people really typed to agents of other trades: the moves heard, and where each is sent."""
        found = {}
        for name in ("media", "software"):
            turns = [
                turn
                for row in triage_sets.lines(folder / "multidogo" / f"{name}.jsonl")
                for turn in row["turns"]
                if turn["text"]
            ]
            read = self.understood(f"multidogo-{name}", [turn["text"] for turn in turns])
            decisions = [
                decide(one, Signals(), self.firstline.reasons, self.firstline.policy()) for one in read
            ]
            by_label: dict[str, list[int]] = {}
            for number, turn in enumerate(turns):
                by_label.setdefault(str(turn["label"]), []).append(number)
            found[name] = {
                label: {
                    "messages": len(numbers),
                    "move_heard": share(read[n].act == MOVES[label] for n in numbers)
                    if label in MOVES
                    else None,
                    "routes": dict(Counter(str(decisions[n].route) for n in numbers).most_common()),
                }
                for label, numbers in by_label.items()
                if len(numbers) >= 10
            }
        return found

    def agents_steps(self, folder: Path) -> dict[str, Any] | None:
        """Rank correlation of a reason's complexity with the steps that agents of a clothes shop go."""
        path = folder / "abcd" / "kb.json"
        if not path.is_file():
            return None
        steps = json.loads(path.read_text(encoding="utf-8"))
        pairs = [
            (PRIORS[self.firstline.reasons[ours].complexity], len(steps[theirs]))
            for theirs, ours in REASON_OF_AGENTS.items()
        ]
        found = spearmanr([score for score, _ in pairs], [count for _, count in pairs])
        return {
            "reasons": len(pairs),
            "rank_correlation": round(float(found.statistic), 3),
            "p": round(float(found.pvalue), 4),
        }

    def seconds(self, read: Sequence[Understanding]) -> dict[str, float]:
        """CPU seconds of a decision, and of understanding a message whose vector is known."""
        understander, reasons, policy = (
            self.firstline.understander,
            self.firstline.reasons,
            self.firstline.policy(),
        )
        deciding = [_timed(lambda one=one: decide(one, Signals(), reasons, policy)) for one in read]
        reading = [
            _timed(lambda one=one: understander.understand(one.text, one.vector)) for one in read[:300]
        ]
        return {
            "decision_median": float(np.median(deciding)),
            "decision_99th": float(np.quantile(deciding, 0.99)),
            "understanding_median": float(np.median(reading)),
            "understanding_99th": float(np.quantile(reading, 0.99)),
        }


def errors(judged: Sequence[Judged]) -> dict[str, Any]:
    """The two errors that matter, and how often the bot asks back."""
    return {
        "kept_from_a_person": share(one.kept_from_a_person for one in judged if one.reaches),
        "person_wasted": share(one.person_wasted for one in judged if not one.reaches),
        "asked_back": share(one.decision.route is Route.CLARIFY for one in judged),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="JSON only")
    parser.add_argument("--part", choices=["dev", "train"], default="dev", help="of Bitext's messages")
    chosen = parser.parse_args()
    settings = load_settings()
    folder = folder_of(None)
    bench = Bench(Firstline(settings), settings.resolved_cache_dir / "bench")
    shop = triage_sets.bitext(folder, bench.firstline.reasons, chosen.part)
    frozen = triage_sets.frozen()
    shop_read = bench.understood(f"bitext-{chosen.part}", [one.text for one in shop])
    frozen_read = bench.understood("frozen", [one.text for one in frozen])
    shop_judged, frozen_judged = bench.judged(shop, shop_read), bench.judged(frozen, frozen_read)
    report = {
        "policy": bench.firstline.policy().version,
        "bitext": {
            **figures(shop_judged),
            "distinct_reasons": len(set(triage_sets.REASON_OF.values())),
            "confusions": confusions(shop_judged),
            "bands": bands(shop_judged),
        },
        "frozen": {
            **figures(frozen_judged),
            "reason_right_where_a_person_is_needed": share(one.right for one in frozen_judged if one.reaches),
            "reason_right_in_self_service": share(one.right for one in frozen_judged if not one.reaches),
            "kept_from_a_person_by_why": {
                why: share(one.kept_from_a_person for one in frozen_judged if one.why == why)
                for why in sorted({one.why for one in frozen_judged if one.why})
            },
            "routes_where_a_person_is_needed": _routes(frozen_judged, reaches=True),
            "routes_in_self_service": _routes(frozen_judged, reaches=False),
            "bands": bands(frozen_judged),
        },
        "trade_off": {
            "bitext": bench.trade_off(shop, shop_read),
            "frozen": bench.trade_off(frozen, frozen_read),
        },
        "tone": bench.tone(),
        "real_messages": bench.real_messages(folder),
        "agents_steps": bench.agents_steps(folder),
        "seconds": bench.seconds([*shop_read, *frozen_read]),
    }
    if not chosen.json:
        Console(stderr=True, width=110).print(tables(report))
    print(json.dumps(report, indent=1))


def tables(report: dict[str, Any]) -> Group:
    """The main figures for people."""
    main_figures = Table("", "bitext", "frozen", title="Triage", box=None, title_justify="left")
    for name in ("reason_right", "route_right", "kept_from_a_person", "person_wasted", "asked_back"):
        main_figures.add_row(
            name.replace("_", " "), *(_spoken(report[one][name]) for one in ("bitext", "frozen"))
        )
    main_figures.add_row(
        "calibration error", *(str(report[one]["calibration_error"]) for one in ("bitext", "frozen"))
    )
    curve = Table(
        "person offered from", "kept from a person", "a person wasted", title="\nThe trade-off, frozen sets",
        box=None, title_justify="left",
    )  # fmt: skip
    for point in report["trade_off"]["frozen"]:
        curve.add_row(
            f"{point['person_share']:.0%}",
            _spoken(point["kept_from_a_person"]),
            _spoken(point["person_wasted"]),
        )
    return Group(main_figures, curve, "")


def _routes(judged: Sequence[Judged], *, reaches: bool) -> dict[str, int]:
    return dict(Counter(str(one.decision.route) for one in judged if one.reaches is reaches).most_common())


def _spoken(one: dict[str, Any]) -> str:
    if one["share"] is None:
        return ""
    return f"{one['share']:.1%} of {one['of']} ({one['low']:.1%} to {one['high']:.1%})"


def _timed(call: Any) -> float:
    # Of this thread only: what else the machine does is no part of it.
    started = time.thread_time()
    call()
    return time.thread_time() - started


if __name__ == "__main__":
    main()
