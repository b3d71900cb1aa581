"""The adapters that must pass the port's suite, and the shop's facts that its known answers rest on."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.backoffice.sample_shop import SampleShop

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DATA = Path(__file__).parents[3] / "data"


@pytest.fixture
def now():
    return NOW


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
def mails_to(sample_shop):
    """What arrived at an address, newest first."""
    return sample_shop.mailbox
