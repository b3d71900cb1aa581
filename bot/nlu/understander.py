"""One message in, one `Understanding` out, from a single embedding vector."""

import math
from collections.abc import Mapping, Sequence
from copy import copy
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.nlu.classifier import IntentClassifier, Ranked
from bot.nlu.emoji import in_words
from bot.nlu.encoders import PairEncoder, principal_axes
from bot.nlu.entities import CountryNames, entities_of
from bot.nlu.examples import Request, intent_examples, person_requests, texts_of
from bot.nlu.foreign import asks_person_abroad
from bot.nlu.language import LanguageGuess
from bot.nlu.learned import LearnedWeights, Weights
from bot.nlu.model import ACTS, ASK_BOT, ASK_PERSON, INFORM, Encoder, Entity, Understanding, Vector
from bot.nlu.phrases import Phrases
from bot.nlu.tone import ToneModel, tone_texts
from bot.nlu.vector_cache import CachedVectors
from bot.nlu.wishes import wishes_in

CERTAIN = 0.99
ASKS_PERSON = 0.45
"""Probability from which a message asks for a person: missing a request costs more than a false one."""
SURE_ASKS_BOT = 0.6
_REASONS_KEPT = 12
_AXES = 384
"""Of the 896 that two models have: with these messages are read as well, and in half the time."""


class Understander:
    """Immutable: when phrases change, make another one and swap it in. Safe to use from several threads.

    Only one thread at a time may call `taught`.
    """

    def __init__(
        self,
        encoder: Encoder,
        phrases: Phrases,
        cache_dir: Path,
        countries: Mapping[str, str] | None = None,
        second: Encoder | None = None,
    ) -> None:
        """Learn from the phrases, in seconds; vectors of phrases known from before come from `cache_dir`.

        Args:
            encoder: makes the vectors that messages come with.
            phrases: of acts, reasons and tones.
            cache_dir: a folder of its own for the vectors of the phrases.
            countries: lower-case name or alias -> ISO code, see `bot.nlu.countries`.
            second: a model whose vectors are looked at beside them.
        """
        self._encoder = encoder
        self._pair = PairEncoder(encoder, second) if second else None
        self._countries = CountryNames(countries or {})
        self._language = LanguageGuess()
        examples, requests, toned = intent_examples(phrases), person_requests(phrases), tone_texts(phrases)
        self._vectors = CachedVectors(self._pair or encoder, cache_dir, "phrases")
        texts = texts_of(examples, requests) + toned
        encoded = self._vectors.encode(texts)
        self._vectors.keep(texts)
        intents_end, requests_end = len(examples), len(examples) + len(requests)
        learned = LearnedWeights(
            cache_dir,
            [
                (self._pair or encoder).name,
                *(f"{intent}\0{text}" for intent in phrases.by_intent for text in phrases.by_intent[intent]),
            ],
        )
        (self._axes,) = learned.get("axes", lambda: (principal_axes(encoded, _AXES),))
        vectors = encoded @ self._axes
        self.classifier = IntentClassifier.fitted(examples, vectors[:intents_end], learned)
        everything = [Request(e.text, asks=e.intent == ASK_PERSON) for e in examples] + requests
        self._person_weights, self._person_bias = learned.get(
            "person", lambda: _person_head(everything, vectors[:requests_end])
        )
        self._tone = ToneModel(phrases, vectors[requests_end:], learned)
        learned.save()

    def taught(self, phrases: Phrases) -> "Understander":
        """Another one that knows these phrases instead, in a fraction of the time that building one takes.

        Only phrases not known yet are encoded. Requests for a person, tone and calibration stay as they were
        learned; who has time builds a whole one afterwards.
        """
        other = copy(self)
        examples = intent_examples(phrases)
        other.classifier = self.classifier.taught(
            examples, self.vectors_of([example.text for example in examples])
        )
        return other

    def vectors_of(self, texts: Sequence[str]) -> Vector:
        """(n, axes) what phrases are classified by; for the thread that may call `taught`."""
        projected: Vector = self._vectors.encode(texts) @ self._axes
        return projected

    def understand(self, text: str, vector: Vector | None = None) -> Understanding:
        """Understand one message.

        Args:
            text: what the visitor wrote.
            vector: (dimensions,) its vector where it is known already, so that a message is encoded once.
        """
        # Half a character, as broken input may hold, has no place in any model; lengths stay the same.
        text = text.encode("utf-8", "replace").decode("utf-8")
        if vector is None:
            vector = self._encoder.encode([in_words(text)])[0]
        looked_at = self.looked_at(text, vector)
        entities = entities_of(text, self._countries)
        ranked = self.classifier.rank(looked_at)
        wants_person = self._wants_person(looked_at)
        act, confidence = _act(ranked, wants_person)
        if act == ASK_PERSON:
            wants_person = confidence
        elif act == ASK_BOT:
            wants_person = 0.0
        language = self._language.of(text)
        if asks_person_abroad(text, language):
            act, confidence, wants_person = ASK_PERSON, CERTAIN, CERTAIN
        if _only_details(text, entities):
            act, confidence, wants_person = INFORM, CERTAIN, 0.0
        return Understanding(
            text=text,
            vector=vector,
            act=act,
            act_confidence=confidence,
            reasons=_reasons(ranked, certain_act=confidence if confidence >= CERTAIN else 0.0),
            entities=entities,
            tone=self._tone.of(text, looked_at),
            wishes=wishes_in(text),
            language=language,
            wants_person=wants_person,
            familiarity=ranked.familiarity,
        )

    def looked_at(self, text: str, vector: Vector) -> Vector:
        """(axes,) what a message is classified by, from the (dimensions,) vector that it comes with."""
        if self._pair:
            vector = self._pair.beside(vector[None, :], [in_words(text)])[0]
        projected: Vector = vector @ self._axes
        return projected

    def _wants_person(self, vector: Vector) -> float:
        logit = float(vector @ self._person_weights + self._person_bias[0])
        return 1.0 / (1.0 + math.exp(-logit))


