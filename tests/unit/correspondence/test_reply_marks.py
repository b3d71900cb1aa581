"""The way back of mail: signed, short, and found again in whatever mail programs keep."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from bot.correspondence.tokens import ReplyMarks

MARKS = ReplyMarks("a secret", "help@larkwood.example")
ONE = uuid.UUID(int=7).hex


@given(st.uuids())
def test_a_mark_leads_back_to_its_conversation_whatever_became_of_its_case(conversation):
    mark = MARKS.mark(conversation.hex)
    assert MARKS.conversation([mark]) == conversation.hex
    assert MARKS.conversation([f"help+{mark.upper()}@larkwood.example"]) == conversation.hex


@given(st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=42, max_size=42))
def test_nobody_guesses_one(letters):
    assert MARKS.conversation([f"r{letters}"]) is None


def test_a_mark_made_with_another_secret_is_none():
    forged = ReplyMarks("another secret", "help@larkwood.example").mark(ONE)
    assert MARKS.conversation([forged]) is None


def test_a_changed_letter_makes_it_worthless():
    mark = MARKS.mark(ONE)
    for place in range(1, len(mark)):
        changed = mark[:place] + ("a" if mark[place] != "a" else "b") + mark[place + 1 :]
        found = MARKS.conversation([changed])
        # The last letter of the id holds three bits that stand for nothing.
        assert found is None or (place == 26 and found == ONE)


def test_the_reply_address_and_the_message_id_carry_it():
    address, name = MARKS.reply_address(ONE), MARKS.message_id(ONE, "answer 3")
    assert address is not None
    assert address.endswith("@larkwood.example")
    assert len(address.partition("@")[0]) <= 64
    assert MARKS.conversation([address]) == MARKS.conversation([name]) == ONE
    assert MARKS.message_id(ONE, "answer 3") == name != MARKS.message_id(ONE, "answer 4")


def test_an_address_that_would_be_too_long_is_not_made():
    assert ReplyMarks("x", f"{'a' * 30}@b.example").reply_address(ONE) is None


def test_only_our_own_mailbox_is_ours():
    assert MARKS.is_ours("Help@Larkwood.example")
    assert MARKS.is_ours(f"help+{MARKS.mark(ONE)}@larkwood.example")
    for other in ("helper@larkwood.example", "help@elsewhere.example", "help", "@larkwood.example", ""):
        assert not MARKS.is_ours(other)
