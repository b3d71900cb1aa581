"""Which act or reason a message is: the ranking, fitted on all phrases, with its calibration."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from bot.nlu.calibration import Calibration, calibrate
from bot.nlu.learned import LearnedWeights, Weights
from bot.nlu.model import Vector
from bot.nlu.ranking import NEAREST, Ranking, Scores, regression_weights
from kb.threads import one_thread_each

_FOLDS = 4
_FOLDS_ASKED = 2
_MOST_ASKED = 1_000
"""Of a fold: ten weights are learned from what is asked, and a thousand more phrases don't change them."""
_SEED = 20


@dataclass(frozen=True)
class Ranked:
    """Intents with their probabilities, best first, and the similarity of the nearest phrase of all."""

    intents: tuple[tuple[str, float], ...]
    familiarity: float


@dataclass(frozen=True)
class Example:
    """A training text; `source` is the phrase it was made of, so that both stay in one fold."""

    text: str
    intent: str
    source: int


@dataclass(frozen=True)
class IntentClassifier:
    """Made by `fitted`, and from there on by `taught`.

    `limits` says for each intent how far it is trusted at most.
    """

    intents: tuple[str, ...]
    examples: tuple[Example, ...]
    vectors: Vector = field(repr=False)
    ranking: Ranking
    calibration: Calibration
    limits: NDArray[np.float64]

    @classmethod
    def fitted(
        cls, examples: Sequence[Example], vectors: Vector, learned: LearnedWeights
    ) -> "IntentClassifier":
        """Fit on examples with their vectors, (n, dimensions); learned weights are not fitted again."""
        one_thread_each()
        intents, labels = _numbered(examples)
        regression = learned.get("regression", lambda: regression_weights(vectors, labels))
        weights = learned.get(
            "calibration", lambda: _cross_validated(examples, vectors, labels, len(intents)).weights()
        )
        return cls(
            intents,
            tuple(examples),
            vectors,
            Ranking(vectors, labels, len(intents), regression),
            Calibration.of_weights(*weights),
            limits=np.ones(len(intents)),
        )

    def taught(self, examples: Sequence[Example], vectors: Vector) -> "IntentClassifier":
        """Another one that has learned from these examples instead, in a fraction of the time.

        What tells the intents apart is learned from all examples. The calibration stays; an intent that was
        not tried out is trusted with care.
        """
        intents, labels = _numbered(examples)
        start = _carried_over(self.ranking.regression, self.intents, intents)
        limit = dict(zip(self.intents, self.limits, strict=True))
        phrases = Counter(example.intent for row, example in enumerate(examples) if example.source == row)
        return replace(
            self,
            intents=intents,
            examples=tuple(examples),
            vectors=vectors,
            ranking=Ranking(vectors, labels, len(intents), regression_weights(vectors, labels, start)),
            # An intent that was limited before has not been tried out since: its limit follows its phrases.
            limits=np.array(
                [1.0 if limit.get(one, 0.0) == 1.0 else _untried(phrases[one]) for one in intents]
            ),
        )

    def rank(self, vector: Vector) -> Ranked:
        """All intents for one message, best first, from its (dimensions,) vector."""
        scores = self.ranking.scores(vector[None, :])
        probabilities = np.minimum(self.calibration.probabilities(scores)[0], self.limits)
        order = np.argsort(-probabilities, kind="stable")
        return Ranked(
            tuple((self.intents[position], float(probabilities[position])) for position in order),
            familiarity=float(scores[0, :, NEAREST].max()),
        )

    def neighbours(self, vector: Vector, count: int) -> tuple[tuple[str, str, float], ...]:
        """The phrases nearest to a vector: text, intent and cosine similarity, nearest first."""
        likeness = self.vectors @ vector
        found: list[tuple[str, str, float]] = []
        for row in np.argsort(-likeness, kind="stable"):
            example = self.examples[row]
            if example.source == row:
                found.append((example.text, example.intent, float(likeness[row])))
            if len(found) == count:
                break
        return tuple(found)


def _numbered(examples: Sequence[Example]) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """The intents in the order in which they come, and the number of each example's."""
    number: dict[str, int] = {}
    labels = np.array([number.setdefault(one.intent, len(number)) for one in examples], dtype=np.intp)
    if len(number) < 2:
        raise ValueError("at least two intents are needed to tell them apart")
    return tuple(number), labels


def _carried_over(regression: Weights, before: Sequence[str], after: Sequence[str]) -> Weights:
    """Weights and bias of the intents that stay; zeros for those that come."""
    weights, bias = regression
    column = {intent: number for number, intent in enumerate(before)}
    start = np.zeros((len(weights), len(after)), dtype=np.float32), np.zeros(len(after), dtype=np.float32)
    for number, intent in enumerate(after):
        if intent in column:
            start[0][:, number], start[1][number] = weights[:, column[intent]], bias[column[intent]]
    return start


def _untried(phrases: int) -> float:
    """How far an intent is trusted that was learned from so many phrases and never tried out.

    The rule of succession (Laplace, 1814), as if each of its phrases had been one success.
    """
    return (phrases + 1) / (phrases + 2)


def _cross_validated(
    examples: Sequence[Example],
    vectors: Vector,
    labels: NDArray[np.intp],
    intents: int,
) -> Calibration:
    """Score every phrase by a ranking that did not see it, and again by one that did not see its intent."""
    random = np.random.default_rng(_SEED)
    sources = np.array([example.source for example in examples])
    if intents < 2 * _FOLDS or len(set(sources)) < 10 * intents:
        return Calibration()  # too little to learn from: cautious figures instead
    originals = np.flatnonzero(sources == np.arange(len(examples)))
    fold_of_source = random.integers(_FOLDS, size=len(examples))
    fold_of_intent = random.permutation(intents) % _FOLDS
    seen: list[Scores] = []
    unforeseen: list[Scores] = []
    right: list[NDArray[np.intp]] = []
    for fold in range(_FOLDS_ASKED):
        for held_out, left in (
            (fold_of_source[sources] == fold, seen),
            (fold_of_intent[labels] == fold, unforeseen),
        ):
            asked = random.permutation(originals[held_out[originals]])[:_MOST_ASKED]
            ranking = Ranking(vectors[~held_out], labels[~held_out], intents)
            left.append(ranking.scores(vectors[asked]))
            if left is seen:
                right.append(labels[asked])
    return calibrate(np.concatenate(seen), np.concatenate(right), np.concatenate(unforeseen))
