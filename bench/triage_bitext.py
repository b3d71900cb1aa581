"""How well triage reads messages to a shop that nobody tuned it to: Bitext's, mapped to our reasons.

    python bench/triage_bitext.py [--limit N] [--split dev]

Prints JSON: accuracy of reason and route, the two errors that matter (kept from a person, a person
wasted), calibration, and the worst confusions. Needs the evaluation data (FIRSTLINE_EVAL_DATA, default
../shared/eval).
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path

import yaml

from bot.nlu.phrases import load_phrases
from bot.nlu.understander import Understander
from bot.operate.bitext import REASON_OF, expected_route, found_reason
from bot.settings import PROJECT_ROOT, load_settings
from bot.triage import DEFAULT_POLICY, Route, Signals, decide, load_reasons
from kb.countries import country_names
from kb.encoder import Encoder


def evaluation_data() -> Path:
    """The folder of the evaluation data; leaves with a sentence when it isn't there."""
    folder = Path(os.environ.get("FIRSTLINE_EVAL_DATA", PROJECT_ROOT.parent / "shared" / "eval"))
    if not (folder / "bitext").is_dir():
        sys.exit(f"The evaluation data is not in {folder}; set FIRSTLINE_EVAL_DATA to where it is.")
    return folder


def calibration_table(judged: list[tuple[float, bool]]) -> list[dict[str, float]]:
    """Stated confidence against the share that was right, in five bands."""
    bands: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in judged:
        bands.setdefault(min(4, int(confidence * 5)), []).append((confidence, right))
    return [
        {
            "stated": round(sum(c for c, _ in band) / len(band), 3),
            "right": round(sum(r for _, r in band) / len(band), 3),
            "messages": len(band),
        }
        for _, band in sorted(bands.items())
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--split", choices=["dev", "train"], default="dev")
    parser.add_argument("--errors", type=int, default=0, help="print this many wrong ones to standard error")
    options = parser.parse_args()

    lines = (evaluation_data() / "bitext" / f"{options.split}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines][: options.limit]
    data, cache = PROJECT_ROOT / "data", load_settings().data_dir / "cache"
    reasons = load_reasons(data / "reasons.yml")
    countries = country_names(yaml.safe_load((data / "shop" / "shipping.yml").read_text(encoding="utf-8")))
    encoder = Encoder(cache)
    started = time.perf_counter()
    understander = Understander(encoder, load_phrases(data / "nlu"), cache / "nlu", countries)
    built = time.perf_counter() - started
    vectors = encoder.encode([row["text"] for row in rows])

    started = time.perf_counter()
    understood = [understander.understand(row["text"], v) for row, v in zip(rows, vectors, strict=True)]
    understanding = (time.perf_counter() - started) / len(rows)
    started = time.perf_counter()
    decisions = [decide(u, Signals(), reasons, DEFAULT_POLICY) for u in understood]
    deciding = (time.perf_counter() - started) / len(rows)

    reason_right, route_right, trapped, wasted, should_reach, should_settle = 0, 0, 0, 0, 0, 0
    judged: list[tuple[float, bool]] = []
    confusion: Counter[tuple[str, str]] = Counter()
    by_intent: dict[str, list[bool]] = {}
    for row, u, decision in zip(rows, understood, decisions, strict=True):
        gold = REASON_OF[row["label"]]
        found = found_reason(decision, u.wants_person)
        route, skill = expected_route(gold, reasons)
        right = found == gold
        reason_right += right
        judged.append((decision.confidence, right))
        by_intent.setdefault(row["label"], []).append(right)
        settled_alike = route.reach or decision.skill == skill or Route.ANSWER is route
        ok = decision.route is route and bool(settled_alike)
        route_right += ok
        if route.reach:
            should_reach += 1
            trapped += not decision.route.reach
        else:
            should_settle += 1
            wasted += bool(decision.route.reach)
        if not right:
            confusion[gold, found] += 1
            if options.errors > 0:
                options.errors -= 1
                print(f"{row['text']!r}: {gold} read as {found}; {decision.because}", file=sys.stderr)
    total = len(rows)
    report = {
        "data": f"bitext {options.split}",
        "messages": total,
        "distinct_reasons": len(set(REASON_OF.values())),
        "reason_accuracy": round(reason_right / total, 4),
        "route_accuracy": round(route_right / total, 4),
        "kept_from_a_person": {"share": round(trapped / max(1, should_reach), 4), "of": should_reach},
        "person_wasted": {"share": round(wasted / max(1, should_settle), 4), "of": should_settle},
        "routes": dict(Counter(str(d.route) for d in decisions).most_common()),
        "calibration": calibration_table(judged),
        "worst_confusions": [
            {"reason": gold, "read_as": found, "messages": n}
            for (gold, found), n in confusion.most_common(20)
        ],
        "weakest": {
            label: round(sum(r) / len(r), 3)
            for label, r in sorted(by_intent.items(), key=lambda item: sum(item[1]) / len(item[1]))[:10]
        },
        "seconds": {
            "build": round(built, 2),
            "understand_without_encoding": round(understanding, 5),
            "decide": round(deciding, 6),
        },
    }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
