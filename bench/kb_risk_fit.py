"""Fit the risk model that ships with the knowledge base: `python -m bench.kb_risk_fit [--write]`.

Knowledge bases are made of random parts of three public data sets: some articles with some of their ways of
asking, questions on them, and questions that the part doesn't answer (near: of articles left out; far: of
another data set), about 30 % of all. The model predicts that the best article is wrong. Figures are printed
for each data set with a model fitted on the two others; `--write` keeps the model fitted on all three.
"""

import argparse
import json
import os
import random
import sys
import time
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from kb.articles import Article, Content, Status
from kb.calibration import FEATURE_NAMES
from kb.encoder import Encoder
from kb.importing import read_path
from kb.index import Prepared, Snapshot, build_snapshot
from kb.lexical import grams
from kb.passages import units
from kb.search import features, rank

MODEL_FILE = Path(__file__).resolve().parent.parent / "kb" / "risk_model.json"
OUT_OF_SCOPE_SHARE = 0.3
BOUNDS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3)
CLARIFY_MISSING = 0.3
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Material:
    """One data set: articles by label with all their ways of asking, and visitors' questions by label."""

    name: str
    contents: dict[str, Content]
    phrases: dict[str, list[str]]
    questions: dict[str, list[str]]


@dataclass(frozen=True)
class Sample:
    """Rankings of one data set's made knowledge bases: features, and whether best and best three failed."""

    values: np.ndarray
    wrong: np.ndarray
    absent: np.ndarray
    weights: np.ndarray


