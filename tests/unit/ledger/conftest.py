"""Fixtures of the ledger's tests: the terms, and stories to tell."""

import pytest

from bot.ledger.terms import Terms
from tests.unit.ledger.ledger_stories import Story


@pytest.fixture
def terms():
    return Terms()


@pytest.fixture
def story():
    return Story()


@pytest.fixture
def tell():
    """Begin another story: `tell("e2", visitor="v1", at=...)`."""
    return Story
