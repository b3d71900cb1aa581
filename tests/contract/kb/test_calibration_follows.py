"""With the real model and a shop's articles: a publication makes risks cautious, and exact within a minute.

The bound is the product's promise; the test waits for the condition and fails when the minute is over.
"""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kb.articles import written
from kb.base import KnowledgeBase
from kb.encoder import Encoder
from tests.kept import CACHE

pytestmark = pytest.mark.model

ARTICLES = Path(__file__).resolve().parents[3] / "data" / "articles"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
PROMISED_SECONDS = 60.0
ASKED = ["How long does shipping take?", "can I send my sofa back", "what does the warranty cover"]
TOOLS = written(
    title="Do you lend out tools?",
    body="Yes: drills and ladders, for three days.",
    variants=["borrow a drill", "tool rental", "can I rent a ladder from you", "lend me a saw"],
)
CAFE = written(
    title="Is there a café in the showroom?",
    body="Yes, on the first floor, with a view of the canal.",
    variants=["where can I have a coffee", "lunch at your place", "do you serve cake"],
)


@pytest.fixture(scope="module")
def model():
    """The real encoder."""
    made = Encoder(CACHE)
    made.load()
    return made


@pytest.fixture
def db(database_in):
    """One kind is enough: what is timed is the processor's work."""
    return database_in("sqlite")


@pytest.fixture
def shop(db, model):
    """The sample shop's articles, calibrated."""
    made = KnowledgeBase(db, model)
    assert len(made.import_path(ARTICLES, publish=True, at=NOW).added) > 90
    made.calibrate()
    return made


def risks(knowledge):
    """How likely the first answer to each question is wrong."""
    return [knowledge.search(question).hits[0].risk for question in ASKED]


def is_exact(knowledge):
    _, outdated = knowledge._calibrator.current(knowledge._live.refreshed().generation)
    return not outdated


def publish(knowledge, content):
    knowledge.publish(knowledge.save_draft(None, content, by="ada", at=NOW).id, by="ada", at=NOW)
    return time.monotonic()


def wait_until_exact(knowledge, since):
    while not is_exact(knowledge):
        assert time.monotonic() - since < PROMISED_SECONDS, "the calibration has not followed"
        time.sleep(0.05)


def test_until_the_calibration_follows_risks_are_cautious_and_it_follows_within_a_minute(shop, db, model):
    waiting = KnowledgeBase(db, model)
    before = risks(waiting)
    with shop.following():
        wait_until_exact(shop, publish(shop, TOOLS))
        # The next one comes when the processor is left to others for a while.
        published_at = publish(shop, CAFE)
        assert not is_exact(waiting), "it does not follow, so it still has the first calibration"
        meanwhile = risks(waiting)
        assert all(then > now for then, now in zip(meanwhile, before, strict=True)), (meanwhile, before)
        wait_until_exact(shop, published_at)
    waiting.calibrate()
    assert is_exact(waiting)
    assert risks(waiting) == risks(shop)
