"""How much two texts look alike letter by letter: character n-grams, so that typos cost little.

Each text is the set of its hashed 3- and 4-grams within words; rare n-grams weigh more (idf over all units).
"""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt

Grams = npt.NDArray[np.int32]
_BUCKETS = 1 << 18
_NO_GRAMS: Grams = np.empty(0, dtype=np.int32)
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words of a text in lower case, without accents."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


def grams(text: str) -> Grams:
    """The n-grams of a text as sorted distinct bucket numbers."""
    buckets: set[int] = set()
    for word in words(text):
        buckets.update(_word_grams(word))
    return np.fromiter(sorted(buckets), dtype=np.int32, count=len(buckets))


class GramTable:
    """The n-grams of all units, row after row in one array, with their weights."""

    def __init__(self, rows: Sequence[Grams]) -> None:
        self._starts = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum([len(row) for row in rows], out=self._starts[1:])
        self._grams = np.concatenate([_NO_GRAMS, *rows])
        self._counts = np.bincount(self._grams, minlength=_BUCKETS)
        rarity = np.log((1 + len(rows)) / (1 + self._counts)) + 1
        self._weights = (rarity**2).astype(np.float32)
        self._lengths = np.sqrt(self._sums(self._weights, [(0, len(rows))]))

    def grown(self, fresh: Sequence[Grams]) -> "GramTable":
        """The same with further rows. The weights stay: they follow when a table is made anew."""
        count = len(self._lengths)
        after = copy(self)
        ends = self._starts[-1] + np.cumsum([len(row) for row in fresh], dtype=np.int64)
        after._starts = np.concatenate([self._starts, ends])
        after._grams = np.concatenate([self._grams, *fresh])
        lengths = np.sqrt(after._sums(self._weights, [(count, count + len(fresh))]))
        after._lengths = np.concatenate([self._lengths, lengths])
        return after

    def rows(self, first: int, last: int) -> tuple[Grams, ...]:
        """The n-grams of the rows from `first` up to `last`, without it."""
        bounds = pairwise(self._starts[first : last + 1].tolist())
        return tuple(self._grams[begin:end] for begin, end in bounds)

    def query(self, text: str) -> "GramQuery":
        """A question made ready to be compared."""
        found = grams(text)
        marked = np.zeros(_BUCKETS, dtype=np.float32)
        marked[found] = self._weights[found]
        return GramQuery(found, marked, float(marked[found].sum()))

    def likenesses(self, query: "GramQuery", spans: Sequence[tuple[int, int]]) -> list[float]:
        """In each span of rows, the best cosine, 0 to 1, between the question's n-grams and a row's.

        `spans` go from a first row up to a last one, without it. They are looked at in one go, in two thirds
        of the time.
        """
        filled = [(first, last) for first, last in spans if first < last]
        if not filled or query.weight == 0:
            return [0.0] * len(spans)
        lengths = np.concatenate([self._lengths[first:last] for first, last in filled])
        cosines = self._sums(query.marked, filled) / (lengths * np.sqrt(query.weight) + 1e-9)
        begins = list(accumulate((last - first for first, last in filled[:-1]), initial=0))
        best = iter(np.maximum.reduceat(cosines, begins).tolist())
        return [next(best) if first < last else 0.0 for first, last in spans]

    def coverage(self, query: "GramQuery", spans: Iterable[tuple[int, int]]) -> float:
        """The weighted share, 0 to 1, of the question's n-grams that stand in these spans of rows."""
        if query.weight == 0:
            return 0.0
        standing = np.concatenate([_NO_GRAMS, *(self._span(first, last) for first, last in spans)])
        known = np.isin(query.grams, standing[query.marked[standing] > 0])
        return float(query.marked[query.grams[known]].sum()) / query.weight

    def unfamiliar(self, query: "GramQuery", without: tuple[int, int] = (0, 0)) -> float:
        """The weighted share, 0 to 1, of the question's n-grams that no row has but those of `without`."""
        if query.weight == 0:
            return 0.0
        left_out = np.bincount(self._span(*without), minlength=1)
        counts = self._counts[query.grams]
        inside = query.grams < len(left_out)
        counts[inside] -= left_out[query.grams[inside]]
        return float(query.marked[query.grams[counts <= 0]].sum()) / query.weight

    def _span(self, first: int, last: int) -> Grams:
        return self._grams[self._starts[first] : self._starts[last]]

    def _sums(
        self, weights: npt.NDArray[np.float32], spans: Sequence[tuple[int, int]]
    ) -> npt.NDArray[np.float32]:
        """The sum of `weights` over the n-grams of each row of the spans, one after the other."""
        grams = np.concatenate([self._span(first, last) for first, last in spans])
        sizes = np.concatenate([np.diff(self._starts[first : last + 1]) for first, last in spans])
        running = np.zeros(len(grams) + 1, dtype=np.float64)
        np.cumsum(weights[grams], out=running[1:])
        bounds = np.zeros(len(sizes) + 1, dtype=np.int64)
        np.cumsum(sizes, out=bounds[1:])
        return np.asarray(np.diff(running[bounds]), dtype=np.float32)


@dataclass(frozen=True)
class GramQuery:
    """A question's n-grams, their weights by bucket, and the sum of those."""

    grams: Grams
    marked: npt.NDArray[np.float32]
    weight: float


@lru_cache(maxsize=20_000)
def _word_grams(word: str) -> frozenset[int]:
    framed = f"<{word[:40]}>"
    pieces = (framed[start : start + size] for size in (3, 4) for start in range(len(framed) - size + 1))
    return frozenset(zlib.crc32(piece.encode()) % _BUCKETS for piece in pieces)
