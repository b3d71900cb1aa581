"""Four looks at which intent a message is nearest to, from its vector and its characters.

None of them is best everywhere: a logistic regression sees what tells intents apart, the nearest phrase and
the centre of the phrases see how near it is at all, and character n-grams forgive typing errors.
`bot.nlu.calibration` weighs them.
"""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.nlu.learned import Weights
from bot.nlu.model import Vector

Scores = NDArray[np.float64]
LOOKS = 4
LOGISTIC, NEAREST, CENTRE, CHARACTERS = range(LOOKS)
_REGULARISATION = 20.0
_STEPS_FROM_START = 10


class CharacterNgrams:
    """Texts as weighted counts of their 2 to 5 characters long pieces."""

    def __init__(self) -> None:
        self._vectorizer = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, lowercase=True, dtype=np.float32
        )

    def fit(self, texts: Sequence[str]) -> Any:
        """Learn which pieces are rare; returns the same as `transform`."""
        return self._vectorizer.fit_transform(texts)

    def transform(self, texts: Sequence[str]) -> Any:
        """A sparse matrix (n, pieces) with rows of length 1."""
        return self._vectorizer.transform(texts)


class Ranking:
    """The four looks, fitted on phrases; `scores` gives (n, intents, looks)."""

    def __init__(
        self,
        vectors: Vector,
        characters: Any,
        labels: NDArray[np.intp],
        intents: int,
        regression: Weights | None = None,
    ) -> None:
        """Fit.

        Args:
            vectors: (n, dimensions) of the phrases.
            characters: (n, pieces) of the same phrases, from `CharacterNgrams`.
            labels: (n,) intent of each phrase as 0..intents-1; an intent without phrases is never found.
            intents: how many there are.
            regression: from `regression_weights` of the same phrases, where it is known already.
        """
        self._vectors, self._labels, self._intents = vectors, labels, intents
        self._present = np.unique(labels)
        self.regression = regression or regression_weights(vectors, labels)
        members = np.zeros((len(self._present), len(labels)), dtype=np.float32)
        members[np.searchsorted(self._present, labels), np.arange(len(labels))] = 1.0
        self._centres = _unit_rows(members @ vectors)
        self._character_centres = np.ascontiguousarray(
            _unit_rows(np.asarray(characters.T.dot(members.T)).T).T, dtype=np.float32
        )
        order = np.argsort(labels, kind="stable")
        self._by_label = vectors[order]
        self._starts = np.searchsorted(labels[order], self._present)

    def scores(self, vectors: Vector, characters: Any) -> Scores:
        """(n, intents, looks): the log probability of the regression, then three cosine similarities."""
        found = np.empty((len(vectors), len(self._present), LOOKS))
        weights, bias = self.regression
        found[:, :, LOGISTIC] = _log_softmax(vectors @ weights + bias)
        found[:, :, NEAREST] = np.maximum.reduceat(vectors @ self._by_label.T, self._starts, axis=1)
        found[:, :, CENTRE] = vectors @ self._centres.T
        found[:, :, CHARACTERS] = characters.dot(self._character_centres)
        if len(self._present) == self._intents:
            return found
        everything = np.zeros((len(vectors), self._intents, LOOKS))
        everything[:, :, LOGISTIC] = found[:, :, LOGISTIC].min() - 10.0
        everything[:, self._present] = found
        return everything


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


def _unit_rows(rows: NDArray[Any]) -> NDArray[Any]:
    unit: NDArray[Any] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return unit


def _log_softmax(logits: NDArray[Any]) -> NDArray[Any]:
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p: NDArray[Any] = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return log_p
