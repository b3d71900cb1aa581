"""Fit the risk model that ships with the knowledge base: `python -m bench.kb_risk_fit [--write]`.

Many knowledge bases are made of random parts of public data sets (`bench.knowledge_bases`); the model
predicts that the best article is wrong. Figures are printed for each data set with a model fitted on the
others only, for several ways of deciding what may be shown (`bench.risk_methods`). `--write` keeps the model
fitted on all of them.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

import numpy as np

from bench.knowledge_bases import ROOT, Material, RememberedEncoder, made, materials
from bench.risk_methods import Sample, compared, left_out_file
from kb.calibration import BOUNDS, calibrated
from kb.features import FEATURE_NAMES, Quantiles, Reference, Spread, features, values
from kb.measuring import calibration_error, highest
from kb.ranking import rank
from kb.risk import LogOdds, Network, RiskModel, Values
from kb.trials import tried, unrelated_sentences

MODEL_FILE = ROOT / "kb" / "risk_model.json"
REPORTED = (0.02, 0.05, 0.1)
HIDDEN_UNITS = 32
MEMBERS = 3
NO_SPREAD = Spread(*(Quantiles(()) for _ in range(4)))
NOTHING_KNOWN = Reference(NO_SPREAD, NO_SPREAD, 0.85)


def main() -> None:
    """Fit, print the leave-one-data-set-out figures, and with --write keep the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the model in kb/risk_model.json")
    parser.add_argument("--bases", type=int, default=40, help="made knowledge bases of each data set")
    parser.add_argument("--cache-dir", type=Path, default=ROOT / "var" / "cache")
    chosen = parser.parse_args()
    began = time.perf_counter()
    sets = materials()
    with ProcessPoolExecutor(2) as pool:
        made_of = {name: pool.submit(_samples, name, chosen.bases, chosen.cache_dir) for name in sets}
        samples = {name: future.result() for name, future in made_of.items()}
    report = {name: _left_out(name, samples, chosen.cache_dir) for name in samples}
    print(json.dumps({"left_out": report, "seconds": round(time.perf_counter() - began)}, indent=1))
    if chosen.write:
        model = _fitted(samples)
        MODEL_FILE.write_text(json.dumps(_facts(model, sorted(sets)), separators=(",", ":")) + "\n", "utf-8")
        print(f"kept in {MODEL_FILE}", file=sys.stderr)


def _samples(name: str, bases: int, cache_dir: Path) -> list[Sample]:
    sets = materials()
    encoder = RememberedEncoder(cache_dir)
    choose = random.Random(f"risk {name}")
    unrelated = encoder.encode(unrelated_sentences())
    return [_sample(sets[name], sets, encoder, unrelated, choose) for _ in range(bases)]


def _sample(
    material: Material,
    sets: dict[str, Material],
    encoder: RememberedEncoder,
    unrelated: np.ndarray,
    choose: random.Random,
) -> Sample:
    base = made(material, sets.values(), encoder, choose)
    trials = tried(base.snapshot, unrelated, NOTHING_KNOWN)
    vectors = encoder.encode([question.text for question in base.questions])
    rows, wrong, absent = [], [], []
    for question, vector in zip(base.questions, vectors, strict=True):
        ranking = rank(base.snapshot, question.text, vector)
        found = [base.snapshot.articles[candidate.number].id for candidate in ranking.candidates[:3]]
        rows.append(values(features(base.snapshot, ranking, trials.reference)))
        wrong.append(question.article != found[0])
        absent.append(question.article not in found)
    answerable = sum(question.article is not None for question in base.questions)
    return Sample(trials, np.array(rows), np.array(wrong, float), np.array(absent, float), answerable)


def _fitted(samples: dict[str, list[Sample]]) -> RiskModel:
    """The model of these data sets, each of the same weight."""
    every = [one for of_one in samples.values() for one in of_one]
    rows = np.concatenate([one.rows for one in every])
    weights = np.concatenate(
        [
            np.full(len(one.rows), 1000.0 / sum(len(other.rows) for other in of_one))
            for of_one in samples.values()
            for one in of_one
        ]
    )
    wrong = np.concatenate([one.wrong for one in every])
    absent = np.concatenate([one.absent for one in every])
    model = _log_odds(rows, wrong, weights, MEMBERS)
    risks = 1 / (1 + np.exp(-model.of(rows)))
    return RiskModel(
        wrong=model,
        absent=_log_odds(rows, absent, weights, 0),
        reference=_usual([one.trials.reference for one in every]),
        thresholds=tuple((bound, highest(risks, wrong, bound, weights)) for bound in BOUNDS),
    )


