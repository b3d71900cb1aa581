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


@pytest.mark.parametrize(
    "text",
    [
        "do you have red and white wine glasses",
        "Is it true that you ship to Canada and Mexico?",
        "can I also return the lamp",
        "what does Larkwood Plus cost",
        "where is my second order",
        "can you help me find my bill from Mr. Smith ?",
        "how and when do I pay",
        "tell me when and where I can pick it up",
        "When it arrives broken, what do I do?",
        "Can you tell me, do you ship to canada?",
        "can you help me? I want to return my sofa",
        "I want to change my address. Is that possible?",
        "how do I cancel my order and get a refund",
        "thats great and may i know the price",
        "no nothing and have a great day",
    ],
)
def test_one_question_is_not_torn_apart(text: str) -> None:
    assert len(wish_texts(text)) <= 1


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("where's my order?can i return it?", ("where's my order?", "can i return it?")),
        ("1) where is my order 2) can i return a lamp", ("where is my order", "can i return a lamp")),
        ("whats the warranty and do u ship to canada", ("whats the warranty", "do u ship to canada")),
        (
            "how long is shipping, what does it cost, do you take paypal?",
            ("how long is shipping", "what does it cost", "do you take paypal?"),
        ),
        (
            "hi!! my sofa came. how do i clean it?\nand whats the warranty",
            ("how do i clean it?", "and whats the warranty"),
        ),
    ],
)
def test_messily_joined_questions_are_found_in_their_own_words(text: str, wishes: tuple[str, ...]) -> None:
    assert wish_texts(text) == wishes
