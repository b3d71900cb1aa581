"""Talking to Rasa: send a message, ask what was said to one, see whether it is up.

By aiohttp: every turn passes here, and httpx takes ten times its CPU for a call (decision 0013).
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import TracebackType
from typing import Any
from urllib.parse import quote

import aiohttp
import orjson

from bot.conversation.replies import Reply
from bot.errors import DialogueUnavailable

SECRET_HEADER = "X-Firstline-Secret"  # noqa: S105
_BASE = "/webhooks/firstline"
_MOST_CONNECTIONS = 200
# Less than Rasa keeps them: whoever closes first must not be Rasa.
_KEPT_SECONDS = 4.0


class DialogueClient:
    """Rasa over HTTP on loopback.

    Args:
        url: where Rasa listens, such as `http://127.0.0.1:8002`.
        secret: the secret that Rasa's launcher was started with.
        timeout: seconds that a whole turn may take.
    """

    def __init__(self, url: str, secret: str, *, timeout: float = 8.0) -> None:
        self._url = url
        self._secret = secret
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    async def send(self, sender_id: str, text: str, metadata: Mapping[str, Any]) -> list[Reply]:
        """Say something in the visitor's name; the replies in order.

        Raises:
            DialogueUnavailable: Rasa is down, too slow, or had nothing but its own emergency words to say.
        """
        body = {"sender": sender_id, "message": text, "metadata": dict(metadata)}
        status, answer = await self._call("POST", f"{_BASE}/messages", data=orjson.dumps(body))
        if status != HTTPStatus.OK:
            raise DialogueUnavailable(f"Rasa answered {status}.")
        return _replies(answer["replies"])

    async def replies_after(self, sender_id: str, message_seq: int) -> list[Reply] | None:
        """What was said to this message already; None when Rasa never finished with it.

        Raises:
            DialogueUnavailable: Rasa is down, or had nothing but its own emergency words to say.
        """
        path = f"{_BASE}/turns/{quote(sender_id, safe='')}/{message_seq}"
        status, answer = await self._call("GET", path)
        if status == HTTPStatus.NOT_FOUND:
            return None
        if status != HTTPStatus.OK:
            raise DialogueUnavailable(f"Rasa answered {status}.")
        return _replies(answer["replies"])

    async def ready(self) -> bool:
        """Whether Rasa is up with a trained dialogue."""
        try:
            status, _ = await self._call("GET", f"{_BASE}/ready", timeout=aiohttp.ClientTimeout(total=1.0))
        except (DialogueUnavailable, TimeoutError):
            return False
        return status == HTTPStatus.OK

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()

    async def __aenter__(self) -> "DialogueClient":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def _call(self, method: str, path: str, **options: Any) -> tuple[int, Any]:
        """The status, and the body where all is well."""
        try:
            async with self._opened().request(method, path, **options) as answer:
                body = await answer.read()
                return answer.status, orjson.loads(body) if answer.status == HTTPStatus.OK else None
        except aiohttp.ConnectionTimeoutError as error:
            raise DialogueUnavailable("Rasa does not take the call.") from error
        except TimeoutError as error:
            raise TimeoutError("Rasa takes too long.") from error
        except (aiohttp.ClientError, orjson.JSONDecodeError) as error:
            raise DialogueUnavailable(f"Rasa does not answer ({type(error).__name__}).") from error

    def _opened(self) -> aiohttp.ClientSession:
        # At the first call: a session belongs to the event loop that it is opened on.
        if self._session is None:
            self._session = aiohttp.ClientSession(
                self._url,
                headers={SECRET_HEADER: self._secret, "Content-Type": "application/json"},
                timeout=aiohttp.ClientTimeout(sock_connect=1.0, sock_read=self._timeout),
                connector=aiohttp.TCPConnector(limit=_MOST_CONNECTIONS, keepalive_timeout=_KEPT_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


def _replies(messages: Sequence[Mapping[str, Any]]) -> list[Reply]:
    failed = next((m["custom"]["failure"] for m in messages if "failure" in (m.get("custom") or {})), None)
    if failed is not None:
        raise DialogueUnavailable(f"Rasa got no help from us ({failed}).")
    return [Reply.from_rasa(message) for message in messages]
