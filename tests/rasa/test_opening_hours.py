"""When the shop's places are open, with the real Rasa."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.backoffice.customers import Address
from tests.rasa.script import MEANINGS
from tests.rasa.world import World, text_of, titles

MEANINGS |= {
    "what are your opening hours": "opening_hours",
    "are you open on sunday?": "opening_hours",
    "are you open tomorrow?": "opening_hours",
    "can i bring my dog to the store": "opening_hours",
}


MIDWEEK = (1, 2, 3)


@pytest.fixture(autouse=True)
def midweek(world: World) -> None:
    """However far the tests before have moved the clock: "Sunday" is neither today nor tomorrow."""
    while world.clock().weekday() not in MIDWEEK:
        world.clock.at += timedelta(days=1)
    world.open_desk(is_open=True)


@pytest.fixture
def two_stores(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    [portland] = world.shop.stores(world.clock())
    boston = replace(
        portland, id="boston", name="Larkwood corner", address=Address("9 Elm St", "Boston", "02115", "US")
    )
    # Ours has one place only; the flow asks where a shop has several.
    monkeypatch.setattr(type(world.shop), "stores", lambda self, at: (portland, boston), raising=False)


async def test_the_only_store_is_told_without_asking_anything(world: World) -> None:
    chat = world.chat()
    replies = await chat.say("what are your opening hours")
    assert "- Sunday: 11 a.m. to 5 p.m." in replies[0].text
    assert "412 Alder Row, Portland, OR 97209, United States" in replies[0].text
    assert chat.events("flow_completed") == [{"flow": "opening_hours"}]
    replies = await chat.pick("Yes, thanks")
    assert chat.events("reaction")[0]["polarity"] == "positive"


async def test_the_day_that_is_asked_for_is_answered(world: World) -> None:
    replies = await world.chat().say("are you open on sunday?")
    assert re.match(r"On Sunday, \w+ \d+ we're open \*\*11 a\.m\. to 5 p\.m\.\*\*", replies[0].text)


async def test_of_several_stores_the_right_one_is_asked_for_and_the_day_kept(
    world: World, two_stores: None
) -> None:
    chat = world.chat()
    replies = await chat.say("are you open on sunday?")
    assert "Which of our stores" in text_of(replies)
    assert "Larkwood corner, Boston" in titles(replies)
    replies = await chat.say("02139")
    assert re.match(r"On Sunday, \w+ \d+", text_of(replies))
    assert "9 Elm St, Boston" in text_of(replies)
    assert "only store" not in text_of(replies)


async def test_a_city_without_a_store_is_said_and_twice_leads_to_a_person(
    world: World, two_stores: None
) -> None:
    chat = world.chat()
    await chat.say("what are your opening hours")
    replies = await chat.say("seattle")
    assert "Boston, Portland" in text_of(replies)
    replies = await chat.say("denver")
    assert "Talk to a person" in titles(replies)
    assert chat.events("flow_failed") == [
        {"flow": "opening_hours", "step": "store", "cause": "not_understood"}
    ]


async def test_a_question_in_between_is_answered_and_the_store_asked_again(
    world: World, two_stores: None
) -> None:
    chat = world.chat()
    await chat.say("what are your opening hours")
    replies = await chat.say("Can I return a sofa?")
    assert replies[0].text == "You can return anything within 30 days."
    assert "which store is it about" in replies[-1].text
    replies = await chat.say("cancel")
    assert "I've stopped" in text_of(replies)
    assert chat.events("flow_cancelled") == [{"flow": "opening_hours", "step": "store"}]


async def test_without_any_store_a_person_is_offered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(world.shop), "stores", lambda self, at: (), raising=False)
    replies = await world.chat().say("what are your opening hours")
    assert "Talk to a person" in titles(replies)
