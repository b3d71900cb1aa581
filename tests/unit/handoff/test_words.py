"""What visitors are told."""

from typing import get_args

import pytest

from bot.handoff import words
from bot.ledger.schemas import HandoffReason


def test_a_queued_visitor_reads_place_and_wait():
    line = words.queued(2, (120, 240))
    assert line.text == "You're 2nd in line. It usually takes about 2 to 4 minutes."
    assert line.payload == {"kind": "queue", "position": 2, "expected_wait": [120, 240]}


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (1, "You're next in line."),
        (3, "You're 3rd in line."),
        (11, "You're 11th in line."),
        (22, "You're 22nd in line."),
        (113, "You're 113th in line."),
    ],
)
def test_places_are_said_as_people_say_them(position, text):
    assert words.place_in_line(position) == text


@pytest.mark.parametrize(
    ("wait", "text"),
    [
        (None, "Someone will be with you as soon as they are free."),
        ((10, 50), "It usually takes less than a minute."),
        ((50, 70), "It usually takes about 1 minute."),
        ((110, 130), "It usually takes about 2 minutes."),
        ((30, 190), "It usually takes about 1 to 3 minutes."),
    ],
)
def test_waits_are_said_as_people_say_them(wait, text):
    assert words.wait_text(wait) == text


def test_every_reason_for_a_handoff_has_its_sentence():
    assert set(words.HANDOFF_REASONS) == set(get_args(HandoffReason))
    assert words.handoff_reason_text(None) == "A person is needed."


@pytest.mark.parametrize("line", [words.desk_closed(), words.queue_timeout()])
def test_where_nobody_comes_a_message_can_be_left(line):
    assert line.payload == {"kind": "leave_message"}
    assert "Leave a message" in line.text


def test_the_mail_quotes_what_was_asked():
    mail = words.ticket_mail("Kim", "Where is it?\nPlease hurry.", "On its way.", "Ada")
    assert mail == ("Hello Kim,\n\nOn its way.\n\nKind regards,\nAda\n\n> Where is it?\n> Please hurry.\n")
