"""Which article a question belongs to, learned from all units at once: regularised least squares.

Nearest neighbours compare a question with one text at a time; this also learns which directions tell this
knowledge base's articles apart. It has a closed form, so it is as live as the index (Rifkin, Yeo and Poggio,
"Regularized Least-Squares Classification", 2003).
"""

from dataclasses import dataclass

import numpy as np

from kb.encoder import Vectors

_REGULARISATION = 1.0


@dataclass(frozen=True)
class Classifier:
    """`weights` has a column for each article; `mean` is taken off a vector first."""

    weights: Vectors
    mean: Vectors

    def scores(self, vector: Vectors) -> Vectors:
        """A score for each article, about 0 to 1; how far the best stands out matters, not the number."""
        return np.asarray((vector - self.mean) @ self.weights, dtype=np.float32)


def fit_classifier(vectors: Vectors, starts: tuple[int, ...]) -> Classifier:
    """Learn from the units of articles: those of article `n` are rows `starts[n]` up to `starts[n + 1]`.

    Every article counts the same, however many units it has.
    """
    count, dimension = len(starts) - 1, vectors.shape[1]
    sizes = np.diff(starts)
    if count == 0 or not len(vectors):
        return Classifier(np.zeros((dimension, count), np.float32), np.zeros(dimension, np.float32))
    weights = np.repeat(len(vectors) / (count * np.maximum(sizes, 1)), sizes).astype(np.float32)
    mean = (weights @ vectors) / len(vectors)
    centred = vectors - mean
    weighted = centred * weights[:, None]
    gram = centred.T @ weighted + _REGULARISATION * np.eye(dimension, dtype=np.float32)
    sums = np.add.reduceat(weighted, np.asarray(starts[:-1]), axis=0)
    # The centred vectors sum to zero under these weights, so the targets need no centring of their own.
    return Classifier(np.linalg.solve(gram, sums.T).astype(np.float32), mean.astype(np.float32))
