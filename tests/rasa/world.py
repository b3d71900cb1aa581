"""A running dialogue for tests: the real Rasa, private app, stores and sample shop; scripted understanding.

What a text means is written in `MEANINGS`, so that these tests are about the dialogue and not about how well
the classifier is trained.
"""

import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import uvicorn
import yaml
from sqlalchemy import delete, insert

from actions import all_actions
from actions.services import Services
from bot.backoffice.orders import Order
from bot.backoffice.outbox import Outbox
from bot.backoffice.sample.shop import SampleShop
from bot.backoffice.verification import Verification
from bot.conversation.model import Conversation
from bot.conversation.replies import Reply
from bot.conversation.store import ConversationStore
from bot.dialogue.circumstances import Circumstances
from bot.dialogue.client import DialogueClient
from bot.dialogue.interpreter import Interpreter
from bot.dialogue.private_app import private_app
from bot.handoff.desk import Desk
from bot.handoff.presence import Status
from bot.handoff.tables import pickups
from bot.ledger.keys import KeyedHash
from bot.ledger.store import EventStore
from bot.nlu.entities import CountryNames, entities_of
from bot.nlu.model import ACTS, ASK_PERSON, Tone, Understanding
from bot.nlu.understander import Understander
from bot.nlu.wishes import wishes_in
from bot.settings import Settings
from bot.triage.policy import DEFAULT_POLICY
from bot.triage.reasons import load_reasons
from kb.articles import Article, written
from kb.articles import Status as ArticleStatus
from kb.countries import country_names
from kb.database import Database, metadata
from kb.errors import NotFound
from kb.search import Hit, SearchDecision, SearchResult
from tests.rasa.script import ANSWERS, HITS, MEANINGS

ROOT = Path(__file__).resolve().parents[2]
RASA = ROOT / ".venv-rasa" / "bin" / "python"
SECRET = "a-secret-for-tests"  # noqa: S105
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class ScriptedUnderstander:
    """Understands what the script says; entities are found by the real rules.

    Where `real` is set, that one is asked instead.
    """

    def __init__(self, countries: Mapping[str, str]) -> None:
        self.countries = CountryNames(countries)
        self.broken = False
        self.real: Understander | None = None

    def understand(self, text: str) -> Understanding:
        if self.broken:
            raise RuntimeError("the model is gone")
        if self.real is not None:
            return self.real.understand(text)
        entities = entities_of(text, self.countries)
        meaning = MEANINGS.get(text.lower())
        vector = np.zeros(3, dtype=np.float32)
        if meaning in ACTS:
            wants = 1.0 if meaning == ASK_PERSON else 0.0
            return Understanding(text, vector, meaning, 0.95, entities=entities, wants_person=wants)
        if meaning is not None:
            threat = 0.9 if meaning == "legal_threat" else 0.0
            return Understanding(
                text, vector, reasons=((meaning, 0.95),), entities=entities, tone=Tone(threat, threat, threat)
            )
        if entities and len(re.sub(r"\W+", " ", text).split()) <= 6:
            return Understanding(text, vector, "inform", 0.9, entities=entities)
        return Understanding(text, vector, entities=entities, wishes=wishes_in(text))


class ScriptedKnowledge:
    """Finds what the script says."""

    def search(self, text: str, *, vector: Any = None, limit: int = 5) -> SearchResult:
        decision, ids = ANSWERS.get(text.lower(), ("abstain", []))
        hits = tuple(
            Hit(i, 1, HITS[i][0], HITS[i][1], HITS[i][1], f"/help/{i}", 0.9 - n / 100, 0.02)
            for n, i in enumerate(ids)
        )
        return SearchResult(SearchDecision(decision), hits, len(hits) if decision == "clarify" else 0)

    def article_for_visitors(self, article_id: str) -> Article:
        if article_id not in HITS:
            raise NotFound("There is no such article.")
        title, answer = HITS[article_id]
        content = written(title=title, body=answer)
        return Article(article_id, content, ArticleStatus.PUBLISHED, 1, False, NOW, "test")


class Breakable:
    """Stands before a part and fails when told to."""

    def __init__(self, part: Any) -> None:
        self._part = part
        self.broken: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        if name in self.broken:
            raise RuntimeError(f"{name} is broken")
        return getattr(self._part, name)


