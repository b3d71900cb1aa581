"""The real app on a database of its own; only Rasa and the embedding model are stood in for."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.testclient import TestClient

from bot.bootstrap import Firstline
from bot.conversation.replies import Button, Reply
from bot.errors import DialogueUnavailable
from bot.reasons import book
from bot.settings import load_settings
from bot.staff import store as staff_store
from bot.web.app import create_app
from bot.wiring import knowing
from kb.database import Database

PASSWORD = "a long enough password"


class Clock:
    """A time that tests move."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def pass_(self, **span: float) -> None:
        self.moment += timedelta(**span)


class WordEncoder:
    """Texts that share words are near each other."""

    name = "words"
    dimension = 256

    def encode(self, texts: list[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()) or ["?"]:
                vectors[row, sum(map(ord, word)) % self.dimension] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


class ScriptedDialogue:
    """In place of Rasa: says what a test told it to, or is down."""

    def __init__(self) -> None:
        self.replies = [Reply("It takes 5 days.", (Button("yes", "Yes, thanks", "affirm"),))]
        self.down = False
        self.heard: list[tuple[str, str]] = []

    async def send(self, sender_id: str, text: str, metadata: Any) -> list[Reply]:
        self.heard.append((sender_id, text))
        if self.down:
            raise DialogueUnavailable("down")
        return self.replies

    async def replies_after(self, sender_id: str, message_seq: int) -> list[Reply] | None:
        return None

    async def ready(self) -> bool:
        return not self.down

    async def close(self) -> None:
        pass


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def dialogue() -> ScriptedDialogue:
    return ScriptedDialogue()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the tables and the sample shop, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("seeded")
    made = Firstline(load_settings(data_dir=folder), Clock())
    made.prepare_shop()
    made.close()
    return folder


@pytest.fixture(scope="session", autouse=True)
def _made_once() -> Iterator[None]:
    """What is the same for all tests is made once, and hashing is only as strong as it takes here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(knowing, "load_phrases", cache(knowing.load_phrases))
        patch.setattr(knowing, "load_reasons", cache(knowing.load_reasons))
        patch.setattr(book, "plain", cache(book.plain))
        weak = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(staff_store, "PasswordHasher", weak)
        yield


@pytest.fixture
def firstline(tmp_path: Path, seeded: Path, clock: Clock, dialogue: ScriptedDialogue) -> Iterator[Firstline]:
    folder = shutil.copytree(seeded, tmp_path / "var")
    made = Firstline(load_settings(data_dir=folder, messages_per_minute=30), clock)
    database = Database(
        load_settings(data_dir=folder).resolved_database_url
    )  # its tables are of today already
    made.__dict__.update(db=database, encoder=WordEncoder(), dialogue=dialogue, understander=None)
    yield made
    made.close()


@pytest.fixture(scope="session")
def routes() -> FastAPI:
    """The app, whose routes take long to build; the parts that it serves are each test's own."""
    return create_app(None)  # type: ignore[arg-type]


@pytest.fixture
def app(firstline: Firstline, routes: FastAPI) -> Iterator[TestClient]:
    """Somebody who is not signed in."""
    routes.state.parts = firstline.parts
    with TestClient(routes, base_url="http://127.0.0.1:8000") as client:
        yield client


SignIn = Callable[..., TestClient]


@pytest.fixture
def as_staff(firstline: Firstline, app: TestClient, clock: Clock) -> SignIn:
    """Sign somebody in: `as_staff("Grace", role="agent")`."""

    def sign_in(name: str, role: str = "agent", department: str | None = None) -> TestClient:
        from bot.staff.accounts import Role
        from bot.staff.duties import Duties

        email = f"{name.lower()}@larkwood.example"
        person = firstline.staff.add(
            name=name,
            email=email,
            role=Role(role),
            at=clock(),
            duties=Duties(departments=(department,) if department else ()),
        )
        token = firstline.staff.invite(person.id, clock())
        client = TestClient(app.app, base_url="http://127.0.0.1:8000", headers={"X-Firstline": "1"})
        body = {"token": token, "name": name, "email": email, "password": PASSWORD}
        assert client.post("/api/v1/setup", json=body).status_code == 200
        return client

    return sign_in


class VisitorPage:
    """A visitor's page."""

    def __init__(self, app: TestClient, **context: Any) -> None:
        self.app = app
        self.opened = app.post("/api/v1/conversations", json=context).json()
        self.id = self.opened["conversation_id"]
        self.headers = {"Authorization": f"Bearer {self.opened['token']}"}
        self.path = f"/api/v1/conversations/{self.id}"

    def post(self, path: str, **body: Any) -> Any:
        return self.app.post(f"{self.path}/{path}", json=body, headers=self.headers)

    def say(self, text: str, **extra: Any) -> Any:
        body = {"text": text, "client_message_id": uuid4().hex, **extra}
        return self.post("messages?wait=5", **body)

    def get(self, path: str = "") -> Any:
        return self.app.get(f"{self.path}{path}", headers=self.headers)

    def lines(self) -> list[dict[str, Any]]:
        return list(self.get("/messages").json()["messages"])


@pytest.fixture
def visitor(app: TestClient) -> VisitorPage:
    return VisitorPage(app)
