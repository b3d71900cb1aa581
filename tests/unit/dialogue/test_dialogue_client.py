"""Talking to Rasa, with its answers scripted behind a real socket."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bot.conversation.replies import Reply
from bot.dialogue.client import DialogueClient
from bot.errors import DialogueUnavailable

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def says(body: Any, status: int = 200) -> Answer:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=status)

    return answer


async def hangs_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def says_no_json(_request: web.Request) -> web.StreamResponse:
    return web.Response(text="<html>")


@asynccontextmanager
async def client_for(answer: Answer, *, timeout: float = 8.0) -> AsyncIterator[DialogueClient]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    server = TestServer(app)
    async with server, DialogueClient(str(server.make_url("")), "secret", timeout=timeout) as client:
        yield client


async def test_a_message_goes_with_the_secret_and_its_number_and_comes_back_as_replies() -> None:
    seen: list[tuple[str | None, Any]] = []
    custom = {"kind": "answer", "buttons": [{"id": "b", "title": "Yes", "intent": "helped", "entities": {}}]}

    async def answer(request: web.Request) -> web.StreamResponse:
        seen.append((request.headers.get("X-Firstline-Secret"), await request.json()))
        return web.json_response({"replies": [{"text": "Hi", "custom": custom}]})

    async with client_for(answer) as client:
        [reply] = await client.send("c.1", "hello", {"seq": 3})
    assert (reply.text, reply.buttons[0].intent, reply.payload) == ("Hi", "helped", {"kind": "answer"})
    assert seen == [("secret", {"sender": "c.1", "message": "hello", "metadata": {"seq": 3}})]


@pytest.mark.parametrize(
    "answer",
    [
        says(None, 500),
        says({}, 403),
        hangs_up,
        says_no_json,
        says({"replies": [{"text": "x", "custom": {"failure": "nlu"}}]}),
    ],
)
async def test_whatever_goes_wrong_is_one_error(answer: Answer) -> None:
    async with client_for(answer) as client:
        with pytest.raises(DialogueUnavailable):
            await client.send("c.1", "hello", {})


async def test_rasa_being_down_is_that_error_too() -> None:
    async with DialogueClient(f"http://127.0.0.1:{unused_port()}", "secret") as client:
        with pytest.raises(DialogueUnavailable):
            await client.send("c.1", "hello", {})


async def test_a_turn_that_never_arrived_is_none_and_one_that_did_is_its_replies() -> None:
    async with client_for(says({"replies": None}, 404)) as client:
        assert await client.replies_after("c.1", 1) is None
    async with client_for(says({"replies": [{"text": "Hi"}]})) as client:
        assert await client.replies_after("c.1", 1) == [Reply("Hi")]


async def test_not_ready_is_no_error() -> None:
    async with DialogueClient(f"http://127.0.0.1:{unused_port()}", "secret") as client:
        assert not await client.ready()
    async with client_for(says({"ready": False}, 503)) as client:
        assert not await client.ready()
    async with client_for(says({"ready": True})) as client:
        assert await client.ready()


async def test_an_answer_that_takes_too_long_is_told_from_rasa_being_down() -> None:
    released = asyncio.Event()

    async def slow(_request: web.Request) -> web.StreamResponse:
        await released.wait()
        return web.Response()

    async with client_for(slow, timeout=0.05) as client:
        with pytest.raises(TimeoutError):
            await client.send("c.1", "hello", {"seq": 1})
        released.set()
