"""From the shipped risk model to one knowledge base's own: its risks, and up to which an answer may be shown.

The shipped log odds are rescaled on the trials of the knowledge base on itself (Platt, "Probabilistic Outputs
for Support Vector Machines", 1999, with a prior that keeps the shipped scale) together with what visitors and
staff have judged. The highest risk is the one up to which the expected share of wrong answers among all shown
stays within the bound (selective classification: Geifman and El-Yaniv, 2017). Compared with others in
decision 0012.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from kb.features import Features, Reference, values
from kb.risk import RiskModel, Values, reference_from
from kb.trials import Kind, Trials

BOUNDS = (0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3)
# Of the questions without an answer, those that come near an article: as a shop's visitors ask about a shop,
# most.
NEAR_SHARE = 0.95
# What is likelier wrong than right is never shown, however much a bound allows.
NEVER_ABOVE = 0.5
# Until a changed knowledge base was tried again, its risks are taken for this much higher, in log odds.
CAUTION = 0.4
_PRIOR = 40.0
_MOST_TRIALS = 400.0
# With so many trials a knowledge base's own thresholds count as much as the shipped ones.
_TRIALS_AS_GOOD_AS_SHIPPED = 50.0
_JUDGEMENTS_AS_MANY_AS_TRIALS = 200.0


@dataclass(frozen=True)
class Risk:
    """`best`: the probability that the best article is wrong; `missing`: that all of the best three are."""

    best: float
    missing: float


@dataclass(frozen=True)
class Judged:
    """What visitors and staff said of answers: a row of features for each, and whether it was wrong."""

    rows: Values
    wrong: Values


@dataclass(frozen=True)
class Calibration:
    """One knowledge base's own scale, and the thresholds found with it.

    `thresholds` are pairs (bound on wrong answers among those shown, highest individual risk that keeps it).
    """

    model: RiskModel
    reference: Reference
    slope: float
    shift: float
    thresholds: tuple[tuple[float, float], ...]

    def risk(self, found: Features, *, cautious: bool = False) -> Risk:
        """The risk of showing the best article; higher with `cautious`."""
        row = np.array([values(found)])
        added = self.shift + (CAUTION if cautious else 0.0)
        best = float(_probability(self.slope * self.model.wrong.of(row) + added)[0])
        missing = float(_probability(self.slope * self.model.absent.of(row) + added)[0])
        return Risk(best=best, missing=min(best, missing))

    def highest_risk(self, bound: float) -> float:
        """Up to which individual risk an answer may be shown to keep `bound`; linear between known bounds."""
        bounds, risks = zip((0.0, 0.0), *self.thresholds, (1.0, 1.0), strict=True)
        return min(float(np.interp(bound, bounds, risks)), NEVER_ABOVE if bound < 1.0 else 1.0)

    def facts(self) -> dict[str, Any]:
        """What is kept of it: everything but the shipped model."""
        return {
            "reference": asdict(self.reference),
            "slope": self.slope,
            "shift": self.shift,
            "thresholds": [list(pair) for pair in self.thresholds],
        }


def uncalibrated(model: RiskModel) -> Calibration:
    """The shipped model as it is, for a knowledge base that was not tried yet."""
    return Calibration(model, model.reference, 1.0, 0.0, model.thresholds)


def calibration_from(facts: Mapping[str, Any], model: RiskModel) -> Calibration:
    """Read what `Calibration.facts` gave."""
    return Calibration(
        model=model,
        reference=reference_from(facts["reference"]),
        slope=float(facts["slope"]),
        shift=float(facts["shift"]),
        thresholds=tuple((float(bound), float(risk)) for bound, risk in facts["thresholds"]),
    )


def calibrated(
    model: RiskModel, trials: Trials, judged: Judged | None = None, *, out_of_scope: float = 0.3
) -> Calibration:
    """A knowledge base's own calibration.

    `out_of_scope` is the share of visitors' questions that the knowledge base has no answer to.
    """
    if Kind.ANSWERED not in trials.kinds:
        # Without a second way of asking anything, nothing tells how its own questions are ranked.
        return Calibration(model, trials.reference, 1.0, 0.0, model.thresholds)
    odds, weights = model.wrong.of(trials.rows), _weights(trials.kinds, out_of_scope)
    # Kish's effective sample size: a few trials of much weight count as few.
    effective = 1.0 / float((weights**2).sum())
    wrong, weights = trials.wrong, weights * min(effective, _MOST_TRIALS)
    if judged is not None and len(judged.rows):
        count = len(judged.rows)
        weights = weights / (1.0 + count / _JUDGEMENTS_AS_MANY_AS_TRIALS)
        slope, shift = _rescaled(
            np.concatenate([odds, model.wrong.of(judged.rows)]),
            np.concatenate([wrong, judged.wrong]),
            np.concatenate([weights, np.ones(count)]),
        )
    else:
        slope, shift = _rescaled(odds, wrong, weights)
    risks = _probability(slope * odds + shift)
    trust = effective / (effective + _TRIALS_AS_GOOD_AS_SHIPPED)
    shipped = uncalibrated(model)
    thresholds = tuple(
        (bound, _between(shipped.highest_risk(bound), _highest(risks, weights, bound), trust))
        for bound in BOUNDS
    )
    return Calibration(model, trials.reference, slope, shift, thresholds)


def _weights(kinds: Sequence[Kind], out_of_scope: float) -> Values:
    """The share of each trial among visitors; 1 in all."""
    shares = {
        Kind.ANSWERED: 1.0 - out_of_scope,
        Kind.NEAR: out_of_scope * NEAR_SHARE,
        Kind.FAR: out_of_scope * (1.0 - NEAR_SHARE),
    }
    counts = {kind: sum(one is kind for one in kinds) for kind in Kind}
    if not counts[Kind.NEAR]:
        # A lone article has no neighbours to ask about in its place.
        shares[Kind.FAR] = out_of_scope
    found = np.array([shares[kind] / counts[kind] for kind in kinds])
    return np.asarray(found / found.sum())


def _rescaled(odds: Values, wrong: Values, weights: Values) -> tuple[float, float]:
    """Slope and shift of the log odds, the most probable ones with a normal prior around 1 and 0."""
    # Most commands never fit anything, and this takes half a second to import.
    from scipy.optimize import minimize

    def loss(parameters: Values) -> float:
        slope, shift = parameters
        rescaled = slope * odds + shift
        surprise = np.logaddexp(0.0, rescaled) - wrong * rescaled
        return float(weights @ surprise + _PRIOR * ((slope - 1.0) ** 2 + shift**2 / 4.0))

    slope, shift = minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B").x
    return float(slope), float(shift)


def _highest(risks: Values, weights: Values, bound: float) -> float:
    """The highest risk up to which the expected share of wrong ones among those shown is within `bound`."""
    order = np.argsort(risks, kind="stable")
    order = order[weights[order] > 0]
    expected = np.cumsum(risks[order] * weights[order]) / np.cumsum(weights[order])
    held = np.flatnonzero(expected <= bound)
    return float(risks[order][held[-1]]) if len(held) else 0.0


def _between(shipped: float, own: float, trust: float) -> float:
    """A threshold between two in log odds; all of `own` with a trust of 1."""
    first, second = (float(np.log(max(risk, 1e-4) / (1.0 - min(risk, 0.9999)))) for risk in (shipped, own))
    return min(float(_probability(np.array((1 - trust) * first + trust * second))), NEVER_ABOVE)


def _probability(odds: Values) -> Values:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -30.0, 30.0))))
