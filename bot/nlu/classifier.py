"""Which act or reason a message is: the ranking, fitted on all phrases, with its calibration."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.nlu.calibration import Calibration, calibrate
from bot.nlu.learned import LearnedWeights
from bot.nlu.model import Vector
from bot.nlu.ranking import NEAREST, CharacterNgrams, Ranking, Scores, regression_weights

_FOLDS = 4
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


class IntentClassifier:
    """Immutable once fitted."""

    def __init__(self, examples: Sequence[Example], vectors: Vector, learned: LearnedWeights) -> None:
        """Fit on examples with their vectors, (n, dimensions); learned weights are not fitted again."""
        self.intents = tuple(dict.fromkeys(example.intent for example in examples))
        if len(self.intents) < 2:
            raise ValueError("at least two intents are needed to tell them apart")
        number = {intent: position for position, intent in enumerate(self.intents)}
        labels = np.array([number[example.intent] for example in examples], dtype=np.intp)
        texts = [example.text for example in examples]
        self._characters = CharacterNgrams()
        pieces = self._characters.fit(texts)
        regression = learned.get("regression", lambda: regression_weights(vectors, labels))
        self._ranking = Ranking(vectors, pieces, labels, len(self.intents), regression)
        self.calibration = Calibration.of_weights(
            *learned.get(
                "calibration",
                lambda: _cross_validated(examples, vectors, pieces, labels, len(self.intents)).weights(),
            )
        )

    def rank(self, text: str, vector: Vector) -> Ranked:
        """All intents for one message, best first.

        Args:
            text: the message.
            vector: (dimensions,) its vector.
        """
        scores = self._ranking.scores(vector[None, :], self._characters.transform([text]))
        probabilities = self.calibration.probabilities(scores)[0]
        order = np.argsort(-probabilities, kind="stable")
        return Ranked(
            tuple((self.intents[position], float(probabilities[position])) for position in order),
            familiarity=float(scores[0, :, NEAREST].max()),
        )


def _cross_validated(
    examples: Sequence[Example],
    vectors: Vector,
    pieces: Any,
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
    for fold in range(_FOLDS):
        for held_out, left in (
            (fold_of_source[sources] == fold, seen),
            (fold_of_intent[labels] == fold, unforeseen),
        ):
            asked = originals[held_out[originals]]
            ranking = Ranking(vectors[~held_out], pieces[~held_out], labels[~held_out], intents)
            left.append(ranking.scores(vectors[asked], pieces[asked]))
            if left is seen:
                right.append(labels[asked])
    return calibrate(np.concatenate(seen), np.concatenate(right), np.concatenate(unforeseen))
