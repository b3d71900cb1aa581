"""The nearest vectors to a question's, by inner product: one small port, exact or compressed by size.

Why which, with the measurements: docs/decisions/0010-why-this-index.md.
"""

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from kb.encoder import Vectors

Rows = npt.NDArray[np.int64]
Dead = npt.NDArray[np.bool_]

# Up to here comparing every row exactly takes less than half a millisecond.
EXACT_UP_TO = 12_000
# Of the rows that look best compressed, one in so many, but at least these, are then compared exactly.
_REFINED_OF = 1250
_REFINED = 256
# Rows that the compression is learned from.
_LEARNED_FROM = 20_000


class VectorIndex(Protocol):
    """Nearest neighbours by inner product; rows are numbered from 0 in the order they were given.

    It is never changed once it is made, so any number of threads may search it.
    """

    def nearest(self, vector: Vectors, count: int) -> tuple[Vectors, Rows]:
        """The `count` best rows (fewer when there are fewer), best first: their scores and numbers."""

    def vectors(self, first: int, last: int) -> Vectors:
        """The vectors of the rows from `first` up to `last`, without it."""

    def at(self, rows: Rows) -> Vectors:
        """The vectors of these rows: shape (len(rows), dimension)."""

    def __len__(self) -> int: ...


def index_of(vectors: Vectors) -> "FlatIndex | CompressedIndex":
    """The index that suits so many vectors: shape (rows, dimension), float32."""
    return FlatIndex(vectors) if len(vectors) <= EXACT_UP_TO else CompressedIndex(vectors)


class FlatIndex:
    """Exact search with FAISS: every row is compared."""

    def __init__(self, vectors: Vectors) -> None:
        import faiss

        self._index: Any = faiss.IndexFlatIP(vectors.shape[1])
        if len(vectors):
            self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def nearest(self, vector: Vectors, count: int) -> tuple[Vectors, Rows]:
        """The `count` best rows, best first: their inner products and numbers."""
        count = min(count, len(self))
        if count == 0:
            return _NOTHING
        scores, rows = self._index.search(np.ascontiguousarray(vector[None, :], dtype=np.float32), count)
        return scores[0], rows[0]

    def vectors(self, first: int, last: int) -> Vectors:
        """The vectors of the rows from `first` up to `last`, without it."""
        if first == last:
            return np.empty((0, self._index.d), dtype=np.float32)
        return np.asarray(self._index.reconstruct_n(first, last - first), dtype=np.float32)

    def at(self, rows: Rows) -> Vectors:
        """The vectors of these rows."""
        if not len(rows):
            return np.empty((0, self._index.d), dtype=np.float32)
        return np.asarray(self._index.reconstruct_batch(rows), dtype=np.float32)

    def __len__(self) -> int:
        return int(self._index.ntotal)


class CompressedIndex:
    """Every row is compared in a form of 4 bits for each 4 dimensions; the best of that exactly.

    Product quantisation whose tables fit the processor's registers (André, Kermarrec and Le Scouarnec,
    "Quicker ADC", 2019; FAISS's fast scan). Nothing is skipped, so unlike with lists or graphs no row is lost
    for lying far from where the search looked.
    """

    def __init__(self, vectors: Vectors) -> None:
        import faiss

        self._vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        rows, dimension = self._vectors.shape
        parts = next(parts for parts in range(max(dimension // 4, 1), 0, -1) if dimension % parts == 0)
        self._index: Any = faiss.IndexPQFastScan(dimension, parts, 4, faiss.METRIC_INNER_PRODUCT)
        if rows:
            self._index.train(_sample(self._vectors, self._index.pq.ksub))
            self._index.add(self._vectors)

    def nearest(self, vector: Vectors, count: int) -> tuple[Vectors, Rows]:
        """The `count` best rows, best first: their inner products and numbers."""
        count = min(count, len(self))
        if count == 0:
            return _NOTHING
        looked_at = max(_REFINED, len(self) // _REFINED_OF, 4 * count)
        if looked_at < len(self):
            _, found = self._index.search(np.ascontiguousarray(vector[None, :], dtype=np.float32), looked_at)
            rows = np.asarray(found[0][found[0] >= 0], dtype=np.int64)
        else:
            rows = np.arange(len(self), dtype=np.int64)
        return _best(self._vectors[rows] @ vector, rows, count)

    def vectors(self, first: int, last: int) -> Vectors:
        """The vectors of the rows from `first` up to `last`, without it."""
        return self._vectors[first:last]

    def at(self, rows: Rows) -> Vectors:
        """The vectors of these rows."""
        return self._vectors[rows]

    def __len__(self) -> int:
        return len(self._vectors)


class LayeredIndex:
    """An index as it was made, rows that came since, and rows of both that no longer count.

    What came since is compared exactly. Making the next one costs as much as there are rows in `tail`.
    """

    def __init__(self, base: FlatIndex | CompressedIndex, tail: Vectors, dead: Dead) -> None:
        self.base = base
        self.tail = tail
        self.dead = dead
        self._tail = FlatIndex(tail)
        self._any_dead = bool(dead.any())

    def grown(self, fresh: Vectors, dead: Dead) -> "LayeredIndex":
        """The same with further rows; `dead` tells of every row, the further ones too."""
        return LayeredIndex(self.base, np.concatenate([self.tail, fresh]), dead)

    def nearest(self, vector: Vectors, count: int) -> tuple[Vectors, Rows]:
        """The `count` best rows that still count, best first: their inner products and numbers."""
        asked = count
        while True:
            scores, rows = self.base.nearest(vector, asked)
            if len(self.tail):
                later, tail_rows = self._tail.nearest(vector, asked)
                scores, rows = (
                    np.concatenate([scores, later]),
                    np.concatenate([rows, tail_rows + len(self.base)]),
                )
            if self._any_dead:
                alive = ~self.dead[rows]
                scores, rows = scores[alive], rows[alive]
            if len(rows) >= count or asked >= len(self):
                return _best(scores, rows, count)
            asked *= 2

    def vectors(self, first: int, last: int) -> Vectors:
        """The vectors of the rows from `first` up to `last`, without it; all of the base or none."""
        begun = len(self.base)
        return self.tail[first - begun : last - begun] if first >= begun else self.base.vectors(first, last)

    def at(self, rows: Rows) -> Vectors:
        """The vectors of these rows."""
        later = rows >= len(self.base)
        if not later.any():
            return self.base.at(rows)
        found = np.empty((len(rows), self.tail.shape[1]), dtype=np.float32)
        found[~later] = self.base.at(rows[~later])
        found[later] = self.tail[rows[later] - len(self.base)]
        return found

    def __len__(self) -> int:
        return len(self.base) + len(self.tail)


_NOTHING = (np.empty(0, dtype=np.float32), np.empty(0, dtype=np.int64))


def _best(scores: Vectors, rows: Rows, count: int) -> tuple[Vectors, Rows]:
    """The `count` best, best first; of equal ones the first row."""
    order = np.lexsort((rows, -scores))[:count]
    return scores[order], rows[order]


def _sample(vectors: Vectors, fewest: int) -> Vectors:
    """Evenly spread rows to learn the compression from, some twice if there are fewer than it needs."""
    if len(vectors) < fewest:
        return np.resize(vectors, (fewest, vectors.shape[1]))
    return np.ascontiguousarray(vectors[:: max(len(vectors) // _LEARNED_FROM, 1)])
