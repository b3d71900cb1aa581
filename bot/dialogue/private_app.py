"""What Rasa calls: `/model/parse` for each message, `/webhook` for each action. Loopback and a secret only.

A failure of ours never becomes silence: a message that can't be understood becomes the intent `bot_failure`,
and an action that fails is replaced by the one that brings in a person.
"""

import hmac
import traceback
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson
import structlog
from rasa_sdk import Action
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import ActionExecutor
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.dialogue.intents import BOT_FAILURE

_log = structlog.get_logger()
SECRET_HEADER = "x-firstline-secret"  # noqa: S105
FAILURE_ACTION = "action_bot_failure"

Parse = Callable[[str, str], Awaitable[dict[str, Any]]]
"""(text, sender id) → the message as Rasa's parse format has it."""


def private_app(parse: Parse, actions: Iterable[Action], secret: str) -> Starlette:
    """The app for the private port.

    Args:
        parse: understands a message, see `interpreter.Interpreter.parse`.
        actions: what `/webhook` can run.
        secret: what Rasa must show: in the body's `token` for messages, in a header for actions.
    """
    executor = ActionExecutor()
    for action in actions:
        executor.register_action(action)

    async def understand(request: Request) -> Response:
        body = orjson.loads(await request.body())
        if not _same(str(body.get("token") or ""), secret):
            return _refused()
        text, sender_id = str(body.get("text") or ""), str(body.get("message_id") or "")
        try:
            return _json(await parse(text, sender_id))
        except Exception as error:
            _log.error("a message could not be understood", **_what(error))
            return _json(failed_parse(text))

    async def act(request: Request) -> Response:
        if not _same(request.headers.get(SECRET_HEADER, ""), secret):
            return _refused()
        return _json(await run_action(executor, orjson.loads(await request.body())))

    return Starlette(
        routes=[
            Route("/model/parse", understand, methods=["POST"]),
            Route("/webhook", act, methods=["POST"]),
        ]
    )


def failed_parse(text: str) -> dict[str, Any]:
    """What a message becomes that our side could not understand."""
    return {
        "text": text,
        "intent": {"name": BOT_FAILURE, "confidence": 1.0},
        "entities": [],
        "firstline": {"failed_part": "nlu"},
    }


async def run_action(executor: ActionExecutor, call: dict[str, Any]) -> Mapping[str, Any]:
    """Run one action; if it fails, bring in a person instead and end the flow.

    If even that fails, the reply carries a mark that the client takes for Rasa being down.
    """
    name = str(call.get("next_action"))
    try:
        return await _run(executor, call)
    except Exception as error:
        _log.error("an action failed", action=name, **_what(error))
    over = [ActiveLoop(None), SlotSet("requested_slot", None), SlotSet("flow_end", {"how": "broken"})]
    try:
        result = await _run(executor, {**call, "next_action": FAILURE_ACTION})
        return {"events": [*result["events"], *over], "responses": result["responses"]}
    except Exception as error:
        _log.error("a failure could not be handed over", action=name, **_what(error))
    mark = {"text": "Something went wrong on my side.", "custom": {"failure": "action"}}
    return {"events": over, "responses": [mark]}


async def _run(executor: ActionExecutor, call: dict[str, Any]) -> dict[str, Any]:
    # Rasa leaves the domain out (endpoints.yml) and this executor asks for one; our actions use none.
    result = await executor.run({**call, "domain": {}})
    if result is None:
        raise ValueError("a call without an action")
    return orjson.loads(result.model_dump_json())  # type: ignore[no-any-return]


def _what(error: Exception) -> dict[str, str]:
    """What failed and where; the message is left out, since it may quote what a person typed."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return {"error": type(error).__name__, "where": where}


def _same(given: str, secret: str) -> bool:
    return bool(secret) and hmac.compare_digest(given.encode(), secret.encode())


def _refused() -> Response:
    return _json({"detail": "The secret is missing or wrong."}, status=403)


def _json(content: object, status: int = 200) -> Response:
    body = orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY)
    return Response(body, status, media_type="application/json")
