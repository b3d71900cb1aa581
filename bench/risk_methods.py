"""Ways of deciding which answers may be shown, side by side.

And what they share with the other benchmarks.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kb.calibration import calibrated
from kb.features import FEATURE_NAMES
from kb.measuring import highest
from kb.risk import LogOdds, RiskModel, Values, model_from
from kb.trials import Kind, Trials

# A risk, or anything that orders like one, for each row of features.
Risks = Callable[[Values], Values]


@dataclass(frozen=True)
class Sample:
    """One made knowledge base: what its trials gave, and its visitors' questions in the same form."""

    trials: Trials
    rows: Values
    wrong: Values
    absent: Values
    answerable: int


def compared(here: list[Sample], others: list[Sample], model: RiskModel, bound: float) -> dict[str, object]:
    """What each method answers and how much of it is wrong, on data that neither model nor threshold saw.

    Thresholds of the first four are found on the other data sets; of the last two on each knowledge base's
    trials on itself.
    """
    linear = LogOdds(model.wrong.means, model.wrong.scales, model.wrong.weights, model.wrong.bias, ())
    found = {
        "cosine threshold": _threshold(here, others, bound, _column("nearest")),
        "margin threshold": _threshold(here, others, bound, _column("nearest_margin")),
        "logistic regression": _threshold(here, others, bound, linear.of),
        "with networks": _threshold(here, others, bound, model.wrong.of),
        "conformal risk control": [
            model.wrong.of(one.rows) <= _controlled(one, model, bound) for one in here
        ],
        "own calibration": [_own(one, model, bound) for one in here],
    }
    return {name: _outcome(here, shown) for name, shown in found.items()}


def left_out_file(cache_dir: Path, data_set: str) -> Path:
    """Where the model is kept that was fitted on the other data sets."""
    return cache_dir / f"risk-without-{data_set}.json"


def left_out_model(cache_dir: Path, data_set: str) -> RiskModel:
    """The model fitted on the other data sets; ends the program with a sentence when there is none."""
    file = left_out_file(cache_dir, data_set)
    if not file.exists():
        sys.exit(
            "There is no model fitted on the other data sets yet: run python -m bench.kb_risk_fit first."
        )
    return model_from(json.loads(file.read_text(encoding="utf-8")))


def _column(name: str) -> Risks:
    place = FEATURE_NAMES.index(name)
    return lambda rows: -rows[:, place]


def _threshold(here: list[Sample], others: list[Sample], bound: float, risk: Risks) -> list[np.ndarray]:
    rows, wrong = (np.concatenate([getattr(one, part) for one in others]) for part in ("rows", "wrong"))
    limit = highest(risk(rows), wrong, bound)
    return [risk(one.rows) <= limit for one in here]


def _own(sample: Sample, model: RiskModel, bound: float) -> np.ndarray:
    own = calibrated(model, sample.trials)
    odds = own.slope * model.wrong.of(sample.rows) + own.shift
    return 1 / (1 + np.exp(-odds)) <= own.highest_risk(bound)


def _controlled(sample: Sample, model: RiskModel, bound: float) -> float:
    """Conformal risk control (Angelopoulos et al., 2024) on the trials, of shown x (wrong - bound)."""
    trials = sample.trials
    shares = {Kind.ANSWERED: 0.7, Kind.NEAR: 0.2, Kind.FAR: 0.1}
    counts = {kind: max(trials.kinds.count(kind), 1) for kind in Kind}
    weights = np.array([shares[kind] / counts[kind] for kind in trials.kinds])
    odds = model.wrong.of(trials.rows)
    order = np.argsort(odds)
    loss = np.cumsum((weights * (trials.wrong - bound))[order]) + (1 - bound) * weights.max()
    held = np.flatnonzero(loss <= 0)
    return float(odds[order][held[-1]]) if len(held) else float(odds.min()) - 1.0


def _outcome(here: list[Sample], shown: list[np.ndarray]) -> dict[str, float]:
    every, wrong = np.concatenate(shown), np.concatenate([one.wrong for one in here])
    shares = [float(one.wrong[flags].mean()) for one, flags in zip(here, shown, strict=True) if flags.any()]
    return {
        "answered": round(float((1 - wrong)[every].sum() / sum(one.answerable for one in here)), 4),
        "wrong": round(float(wrong[every].sum() / max(every.sum(), 1)), 4),
        "bases_over_twice_the_bound": round(float(np.mean([share > 2 * 0.05 for share in shares])), 3),
    }
