"""What an admin teaches one process is understood in another, with the real model and the shop's phrases."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import Firstline
from bot.settings import load_settings
from kb.background import in_background
from tests.e2e.product import wait_until
from tests.unit.reasons.reason_facts import REPAIRS

pytestmark = pytest.mark.model

PHRASES = [
    "can you repair my wobbly chair",
    "the table leg came off, do you fix that",
    "repair service for old furniture?",
    "i want my lamp mended",
    "who restores a scratched table top",
]
UNSEEN = "my chair is wobbly, can somebody repair it"
LIVE_SECONDS = 2.0


@pytest.fixture
def processes(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Firstline, Firstline]]:
    """Two of them on one database, both following it as a serving process does."""
    # Kept between runs: exporting the model and encoding 5,000 texts takes a while.
    cache = request.config.cache.mkdir("understanding")
    settings = load_settings(data_dir=tmp_path, cache_dir=cache)
    pair = (Firstline(settings), Firstline(settings))
    for one in pair:
        one.understander.understand("warm up")
    with in_background(0.2, pair[0].understander.follow), in_background(0.2, pair[1].understander.follow):
        yield pair
    for one in pair:
        one.close()


def reading(firstline: Firstline, text: str) -> tuple[str, float]:
    return firstline.understander.understand(text).reasons[0]


def test_a_new_reason_is_understood_at_once_here_and_within_two_seconds_there(
    processes: tuple[Firstline, Firstline],
) -> None:
    here, there = processes
    who: dict[str, Any] = {"by": "Ada", "at": here.now()}
    assert reading(there, UNSEEN)[0] != "repairs"

    began = time.thread_time()
    here.curator.add(REPAIRS, PHRASES, **who)
    assert time.thread_time() - began < LIVE_SECONDS
    for text in (PHRASES[0], UNSEEN):
        assert reading(here, text)[0] == "repairs"
        wait_until(
            lambda text=text: reading(there, text)[0] == "repairs", LIVE_SECONDS, "understanding it there"
        )
    assert reading(there, "where is my order 10045")[0] == "order_status"
    assert "repairs" in there.reasons

    there.curator.archive("repairs", **who)
    assert reading(there, UNSEEN)[0] != "repairs"
    wait_until(lambda: reading(here, UNSEEN)[0] != "repairs", LIVE_SECONDS, "forgetting it here")
    assert here.reasons.named("repairs").title == "Repairs"
