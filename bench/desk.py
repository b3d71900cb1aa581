"""How fast people talk: from an agent to a visitor and back, over WebSockets, on one app process.

50 agents with 10 live chats each, all connected: 500 visitors' sockets and 50 desks'. In each measured
exchange an agent's reply is posted and awaited on the visitor's socket, then the visitor's answer on the
agent's desk. The app is the real one (routes, store on SQLite, live updates); only the dialogue and the
embedding model stay out, since neither has a part in what people say to each other. The load comes from a
process of its own.

Four exchanges begin a second: each agent writes to one of their ten visitors every 12 seconds, and is
answered.
Prints JSON; latencies in milliseconds. Everything stays on 127.0.0.1 and ends by itself.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import websockets

_START_SECONDS = 60
_ANSWER_SECONDS = 20


def serve(folder: Path, port: int) -> None:
    """The app process: everything but the dialogue and the model."""
    import uvicorn

    from bot.bootstrap import Firstline
    from bot.settings import load_settings
    from bot.web.app import create_app

    class NoDialogue:
        """Nobody talks to the bot here."""

        async def ready(self) -> bool:
            return True

        async def close(self) -> None:
            pass

    class NoModel:
        """Nothing is searched here."""

        name = "none"
        dimension = 8

        def encode(self, texts: list[str]) -> Any:
            import numpy as np

            return np.zeros((len(texts), self.dimension), dtype=np.float32)

    most = 1_000_000
    settings = load_settings(
        data_dir=folder, port=port, messages_per_minute=most, conversations_per_minute=most
    )
    firstline = Firstline(settings)
    firstline.__dict__.update(dialogue=NoDialogue(), encoder=NoModel(), understander=None)
    uvicorn.run(create_app(firstline.parts), host="127.0.0.1", port=port, log_level="warning")


def prepare(folder: Path, agents: int, chats: int) -> list[dict[str, Any]]:
    """Agents with a session each, and the conversations they have; written before the app starts."""
    from bot.bootstrap import Firstline
    from bot.settings import load_settings
    from bot.staff.accounts import Role
    from bot.staff.duties import Duties
    from bot.staff.sessions import Device, Way
    from bot.web.tokens import VisitorTokens

    firstline = Firstline(load_settings(data_dir=folder))
    firstline.__dict__.update(understander=None)
    now, desk, made = firstline.now, firstline.desk, []
    tokens = VisitorTokens(firstline._secret("visitor-tokens"), timedelta(hours=1))
    duties = Duties(capacity=chats // agents)
    for number in range(agents):
        email = f"agent{number}@bench.example"
        person = firstline.staff.add(
            name=f"Agent {number}", email=email, role=Role.AGENT, at=now(), duties=duties
        )
        with firstline.db.write() as connection:
            session = firstline.sessions.open(connection, person, Way.PASSWORD, Device(), now())
        desk.set_presence(person.id, "online", now())
        held = []
        for _ in range(chats // agents):
            visitor_id = uuid4().hex
            conversation = firstline.conversations.start(visitor_id=visitor_id, at=now())
            desk.request_person(conversation.id, handoff_reason="visitor_request", at=now())
            desk.accept(conversation.id, person, now())
            token, _ = tokens.issue(conversation.id, visitor_id, now())
            held.append({"id": conversation.id, "token": token})
        made.append({"session": session, "chats": held})
    firstline.close()
    return made


@dataclass
class Seen:
    """What came over the sockets: each awaited text with a future of when it was there."""

    awaited: dict[tuple[str, str], asyncio.Future[float]] = field(default_factory=dict)
    frames: int = 0

    def expect(self, side: str, text: str) -> asyncio.Future[float]:
        """When this text is on this side."""
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self.awaited[side, text] = future
        return future

    def hear(self, side: str, raw: str | bytes) -> None:
        """A frame is there."""
        there = time.perf_counter()
        self.frames += 1
        if b'"message"' not in (raw if isinstance(raw, bytes) else raw.encode()):
            return
        frame = json.loads(raw)
        if frame["type"] != "message":
            return
        future = self.awaited.pop((side, frame["message"]["text"]), None)
        if future is not None and not future.done():
            future.set_result(there)


async def listen(url: str, side: str, seen: Seen, ready: asyncio.Event, **options: Any) -> None:
    """One socket, until cancelled."""
    hello = options.pop("hello", None)
    async with websockets.connect(url, max_queue=None, open_timeout=60, **options) as ws:
        if hello:
            await ws.send(json.dumps(hello))
        async for raw in ws:
            if not ready.is_set() and b'"ready"' in (raw if isinstance(raw, bytes) else raw.encode()):
                ready.set()
            seen.hear(side, raw)


async def measure(
    port: int, app: int, made: list[dict[str, Any]], exchanges: int, rate: float
) -> dict[str, Any]:
    """Connect everybody, then begin `rate` exchanges a second, in chats picked at random."""
    seen, sockets, readies = Seen(), [], []
    base = f"127.0.0.1:{port}/api/v1"
    limits = httpx.Limits(max_connections=100)
    async with httpx.AsyncClient(base_url=f"http://{base}", timeout=_ANSWER_SECONDS, limits=limits) as http:
        for number, agent in enumerate(made):
            ready = asyncio.Event()
            readies.append(ready)
            cookie = {"Cookie": f"firstline_session={agent['session']}"}
            where = f"ws://{base}/desk/live"
            sockets.append(
                asyncio.create_task(listen(where, f"desk {number}", seen, ready, additional_headers=cookie))
            )
            for chat in agent["chats"]:
                ready = asyncio.Event()
                readies.append(ready)
                where = f"ws://{base}/conversations/{chat['id']}/live"
                hello = {"type": "hello", "token": chat["token"], "after": 0}
                sockets.append(asyncio.create_task(listen(where, chat["id"], seen, ready, hello=hello)))
            await asyncio.gather(*(one.wait() for one in readies[-1 - len(agent["chats"]) :]))

        to_visitor: list[float] = []
        to_agent: list[float] = []
        both: list[float] = []

        async def exchange() -> None:
            number = random.randrange(len(made))
            chat = random.choice(made[number]["chats"])
            out, back = uuid4().hex, uuid4().hex
            there = seen.expect(chat["id"], out)
            answered = seen.expect(f"desk {number}", back)
            began = time.perf_counter()
            headers = {"X-Firstline": "1", "Cookie": f"firstline_session={made[number]['session']}"}
            sent = asyncio.create_task(
                http.post(
                    f"/desk/conversations/{chat['id']}/messages",
                    json={"text": out, "client_message_id": out},
                    headers=headers,
                )
            )
            at_visitor = await asyncio.wait_for(there, _ANSWER_SECONDS)
            assert (await sent).status_code == 201, (await sent).text
            turn = time.perf_counter()
            reply = asyncio.create_task(
                http.post(
                    f"/conversations/{chat['id']}/messages",
                    json={"text": back, "client_message_id": back},
                    headers={"Authorization": f"Bearer {chat['token']}"},
                )
            )
            at_agent = await asyncio.wait_for(answered, _ANSWER_SECONDS)
            assert (await reply).status_code == 202, (await reply).text
            to_visitor.append(at_visitor - began)
            to_agent.append(at_agent - turn)
            both.append(to_visitor[-1] + to_agent[-1])

        async def run(count: int) -> float:
            running, began = [], time.perf_counter()
            for number in range(count):
                await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
                running.append(asyncio.create_task(exchange()))
            await asyncio.gather(*running)
            return time.perf_counter() - began

        await run(max(10, exchanges // 10))
        for results in (to_visitor, to_agent, both):
            results.clear()
        busy = _cpu_seconds(app)
        seconds = await run(exchanges)
        busy = _cpu_seconds(app) - busy
        for task in sockets:
            task.cancel()
        await asyncio.gather(*sockets, return_exceptions=True)
    return {
        "agent_to_visitor_ms": _figures(to_visitor),
        "visitor_to_agent_ms": _figures(to_agent),
        "there_and_back_ms": _figures(both),
        "messages_per_second": round(2 * exchanges / seconds, 1),
        "app_cpu_ms_per_message": round(1000 * busy / (2 * exchanges), 2),
        "frames_heard": seen.frames,
    }


def _cpu_seconds(pid: int) -> float:
    """How long a process has kept a core busy: comparable also on a machine that has other work."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _figures(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(one * 1000 for one in seconds)
    return {
        "median": round(statistics.median(ordered), 1),
        "p99": round(ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))], 1),
        "max": round(ordered[-1], 1),
    }


