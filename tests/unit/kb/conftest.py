"""A small world for the knowledge base: an encoder that needs no model, a database, articles to hand."""

import zlib
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from kb.articles import written
from kb.base import KnowledgeBase
from kb.calibration import uncalibrated
from kb.features import FEATURE_NAMES
from kb.lexical import words
from kb.risk import LogOdds, RiskModel, shipped_model
from tests.databases import empty_sqlite

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class WordEncoder:
    """Texts that share words lie near each other; counts what it was asked to encode."""

    name = "words"
    dimension = 64

    def __init__(self):
        self.encoded = []

    def encode(self, texts):
        self.encoded.extend(texts)
        result = np.full((len(texts), self.dimension), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in words(text):
                result[row, zlib.crc32(word.encode()) % self.dimension] += 1.0
        return result / np.linalg.norm(result, axis=1, keepdims=True)


@pytest.fixture
def encoder():
    return WordEncoder()


@pytest.fixture
def db(tmp_path):
    database = empty_sqlite(tmp_path / "kb.db")
    yield database
    database.close()


@pytest.fixture
def kb(db, encoder):
    return KnowledgeBase(db, encoder)


@pytest.fixture
def another_process(db):
    """A second knowledge base on the same database, as another process has it."""
    return KnowledgeBase(db, WordEncoder())


@pytest.fixture
def shipping():
    return written(
        title="How long does shipping take?",
        body="Standard shipping takes 5 to 8 days.\n\nExpress shipping takes 2 days.",
        variants=["delivery time", "when will my parcel arrive"],
        tags=["shipping"],
        category="Shipping",
    )


@pytest.fixture
def returns():
    return written(
        title="How do I return an item?", body="Within 30 days, at no cost.", variants=["send it back"]
    )


@pytest.fixture
def publish(kb):
    def publish(content, article_id=None):
        saved = kb.save_draft(article_id, content, by="ada", at=NOW)
        return kb.publish(saved.id, by="ada", at=NOW)

    return publish


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def risk_model():
    """Log odds made by hand: a number and weights of features."""

    def risk_model(base, **weights):
        count = len(FEATURE_NAMES)
        row = np.array([float(weights.get(name, 0.0)) for name in FEATURE_NAMES])
        odds = LogOdds(np.zeros(count), np.ones(count), row, base, ())
        unlikely = replace(odds, weights=np.zeros(count), bias=0.0)
        thresholds = ((0.05, 0.2), (0.1, 0.4))
        return RiskModel(odds, unlikely, shipped_model().reference, thresholds, digest="by hand")

    return risk_model


@pytest.fixture
def calibration():
    """The shipped risks with thresholds that are easy to reckon with."""
    return replace(uncalibrated(shipped_model()), thresholds=((0.05, 0.2), (0.1, 0.4)))
