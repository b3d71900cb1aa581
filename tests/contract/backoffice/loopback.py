"""Real HTTP servers on loopback that stand in for a shop's systems, and what can go wrong with them."""

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send


class Faults:
    """What a server does wrong next; `heard` counts the requests that came, by method and path.

    `statuses` are answered one by one; `lost_answers` are worked on and never arrive; `busy_once` is a
    request that is put off one time; `instead` is answered to everything.
    """

    def __init__(self) -> None:
        self.heard: Counter[str] = Counter()
        self.headers: list[dict[str, str]] = []
        self.statuses: list[int] = []
        self.lost_answers = 0
        self.busy_once = ""
        self.held = threading.Event()
        self.held.set()
        self.instead: tuple[int, str, bytes] | None = None

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Hear requests and never answer."""
        self.held.clear()
        try:
            yield
        finally:
            self.held.set()


class Faulty:
    """ASGI middleware that lets things go wrong as `faults` say."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        faults, request = self._faults, Request(scope)
        faults.heard[f"{request.method} {request.url.path}"] += 1
        faults.headers.append(dict(request.headers))
        if not faults.held.is_set():
            # Wait as the peer gives up: the connection's end is the next thing that is received.
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        if faults.busy_once == f"{request.method} {request.url.path}":
            faults.busy_once = ""
            await _answer(send, 503, "text/plain", b"busy")
        elif faults.statuses:
            await _answer(send, faults.statuses.pop(0), "text/plain", b"something went wrong")
        elif faults.instead:
            await _answer(send, *faults.instead)
        elif faults.lost_answers:
            faults.lost_answers -= 1
            await self._app(scope, receive, _into_the_void)
            raise ConnectionError("the answer was lost")
        else:
            await self._app(scope, receive, send)


async def _answer(send: Send, status: int, kind: str, body: bytes) -> None:
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _into_the_void(_message: object) -> None:
    """The app did its work, and nobody hears of it."""


@contextmanager
def serving(app: Starlette, faults: Faults) -> Iterator[str]:
    """Serve an app on loopback; its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        config = uvicorn.Config(
            Faulty(app, faults), log_level="critical", lifespan="off", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        listener.listen()
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)
