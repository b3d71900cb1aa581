"""Which phrases would be read differently because of new ones. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.nlu.model import Vector

if TYPE_CHECKING:
    from bot.nlu.classifier import IntentClassifier

_LIKE_AT_ALL = 0.5
"""Cosine similarity below which a new phrase is no neighbour of another one."""


@dataclass(frozen=True)
class Flip:
    """`phrase` of `intent` is nearer to the new phrase `because_of` than to its own intent's others."""

    phrase: str
    intent: str
    because_of: str


def flips(
    classifier: "IntentClassifier", intent: str, texts: Sequence[str], vectors: Vector
) -> tuple[Flip, ...]:
    """The phrases of other intents that new phrases of `intent` would draw away, the surest first.

    Each phrase is looked at as if it were asked and not known: it is drawn away where it was nearest to a
    phrase of its own intent and is now nearest to a new one.

    Args:
        classifier: as it was before.
        intent: what the new phrases are for.
        texts: the new phrases.
        vectors: (n, dimensions) of them.
    """
    rows = np.array([row for row, one in enumerate(classifier.examples) if one.source == row], dtype=np.intp)
    phrases = [classifier.examples[row] for row in rows]
    known = classifier.vectors[rows]
    intents = np.array([one.intent for one in phrases])
    likeness = known @ vectors.T
    nearest = likeness.max(axis=1)
    found: list[tuple[float, Flip]] = []
    for row in np.flatnonzero((nearest > _LIKE_AT_ALL) & (intents != intent)):
        others = known @ known[row]
        others[row] = -1.0
        same = intents == intents[row]
        own, foreign = others[same].max(), others[~same].max()
        if foreign <= own < nearest[row]:
            flip = Flip(phrases[row].text, phrases[row].intent, texts[int(likeness[row].argmax())])
            found.append((float(nearest[row] - own), flip))
    return tuple(flip for _, flip in sorted(found, key=lambda one: -one[0]))
