"""Every flow as its stories tell it: real understanding, real Rasa, real actions, the sample shop."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from bot.dialogue.flows import FLOWS
from bot.nlu import load_phrases
from bot.nlu.encoders import MultilingualEncoder
from bot.nlu.understander import Understander
from kb.countries import country_names
from kb.encoder import Encoder
from tests.kept import CACHE
from tests.rasa.stories import KINDS, Story, stories, tell
from tests.rasa.world import ROOT, World, build_world, running_rasa

pytestmark = pytest.mark.model

DATA = ROOT / "data"
STORIES = stories()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Iterator[World]:
    """A shop of their own, and customers who tell one story each."""
    world = build_world(tmp_path_factory.mktemp("stories"))
    countries = country_names(yaml.safe_load((DATA / "shop" / "shipping.yml").read_text(encoding="utf-8")))
    phrases = load_phrases(DATA / "nlu")
    world.understander.real = Understander(
        Encoder(CACHE), phrases, CACHE / "phrases", countries, MultilingualEncoder()
    )
    world.start_private_app()
    with running_rasa(world, model):
        yield world
    world.stop_private_app()
    world.db.close()


@pytest.fixture(scope="module")
def taken() -> set[str]:
    """The customers who have told theirs."""
    return set()


@pytest.fixture
def world(told: World) -> Iterator[World]:
    told.clock.at += timedelta(minutes=1)
    told.open_desk(is_open=True)
    yield told
    told.shop.broken.clear()


@pytest.mark.parametrize("story", STORIES, ids=str)
async def test_it_goes_as_the_story_tells(story: Story, world: World, taken: set[str]) -> None:
    assert await tell(story, world, taken) == []


def test_every_flow_has_its_stories() -> None:
    # What is told at once, to everybody, can't be stopped in the middle.
    missing = {f"{flow}, {kind}" for flow in FLOWS for kind in KINDS} - {story.name for story in STORIES}
    assert missing == {"opening_hours, cancel"}


async def test_a_story_that_went_differently_is_found_out(world: World, taken: set[str]) -> None:
    true = next(story for story in STORIES if story.name == "order_status, interruption")
    first, question, *rest = true.turns
    wrong = replace(question, intent="order_status", does=question.does[:1], keeps={"requested_slot": "city"})
    found = await tell(replace(true, turns=(first, wrong, *rest)), world, taken)
    assert [line.split(": ", 1)[1].split()[0] for line in found] == ["meant", "did", "requested_slot"]
    assert all(line.startswith(f"2. {question.says}") for line in found)
