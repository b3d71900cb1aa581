"""What Rasa calls, without Rasa."""

from typing import Any

import httpx
import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.private_app import private_app

SECRET = "secret"
HEADERS = {"X-Firstline-Secret": SECRET}


class Says(Action):
    """An action that says its name, or fails."""

    def __init__(self, name: str, *, fails: bool = False) -> None:
        self._name = name
        self._fails = fails

    def name(self) -> str:
        return self._name

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if self._fails:
            raise RuntimeError("private words of a visitor")
        dispatcher.utter_message(text=self._name)
        return [SlotSet("done", True)]


async def parse(text: str, sender_id: str) -> dict[str, Any]:
    if text == "boom":
        raise RuntimeError("private words of a visitor")
    return {"text": text, "intent": {"name": "greet", "confidence": 1.0}, "entities": []}


def app_client(*actions: Action, secret: str = SECRET) -> httpx.AsyncClient:
    app = private_app(parse, actions, secret)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://private")


def call(action: str) -> dict[str, Any]:
    tracker = {
        "sender_id": "c.1",
        "slots": {},
        "latest_message": {"text": "hello"},
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    }
    return {"next_action": action, "sender_id": "c.1", "tracker": tracker}


async def test_a_message_is_parsed_for_who_knows_the_secret() -> None:
    async with app_client() as client:
        body = {"text": "hello", "message_id": "c.1", "token": SECRET}
        answer = await client.post("/model/parse", json=body)
        assert answer.json()["intent"]["name"] == "greet"
        for token in (None, "", "wrong"):
            refused = await client.post("/model/parse", json={**body, "token": token})
            assert refused.status_code == 403


async def test_an_empty_secret_opens_nothing() -> None:
    async with app_client(Says("a"), secret="") as client:
        body = {"text": "hello", "message_id": "c.1", "token": ""}
        assert (await client.post("/model/parse", json=body)).status_code == 403
        refused = await client.post("/webhook", json=call("a"), headers={"X-Firstline-Secret": ""})
        assert refused.status_code == 403


async def test_a_message_that_cannot_be_understood_becomes_a_failure_not_an_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with app_client() as client:
        body = {"text": "boom", "message_id": "c.1", "token": SECRET}
        answer = await client.post("/model/parse", json=body)
    assert answer.status_code == 200
    assert answer.json()["intent"] == {"name": "bot_failure", "confidence": 1.0}
    assert "private words" not in capsys.readouterr().out


async def test_an_action_is_run() -> None:
    async with app_client(Says("action_x")) as client:
        result = (await client.post("/webhook", json=call("action_x"), headers=HEADERS)).json()
    assert result["responses"][0]["text"] == "action_x"
    assert result["events"][0]["name"] == "done"


@pytest.mark.parametrize("name", ["action_x", "action_unknown"])
async def test_an_action_that_fails_brings_in_a_person_and_ends_the_flow(name: str) -> None:
    actions = (Says("action_x", fails=True), Says("action_bot_failure"))
    async with app_client(*actions) as client:
        answer = await client.post("/webhook", json=call(name), headers=HEADERS)
    assert answer.status_code == 200
    result = answer.json()
    assert [response["text"] for response in result["responses"]] == ["action_bot_failure"]
    ended = {(e["event"], e.get("name")) for e in result["events"]}
    assert ("active_loop", None) in ended
    assert ("slot", "requested_slot") in ended


async def test_when_even_that_fails_the_reply_is_marked_for_the_client() -> None:
    actions = (Says("action_x", fails=True), Says("action_bot_failure", fails=True))
    async with app_client(*actions) as client:
        result = (await client.post("/webhook", json=call("action_x"), headers=HEADERS)).json()
    assert result["responses"][0]["custom"] == {"failure": "action"}
