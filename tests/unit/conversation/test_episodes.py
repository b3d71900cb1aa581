"""When a new episode begins."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation.episodes import begins_new_episode
from bot.conversation.machine import State
from tests.unit.conversation.test_consequences import NOW, conversation

DAY = timedelta(hours=24)


def test_an_episode_in_which_nothing_was_said_never_ends():
    fresh = replace(conversation(), episode_started_at=None)
    assert not begins_new_episode(fresh, NOW + 30 * DAY, DAY)


def test_a_message_after_the_closing_begins_a_new_episode_at_once():
    closed = conversation(State.CLOSED, last_activity_at=NOW)
    assert begins_new_episode(closed, NOW, DAY)


@pytest.mark.parametrize(
    ("silent", "begins"), [(DAY - timedelta(seconds=1), False), (DAY, True), (DAY * 3, True)]
)
def test_silence_of_the_set_length_begins_a_new_episode(silent, begins):
    assert begins_new_episode(conversation(last_activity_at=NOW), NOW + silent, DAY) is begins


def test_the_bots_answer_counts_against_silence():
    answered = conversation(last_visitor_at=NOW, last_activity_at=NOW + timedelta(hours=20))
    assert not begins_new_episode(answered, NOW + timedelta(hours=30), DAY)