def _log_odds(rows: Values, truth: Values, weights: Values, members: int) -> LogOdds:
    from sklearn.linear_model import LogisticRegression
    from sklearn.neural_network import MLPClassifier

    means, scales = rows.mean(axis=0), rows.std(axis=0)
    scales[scales < 1e-6] = 1.0
    standard = np.clip((rows - means) / scales, -8, 8)
    linear = LogisticRegression(C=0.3, max_iter=3000).fit(standard, truth, sample_weight=weights)
    networks = []
    for seed in range(members):
        draw = np.random.RandomState(seed).choice(len(rows), 30_000, p=weights / weights.sum())
        fitted = MLPClassifier(
            (HIDDEN_UNITS,),
            alpha=1.0,
            max_iter=25,
            random_state=seed,
            learning_rate_init=2e-3,
            batch_size=256,
        )
        with np.testing.suppress_warnings() as quiet:
            quiet.filter(Warning)
            fitted.fit(standard[draw], truth[draw])
        (inner, outer), (inner_bias, outer_bias) = fitted.coefs_, fitted.intercepts_
        networks.append(Network(inner, inner_bias, outer[:, 0], float(outer_bias[0])))
    return LogOdds(means, scales, linear.coef_[0], float(linear.intercept_[0]), tuple(networks))


def _usual(references: Sequence[Reference]) -> Reference:
    """What these have in common: the mean of their quantiles."""

    def mean_of(kind: str) -> Spread:
        found = {}
        for fact in ("score", "margin", "nearest", "variance"):
            known = [getattr(getattr(one, kind), fact).values for one in references]
            known = [quantiles for quantiles in known if quantiles]
            found[fact] = Quantiles(tuple(round(float(one), 4) for one in np.mean(known, axis=0)))
        return Spread(**found)

    accuracy = round(float(np.mean([one.accuracy for one in references])), 3)
    return Reference(mean_of("answered"), mean_of("unanswered"), accuracy)


def _left_out(name: str, samples: dict[str, list[Sample]], cache_dir: Path) -> dict[str, object]:
    """How a model fitted on the other data sets does on this one; it is kept for other benchmarks."""
    from sklearn.metrics import roc_auc_score

    others = {other: of_one for other, of_one in samples.items() if other != name}
    model = _fitted(others)
    left_out_file(cache_dir, name).write_text(json.dumps(_facts(model, sorted(others))), "utf-8")
    here = samples[name]
    odds = [model.wrong.of(one.rows) for one in here]
    every, wrong = np.concatenate(odds), np.concatenate([one.wrong for one in here])
    answerable = sum(one.answerable for one in here)
    own = [calibrated(model, one.trials) for one in here]
    risks = [1 / (1 + np.exp(-(one.slope * found + one.shift))) for one, found in zip(own, odds, strict=True)]
    nearest = np.concatenate([one.rows[:, FEATURE_NAMES.index("nearest")] for one in here])
    report: dict[str, object] = {
        "questions": len(wrong),
        "top1": round(float((1 - wrong).sum() / answerable), 4),
        "top3": round(float(sum((1 - one.absent).sum() for one in here) / answerable), 4),
        "auroc": round(float(roc_auc_score(wrong, every)), 4),
        "auroc_of_nearest": round(float(roc_auc_score(wrong, -nearest)), 4),
        "calibration_error": round(calibration_error(np.concatenate(risks), wrong), 4),
    }
    every_other = [one for of_one in others.values() for one in of_one]
    for bound in REPORTED:
        report[f"bound_{bound}"] = compared(here, every_other, model, bound)
    return report


def _facts(model: RiskModel, fitted_on: list[str]) -> dict[str, object]:
    return {
        "features": FEATURE_NAMES,
        "fitted_on": fitted_on,
        "wrong": _numbers(model.wrong),
        "absent": _numbers(model.absent),
        "reference": asdict(model.reference),
        "thresholds": [[bound, round(risk, 5)] for bound, risk in model.thresholds],
    }


def _numbers(model: LogOdds) -> dict[str, object]:
    def rounded(array: np.ndarray) -> list:
        return np.round(array, 4).tolist()

    return {
        "means": np.round(model.means, 5).tolist(),
        "scales": np.round(model.scales, 5).tolist(),
        "weights": rounded(model.weights),
        "bias": round(model.bias, 4),
        "networks": [
            {
                "inner": rounded(one.inner),
                "inner_bias": rounded(one.inner_bias),
                "outer": rounded(one.outer),
                "outer_bias": round(one.outer_bias, 4),
            }
            for one in model.networks
        ],
    }


if __name__ == "__main__":
    main()
