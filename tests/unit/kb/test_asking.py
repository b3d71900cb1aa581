"""Questions that are asked again and again, while another thread forgets them."""

import pytest

from kb import asking
from kb.asking import Asker


class Forgotten(dict):
    """What was remembered; being looked at, it is replaced as another thread would."""

    def __init__(self, asker, *pairs):
        super().__init__(*pairs)
        self.asker = asker

    def __contains__(self, text):
        self.asker._remembered = {}
        return super().__contains__(text)


@pytest.fixture
def asker(encoder, monkeypatch):
    """Says which vector a question was asked with."""
    made = Asker(encoder, None, None, 0.05, "/help/")
    monkeypatch.setattr(made, "ask", lambda snapshot, text, *, vector, **how: (text, vector))
    return made


def test_what_another_thread_forgets_meanwhile_is_still_known_here(asker, encoder):
    asker.ask_again(None, ["one"])
    asker._remembered = Forgotten(asker, asker._remembered)
    answers = asker.ask_again(None, ["one", "two"])
    assert [text for text, _ in answers] == ["one", "two"]
    assert encoder.encoded == ["one", "two"]


def test_no_more_is_remembered_than_fits(asker, encoder, monkeypatch):
    monkeypatch.setattr(asking, "_MOST_REMEMBERED", 2)
    for texts in (["one", "two"], ["three"], ["three"], ["one"]):
        asker.ask_again(None, texts)
    assert encoder.encoded == ["one", "two", "three", "one"]
