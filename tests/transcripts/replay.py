"""A transcript, written whole to a running product, and what came of it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from bot.bootstrap import Firstline
from bot.settings import load_settings
from tests.e2e.product import Product, Visitor
from tests.transcripts.people import person

FILE = Path(__file__).with_name("flows.yml")


@dataclass(frozen=True)
class Transcript:
    """One line of flows.yml."""

    id: str
    flow: str
    who: str
    least: int
    says: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What came of a transcript: `types` are its events, `turns` the visitor's messages."""

    transcript: Transcript
    completed: bool
    handed_off: bool
    turns: int
    seconds: float
    said: tuple[str, ...]


def transcripts() -> list[Transcript]:
    """All, in the order of the file."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return [Transcript(**{**row, "says": tuple(row["says"])}) for row in rows]


@contextmanager
def beside(product: Product) -> Iterator[Firstline]:
    """The running product's own data, looked at from another process."""
    firstline = Firstline(load_settings(data_dir=product.data_dir))
    yield firstline
    firstline.close()


def replay(one: Transcript, product: Product, firstline: Firstline, taken: set[str]) -> Result:
    """Write its lines one after another."""
    theirs = person(one.who, firstline.shop, datetime.now(UTC), taken)
    visitor = Visitor.open(product)
    started, said = time.perf_counter(), []
    for line in one.says:
        known: dict[str, Any] = {**theirs, "code": visitor.code_from_mailbox() if "{code}" in line else ""}
        text = line.format(**known)
        replies = visitor.pick(text.removeprefix("> ")) if text.startswith("> ") else visitor.say(text)
        said += [text, *(reply["text"] for reply in replies)]
    seconds = time.perf_counter() - started
    events = firstline.events.for_conversation(visitor.id)
    flows = [event.data["flow"] for event in events if event.type == "flow_completed"]
    handed_off = any(event.type == "handoff_requested" for event in events)
    return Result(one, one.flow in flows, handed_off, len(one.says), seconds, tuple(said))
