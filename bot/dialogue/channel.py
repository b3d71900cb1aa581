"""Our way into Rasa: one message in, the collected replies out, and what was already replied to a message.

Runs inside Rasa's own process on Python 3.10, so it imports nothing of ours.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.events import BotUttered, UserUttered
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

SECRET_HEADER = "X-Firstline-Secret"  # noqa: S105


class WholeMessages(CollectingOutputChannel):
    """Collects each of the bot's messages as it is; Rasa's own collector cuts texts at blank lines."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep the message."""
        self.messages.append(_public(message))


class FirstlineChannel(InputChannel):
    """Under `/webhooks/firstline`: `POST /messages`, `GET /turns/<sender>/<seq>`, `GET /ready`."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, a part of its URL."""
        return "firstline"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's three routes."""
        blueprint = Blueprint("firstline")

        @blueprint.route("/ready", methods=["GET"])
        async def ready(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            is_ready = agent is not None and agent.is_ready()
            return response.json({"ready": is_ready}, status=200 if is_ready else 503)

        @blueprint.route("/messages", methods=["POST"])
        async def messages(request: Request) -> HTTPResponse:
            body = request.json
            collector = WholeMessages()
            message = UserMessage(
                body["message"],
                collector,
                body["sender"],
                input_channel=self.name(),
                metadata=body.get("metadata"),
            )
            # Shielded: a caller that gives up must not leave a turn half done.
            await asyncio.shield(asyncio.ensure_future(on_new_message(message)))
            return response.json({"replies": collector.messages})

        @blueprint.route("/turns/<sender>/<seq:int>", methods=["GET"])
        async def turns(request: Request, sender: str, seq: int) -> HTTPResponse:
            tracker = await request.app.ctx.agent.tracker_store.retrieve_full_tracker(sender)
            replies = None if tracker is None else replies_to(tracker.events, seq)
            if replies is None:
                return response.json({"replies": None}, status=404)
            return response.json({"replies": replies})

        return blueprint


def replies_to(events: Any, seq: int) -> list[dict[str, Any]] | None:
    """What the bot said to the visitor's message `seq`; None when that message never got here."""
    replies: list[dict[str, Any]] | None = None
    hearing = False
    for event in events:
        if isinstance(event, UserUttered):
            # A message may have come twice, the first time in vain: the last time counts.
            hearing = (event.metadata or {}).get("seq") == seq
            if hearing:
                replies = []
        elif isinstance(event, BotUttered) and hearing and replies is not None:
            replies.append(_public(event.message()))
    return replies


def require_secret(app: Sanic, secret: str) -> None:
    """Refuse every request without the secret, but for `GET /`, which says only that Rasa is up."""

    async def check(request: Request) -> HTTPResponse | None:
        if request.path == "/" and request.method == "GET":
            return None
        given = request.headers.get(SECRET_HEADER, "")
        if secret and hmac.compare_digest(given.encode(), secret.encode()):
            return None
        return response.json({"detail": "The secret is missing or wrong."}, status=403)

    app.register_middleware(check, "request")


def _public(message: dict[str, Any]) -> dict[str, Any]:
    return {key: message[key] for key in ("text", "buttons", "custom") if message.get(key)}
