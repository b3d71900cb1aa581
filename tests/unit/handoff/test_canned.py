"""Prepared sentences."""

from collections import Counter
from pathlib import Path

import pytest

from bot.errors import InvalidInput
from bot.handoff.canned import CannedMessage, Moment, load_canned

DATA = Path(__file__).resolve().parents[3] / "data" / "canned.yml"


def test_every_moment_has_at_least_two_sentences_that_name_the_visitor():
    messages = load_canned(DATA)
    moments = Counter(message.moment for message in messages if "{name}" in message.text)
    assert all(moments[moment] >= 2 for moment in Moment)


@pytest.mark.parametrize("message", load_canned(DATA), ids=lambda message: message.id)
def test_a_sentence_reads_well_with_and_without_a_name(message):
    assert "Kim" in message.filled("Kim")
    nameless = message.filled(None)
    assert "{" not in nameless
    assert " ," not in nameless
    assert " ." not in nameless
    assert nameless[0].isupper()


def test_a_name_is_put_in_as_it_is():
    sentence = CannedMessage("x", Moment.GREETING, "Hello", "Hello {name}.")
    assert sentence.filled("{name} O'Hara") == "Hello {name} O'Hara."


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("just: words", "a list"),
        ("- {id: a, moment: greeting, title: A}", "row 1: 'text'"),
        ("- {id: a, moment: lunch, title: A, text: B}", "row 1: 'lunch'"),
        ("- {id: a, moment: pause, title: A, text: B}\n- {id: a, moment: pause, title: A, text: B}", "twice"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_row_and_cause(tmp_path, text, cause):
    path = tmp_path / "canned.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match=cause):
        load_canned(path)
