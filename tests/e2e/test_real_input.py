"""What people really type, through the HTTP API of the running product: no 5xx, no silence, sound figures."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.e2e.product import Product, Staff, Visitor

STATES = {"bot", "offered", "queued", "assigned", "human", "message_left", "returned", "closed"}
SEED = 7
SIDE_BY_SIDE = 4


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def stackfaq(tmp_path_factory: pytest.TempPathFactory, evaluation_data: Path) -> Iterator[Product]:
    """A product with the evaluation's articles in place of the sample shop's."""
    product = Product(tmp_path_factory.mktemp("stackfaq"))
    product.data_dir.mkdir(parents=True, exist_ok=True)
    imported = product.run(
        "kb", "import", str(evaluation_data / "stackfaq" / "kb.json"), "--publish", "--json"
    )
    assert imported.returncode == 0, imported.stderr
    assert len(json.loads(imported.stdout)["added"]) == 125
    yield product.start()
    product.stop()


def converse(product: Product, texts: list[str]) -> Visitor:
    """One visitor says these things in turn; each is answered or, with a person due, kept."""
    visitor = Visitor.open(product)
    for text in texts:
        answer = visitor.send(text)
        assert answer.status_code < 500, f"{answer.status_code}"
        assert answer.status_code == 202
        if visitor.state()["state"] not in ("queued", "assigned", "human", "closed"):
            assert answer.json()["replies"], "silence"
    assert visitor.state()["state"] in STATES
    return visitor


def test_two_hundred_paraphrases_of_a_real_faq(stackfaq: Product, evaluation_data: Path) -> None:
    asked = Random(SEED).sample(lines_of(evaluation_data / "stackfaq" / "dev.jsonl"), 200)
    answered = right = 0

    def ask(row: dict[str, Any]) -> tuple[bool, bool]:
        visitor = converse(stackfaq, [row["text"]])
        shown = [
            line["payload"]["article_id"]
            for line in visitor.messages()
            if line["payload"].get("kind") == "answer"
        ]
        return bool(shown), row["label"] in shown

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        for was_answered, was_right in pool.map(ask, asked):
            answered += was_answered
            right += was_right
    assert answered >= 100, f"answered {answered} of 200"
    assert right / answered >= 0.9, f"{right} of {answered} answers were right"


def test_two_hundred_messages_to_a_shop_and_a_hundred_conversations(
    product: Product, admin: Staff, evaluation_data: Path
) -> None:
    admin.be("offline")
    bitext = Random(SEED).sample(lines_of(evaluation_data / "bitext" / "dev.jsonl"), 200)
    conversations = [[row["text"]] for row in bitext]
    for name in ("media", "software"):
        rows = lines_of(evaluation_data / "multidogo" / f"{name}.jsonl")
        conversations += first_conversations(rows, 50)
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        visitors = list(pool.map(lambda texts: converse(product, texts), conversations))
    assert len(visitors) == len(conversations)
    # As the figures will stand once everybody has been silent for long enough.
    later = product.run("report", "--json", FIRSTLINE_EPISODE_SILENCE_HOURS="0.0001")
    report = json.loads(later.stdout)
    assert report["episodes"]["decided"] >= len(conversations) // 2
    shares = [row["share"] for row in report["outcomes"] if row["share"] is not None]
    assert sum(shares) == pytest.approx(1.0)
    assert report["episodes"]["total"] >= len(conversations)
    counted = sum(row["count"] for row in report["outcomes"])
    assert counted + sum(report["episodes"]["left_out"].values()) == report["episodes"]["total"]


def first_conversations(rows: list[dict[str, Any]], count: int) -> list[list[str]]:
    """What was typed in the first conversations, turn by turn, without the empty texts."""
    typed = [[turn["text"] for turn in row["turns"] if (turn["text"] or "").strip()] for row in rows[:count]]
    return [texts for texts in typed if texts]