def _only_details(text: str, entities: tuple[Entity, ...]) -> bool:
    """Whether nothing is said around what is named: a bare order number, an e-mail address."""
    return bool(entities) and not any(character.isalpha() for character in _without(text, entities))


def _act(ranked: Ranked, wants_person: float) -> tuple[str | None, float]:
    """The dialogue act, if the message is one, and its probability."""
    best, probability = ranked.intents[0]
    if best == ASK_BOT and probability >= SURE_ASKS_BOT:
        # "Am I talking to a human?" has all the words of a wish for one.
        return ASK_BOT, probability
    if best == ASK_PERSON or wants_person >= ASKS_PERSON:
        return ASK_PERSON, max(wants_person, probability if best == ASK_PERSON else 0.0)
    return (best, probability) if best in ACTS else (None, 0.0)


def _without(text: str, entities: tuple[Entity, ...]) -> str:
    kept, at = [], 0
    for entity in entities:
        kept.append(text[at : entity.start])
        at = entity.end
    return "".join([*kept, text[at:]])


def _reasons(ranked: Ranked, certain_act: float) -> tuple[tuple[str, float], ...]:
    found = [(intent, p) for intent, p in ranked.intents if intent not in ACTS][:_REASONS_KEPT]
    return tuple((intent, p * (1.0 - certain_act)) for intent, p in found)


def _person_head(requests: list[Request], vectors: Vector) -> Weights:
    asks = np.array([request.asks for request in requests])
    if asks.all() or not asks.any():
        return np.zeros(vectors.shape[1], dtype=np.float32), np.array([-10.0], dtype=np.float32)
    model = LogisticRegression(C=10.0, max_iter=300, tol=1e-3).fit(vectors, asks)
    return model.coef_[0].astype(np.float32), model.intercept_.astype(np.float32)
