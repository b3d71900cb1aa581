"""Three looks at which intent a message is nearest to, from its vector.

None of them is best everywhere: a logistic regression sees what tells intents apart everywhere, kernel
ridge regression over the nearest phrases what tells them apart right here (local learning: Bottou and Vapnik,
1992), and the nearest phrase how near it is at all. `bot.nlu.calibration` weighs them; decision 0015 has the
comparison.
"""

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from bot.nlu.learned import Weights
from bot.nlu.model import Vector

Scores = NDArray[np.float64]
LOOKS = 3
LOGISTIC, NEAREST, LOCAL = range(LOOKS)
_REGULARISATION = 40.0
_STEPS_FROM_START = 20
_NEIGHBOURS = 128
_SHARPNESS = 2.0
_NOISE = 0.3
_AT_ONCE = 32


class Ranking:
    """The three looks, fitted on phrases; `scores` gives (n, intents, looks)."""

    def __init__(
        self,
        vectors: Vector,
        labels: NDArray[np.intp],
        intents: int,
        regression: Weights | None = None,
    ) -> None:
        """Fit.

        Args:
            vectors: (n, dimensions) of the phrases.
            labels: (n,) intent of each phrase as 0..intents-1; an intent without phrases is never found.
            intents: how many there are.
            regression: from `regression_weights` of the same phrases, where it is known already.
        """
        self._vectors, self._labels, self._intents = vectors, labels, intents
        self._present = np.unique(labels)
        self.regression = regression or regression_weights(vectors, labels)
        order = np.argsort(labels, kind="stable")
        self._by_label = vectors[order]
        self._starts = np.searchsorted(labels[order], self._present)

    def scores(self, vectors: Vector) -> Scores:
        """(n, intents, looks): log probability, cosine, local regression (about 0 to 1)."""
        found = np.empty((len(vectors), len(self._present), LOOKS))
        weights, bias = self.regression
        found[:, :, LOGISTIC] = _log_softmax(vectors @ weights + bias)
        likeness = vectors @ self._by_label.T
        found[:, :, NEAREST] = np.maximum.reduceat(likeness, self._starts, axis=1)
        for first in range(0, len(vectors), _AT_ONCE):
            found[first : first + _AT_ONCE, :, LOCAL] = self._local(likeness[first : first + _AT_ONCE])
        if len(self._present) == self._intents:
            return found
        everything = np.zeros((len(vectors), self._intents, LOOKS))
        everything[:, :, LOGISTIC] = found[:, :, LOGISTIC].min() - 10.0
        everything[:, self._present] = found
        return everything

    def _local(self, likeness: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, present intents): the local regression, from the (n, phrases) likeness to each phrase."""
        count = min(_NEIGHBOURS, likeness.shape[1])
        rows = np.argpartition(-likeness, count - 1, axis=1)[:, :count]
        near = self._by_label[rows]
        kernel = np.exp(_SHARPNESS * (near @ near.transpose(0, 2, 1) - 1.0))
        kernel += _NOISE * np.eye(count, dtype=np.float32)
        asked = np.exp(_SHARPNESS * (np.take_along_axis(likeness, rows, axis=1) - 1.0))
        shares = np.linalg.solve(kernel, asked[:, :, None])[:, :, 0]
        found = np.zeros((len(likeness), len(self._present)), dtype=np.float32)
        owners = np.searchsorted(self._starts, rows, side="right") - 1
        np.add.at(found, (np.arange(len(rows))[:, None], owners), shares)
        return found


def regression_weights(vectors: Vector, labels: NDArray[np.intp], start: Weights | None = None) -> Weights:
    """(dimensions, classes) weights and (classes,) bias of a multinomial logistic regression.

    Args:
        vectors: (n, dimensions).
        labels: (n,) classes as 0..classes-1.
        start: weights of nearly the same vectors and labels, of more than two classes: from there the way is
            short.
    """
    model = LogisticRegression(C=_REGULARISATION, max_iter=300, tol=1e-3)
    if start is not None and len(start[1]) > 2:
        # What has changed is little against the whole: the default would stop before learning it.
        model.set_params(warm_start=True, max_iter=_STEPS_FROM_START, tol=1e-5)
        model.coef_, model.intercept_ = start[0].T.copy(), start[1].copy()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(vectors, labels)
    else:
        model.fit(vectors, labels)
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # sklearn keeps one row for two classes
        weights, bias = np.vstack([-weights[0], weights[0]]) / 2, np.array([-bias[0], bias[0]]) / 2
    return np.ascontiguousarray(weights.T, dtype=np.float32), bias.astype(np.float32)


def _log_softmax(logits: NDArray[Any]) -> NDArray[Any]:
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p: NDArray[Any] = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return log_p
