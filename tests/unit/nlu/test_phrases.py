"""Reading training phrases in Rasa's format."""

from pathlib import Path

import pytest

from bot.errors import InvalidInput
from bot.nlu.phrases import load_phrases, phrases_of


def write(folder: Path, name: str, content: str) -> None:
    (folder / name).write_text(content, encoding="utf-8")


def test_phrases_of_all_files_come_together_without_entity_marks(tmp_path: Path) -> None:
    write(
        tmp_path,
        "a.yml",
        "nlu:\n- intent: order_status\n  examples: |\n    - where is [10045](order_number)\n",
    )
    write(
        tmp_path,
        "b.yml",
        "nlu:\n- intent: greet\n  examples: |\n    - hi\n    - hi\n"
        "- intent: order_status\n  examples: |\n    - track it\n"
        "- intent: tone_angry\n  examples: |\n    - argh\n",
    )
    phrases = load_phrases(tmp_path)
    assert dict(phrases.by_intent) == {
        "order_status": ("where is 10045", "track it"),
        "greet": ("hi",),
        "tone_angry": ("argh",),
    }
    assert phrases.intents == ("order_status", "greet")
    assert phrases.reasons == ("order_status",)
    assert phrases.tone("angry") == ("argh",)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("nlu: 3", "a.yml: a list under"),
        ("[", "a.yml can't be read"),
        ("nlu:\n- examples: |\n    - hi\n", "entry 1: “intent:” is missing"),
        ("nlu:\n- intent: greet\n  examples: [hi]\n", r"entry 1 \(greet\)"),
        ("nlu:\n- intent: greet\n  examples: |\n    hi there\n", "“hi there” doesn't begin with"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_entry(tmp_path: Path, content: str, named: str) -> None:
    write(tmp_path, "a.yml", content)
    with pytest.raises(InvalidInput, match=named):
        load_phrases(tmp_path)


def test_a_folder_without_phrases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no training phrases"):
        load_phrases(tmp_path)


def test_repeated_and_empty_phrases_are_dropped() -> None:
    assert phrases_of([("greet", ["hi", " hi ", ""])]).by_intent["greet"] == ("hi",)
