"""Short messages in other languages: which language, and whether a person is asked for."""

import pytest

from bot.nlu.foreign import asks_person_abroad, language_of_words


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("¿dónde está mi pedido?", "es"),
        ("donde esta mi pedido", "es"),
        ("mi pedido?", "es"),
        ("où est mon colis", "fr"),
        ("wo ist mein paket", "de"),
        ("waar is mijn pakket", "nl"),
        ("dove è il mio pacco", "it"),
        ("var är mitt paket", "sv"),
    ],
)
def test_a_few_unmistakable_words_tell_the_language(text: str, language: str) -> None:
    assert language_of_words(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10045",
        "where is my order",
        "do you have a chair in mint or navy",
        "I want to come on Monday, is that ok?",
        "the lamp Como, do you have it in stock? my mom wants it",
        "est. delivery for my order",
    ],
)
def test_english_is_not_taken_for_another_language(text: str) -> None:
    assert language_of_words(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("je veux parler à une personne", "fr"),
        ("parler à un conseiller svp", "fr"),
        ("quiero hablar con una persona", "es"),
        ("ich möchte mit einem Menschen sprechen", "de"),
        ("un humano por favor", "und"),
        ("mitarbeiter bitte", "und"),
        ("vorrei parlare con un operatore", "it"),
    ],
)
def test_a_person_can_be_asked_for_in_other_languages(text: str, language: str) -> None:
    assert asks_person_abroad(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "will the agent call me",
        "how many persons fit on the sofa",
        "one person desk",
        "where is my order",
        "can the desk hold a person",
    ],
)
def test_english_words_for_a_person_are_left_to_the_model(text: str) -> None:
    assert not asks_person_abroad(text, "en")
    assert not asks_person_abroad(text, "und")
