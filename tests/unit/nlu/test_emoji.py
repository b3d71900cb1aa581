"""Signs without words."""

import pytest

from bot.nlu.emoji import in_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("👍", "ok"),
        ("❤️", "thanks"),
        ("???", "what do you mean"),
        ("👍🏽👍🏽", "ok"),
        ("...", "..."),
        ("", ""),
    ],
)
def test_a_message_of_signs_alone_is_put_into_words(text: str, words: str) -> None:
    assert in_words(text) == words


def test_signs_beside_words_change_nothing() -> None:
    assert in_words("where is it? 😡") == "where is it? 😡"
