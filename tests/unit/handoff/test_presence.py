"""Which agents are there."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.handoff.presence import Presence, Status

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AWAY_AFTER = timedelta(minutes=2)


def ada(status=Status.ONLINE, seen_ago=timedelta(0), active_ago=timedelta(0)):
    return Presence("ada", status, NOW - seen_ago, NOW - active_ago)


@pytest.mark.parametrize(
    ("agent", "on_duty"),
    [
        (ada(), True),
        (ada(Status.AWAY), False),
        (ada(Status.OFFLINE), False),
        (ada(seen_ago=AWAY_AFTER - timedelta(seconds=1)), True),
        (ada(seen_ago=AWAY_AFTER), False),
    ],
)
def test_an_agent_is_on_duty_while_online_and_seen(agent, on_duty):
    assert agent.on_duty(NOW, AWAY_AFTER) is on_duty


def test_an_open_page_at_which_nobody_does_anything_is_idle():
    assert not ada(active_ago=timedelta(minutes=14)).idle(NOW, timedelta(minutes=15))
    assert ada(active_ago=timedelta(minutes=15)).idle(NOW, timedelta(minutes=15))
