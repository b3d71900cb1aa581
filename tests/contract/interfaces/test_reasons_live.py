"""What an admin teaches one process is understood in another, with the real model and the shop's phrases."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import Firstline
from bot.settings import load_settings
from kb.background import in_background
from tests.e2e.product import wait_until
from tests.kept import CACHE
from tests.unit.reasons.reason_facts import row

pytestmark = pytest.mark.model

RENTAL = row("rental")

PHRASES = [
    "do you rent furniture for a wedding",
    "renting twenty chairs for one evening, is that possible",
    "hire tables for a party",
    "can i rent a sofa for a weekend event",
    "furniture rental for a photo shoot",
]
UNSEEN = "could we rent some chairs for our party on saturday"
PATIENCE = 20.0


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[tuple[Firstline, Firstline]]:
    """Two of them on one database, both following it as a serving process does."""
    settings = load_settings(data_dir=tmp_path, cache_dir=CACHE)
    pair = (Firstline(settings), Firstline(settings))
    for one in pair:
        one.understander.understand("warm up")
    with in_background(0.2, pair[0].understander.follow), in_background(0.2, pair[1].understander.follow):
        yield pair
    for one in pair:
        one.close()


def reading(firstline: Firstline, text: str) -> tuple[str, float]:
    return firstline.understander.understand(text).reasons[0]


def test_a_new_reason_is_understood_at_once_here_and_a_little_later_there(
    processes: tuple[Firstline, Firstline],
) -> None:
    here, there = processes
    who: dict[str, Any] = {"by": "Ada", "at": here.now()}
    assert reading(there, UNSEEN)[0] != "rental"

    here.curator.add(RENTAL, PHRASES, **who)
    for text in (PHRASES[0], UNSEEN):
        assert reading(here, text)[0] == "rental"
        wait_until(lambda text=text: reading(there, text)[0] == "rental", PATIENCE, "understanding it there")
    assert reading(there, "where is my order 10045")[0] == "order_status"
    assert "rental" in there.reasons

    there.curator.archive("rental", **who)
    assert reading(there, UNSEEN)[0] != "rental"
    wait_until(lambda: reading(here, UNSEEN)[0] != "rental", PATIENCE, "forgetting it here")
    assert here.reasons.named("rental").title == "Rental"
