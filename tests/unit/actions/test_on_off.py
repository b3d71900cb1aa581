"""Whether something is wanted or no longer wanted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.on_off import OFF, ON, on_or_off


@pytest.mark.parametrize(
    "text",
    [
        "unsubscribe",
        "i want to unsubscribe from the newsletter",
        "take me off your list",
        "i dont want promotional emails anymore",
        "don’t renew my plus",
        "please do not send me advertising",
        "turn it off",
        "membership auto renewal off",
        "I get too many emails from you",
        "opt out of marketing",
        "cancel it, I want the news no longer",
        "switch off the automatic renewal",
    ],
)
def test_a_wish_to_stop_is_off(text: str) -> None:
    assert on_or_off(text) == OFF


@pytest.mark.parametrize(
    "text",
    [
        "subscribe to newsletter",
        "sign me up",
        "i want the news",
        "renew my membership",
        "turn the renewal back on",
        "i want to keep my membership for another year",
        "please add me",
        "on",
    ],
)
def test_a_wish_to_begin_or_go_on_is_on(text: str) -> None:
    assert on_or_off(text) == ON


@pytest.mark.parametrize(
    "text",
    [
        "when does my subscription end",
        "how often do you send the newsletter",
        "can you help me see if i'm subscribed to the newsletter",
        "why did plus renew",
        "my plus didn't renew",
        "newsletter",
        "on my account",
        "",
    ],
)
def test_a_question_about_it_is_neither(text: str) -> None:
    assert on_or_off(text) is None


@given(st.text(max_size=200), st.sampled_from(["", " please", "!"]))
def test_whoever_says_unsubscribe_is_never_signed_up(text: str, end: str) -> None:
    assert on_or_off(f"{text} unsubscribe{end}") != ON
