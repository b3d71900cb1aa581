"""Whom a note names."""

from types import SimpleNamespace

import pytest

from bot.handoff.mentions import mentioned

ADA = SimpleNamespace(id="ada", name="Ada Byron")
ADA_KING = SimpleNamespace(id="ada2", name="Ada King")
BEN = SimpleNamespace(id="ben", name="Ben Ochs")
ZOE = SimpleNamespace(id="zoe", name="Zoë")


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("@Ben Ochs can you look?", ["ben"]),
        ("@ben: please", ["ben"]),
        ("(@Zoë)", ["zoe"]),
        ("@Ada King and @Ben", ["ada2", "ben"]),
        ("@Ada, which one?", []),
        ("write to desk@ben.example", []),
        ("@Benjamin isn't Ben", []),
        ("Ben knows", []),
        ("@Ben @Ben @Ben Ochs", ["ben"]),
    ],
)
def test_a_note_names_colleagues_by_full_name_or_by_a_first_name_only_they_have(text, ids):
    assert mentioned(text, [ADA, ADA_KING, BEN, ZOE]) == ids


def test_a_name_is_taken_as_it_is_and_not_as_a_pattern():
    assert mentioned("@Anything", [SimpleNamespace(id="x", name=".*")]) == []
