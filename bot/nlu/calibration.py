"""Probabilities that mean what they say, from scores that don't.

Two steps, both learned from phrases that the ranking did not see (stacking, Wolpert 1992):
1. the looks of `bot.nlu.ranking` are weighed so that the softmax of their sum gives the right intent the
   highest likelihood (cross-validation over phrases);
2. the best intent's probability is corrected to the share of cases in which it is right, counting messages
   that fit no intent at all: whole intents are left out of the training and their phrases asked all the
   same, since visitors write about more than anybody foresaw.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression

from bot.nlu.learned import Weights
from bot.nlu.ranking import LOCAL, LOGISTIC, LOOKS, NEAREST, Scores

UNFORESEEN_SHARE = 0.15
"""Assumed share of messages that fit no intent."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Calibration:
    """Weights of the looks, and of the features that say how far to trust the best intent."""

    looks: tuple[float, ...] = (0.7, 4.4, 5.2)
    trust: tuple[float, ...] = (0.6, 0.2, 2.0, 2.5)
    bias: float = -3.0

    def weights(self) -> Weights:
        """As arrays, to be kept."""
        return tuple(np.array(part, dtype=np.float32) for part in (self.looks, self.trust, [self.bias]))

    @classmethod
    def of_weights(cls, looks: NDArray[Any], trust: NDArray[Any], bias: NDArray[Any]) -> "Calibration":
        """From what `weights` gave."""
        return cls(tuple(map(float, looks)), tuple(map(float, trust)), float(bias[0]))

    def probabilities(self, scores: Scores) -> Floats:
        """(n, intents): each row sums to at most 1; the rest is the chance that no intent fits."""
        raw: Floats = softmax(scores @ np.asarray(self.looks), axis=1)
        best = raw.argmax(axis=1)
        rows = np.arange(len(raw))
        logit = trust_features(scores, raw) @ np.asarray(self.trust) + self.bias
        trusted = 1.0 / (1.0 + np.exp(-logit))
        # The others keep their odds among each other, never overtake the best and leave room for "none".
        others = raw * (trusted / raw[rows, best])[:, None]
        others[rows, best] = 0.0
        room = (1.0 - trusted) / np.maximum(others.sum(axis=1), 1e-12)
        calibrated: Floats = others * np.minimum(1.0, room)[:, None]
        calibrated[rows, best] = trusted
        return calibrated


def trust_features(scores: Scores, raw: Floats) -> Floats:
    """(n, 4): what tells right from wrong whatever the subject: odds, lead, two likenesses."""
    rows = np.arange(len(raw))
    best = raw.argmax(axis=1)
    highest = np.clip(raw[rows, best], 1e-6, 1 - 1e-6)
    second = np.partition(raw, -2, axis=1)[:, -2] if raw.shape[1] > 1 else np.zeros(len(raw))
    return np.column_stack(
        [
            np.log(highest / (1 - highest)),
            np.log(highest) - np.log(np.clip(second, 1e-6, 1.0)),
            scores[rows, best, NEAREST],
            scores[rows, best, LOCAL],
        ]
    )


def weigh_looks(scores: Scores, labels: NDArray[np.intp]) -> tuple[float, ...]:
    """The weights under which the right intents are likeliest.

    Args:
        scores: (n, intents, looks) of phrases that the ranking did not see.
        labels: (n,) their right intents.
    """
    rows = np.arange(len(labels))

    def loss(weights: Floats) -> tuple[float, Floats]:
        log_p = log_softmax(scores @ weights, axis=1)
        residual = np.exp(log_p)
        residual[rows, labels] -= 1.0
        ridge = 1e-4 * weights
        gradient = np.einsum("nk,nkl->l", residual, scores) / len(labels) + ridge
        return float(-log_p[rows, labels].mean() + 0.5 * ridge @ weights), gradient

    start = np.ones(LOOKS)
    bounds = [(0.05, 3.0) if look == LOGISTIC else (0.0, 20.0) for look in range(LOOKS)]
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 100})
    return tuple(float(weight) for weight in found.x)


def calibrate(seen: Scores, labels: NDArray[np.intp], unforeseen: Scores) -> Calibration:
    """Learn both steps.

    Args:
        seen: scores of phrases whose intents were trained, but not on these phrases.
        labels: their right intents.
        unforeseen: scores of phrases whose whole intents were left out; any intent found for them is wrong.
    """
    looks = weigh_looks(seen, labels)
    features, right = [], []
    for scores in (seen, unforeseen):
        raw = softmax(scores @ np.asarray(looks), axis=1)
        features.append(trust_features(scores, raw))
        right.append(raw.argmax(axis=1) == labels if scores is seen else np.zeros(len(raw), dtype=bool))
    weights = np.concatenate(
        [
            np.full(len(seen), (1 - UNFORESEEN_SHARE) / len(seen)),
            np.full(len(unforeseen), UNFORESEEN_SHARE / len(unforeseen)),
        ]
    ) * (len(seen) + len(unforeseen))
    target = np.concatenate(right)
    if target.all() or not target.any():
        return Calibration(looks=looks)
    model = LogisticRegression(C=1.0, max_iter=500).fit(np.vstack(features), target, sample_weight=weights)
    return Calibration(looks, tuple(float(weight) for weight in model.coef_[0]), float(model.intercept_[0]))
