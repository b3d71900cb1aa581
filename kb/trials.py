"""A knowledge base tried on itself: its own ways of asking as visitors, without labels from anybody.

Each is asked without itself (a question that the article answers), without its whole article (a near question
that nothing answers any more), and sentences about anything else are far questions that nothing answers.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

import numpy as np

from kb.encoder import Vectors
from kb.features import Reference, features, spread, values
from kb.ranking import Ranking, Without, rank
from kb.risk import Values
from kb.snapshot import Snapshot

MOST_OF_A_KIND = 300


class Kind(StrEnum):
    """Whether the knowledge base has the answer, and how near it comes where it hasn't."""

    ANSWERED = "answered"
    NEAR = "near"
    FAR = "far"


@dataclass(frozen=True)
class Trials:
    """Questions tried: a row of features for each, whether the best, and the best three, were wrong."""

    reference: Reference
    rows: Values
    kinds: tuple[Kind, ...]
    wrong: Values
    absent: Values


@dataclass(frozen=True)
class _Trial:
    kind: Kind
    ranking: Ranking
    without: Without | None
    article: int


@lru_cache(maxsize=1)
def unrelated_sentences() -> tuple[str, ...]:
    """Sentences that no support knowledge base answers."""
    text = files("kb").joinpath("unrelated.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def tried(
    snapshot: Snapshot, unrelated: Vectors, usual: Reference, *, most: int = MOST_OF_A_KIND, seed: int = 0
) -> Trials:
    """Try a knowledge base on itself.

    `unrelated` are the vectors of `unrelated_sentences`, `usual` is the reference of knowledge bases that are
    too small to give one.
    """
    trials = [*_own(snapshot, most, random.Random(seed)), *_far(snapshot, unrelated)]  # noqa: S311
    trials = [trial for trial in trials if trial.ranking.candidates]
    reference = _reference(trials, usual)
    rows = [values(features(snapshot, one.ranking, reference, one.without)) for one in trials]
    found = [[candidate.number for candidate in one.ranking.candidates[:3]] for one in trials]
    return Trials(
        reference=reference,
        rows=np.array(rows, dtype=np.float64),
        kinds=tuple(one.kind for one in trials),
        wrong=np.array(
            [numbers[0] != one.article for numbers, one in zip(found, trials, strict=True)], float
        ),
        absent=np.array(
            [one.article not in numbers for numbers, one in zip(found, trials, strict=True)], float
        ),
    )


def _own(snapshot: Snapshot, most: int, choose: random.Random) -> list[_Trial]:
    asked = [
        (row, number)
        for number in snapshot.numbers.values()
        for row in range(snapshot.starts[number], snapshot.starts[number] + snapshot.asked[number])
    ]
    with_others = [(row, number) for row, number in asked if snapshot.asked[number] > 1]
    found = []
    for kind, rows in ((Kind.ANSWERED, with_others), (Kind.NEAR, asked)):
        for row, number in choose.sample(rows, min(most, len(rows))):
            without = Without(row, number, whole_article=kind is Kind.NEAR)
            vector = snapshot.index.vectors(row, row + 1)[0]
            ranking = rank(snapshot, snapshot.unit(row), vector, without)
            found.append(_Trial(kind, ranking, without, number if kind is Kind.ANSWERED else -1))
    return found


def _far(snapshot: Snapshot, unrelated: Vectors) -> list[_Trial]:
    asked = zip(unrelated_sentences(), unrelated, strict=True)
    return [_Trial(Kind.FAR, rank(snapshot, text, vector), None, -1) for text, vector in asked]


def _reference(trials: Sequence[_Trial], usual: Reference) -> Reference:
    answered = [one for one in trials if one.kind is Kind.ANSWERED]
    near = [one.ranking for one in trials if one.kind is Kind.NEAR]
    right = sum(one.ranking.candidates[0].number == one.article for one in answered)
    return Reference(
        answered=spread([one.ranking for one in answered]) if answered else usual.answered,
        unanswered=spread(near) if near else usual.unanswered,
        accuracy=(right + 10 * usual.accuracy) / (len(answered) + 10),
    )
