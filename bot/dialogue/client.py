"""Talking to Rasa: send a message, ask what was said to one, see whether it is up."""

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any
from urllib.parse import quote

import httpx

from bot.conversation.replies import Reply
from bot.errors import DialogueUnavailable

SECRET_HEADER = "X-Firstline-Secret"  # noqa: S105
_BASE = "/webhooks/firstline"


class DialogueClient:
    """Rasa over HTTP on loopback.

    Args:
        url: where Rasa listens, such as `http://127.0.0.1:8002`.
        secret: the secret that Rasa's launcher was started with.
        timeout: seconds that a whole turn may take.
        transport: how requests travel; for tests.
    """

    def __init__(
        self,
        url: str,
        secret: str,
        *,
        timeout: float = 8.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._http = httpx.AsyncClient(
            base_url=url,
            headers={SECRET_HEADER: secret},
            timeout=httpx.Timeout(timeout, connect=1.0),
            limits=httpx.Limits(max_connections=200, max_keepalive_connections=64, keepalive_expiry=4.0),
            transport=transport,
        )

    async def send(self, sender_id: str, text: str, metadata: Mapping[str, Any]) -> list[Reply]:
        """Say something in the visitor's name; the replies in order.

        Raises:
            DialogueUnavailable: Rasa is down, too slow, or had nothing but its own emergency words to say.
        """
        body = {"sender": sender_id, "message": text, "metadata": dict(metadata)}
        answer = await self._call("POST", f"{_BASE}/messages", json=body)
        if answer.status_code != httpx.codes.OK:
            raise DialogueUnavailable(f"Rasa answered {answer.status_code}.")
        return _replies(answer.json()["replies"])

    async def replies_after(self, sender_id: str, message_seq: int) -> list[Reply] | None:
        """What was said to this message already; None when Rasa never finished with it.

        Raises:
            DialogueUnavailable: Rasa is down, or had nothing but its own emergency words to say.
        """
        answer = await self._call("GET", f"{_BASE}/turns/{quote(sender_id, safe='')}/{message_seq}")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        if answer.status_code != httpx.codes.OK:
            raise DialogueUnavailable(f"Rasa answered {answer.status_code}.")
        return _replies(answer.json()["replies"])

    async def ready(self) -> bool:
        """Whether Rasa is up with a trained dialogue."""
        try:
            answer = await self._http.get(f"{_BASE}/ready", timeout=1.0)
        except httpx.HTTPError:
            return False
        return answer.status_code == httpx.codes.OK

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def __aenter__(self) -> "DialogueClient":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def _call(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            return await self._http.request(method, path, **options)
        except httpx.ReadTimeout as error:
            raise TimeoutError("Rasa takes too long.") from error
        except httpx.HTTPError as error:
            raise DialogueUnavailable(f"Rasa does not answer ({type(error).__name__}).") from error


def _replies(messages: Sequence[Mapping[str, Any]]) -> list[Reply]:
    failed = next((m["custom"]["failure"] for m in messages if "failure" in (m.get("custom") or {})), None)
    if failed is not None:
        raise DialogueUnavailable(f"Rasa got no help from us ({failed}).")
    return [Reply.from_rasa(message) for message in messages]
