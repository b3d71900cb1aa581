"""The real product in a folder of its own: started by its command, spoken to over HTTP."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from bot.settings import PROJECT_ROOT
from tests.kept import CACHE

START_SECONDS = 240
PASSWORD = "correct horse battery"
TURN_SECONDS = 20


def wait_until(condition: Callable[[], Any], seconds: float = 15, what: str = "the condition") -> Any:
    """The condition's first true value."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"{what} did not come true in {seconds} s"
        time.sleep(0.05)


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


class Product:
    """`firstline up`, and its processes."""

    def __init__(self, data_dir: Path, **settings: str) -> None:
        self.data_dir = data_dir
        self.port, private, rasa = free_ports(3)
        self.url = f"http://127.0.0.1:{self.port}"
        self.api = f"{self.url}/api/v1"
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("FIRSTLINE_")},
            "FIRSTLINE_DATA_DIR": str(data_dir),
            # The exported model and the learned weights are the same for every test.
            "FIRSTLINE_CACHE_DIR": str(CACHE),
            "FIRSTLINE_PORT": str(self.port),
            "FIRSTLINE_PRIVATE_PORT": str(private),
            "FIRSTLINE_RASA_PORT": str(rasa),
            "FIRSTLINE_MESSAGES_PER_MINUTE": "100000",
            "FIRSTLINE_CONVERSATIONS_PER_MINUTE": "100000",
            **settings,
        }
        self.http = httpx.Client(timeout=TURN_SECONDS + 10, limits=httpx.Limits(max_connections=200))
        self.process: subprocess.Popen[str] | None = None
        self.output = ""

    def start(self) -> "Product":
        """Start it and wait until it says where it is."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        log = (self.data_dir / "up.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "up"],
            env=self.environment,
            cwd=PROJECT_ROOT,
            stdout=log,
            stderr=log,
        )

        def ready() -> bool:
            self.output = (self.data_dir / "up.log").read_text()
            assert self.process is not None
            assert self.process.poll() is None, f"firstline up ended:\n{self.output}"
            return "Firstline is running" in self.output and "Ctrl-C" in self.output

        wait_until(ready, START_SECONDS, "the product")
        return self

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)

    def run(self, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        """One of the command's other calls, on the same data."""
        return subprocess.run(
            [sys.executable, "-m", "bot.cli", *arguments],
            env={**self.environment, **settings},
            cwd=PROJECT_ROOT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    @property
    def setup_token(self) -> str:
        """From the link that the start printed."""
        found = re.search(r"/setup\?token=([\w-]+)", self.output)
        assert found, self.output
        return found[1]

    def pid_of(self, part: str) -> int:
        """The process id of `rasa` or `app`."""
        supervisor = int((self.data_dir / "supervisor.pid").read_text())
        mark = {"rasa": "launcher.py", "app": "bot.cli"}[part]
        for pid in Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split():
            command = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
            if mark in command:
                return int(pid)
        raise LookupError(part)

    def kill(self, part: str) -> int:
        """Kill -9, as the kernel does when memory runs out; the id of the process that was."""
        pid = self.pid_of(part)
        os.kill(pid, signal.SIGKILL)
        return pid

    def wait_ready(self, seconds: float = 90) -> None:
        """Wait until every part is ready."""

        def ready() -> bool:
            try:
                return httpx.get(f"{self.url}/health/ready", timeout=2).status_code == 200
            except httpx.HTTPError:
                return False

        wait_until(ready, seconds, "readiness")


@dataclass
class Visitor:
    """A visitor's page, without the page."""

    product: Product
    opened: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def open(cls, product: Product, **context: Any) -> "Visitor":
        """A page opens."""
        answer = product.http.post(f"{product.api}/conversations", json=context)
        assert answer.status_code == 201, answer.text
        return cls(product, answer.json())

    @property
    def id(self) -> str:
        return str(self.opened["conversation_id"])

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.opened['token']}"}

    def post(self, path: str, **body: Any) -> httpx.Response:
        """A call on this conversation."""
        url = f"{self.product.api}/conversations/{self.id}/{path}"
        return self.product.http.post(url, json=body, headers=self._headers)

    def send(
        self, text: str, choice: str | None = None, wait: float = TURN_SECONDS, **extra: Any
    ) -> httpx.Response:
        """Send one message."""
        body = {"text": text, "client_message_id": uuid4().hex, **extra}
        if choice:
            body["choice"] = choice
        return self.post(f"messages?wait={wait}", **body)

    def say(self, text: str, choice: str | None = None) -> list[dict[str, Any]]:
        """Send one message and get the bot's replies."""
        answer = self.send(text, choice)
        assert answer.status_code == 202, answer.text
        return list(answer.json()["replies"])

    def ask(self, text: str) -> str:
        """Send one message and get the replies' text."""
        return "\n".join(reply["text"] for reply in self.say(text))

    def pick(self, title: str) -> list[dict[str, Any]]:
        """Pick a button of the last turn by a part of its title."""
        for message in reversed(self.messages()):
            for button in message["payload"].get("buttons", ()):
                if title.lower() in button["title"].lower():
                    return self.say(button["title"], choice=button["id"])
        raise AssertionError(f"no button {title!r} in {self.messages()[-3:]}")

    def messages(self, after: int = 0) -> list[dict[str, Any]]:
        """All lines."""
        url = f"{self.product.api}/conversations/{self.id}/messages"
        answer = self.product.http.get(url, params={"after": after}, headers=self._headers)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["messages"])

    def state(self) -> dict[str, Any]:
        """How the conversation stands."""
        answer = self.product.http.get(f"{self.product.api}/conversations/{self.id}", headers=self._headers)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def code_from_mailbox(self) -> str:
        """The one-time code in the newest mail of the sample shop."""
        page = httpx.get(f"{self.product.url}/mailbox", timeout=10).text
        found = re.search(r"\b(\d{6})\b", re.sub(r"<[^>]+>", " ", page))
        assert found, page
        return found[1]


class Staff:
    """Somebody of the staff, signed in."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.http = httpx.Client(base_url=product.api, headers={"X-Firstline": "1"}, timeout=20)

    def set_up(self, token: str, name: str, email: str) -> "Staff":
        """Set up the account behind a one-time link."""
        answer = self.http.post(
            "/setup", json={"token": token, "name": name, "email": email, "password": PASSWORD}
        )
        assert answer.status_code == 200, answer.text
        return self

    def colleague(self, name: str, email: str, role: str = "agent") -> "Staff":
        """A colleague, added by this admin."""
        answer = self.http.post("/admin/people", json={"name": name, "email": email, "role": role})
        assert answer.status_code == 201, answer.text
        token = answer.json()["setup_link"].partition("token=")[2]
        return Staff(self.product).set_up(token, name, email)

    def get(self, path: str) -> Any:
        """Read something."""
        answer = self.http.get(path)
        assert answer.status_code == 200, f"{path}: {answer.text}"
        return answer.json()

    def post(self, path: str, **body: Any) -> Any:
        """Do something."""
        answer = self.http.post(path, json=body)
        assert answer.status_code in (200, 201, 204), f"{path}: {answer.text}"
        return answer.json() if answer.content else None

    def be(self, status: str) -> None:
        """Set the presence."""
        answer = self.http.put("/desk/presence", json={"status": status})
        assert answer.status_code == 200, answer.text

    def waiting(self, conversation_id: str) -> dict[str, Any] | None:
        """The queue's item of a conversation."""
        items = self.get("/desk/queue")["items"]
        return next((item for item in items if item["conversation_id"] == conversation_id), None)