def main() -> None:
    """Fit, print the leave-one-data-set-out figures, and with --write keep the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the model in kb/risk_model.json")
    parser.add_argument("--bases", type=int, default=14, help="made knowledge bases of each data set")
    parser.add_argument("--cache-dir", type=Path, default=Path("var/cache"))
    chosen = parser.parse_args()
    data = Path(os.environ.get("FIRSTLINE_EVAL_DATA", "../shared/eval"))
    if not data.is_dir():
        sys.exit(f"There is no evaluation data at {data}; set FIRSTLINE_EVAL_DATA.")
    began = time.perf_counter()
    encoder = Encoder(chosen.cache_dir, remembered=50_000)
    sets = [_labelled(data, "banking77"), _labelled(data, "clinc150"), _stackfaq(data)]
    samples = {one.name: _sample(one, sets, encoder, chosen.bases) for one in sets}
    report = {name: _left_out(name, samples) for name in samples}
    thresholds = _thresholds(samples)
    seconds = round(time.perf_counter() - began, 1)
    print(json.dumps({"left_out": report, "thresholds": thresholds, "seconds": seconds}, indent=1))
    if chosen.write:
        everything = _joined(list(samples.values()))
        facts = {
            "features": FEATURE_NAMES,
            "fitted_on": [one.name for one in sets],
            "out_of_scope_share": OUT_OF_SCOPE_SHARE,
            "wrong": _fit(everything.values, everything.wrong, everything.weights),
            "absent": _fit(everything.values, everything.absent, everything.weights),
            "thresholds": thresholds,
            "highest_missing": CLARIFY_MISSING,
        }
        MODEL_FILE.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def _labelled(data: Path, name: str) -> Material:
    def by_label(file: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for line in (data / name / file).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.setdefault(row["label"] or "", []).append(row["text"])
        return found

    phrases, questions = by_label("kb.jsonl"), by_label("dev.jsonl")
    questions.pop("", None)
    contents = {label: Content(title=texts[0], body=f"{name} {label}") for label, texts in phrases.items()}
    return Material(name, contents, phrases, questions)


def _stackfaq(data: Path) -> Material:
    contents = {draft.id: draft.content for draft in read_path(data / "stackfaq" / "kb.json").drafts}
    questions: dict[str, list[str]] = {}
    for line in (data / "stackfaq" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        questions.setdefault(row["label"], []).append(row["text"])
    # Its articles come without other ways of asking; every second question plays that part.
    phrases = {label: texts[::2] for label, texts in questions.items()}
    asked = {label: texts[1::2] for label, texts in questions.items()}
    return Material("stackfaq", contents, phrases, asked)


def _sample(material: Material, sets: list[Material], encoder: Encoder, bases: int) -> Sample:
    choose = random.Random(f"risk {material.name}")
    rows, wrong, absent = [], [], []
    elsewhere = [
        text
        for other in sets
        if other is not material
        for texts in other.questions.values()
        for text in texts
    ]
    labels = sorted(material.contents)
    for _ in range(bases):
        size = choose.choice([12, 25, 40, 60, 80])
        kept = choose.sample(labels, min(size, int(len(labels) * 0.7)))
        snapshot = _made(material, kept, choose, encoder)
        asked = _questions(material, kept, elsewhere, choose)
        vectors = encoder.encode([text for text, _ in asked])
        for (text, label), vector in zip(asked, vectors, strict=True):
            ranking = rank(snapshot, text, vector)
            found = [snapshot.articles[candidate.number].id for candidate in ranking.candidates[:3]]
            rows.append(astuple(features(snapshot, ranking)))
            wrong.append(label != found[0])
            absent.append(label not in found)
    return Sample(np.array(rows), np.array(wrong), np.array(absent), np.full(len(rows), 1000 / len(rows)))


def _made(material: Material, kept: list[str], choose: random.Random, encoder: Encoder) -> Snapshot:
    """A knowledge base of the kept labels with some of their ways of asking; only real bodies are kept."""
    articles, of_each = [], []
    real = material.name == "stackfaq"
    most = choose.choice([0, 1, 3] if real else [2, 4, 7, 10])
    for label in kept:
        phrases = material.phrases.get(label, [])
        some = choose.sample(phrases, min(len(phrases), choose.randint((most + 1) // 2, most)))
        if real:
            content = replace(material.contents[label], variants=tuple(some))
        else:
            content = Content(title=some[0], body="", variants=tuple(some[1:]))
        found = units(content)
        vectors = encoder.encode([unit.encoded for unit in found])
        of_each.append(
            [Prepared(unit, vector, grams(unit.shown)) for unit, vector in zip(found, vectors, strict=True)]
        )
        articles.append(Article(label, content, Status.PUBLISHED, 1, False, NOW, "bench"))
    return build_snapshot(1, articles, of_each, encoder.dimension)


def _questions(
    material: Material, kept: list[str], elsewhere: list[str], choose: random.Random
) -> list[tuple[str, str | None]]:
    """About 200 questions, 30 % of them out of scope: two thirds near, one third far."""
    inside = [(text, label) for label in kept for text in material.questions.get(label, [])]
    inside = choose.sample(inside, min(140, len(inside)))
    outside = round(len(inside) * OUT_OF_SCOPE_SHARE / (1 - OUT_OF_SCOPE_SHARE))
    near = [text for label, texts in material.questions.items() if label not in kept for text in texts]
    chosen = choose.sample(near, min(outside * 2 // 3, len(near)))
    chosen += choose.sample(elsewhere, outside - len(chosen))
    return [*inside, *((text, None) for text in chosen)]


def _fit(values: np.ndarray, truth: np.ndarray, weights: np.ndarray) -> dict[str, object]:
    from sklearn.linear_model import LogisticRegression

    means, scales = values.mean(axis=0), values.std(axis=0)
    scales[scales < 1e-6] = 1.0
    model = LogisticRegression(C=0.3, max_iter=1000)
    model.fit((values - means) / scales, truth, sample_weight=weights)
    return {
        "means": [round(float(value), 6) for value in means],
        "scales": [round(float(value), 6) for value in scales],
        "weights": [round(float(value), 6) for value in model.coef_[0]],
        "intercept": round(float(model.intercept_[0]), 6),
    }


def _predicted(model: dict, values: np.ndarray) -> np.ndarray:
    standard = (values - np.array(model["means"])) / np.array(model["scales"])
    return 1 / (1 + np.exp(-(standard @ np.array(model["weights"]) + model["intercept"])))


def _left_out(name: str, samples: dict[str, Sample]) -> dict[str, object]:
    """How a model fitted on the other data sets does on this one, with the threshold found on the others."""
    from sklearn.metrics import roc_auc_score

    others = {other: sample for other, sample in samples.items() if other != name}
    fitted = _joined(list(others.values()))
    model = _fit(fitted.values, fitted.wrong, fitted.weights)
    here = samples[name]
    risks = _predicted(model, here.values)
    in_scope = 1 - OUT_OF_SCOPE_SHARE
    found: dict[str, object] = {
        "questions": len(here.wrong),
        "top1_of_in_scope": round(float((~here.wrong).mean() / in_scope), 3),
        "top3_of_in_scope": round(float((~here.absent).mean() / in_scope), 3),
        "auroc": round(float(roc_auc_score(here.wrong, risks)), 3),
        "auroc_of_nearest_alone": round(float(roc_auc_score(here.wrong, -here.values[:, 0])), 3),
        "calibration_error": round(_calibration_error(risks, here.wrong), 3),
    }
    inner = dict(_thresholds(others))
    for bound in (0.02, 0.05, 0.1):
        shown = risks <= inner[bound]
        best = risks <= _highest(risks, here.wrong, bound)
        found[f"bound_{bound}"] = {
            "wrong_among_shown": round(float(here.wrong[shown].mean()) if shown.any() else 0.0, 3),
            "in_scope_answered": round(float((shown & ~here.wrong).mean() / in_scope), 3),
            "in_scope_answered_at_the_exact_bound": round(float((best & ~here.wrong).mean() / in_scope), 3),
        }
    return found


def _thresholds(samples: dict[str, Sample]) -> list[tuple[float, float]]:
    """For each bound, the highest individual risk that keeps it over all data sets, all of one weight."""
    everything = _joined(list(samples.values()))
    model = _fit(everything.values, everything.wrong, everything.weights)
    risks = _predicted(model, everything.values)
    highest = [_highest(risks, everything.wrong, bound, everything.weights) for bound in BOUNDS]
    return [(bound, round(risk, 4)) for bound, risk in zip(BOUNDS, highest, strict=True)]


def _highest(risks: np.ndarray, wrong: np.ndarray, bound: float, weights: np.ndarray | None = None) -> float:
    """The highest risk up to which the share of wrong ones stays within the bound."""
    order = np.argsort(risks)
    counted = np.ones(len(risks)) if weights is None else weights[order]
    share = np.cumsum(wrong[order] * counted) / np.cumsum(counted)
    held = np.flatnonzero(share <= bound)
    return float(risks[order][held[-1]]) if len(held) else 0.0


def _calibration_error(risks: np.ndarray, wrong: np.ndarray) -> float:
    bins = np.minimum((risks * 10).astype(int), 9)
    gaps = [
        (bins == one).mean() * abs(risks[bins == one].mean() - wrong[bins == one].mean()) for one in set(bins)
    ]
    return float(sum(gaps))


def _joined(samples: list[Sample]) -> Sample:
    return Sample(
        np.concatenate([one.values for one in samples]),
        np.concatenate([one.wrong for one in samples]),
        np.concatenate([one.absent for one in samples]),
        np.concatenate([one.weights for one in samples]),
    )


if __name__ == "__main__":
    main()
