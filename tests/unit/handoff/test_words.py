"""What visitors are told."""

from datetime import UTC, datetime, timedelta
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
    mail = words.ticket_mail("Larkwood", "Kim", "Where is it?\nPlease hurry.", "On its way.", "Ada")
    assert mail.subject == "Your message to Larkwood"
    assert mail.text == (
        "Hello Kim,\n\nOn its way.\n\nKind regards,\nAda\n\n> Where is it?\n> Please hurry.\n"
    )


MONDAY = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours_away", "zone", "text"),
    [
        (2, "UTC", "today at 16:00 (UTC)"),
        (19, "UTC", "tomorrow at 9:00 (UTC)"),
        (19, "America/New_York", "tomorrow at 4:00 (New York time)"),
        (90, "UTC", "on Friday at 8:00 (UTC)"),
        (24 * 10, "UTC", "on 12 March at 14:00 (UTC)"),
    ],
)
def test_the_next_opening_is_said_on_the_departments_own_clock(hours_away, zone, text):
    assert words.opening(MONDAY + timedelta(hours=hours_away), zone, MONDAY) == text


def test_a_closed_desk_says_when_somebody_is_back_and_the_page_gets_the_moment():
    line = words.desk_closed(MONDAY, "tomorrow at 9:00 (UTC)")
    assert line.text.startswith("We are back tomorrow at 9:00 (UTC). Leave a message here")
    assert line.payload == {"kind": "leave_message", "opens_at": MONDAY.isoformat()}


def test_a_longer_wait_is_apologised_for_with_what_is_left_to_do():
    assert words.wait_has_grown(1, (120, 240)).text == (
        "I'm sorry, it's taking longer than I said. You're next in line, and it takes about 2 to 4 minutes "
        "more. You can wait, leave a message, or go on with the assistant."
    )
    assert "I can't say how long it still takes" in words.wait_has_grown(2, None).text
