"""Vectors to articles: the index behind one small port, and the snapshot that a search works on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from kb.articles import Article
from kb.classifier import Classifier, fit_classifier
from kb.encoder import Vectors
from kb.lexical import Grams, GramTable
from kb.passages import Kind, Unit

Rows = npt.NDArray[np.int64]


class VectorIndex(Protocol):
    """Nearest neighbours by inner product; rows are numbered from 0 in the order they were given."""

    def nearest(self, vector: Vectors, count: int) -> tuple[Vectors, Rows]:
        """The `count` best rows (fewer when there are fewer), best first: their scores and numbers."""

    def vectors(self, first: int, last: int) -> Vectors:
        """The vectors of the rows from `first` up to `last`, without it."""

    def __len__(self) -> int: ...


class FlatIndex:
    """Exact search with FAISS: every row is compared."""

    def __init__(self, vectors: Vectors) -> None:
        import faiss

        faiss.omp_set_num_threads(1)
        self._index: Any = faiss.IndexFlatIP(vectors.shape[1])
        if len(vectors):
            self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def nearest(self, vector: Vectors, count: int) -> tuple[Vectors, Rows]:
        """The `count` best rows, best first: their inner products and numbers."""
        count = min(count, len(self))
        if count == 0:
            return np.empty(0, dtype=np.float32), np.empty(0, dtype=np.int64)
        scores, rows = self._index.search(np.ascontiguousarray(vector[None, :], dtype=np.float32), count)
        return scores[0], rows[0]

    def vectors(self, first: int, last: int) -> Vectors:
        """The vectors of the rows from `first` up to `last`, without it."""
        if first == last:
            return np.empty((0, self._index.d), dtype=np.float32)
        return np.asarray(self._index.reconstruct_n(first, last - first), dtype=np.float32)

    def __len__(self) -> int:
        return int(self._index.ntotal)


@dataclass(frozen=True)
class Prepared:
    """A unit with what is computed once of its text."""

    unit: Unit
    vector: Vectors
    grams: Grams


@dataclass(frozen=True)
class Snapshot:
    """Everything a search needs, of one moment; never changed, only replaced as a whole.

    `owners[row]` is the article (a number in `articles`) of a unit; the units of article `number` are the
    rows `starts[number]` up to `starts[number + 1]`, the first `asked[number]` of them title and variants;
    `centroids[number]` is the mean direction of its units.
    """

    generation: int
    articles: tuple[Article, ...]
    units: tuple[Prepared, ...]
    owners: Rows
    starts: tuple[int, ...]
    asked: tuple[int, ...]
    index: VectorIndex
    centroids: Vectors
    classifier: Classifier
    table: GramTable

    def prepared(self) -> Mapping[str, Prepared]:
        """Units by the digest of their text, for the next snapshot to use again."""
        return {prepared.unit.digest: prepared for prepared in self.units}


def build_snapshot(
    generation: int, articles: Sequence[Article], units: Sequence[Sequence[Prepared]], dimension: int
) -> Snapshot:
    """A snapshot of `articles`, whose searchable units (passages last) are given in the same order."""
    flat = [prepared for of_one in units for prepared in of_one]
    owners = np.repeat(np.arange(len(articles), dtype=np.int64), [len(of_one) for of_one in units])
    matrix = np.array([prepared.vector for prepared in flat], dtype=np.float32).reshape(len(flat), dimension)
    starts = (0, *accumulate(len(of_one) for of_one in units))
    centroids = np.zeros((len(articles), dimension), dtype=np.float32)
    for number, (first, last) in enumerate(pairwise(starts)):
        centroids[number] = _direction(matrix[first:last])
    return Snapshot(
        generation=generation,
        articles=tuple(articles),
        units=tuple(flat),
        owners=owners,
        starts=starts,
        asked=tuple(sum(prepared.unit.kind is not Kind.PASSAGE for prepared in of_one) for of_one in units),
        index=FlatIndex(matrix),
        centroids=centroids,
        classifier=fit_classifier(matrix, starts),
        table=GramTable([prepared.grams for prepared in flat]),
    )


def _direction(vectors: Vectors) -> Vectors:
    mean = vectors.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)
