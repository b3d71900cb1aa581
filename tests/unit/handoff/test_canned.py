"""Prepared sentences."""

from collections import Counter
from pathlib import Path

import pytest

from bot.errors import InvalidInput
from bot.handoff.canned import Moment, checked_canned, load_canned

DATA = Path(__file__).resolve().parents[3] / "data" / "canned.yml"


def test_every_moment_has_at_least_two_sentences_that_name_the_visitor():
    messages = load_canned(DATA)
    moments = Counter(message.moment for message in messages if "{name}" in message.text)
    assert all(moments[moment] >= 2 for moment in Moment)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("just: words", "a list"),
        ("- {id: a, moment: greeting, title: A}", "row 1: 'text'"),
        ("- {id: a, moment: lunch, title: A, text: B}", "row 1: The moment is one of"),
        ("- {id: a, moment: pause, title: A, text: B}\n- {id: a, moment: pause, title: A, text: B}", "twice"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_row_and_cause(tmp_path, text, cause):
    path = tmp_path / "canned.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match=cause):
        load_canned(path)


@pytest.mark.parametrize("inside", ["Name", "order number", "", "1st"])
def test_braces_hold_what_can_be_filled_in(inside):
    with pytest.raises(InvalidInput, match="in braces"):
        checked_canned("x", "pause", "Title", f"Hello {{{inside}}}, one moment.")


def test_a_gathered_fact_can_be_filled_in():
    assert checked_canned("x", "pause", " Title ", "About {order_number}, {name}:").title == "Title"