def main() -> int:
    """Run it once and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agents", type=int, default=50)
    parser.add_argument("--chats", type=int, default=500)
    parser.add_argument("--exchanges", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=4, help="exchanges begun a second, each two messages")
    parser.add_argument("--serve", nargs=2, metavar=("FOLDER", "PORT"), help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.serve:
        serve(Path(wanted.serve[0]), int(wanted.serve[1]))
        return 0
    random.seed(7)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = prepare(folder, wanted.agents, wanted.chats)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        app = subprocess.Popen([sys.executable, "-m", "bench.desk", "--serve", name, str(port)])
        try:
            _wait(port)
            measured = asyncio.run(measure(port, app.pid, made, wanted.exchanges, wanted.rate))
        finally:
            app.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                app.wait(15)
            if app.poll() is None:
                app.kill()
    setting = {"agents": wanted.agents, "chats": wanted.chats, "exchanges": wanted.exchanges}
    print(json.dumps({**setting, **measured, "cores": os.cpu_count(), "load": os.getloadavg()[0]}, indent=1))
    return 0


def _wait(port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"http://127.0.0.1:{port}/health/live", timeout=1).status_code == 200:
                return
        time.sleep(0.1)
    raise TimeoutError("the app did not start")


if __name__ == "__main__":
    sys.exit(main())
