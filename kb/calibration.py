"""How likely it is that showing the best article would be wrong.

A logistic model on features of the ranking, fitted by `bench/kb_risk_fit.py` on made knowledge bases of three
public data sets and kept in `risk_model.json`, together with the individual risk up to which answers may be
shown so that the share of wrong ones among all shown stays within a bound.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True)
class Features:
    """Facts of one ranking; `kb.search.features` says how each is made."""

    nearest: float
    nearest_margin: float
    asked: float
    told: float
    centroid: float
    centroid_margin: float
    classified: float
    classified_margin: float
    lexical: float
    lexical_margin: float
    coverage: float
    score_margin: float
    share: float
    above_background: float
    background: float
    dense_agrees: float
    classifier_agrees: float
    lexical_agrees: float
    log_words: float
    log_articles: float
    log_units: float


FEATURE_NAMES = tuple(field.name for field in fields(Features))


@dataclass(frozen=True)
class Risk:
    """`best`: the probability that the best article is wrong; `missing`: that all of the best three are."""

    best: float
    missing: float


@dataclass(frozen=True)
class Logistic:
    """A logistic model on standardised features."""

    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float

    def probability(self, values: Sequence[float]) -> float:
        """The modelled probability, between 0 and 1."""
        terms = zip(values, self.means, self.scales, self.weights, strict=True)
        total = self.intercept + sum(weight * (value - mean) / scale for value, mean, scale, weight in terms)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True)
class Calibration:
    """The two models, and the thresholds that were found with them.

    `thresholds` are pairs (bound on wrong answers among those shown, highest individual risk that keeps it).
    """

    wrong: Logistic
    absent: Logistic
    thresholds: tuple[tuple[float, float], ...]
    highest_missing: float

    def risk(self, features: Features) -> Risk:
        """The risk of showing the best article."""
        values = tuple(getattr(features, name) for name in FEATURE_NAMES)
        best = self.wrong.probability(values)
        return Risk(best=best, missing=min(best, self.absent.probability(values)))

    def highest_risk(self, bound: float) -> float:
        """Up to which individual risk an answer may be shown to keep `bound`; linear between known bounds."""
        below = (0.0, 0.0)
        for point in self.thresholds:
            if bound <= point[0]:
                span = point[0] - below[0]
                return below[1] + (point[1] - below[1]) * (bound - below[0]) / span if span else point[1]
            below = point
        return below[1]


def calibration_from(facts: Mapping[str, object]) -> Calibration:
    """Read a calibration from its JSON form.

    Raises:
        ValueError: it was fitted on other features than the search has.
    """
    if tuple(facts["features"]) != FEATURE_NAMES:  # type: ignore[arg-type]
        raise ValueError("the risk model was fitted on other features; run bench/kb_risk_fit.py")
    return Calibration(
        wrong=_logistic(facts["wrong"]),  # type: ignore[arg-type]
        absent=_logistic(facts["absent"]),  # type: ignore[arg-type]
        thresholds=tuple((float(bound), float(risk)) for bound, risk in facts["thresholds"]),  # type: ignore[attr-defined]
        highest_missing=float(facts["highest_missing"]),  # type: ignore[arg-type]
    )


@lru_cache(maxsize=1)
def shipped_calibration() -> Calibration:
    """The calibration that ships with the product."""
    return calibration_from(json.loads(files("kb").joinpath("risk_model.json").read_text(encoding="utf-8")))


def _logistic(facts: Mapping[str, Sequence[float] | float]) -> Logistic:
    return Logistic(
        means=tuple(facts["means"]),  # type: ignore[arg-type]
        scales=tuple(facts["scales"]),  # type: ignore[arg-type]
        weights=tuple(facts["weights"]),  # type: ignore[arg-type]
        intercept=float(facts["intercept"]),  # type: ignore[arg-type]
    )
