"""The frozen test sets of triage and tone are whole, unchanged, and no part of the training."""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from bot.nlu.phrases import load_phrases

ROOT = Path(__file__).resolve().parents[3]
SETS = ROOT / "bench" / "sets"
SIZES = {"needs_a_person": 300, "self_service": 300, "tone": 500}
FIELDS = {
    "needs_a_person": {"id", "text", "reason", "why", "voice"},
    "self_service": {"id", "text", "reason", "voice"},
    "tone": {"id", "text", "tone", "voice"},
}
# Changing a set is deliberate: the new sum goes here and a line into the changelog (bench/sets/README.md).
SHA256 = {
    "needs_a_person": "411dd1f18674023984e98cde10e46b2dbe9254a1fe3ad1f0dd6aaf1402d1c251",
    "self_service": "e9a1a5c905a71a76344527a80b877203cb8708c01d82f6d3f63c67ae226e7f8a",
    "tone": "cb0a0c751641c4d550140b0c35597008c50a5f3b5586e3bf8b1e2ed51915ba27",
}
WHYS = {
    "visitor_request", "sales", "damage_or_defect", "missing_parcel", "technical", "dispute", "complaint",
    "legal", "fraud", "safety", "several",
}  # fmt: skip
TONES = {"angry", "negative", "neutral", "positive"}


def read(name: str) -> list[dict[str, str]]:
    lines = (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def plain(text: str) -> str:
    """Without case, punctuation and emoji."""
    return " ".join(re.sub(r"[^\w\s]", "", text.casefold()).split())


@pytest.fixture(scope="module")
def sets() -> dict[str, list[dict[str, str]]]:
    return {name: read(name) for name in SIZES}


@pytest.fixture(scope="module")
def messages(sets) -> list[dict[str, str]]:
    return [row for rows in sets.values() for row in rows]


@pytest.mark.parametrize("name", SIZES)
def test_a_frozen_set_is_byte_for_byte_what_it_was(name):
    assert hashlib.sha256((SETS / f"{name}.jsonl").read_bytes()).hexdigest() == SHA256[name]


@pytest.mark.parametrize("name", SIZES)
def test_a_set_has_its_size_and_each_message_all_fields(sets, name):
    assert len(sets[name]) == SIZES[name]
    assert [row["id"] for row in sets[name] if set(row) != FIELDS[name]] == []
    assert [row["id"] for row in sets[name] if not all(value.strip() for value in row.values())] == []


def test_no_id_and_no_text_stands_twice(messages):
    ids = Counter(row["id"] for row in messages)
    texts = Counter(plain(row["text"]) for row in messages)
    assert [key for key, times in ids.items() if times > 1] == []
    assert [text for text, times in texts.items() if times > 1] == []


def test_what_needs_a_person_has_a_reason_of_high_value_or_complexity(sets, reasons):
    grave = {
        reason["key"]
        for reason in reasons
        if reason["skill"] == "person" and "high" in (reason["value"], reason["complexity"])
    }
    labels = {row["reason"] for row in sets["needs_a_person"]}
    assert labels - {"ask_person"} == grave


def test_what_needs_a_person_says_why_and_few_merely_ask_for_one(sets):
    whys = Counter(row["why"] for row in sets["needs_a_person"])
    assert set(whys) == WHYS
    assert whys["visitor_request"] <= 20
    assert min(whys.values()) >= 10


def test_self_service_covers_every_reason_the_bot_settles_with_at_least_six_messages(sets, reasons):
    settled = {
        reason["key"]
        for reason in reasons
        if reason["skill"] != "person" and reason["value"] != "high" and reason["complexity"] == "low"
    }
    counts = Counter(row["reason"] for row in sets["self_service"])
    assert set(counts) == settled
    assert {reason: n for reason, n in counts.items() if n < 6} == {}


def test_the_four_tones_are_alike_in_number(sets):
    assert Counter(row["tone"] for row in sets["tone"]) == dict.fromkeys(TONES, 125)


def test_lengths_go_from_a_word_or_two_to_a_story(sets):
    for name, longest in {"needs_a_person": 80, "self_service": 40, "tone": 40}.items():
        words = [len(row["text"].split()) for row in sets[name]]
        assert min(words) <= 2
        assert max(words) >= longest


def test_no_message_is_a_training_phrase(messages):
    trained = {
        plain(text) for texts in load_phrases(ROOT / "data" / "nlu").by_intent.values() for text in texts
    }
    assert len(trained) > 1000
    assert [row["id"] for row in messages if plain(row["text"]) in trained] == []
