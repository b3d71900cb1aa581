"""How a message sounds: negative, angry, threatening, urgent. Learned from sentences, not from a word list.

Four logistic regressions, since a message can be several of these at once, on the message's vector and on its
character pieces: the vector knows what is said, the pieces how. The model behind the vector doesn't see
capitals and hardly sees punctuation, so those are given beside it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.nlu.learned import LearnedWeights, Weights
from bot.nlu.model import Tone, Vector
from bot.nlu.phrases import Phrases

TONES = ("angry", "negative", "neutral", "positive", "threat", "urgent")
ANGRY, NEGATIVE, NEUTRAL, POSITIVE, THREAT, URGENT = TONES
_REGULARISATION = 20.0
_LETTERS_FOR_SHOUTING = 8


class CharacterNgrams:
    """Texts as weighted counts of their 2 to 5 characters long pieces."""

    def __init__(self) -> None:
        self._vectorizer = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, lowercase=True, dtype=np.float32
        )

    def fit(self, texts: Sequence[str]) -> Any:
        """Learn which pieces are rare; returns the same as `transform`."""
        return self._vectorizer.fit_transform(texts)

    def transform(self, texts: Sequence[str]) -> Any:
        """A sparse matrix (n, pieces) with rows of length 1."""
        return self._vectorizer.transform(texts)


class ToneModel:
    """Immutable once fitted; without phrases every message sounds neutral."""

    def __init__(self, phrases: Phrases, vectors: Vector, learned: LearnedWeights) -> None:
        """Fit.

        Args:
            phrases: with the intents `tone_angry`, `tone_negative` and so on, for all of `TONES`.
            vectors: (n, dimensions) of `tone_texts(phrases)`.
            learned: where weights are kept.
        """
        labels = np.array([tone for tone in TONES for _ in phrases.tone(tone)])
        self._heads: Weights | None = None
        if not all((labels == tone).any() for tone in TONES):
            return
        texts = tone_texts(phrases)
        self._characters = CharacterNgrams()
        pieces = self._characters.fit(texts)
        self._heads = learned.get("tone", lambda: _fit(_features(texts, vectors), pieces, labels))

    def of(self, text: str, vector: Vector) -> Tone:
        """The tone of one message; `vector` is (dimensions,)."""
        if self._heads is None:
            return Tone()
        weights, piece_weights, bias = self._heads
        logits = _features([text], vector[None, :])[0] @ weights + bias
        logits += self._characters.transform([text]).dot(piece_weights)[0]
        negative, anger, threat, urgency = (float(p) for p in 1.0 / (1.0 + np.exp(-logits)))
        return Tone(negative=negative, anger=anger, threat=threat, urgency=urgency)


_HEADS = (
    ((NEGATIVE, ANGRY, THREAT), (NEUTRAL, POSITIVE)),
    # A threat may be cold or furious: it says nothing about anger, either way.
    ((ANGRY,), (NEGATIVE, NEUTRAL, POSITIVE, URGENT)),
    ((THREAT,), (ANGRY, NEGATIVE, NEUTRAL, POSITIVE, URGENT)),
    # The angry and the threatening are often in a hurry as well, so they say nothing about it.
    ((URGENT,), (NEGATIVE, NEUTRAL, POSITIVE)),
)
"""Tones for and against each figure of `Tone`."""


def _fit(features: NDArray[np.float32], pieces: Any, labels: NDArray[np.str_]) -> Weights:
    """(features, 4) and (pieces, 4) weights, and (4,) bias."""
    everything = hstack([csr_matrix(features), pieces]).tocsr()
    weights, bias = [], []
    for positive, against in _HEADS:
        used = np.flatnonzero(np.isin(labels, (*positive, *against)))
        model = LogisticRegression(C=_REGULARISATION, max_iter=500)
        model.fit(everything[used], np.isin(labels[used], positive))
        weights.append(model.coef_[0])
        bias.append(model.intercept_[0])
    columns = np.column_stack(weights).astype(np.float32)
    beside = features.shape[1]
    return columns[:beside], columns[beside:], np.array(bias, dtype=np.float32)


def tone_texts(phrases: Phrases) -> list[str]:
    """The texts to learn from, in the order that `ToneModel` expects their vectors in."""
    return [text for tone in TONES for text in phrases.tone(tone)]


def _features(texts: Sequence[str], vectors: Vector) -> NDArray[np.float32]:
    written = np.array([_how_it_is_written(text) for text in texts], dtype=np.float32)
    return np.hstack([vectors, written])


def _how_it_is_written(text: str) -> tuple[float, float, float]:
    letters = [character for character in text if character.isalpha()]
    shouted = sum(character.isupper() for character in letters) / len(letters) if letters else 0.0
    return (
        shouted if len(letters) >= _LETTERS_FOR_SHOUTING and shouted > 0.5 else 0.0,
        min(text.count("!"), 4) / 4,
        1.0 if "??" in text or "?!" in text or "!?" in text else 0.0,
    )
