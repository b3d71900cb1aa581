"""Counting what one message asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.wishes import wish_texts, wishes_in


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("", 1),
        ("ok thanks", 1),
        ("where is my order", 1),
        ("My table came. It is nice.", 1),
        ("Where is my order? And can I change the address?", 2),
        ("I need an invoice. Also, how do I return the lamp?", 2),
        ("cancel order 10045 and also send me the invoice please", 2),
        ("where is my order and how do i return a chair", 2),
        ("where is the shop and showroom", 1),
        ("hi, i cant log in and also the lamp i got is broken", 2),
        ("How long is shipping? What does it cost? Do you take paypal?", 3),
    ],
)
def test_questions_and_requests_are_counted(text: str, wishes: int) -> None:
    assert wishes_in(text) == wishes


def test_each_wish_keeps_its_own_words() -> None:
    assert wish_texts("hi! where is my order and how do i return a chair") == (
        "where is my order",
        "how do i return a chair",
    )


@given(st.text(max_size=200))
def test_there_is_always_at_least_one(text: str) -> None:
    assert wishes_in(text) >= 1
