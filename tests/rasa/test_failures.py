"""When parts fail: announced, handed over, never silent and never in a loop."""

import httpx
import pytest

from bot.errors import DialogueUnavailable
from tests.rasa.world import SECRET, World, text_of, titles


async def test_a_yes_to_nothing_is_asked_back_and_never_loops(world: World) -> None:
    chat = world.chat()
    for _ in range(4):
        replies = await chat.say("yes")
        assert len(replies) == 1
    assert "Talk to a person" in titles(replies)


async def test_nonsense_never_loops_and_ends_with_a_person(world: World) -> None:
    chat = world.chat()
    for text in ("asdf qwer", "qwer asdf", "zxcv"):
        replies = await chat.say(text)
        assert 1 <= len(replies) <= 2
    assert chat.conversation.state in ("offered", "queued")


async def test_when_a_message_cannot_be_understood_a_person_is_brought_in(world: World) -> None:
    chat = world.chat()
    world.understander.broken = True
    replies = await chat.say("hello")
    assert "isn't working on my side" in text_of(replies)
    assert chat.conversation.state == "queued"
    assert chat.conversation.handoff_reason == "bot_failure"
    assert chat.events("bot_failed") == [{"part": "nlu"}]


async def test_when_understanding_fails_inside_a_flow_the_flow_is_over(world: World) -> None:
    chat = world.chat()
    await chat.say("i moved")
    world.understander.broken = True
    replies = await chat.say("hello")
    assert "isn't working on my side" in text_of(replies)
    assert "e-mail" not in replies[-1].text.lower().replace("answer you by e-mail", "")


async def test_when_an_action_fails_a_person_is_brought_in(world: World) -> None:
    world.shop.broken.add("destinations")
    chat = world.chat()
    replies = await chat.say("How long does shipping take?")
    assert "isn't working on my side" in text_of(replies)
    assert chat.conversation.state == "queued"
    assert chat.events("bot_failed") == [{"part": "action"}]


async def test_when_even_the_desk_fails_the_client_says_that_the_bot_is_out(world: World) -> None:
    world.desk.broken |= {"request_person"}
    world.understander.broken = True
    with pytest.raises(DialogueUnavailable):
        await world.chat().say("hello")


async def test_with_our_side_down_the_client_says_that_the_bot_is_out_and_later_all_is_well(
    world: World,
) -> None:
    chat = world.chat()
    world.stop_private_app()
    try:
        with pytest.raises(DialogueUnavailable):
            await chat.say("hello")
    finally:
        world.start_private_app()
    assert "I'm a bot" in text_of(await chat.say("hello"))


async def test_what_was_said_to_a_message_can_be_asked_again(world: World) -> None:
    chat = world.chat()
    replies = await chat.say("hello")
    sender = chat.conversation.sender_id
    async with world.client() as client:
        said = await client.replies_after(sender, 1)
        assert said is not None
        assert [reply.as_json() for reply in said] == [reply.as_json() for reply in replies]
        assert await client.replies_after(sender, 99) is None
        assert await client.replies_after("somebody-else.1", 1) is None


async def test_rasa_answers_nobody_without_the_secret(world: World) -> None:
    url = f"http://127.0.0.1:{world.rasa_port}"
    body = {"sender": "x.1", "message": "hello"}
    async with httpx.AsyncClient(base_url=url) as stranger:
        for headers in ({}, {"X-Firstline-Secret": "wrong"}):
            answers = [
                await stranger.post("/webhooks/firstline/messages", json=body, headers=headers),
                await stranger.get("/webhooks/firstline/ready", headers=headers),
                await stranger.get("/webhooks/firstline/turns/x.1/1", headers=headers),
                await stranger.get("/conversations/x.1/tracker", headers=headers),
            ]
            assert {answer.status_code for answer in answers} == {403}
        assert (await stranger.get("/")).status_code == 200
    async with world.client() as friend:
        assert await friend.ready()
    async with world.client("wrong") as stranger_client:
        assert not await stranger_client.ready()


async def test_what_rasa_calls_is_refused_without_the_secret(world: World) -> None:
    url = f"http://127.0.0.1:{world.private_port}"
    async with httpx.AsyncClient(base_url=url) as stranger:
        parse = {"text": "hello", "message_id": "x.1", "token": "wrong"}
        assert (await stranger.post("/model/parse", json=parse)).status_code == 403
        assert (await stranger.post("/webhook", json={"next_action": "action_greet"})).status_code == 403
        wrong = {"X-Firstline-Secret": SECRET + "x"}
        assert (await stranger.post("/webhook", json={}, headers=wrong)).status_code == 403


async def test_nothing_a_person_typed_is_in_rasas_log(world: World) -> None:
    chat = world.chat()
    await chat.say("my secret word is rhubarb-and-custard")
    world.stop_private_app()
    try:
        with pytest.raises(DialogueUnavailable):
            await chat.say("my secret word is rhubarb-and-custard")
    finally:
        world.start_private_app()
    assert "rhubarb" not in (world.folder / "rasa.log").read_text()
