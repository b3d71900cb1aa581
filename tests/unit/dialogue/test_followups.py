"""Follow-ups: what counts as one, and what it asks together with the question before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.followups import Asked, ellipsis_in, joined, together_is_better, topic_of


@pytest.mark.parametrize(
    "text",
    [
        "and to Canada?",
        "ok and for rugs",
        "what about express?",
        "how much is that?",
        "and how much is it",
        "can i return it?",
        "do they deliver there?",
        "how long?",
        "to germany?",
        "whats the cost of that?",
    ],
)
def test_what_leaves_out_its_subject_may_be_a_follow_up(text: str) -> None:
    found = ellipsis_in(text)
    assert found is not None
    assert found.because


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yes",
        "no",
        "ok thanks",
        "where is my order",
        "How do I reset my password?",
        "do you take paypal",
        "and can I change my delivery address to my office",
        "Is it true that you ship to Canada?",
        "is there parking at the showroom?",
        "I would like to know whether it can be delivered to my house in the hills",
    ],
)
def test_what_says_all_itself_is_none(text: str) -> None:
    assert ellipsis_in(text) is None


@pytest.mark.parametrize(("text", "names"), [("and how much is that?", False), ("what about express?", True)])
def test_a_follow_up_is_known_to_name_something_itself_or_not(text: str, names: bool) -> None:  # noqa: FBT001
    found = ellipsis_in(text)
    assert found is not None
    assert found.names is names


def test_a_chain_of_follow_ups_keeps_what_it_is_about() -> None:
    asked = Asked("How long does shipping take?")
    full = []
    for text, country in [
        ("and to Canada?", "Canada"),
        ("and how much is that?", ""),
        ("what about express?", ""),
        ("and to mexico?", "mexico"),
    ]:
        asked = joined(asked, text, country)
        full.append(asked.text)
    assert full == [
        "How long does shipping take to Canada?",
        "how much is shipping to Canada?",
        "how much is shipping to Canada express?",
        "how much is shipping to mexico express?",
    ]


def test_a_question_of_its_own_about_another_country_leaves_the_first_country_out() -> None:
    full = joined(Asked("How much is shipping to Canada?", "Canada"), "and how long to france?", "france")
    assert full == Asked("how long to france shipping?", "france")


def test_the_country_of_a_part_takes_the_place_of_the_country_before_with_its_article() -> None:
    full = joined(Asked("how much is delivery to the uk", "uk"), "and to ireland", "ireland")
    assert full == Asked("how much is delivery to ireland?", "ireland")


@pytest.mark.parametrize(
    ("before", "text", "full"),
    [
        ("Can I return a sofa?", "how long does it take?", "how long does it take to return a sofa?"),
        ("do you ship to canada", "how much is it?", "how much is it to ship to canada?"),
        ("Do you have a showroom?", "is it open today?", "is a showroom open today?"),
        ("What is the warranty on frames", "and for rugs", "What is the warranty on frames for rugs?"),
    ],
)
def test_a_pronoun_is_filled_with_what_was_asked_about(before: str, text: str, full: str) -> None:
    assert joined(Asked(before), text).text == full


def test_a_question_that_is_all_frame_stays_whole() -> None:
    assert topic_of("how much?") == "how much?"


def test_what_names_nothing_is_never_answered_by_itself_and_else_the_lower_risk_wins() -> None:
    nothing, something = ellipsis_in("how much is that?"), ellipsis_in("what about express?")
    assert nothing is not None
    assert something is not None
    assert together_is_better(nothing, alone=0.01, together=0.4)
    assert together_is_better(something, alone=0.4, together=0.01)
    assert not together_is_better(something, alone=0.01, together=0.4)
    assert not together_is_better(something, alone=1.0, together=1.0)


def kept(slot: object, seq: int = 5, stint: int = 1, episode: str = "e") -> Asked | None:
    return Asked.kept(slot, stint=stint, episode=episode, seq=seq)


def test_the_question_before_is_of_the_same_stint_and_contact() -> None:
    slot = Asked("Canada?", "Canada").as_json(stint=1, episode="e", seq=3, before=None)
    assert kept(slot) == Asked("Canada?", "Canada")
    assert kept(slot, stint=2) is None
    assert kept(slot, episode="another") is None
    assert kept(None) is None


def test_a_repeated_turn_leans_on_the_same_question_as_the_first_time() -> None:
    first = Asked("first").as_json(stint=1, episode="e", seq=3, before=None)
    second = Asked("second").as_json(stint=1, episode="e", seq=5, before=first)
    again = Asked("second again").as_json(stint=1, episode="e", seq=5, before=second)
    assert kept(second, seq=5) == kept(again, seq=5) == Asked("first")


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=10))
def test_any_two_texts_can_be_joined(before: str, text: str, country: str) -> None:
    ellipsis_in(text)
    assert joined(Asked(before, country), text, country).text
