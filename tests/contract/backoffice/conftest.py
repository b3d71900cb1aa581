"""The adapters that must pass the port's suite, and the shop's facts that its known answers rest on."""

import itertools
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.backoffice.outbox import Outbox
from bot.backoffice.sample.shop import SampleShop

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DATA = Path(__file__).parents[3] / "data"


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def key():
    """A new idempotency key each time it is called."""
    numbers = itertools.count()
    return lambda: f"key {next(numbers)}"


@pytest.fixture
def outbox(db):
    """Where mail goes out."""
    return Outbox(db)


@pytest.fixture
def sample_shop(db):
    """The sample shop with its past."""
    shop = SampleShop(db, DATA, public_url="https://shop.example/")
    shop.seed(NOW)
    return shop


@pytest.fixture
def backoffice(sample_shop):
    """The adapter under test, with the sample shop's customers and orders behind it."""
    return sample_shop


@pytest.fixture
def mails_to(outbox):
    """What the shop mailed to an address, newest first."""
    return outbox.mails


@pytest.fixture
def full_backoffice(sample_shop):
    """An adapter that can do everything the port has."""
    return sample_shop
