"""Ranking articles for a question by the nearest texts, a model of the neighbourhood, letters and words.

The heart is local learning (Bottou and Vapnik, "Local Learning Algorithms", 1992): for each question, kernel
ridge regression is solved over its nearest texts only. It is as accurate as one model over all texts
(decision 0012 has the figures), needs no training, so it is as live as the index, and costs the same at any
size. The same solution gives the variance of a Gaussian process: how far the question lies from everything
that is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kb.encoder import Vectors
from kb.index import Rows
from kb.lexical import GramQuery, words
from kb.snapshot import Snapshot

NEIGHBOURS = 128
CANDIDATES = 12
SAME_WORDS = 8
ROWS_FOR_WORDS = 4
REGION = 24

_SHARPNESS = 2.0
_NOISE = 0.3
_NEAREST_WEIGHT = 0.6
_CENTROID_WEIGHT = 0.6
_LETTERS_WEIGHT = 0.3
_WORDS_WEIGHT = 0.1

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Candidate:
    """An article that may answer, with the evidence for it.

    `regression` is about 0 to 1; `nearest`, `asked` (title and variants), `told` (passages) and `centroid`
    are cosines; `letters` the best cosine of character n-grams; `shared_words` its BM25 score as a share of
    the best article's. `passage` is the best passage's row (None without a body).
    """

    number: int
    score: float
    regression: float
    nearest: float
    asked: float
    told: float
    centroid: float
    letters: float
    shared_words: float
    passage: int | None


@dataclass(frozen=True)
class Ranking:
    """The best candidates for a question, best first, and what the neighbourhood is like.

    `variance`: 0 where the question is said already, 1 far from everything. `region`: the share of the
    nearest texts that their own neighbours assign to the right article.
    """

    candidates: tuple[Candidate, ...]
    query: GramQuery
    words: int
    variance: float
    region: float


@dataclass(frozen=True)
class Without:
    """A text, or a whole article, that a ranking has to do without: how a knowledge base is tried on itself.

    `row` is the text's; with `article` all texts of its article (a number in the snapshot) are left out.
    """

    row: int
    article: int
    whole_article: bool

    def rows(self, snapshot: Snapshot) -> tuple[int, int]:
        """The rows left out, from the first up to the last, without it."""
        if self.whole_article:
            return snapshot.starts[self.article], snapshot.starts[self.article + 1]
        return self.row, self.row + 1


def rank(snapshot: Snapshot, text: str, vector: Vectors, without: Without | None = None) -> Ranking:
    """The best candidates for a question, at most `CANDIDATES`."""
    query = snapshot.table.query(text)
    count = len(words(text))
    rows, shared = _neighbours(snapshot, text, vector, without)
    if not len(rows):
        return Ranking((), query, count, 1.0, 0.0)
    local = _Neighbourhood(snapshot, rows, vector)
    best = local.best_articles()
    letters = _letters(snapshot, [number for number, _ in best], query, without)
    found = [
        _candidate(snapshot, number, regression, vector, likeness, shared.get(number, 0.0), without)
        for (number, regression), likeness in zip(best, letters, strict=True)
    ]
    found.sort(key=lambda candidate: (-candidate.score, candidate.number))
    return Ranking(tuple(found), query, count, local.variance, local.region)


def _neighbours(
    snapshot: Snapshot, text: str, vector: Vectors, without: Without | None
) -> tuple[Rows, dict[int, float]]:
    """The rows to learn from, and BM25 scores of articles as a share of the best."""
    first, last = without.rows(snapshot) if without else (0, 0)
    _, rows = snapshot.index.nearest(vector, NEIGHBOURS + last - first)
    rows = rows[(rows < first) | (rows >= last)][:NEIGHBOURS]
    if without and not without.whole_article:
        # What the text shares with itself can't be told apart here, so words say nothing at all.
        return rows, {}
    hits = [
        (snapshot.numbers[article_id], score)
        for article_id, score in snapshot.words.best(text, SAME_WORDS)
        if article_id in snapshot.numbers
    ]
    hits = [(number, score) for number, score in hits if not (without and number == without.article)]
    if not hits:
        return rows, {}
    shared = {number: score / hits[0][1] for number, score in hits}
    known = set(snapshot.owners[rows].tolist())
    more = [
        np.arange(
            snapshot.starts[number],
            min(snapshot.starts[number] + ROWS_FOR_WORDS, snapshot.starts[number + 1]),
        )
        for number in shared
        if number not in known
    ]
    return np.concatenate([rows, *more]) if more else rows, shared


class _Neighbourhood:
    """Kernel ridge regression over the rows near a question."""

    def __init__(self, snapshot: Snapshot, rows: Rows, vector: Vectors) -> None:
        vectors = snapshot.index.at(rows)
        likeness = vectors @ vector
        kernel = np.exp(_SHARPNESS * (vectors @ vectors.T - 1.0))
        kernel[np.diag_indices(len(rows))] += _NOISE
        inverse = _inverse(kernel)
        seen = np.exp(_SHARPNESS * (likeness - 1.0))
        weights = inverse @ seen
        numbers, places = np.unique(snapshot.owners[rows], return_inverse=True)
        self._numbers = numbers
        self._regression = np.bincount(places, weights=weights, minlength=len(numbers))
        self._nearest = np.full(len(numbers), -1.0)
        np.maximum.at(self._nearest, places, likeness)
        self.variance = float(np.clip(1.0 - seen @ weights, 0.0, 1.0))
        self.region = _region(inverse, places, len(numbers), likeness)

    def best_articles(self) -> list[tuple[int, float]]:
        """The articles worth a closer look, with their regression scores."""
        order = np.argsort(-(self._regression + _NEAREST_WEIGHT * self._nearest), kind="stable")[:CANDIDATES]
        return [(int(self._numbers[place]), float(self._regression[place])) for place in order]


def _inverse(kernel: Floats) -> Floats:
    """The inverse of a symmetric positive definite matrix, by its Cholesky factor."""
    from scipy.linalg.lapack import spotrf, spotri

    lower, _ = spotrf(kernel, lower=1)
    half, _ = spotri(lower, lower=1)
    half = np.tril(half)
    return np.asarray(half + np.tril(half, -1).T, dtype=np.float32)


def _region(inverse: Floats, places: Rows, count: int, likeness: Floats) -> float:
    """How many of the nearest rows their own neighbours classify rightly, each left out in turn.

    The leave-one-out predictions of kernel ridge regression have a closed form (Rifkin and Lippert, "Notes on
    Regularized Least Squares", 2007).
    """
    belongs = np.zeros((len(places), count), dtype=np.float32)
    belongs[np.arange(len(places)), places] = 1.0
    near = np.argsort(-likeness, kind="stable")[:REGION]
    predicted = belongs[near] - (inverse[near] @ belongs) / np.diag(inverse)[near, None]
    return float((predicted.argmax(axis=1) == places[near]).mean())


def _letters(
    snapshot: Snapshot, numbers: Sequence[int], query: GramQuery, without: Without | None
) -> list[float]:
    """How much each article's title and variants look like the question, letter by letter."""
    spans = []
    for number in numbers:
        first = snapshot.starts[number]
        passages = first + snapshot.asked[number]
        left_out = without.row if without and without.article == number else passages
        spans += [(first, min(left_out, passages)), (left_out + 1, passages)]
    found = snapshot.table.likenesses(query, spans)
    return [max(before, after) for before, after in zip(found[::2], found[1::2], strict=True)]


def _candidate(
    snapshot: Snapshot,
    number: int,
    regression: float,
    vector: Vectors,
    letters: float,
    shared_words: float,
    without: Without | None,
) -> Candidate:
    first, last = snapshot.starts[number], snapshot.starts[number + 1]
    passages = first + snapshot.asked[number]
    vectors = snapshot.index.vectors(first, last)
    likeness = vectors @ vector
    centroid = float(snapshot.centroids[number] @ vector)
    if without and without.article == number:
        missing = without.row - first
        likeness[missing] = -1.0
        centroid = _centroid_without(vectors, missing, vector)
    asked = float(likeness[: passages - first].max())
    told, passage = 0.0, None
    if passages < last:
        best = int(likeness[passages - first :].argmax())
        told, passage = float(likeness[passages - first + best]), passages + best
    nearest = max(asked, told)
    return Candidate(
        number=number,
        score=(
            regression
            + _NEAREST_WEIGHT * nearest
            + _CENTROID_WEIGHT * centroid
            + _LETTERS_WEIGHT * letters
            + _WORDS_WEIGHT * shared_words
        ),
        regression=regression,
        nearest=nearest,
        asked=asked,
        told=told,
        centroid=centroid,
        letters=letters,
        shared_words=shared_words,
        passage=passage,
    )


def _centroid_without(vectors: Vectors, missing: int, vector: Vectors) -> float:
    rest = vectors.sum(axis=0) - vectors[missing]
    length = float(np.linalg.norm(rest))
    return float(rest @ vector) / length if length > 1e-6 else 0.0
