"""Talking to Rasa, with its answers scripted."""

import httpx
import pytest

from bot.conversation.replies import Reply
from bot.dialogue.client import DialogueClient
from bot.errors import DialogueUnavailable


def client_for(answer: httpx.Response | Exception, seen: list[httpx.Request] | None = None) -> DialogueClient:
    def handle(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return DialogueClient("http://rasa", "secret", transport=httpx.MockTransport(handle))


async def test_a_message_goes_with_the_secret_and_its_number_and_comes_back_as_replies() -> None:
    seen: list[httpx.Request] = []
    custom = {"kind": "answer", "buttons": [{"id": "b", "title": "Yes", "intent": "helped", "entities": {}}]}
    answer = httpx.Response(200, json={"replies": [{"text": "Hi", "custom": custom}]})
    async with client_for(answer, seen) as client:
        [reply] = await client.send("c.1", "hello", {"seq": 3})
    assert (reply.text, reply.buttons[0].intent, reply.payload) == ("Hi", "helped", {"kind": "answer"})
    assert seen[0].headers["X-Firstline-Secret"] == "secret"
    assert b'"seq":3' in seen[0].content


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(403, json={}),
        httpx.ConnectError("down"),
        httpx.Response(200, json={"replies": [{"text": "x", "custom": {"failure": "nlu"}}]}),
    ],
)
async def test_whatever_goes_wrong_is_one_error(answer: httpx.Response | Exception) -> None:
    async with client_for(answer) as client:
        with pytest.raises(DialogueUnavailable):
            await client.send("c.1", "hello", {})


async def test_a_turn_that_never_arrived_is_none_and_one_that_did_is_its_replies() -> None:
    async with client_for(httpx.Response(404, json={"replies": None})) as client:
        assert await client.replies_after("c.1", 1) is None
    async with client_for(httpx.Response(200, json={"replies": [{"text": "Hi"}]})) as client:
        assert await client.replies_after("c.1", 1) == [Reply("Hi")]


async def test_not_ready_is_no_error() -> None:
    async with client_for(httpx.ConnectError("down")) as client:
        assert not await client.ready()
    async with client_for(httpx.Response(503)) as client:
        assert not await client.ready()


async def test_an_answer_that_takes_too_long_is_told_from_rasa_being_down() -> None:
    async with client_for(httpx.ReadTimeout("slow"), []) as client:
        with pytest.raises(TimeoutError):
            await client.send("c.1", "hello", {"seq": 1})
