"""One Rasa for all tests of this folder; each test has its own conversation."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.rasa.world import RASA, ROOT, World, build_world, running_rasa, train


@pytest.fixture(scope="session")
def model() -> Path:
    if not RASA.exists():
        pytest.fail("There is no .venv-rasa: run `make setup` first.")
    return train(ROOT / "models")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Iterator[World]:
    world = build_world(tmp_path_factory.mktemp("world"))
    world.start_private_app()
    with running_rasa(world, model):
        yield world
    world.stop_private_app()
    world.db.close()


@pytest.fixture
def world(served: World) -> Iterator[World]:
    # Limits count by the hour: each test has hours of its own.
    served.clock.at += timedelta(hours=2)
    served.open_desk(is_open=True)
    yield served
    served.understander.broken = False
    served.shop.broken.clear()
    served.desk.broken.clear()