class Clock:
    """Time that tests move; every look is a moment later."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=10)
        return self.at


@dataclass
class World:
    """All parts, and the ports they listen on."""

    folder: Path
    db: Database
    clock: Clock
    conversations: ConversationStore
    desk: Breakable
    shop: Breakable
    outbox: Outbox
    verification: Verification
    understander: ScriptedUnderstander
    services: Services
    app: Any
    private_port: int
    rasa_port: int
    servers: list[tuple[uvicorn.Server, threading.Thread]] = field(default_factory=list)

    def start_private_app(self) -> None:
        config = uvicorn.Config(
            self.app, port=self.private_port, log_level="error", lifespan="off", timeout_keep_alive=75
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        wait_until(lambda: server.started, "the private app starts")
        self.servers.append((server, thread))

    def stop_private_app(self) -> None:
        while self.servers:
            server, thread = self.servers.pop()
            server.should_exit = server.force_exit = True
            thread.join(10)

    def open_desk(self, *, is_open: bool) -> None:
        self.desk.set_presence("ada", Status.ONLINE if is_open else Status.OFFLINE, self.clock())

    @contextmanager
    def long_line(self, *, minutes: int) -> Iterator[None]:
        """Meanwhile, a place in the line costs so much time."""
        waited = {"department": "support", "waited_seconds": 60 * minutes, "position": 1}
        recent = [{"id": f"recent-{n}", "accepted_at": self.clock(), **waited} for n in range(3)]
        with self.db.write() as connection:
            connection.execute(insert(pickups), recent)
        try:
            yield
        finally:
            with self.db.write() as connection:
                connection.execute(delete(pickups))

    def client(self, secret: str = SECRET) -> DialogueClient:
        return DialogueClient(f"http://127.0.0.1:{self.rasa_port}", secret, timeout=20)

    def chat(self, **signals: Any) -> "Chat":
        visitor = f"visitor-{time.monotonic_ns()}"
        started = self.conversations.start(visitor_id=visitor, at=self.clock(), signals=signals)
        return Chat(self, started.id)

    def events(self, conversation_id: str) -> list[tuple[str, dict[str, Any]]]:
        return [(e.type, dict(e.data)) for e in EventStore(self.db).for_conversation(conversation_id)]


@dataclass
class Chat:
    """One visitor's conversation."""

    world: World
    id: str
    sent: int = 0
    said: list[Reply] = field(default_factory=list)

    async def say(self, text: str, choice: str | None = None) -> list[Reply]:
        """Send what a visitor typed, or picked, and get the bot's replies."""
        self.sent += 1
        kept = self.world.conversations.keep_visitor_message(
            self.id, text, f"message-{self.sent}", self.world.clock(), choice=choice
        )
        async with self.world.client() as client:
            replies = await client.send(kept.conversation.sender_id, text, {"seq": kept.message.seq})
        self.world.conversations.keep_replies(self.id, kept.message.seq, replies, self.world.clock())
        self.said = replies
        return replies

    async def pick(self, title: str) -> list[Reply]:
        """Pick a button of the last replies."""
        button = next(b for reply in self.said for b in reply.buttons if b.title == title)
        return await self.say(title, choice=button.id)

    @property
    def conversation(self) -> Conversation:
        return self.world.conversations.get(self.id)

    def events(self, type_: str | None = None) -> list[Any]:
        """The ledger's events of one type (their data), or the types of all."""
        events = self.world.events(self.id)
        return [data for t, data in events if t == type_] if type_ else [t for t, _ in events]


def text_of(replies: list[Reply]) -> str:
    """All replies as one text."""
    return "\n".join(reply.text for reply in replies)


def titles(replies: list[Reply]) -> list[str]:
    """The titles of all buttons."""
    return [button.title for reply in replies for button in reply.buttons]


def code_mailed_to(world: World, email: str) -> str:
    """The one-time code in the latest mail to this address."""
    mail = next(mail for mail in world.outbox.mails() if mail.to == email)
    found = re.search(r"\b(\d{3}\s?\d{3})\b", mail.text)
    assert found is not None
    return found.group(1)


