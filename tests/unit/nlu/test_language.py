"""Which language a message is in."""

import pytest

from bot.nlu.language import LanguageGuess


@pytest.fixture(scope="module")
def guess() -> LanguageGuess:
    return LanguageGuess()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How long does shipping to Canada take?", "en"),
        ("Wo ist meine Bestellung geblieben?", "de"),
        ("Waar is mijn pakket gebleven?", "nl"),
        ("Dove si trova il mio ordine adesso?", "it"),
        ("ok", "und"),
        ("10045", "und"),
        ("ada@example.org", "und"),
        ("", "und"),
    ],
)
def test_a_language_is_named_only_when_the_text_is_long_enough(
    guess: LanguageGuess, text: str, language: str
) -> None:
    assert guess.of(text) == language
