"""Steps back and corrections inside a flow are told from questions and from answers."""

import pytest

from bot.dialogue.steering import Correction, correction_in, goes_back, steers


@pytest.mark.parametrize(
    "text",
    ["back", "go back", "Wait, go back please", "no sorry can we go back", "previous question",
     "one step back", "undo that", "let's go back one step", "I want to go back"],
)  # fmt: skip
def test_a_step_back_is_understood(text: str) -> None:
    assert goes_back(text)


@pytest.mark.parametrize(
    "text",
    ["I want my money back", "can I send it back", "back pain chair", "get back to me", "5 Back Street",
     "when do you get it back in stock", "yes", ""],
)  # fmt: skip
def test_what_only_sounds_like_a_step_back_is_none(text: str) -> None:
    assert not goes_back(text)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("no, the street is 5 Elm St", "street", "5 Elm St"),
        ("sorry my zip code should be 97205", "zip code", "97205"),
        ("wait, the city is Salem.", "city", "Salem"),
        ("actually my email is ada@example.com", "email", "ada@example.com"),
        ("order number: 10046", "order number", "10046"),
        ("oops the order was 10046", "order", "10046"),
        ("change the country to Canada", "country", "Canada"),
    ],
)
def test_a_correction_names_what_and_how(text: str, name: str, value: str) -> None:
    assert correction_in(text) == Correction(name, value)


@pytest.mark.parametrize(
    "text",
    ["my order is late", "the order was a gift", "what is the street?", "is my address right?", "5 Elm St",
     "the sofa is broken", "no"],
)  # fmt: skip
def test_what_tells_or_asks_something_else_corrects_nothing(text: str) -> None:
    assert correction_in(text) is None
    assert not steers(text)