async def verified(chat: "Chat", email: str) -> list[Reply]:
    """Give the address and then the code; what is said after it."""
    await chat.say(email)
    return await chat.say(code_mailed_to(chat.world, email))


def order_that(world: World, fits: Callable[[Order], bool]) -> Order:
    """The sample shop's first order that fits."""
    numbers = (world.shop.order(str(number)) for number in range(10001, 10601))
    return next(order for order in numbers if order is not None and fits(order))


async def signed_in(world: World, customer_id: str) -> "Chat":
    """A chat whose visitor has shown to be this customer, by the code of another flow that they then left."""
    chat, customer = world.chat(), world.shop.customer(customer_id)
    await chat.say("i moved")
    await chat.say(customer.email)
    await chat.say(code_mailed_to(world, customer.email))
    await chat.say("cancel")
    return chat


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s: {what}")
        threading.Event().wait(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def build_world(folder: Path) -> World:
    """Everything but the processes."""
    db = Database(f"sqlite:///{folder / 'test.db'}")
    clock, keys = Clock(), KeyedHash("test")
    reasons = load_reasons(ROOT / "data" / "reasons.yml")
    shop = SampleShop(db, ROOT / "data")
    outbox = Outbox(db)
    verification = Verification(db, shop, outbox, keys)
    metadata.create_all(db.engine)
    shop.seed(NOW)
    conversations = ConversationStore(db, keys)
    desk = Breakable(Desk(db, conversations, reasons, outbox, now=clock))
    breakable_shop = Breakable(shop)
    countries = country_names(yaml.safe_load((ROOT / "data" / "shop" / "shipping.yml").read_text()))
    understander, knowledge = ScriptedUnderstander(countries), ScriptedKnowledge()
    services = Services(
        conversations=conversations,
        desk=desk,
        knowledge=knowledge,
        shop=breakable_shop,
        verification=verification,
        settings=Settings(),
        now=clock,
    )
    interpreter = Interpreter(
        conversations,
        understander,
        knowledge,
        lambda: reasons,
        lambda: DEFAULT_POLICY,
        clock,
        circumstances=Circumstances(desk.availability),
    )
    app = private_app(interpreter.parse, all_actions(services), SECRET)
    return World(
        folder, db, clock, conversations, desk, breakable_shop, outbox, verification, understander,
        services, app, free_port(), free_port(),
    )  # fmt: skip


def rasa_environment(world: World) -> dict[str, str]:
    """What the launcher is told."""
    return {
        **os.environ,
        "FIRSTLINE_RASA_PORT": str(world.rasa_port),
        "FIRSTLINE_PRIVATE_URL": f"http://127.0.0.1:{world.private_port}",
        "FIRSTLINE_RASA_SECRET": SECRET,
        "FIRSTLINE_TRACKER_DB": f"sqlite:///{world.folder / 'tracker.db'}",
    }


def train(folder: Path) -> Path:
    """The trained dialogue; trained only when its sources changed."""
    command = [str(RASA), "-W", "ignore", str(ROOT / "bot/dialogue/train.py"), "--models", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    return Path(done.stdout.strip().splitlines()[-1])


@contextmanager
def running_rasa(world: World, model: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Rasa, until the block ends."""
    log = (world.folder / "rasa.log").open("ab")
    command = [str(RASA), "-W", "ignore", str(ROOT / "bot/dialogue/launcher.py"), "--model", str(model)]
    command += options
    process = subprocess.Popen(command, env=rasa_environment(world), stdout=log, stderr=log)
    try:
        # As it runs by itself it loads TensorFlow, which takes its time on a busy machine.
        wait_until(lambda: process.poll() is not None or is_up(world), "Rasa starts", seconds=300)
        assert process.poll() is None, (world.folder / "rasa.log").read_text()[-3000:]
        yield process
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def is_up(world: World) -> bool:
    """Whether Rasa serves the dialogue."""
    headers = {"X-Firstline-Secret": SECRET}
    try:
        url = f"http://127.0.0.1:{world.rasa_port}/webhooks/firstline/ready"
        return httpx.get(url, headers=headers, timeout=1).status_code == 200
    except httpx.HTTPError:
        return False
