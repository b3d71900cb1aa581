"""Which agents would take a conversation."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.handoff.presence import Presence, Status

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AWAY_AFTER = timedelta(minutes=2)


def ada(status=Status.ONLINE, department=None, seen_ago=timedelta(0)):
    return Presence("ada", status, department, NOW - seen_ago)


@pytest.mark.parametrize(
    ("agent", "department", "takes"),
    [
        (ada(), "sales", True),
        (ada(department="sales"), "sales", True),
        (ada(department="sales"), None, True),
        (ada(department="sales"), "support", False),
        (ada(Status.AWAY), "sales", False),
        (ada(Status.OFFLINE), None, False),
        (ada(seen_ago=AWAY_AFTER - timedelta(seconds=1)), None, True),
        (ada(seen_ago=AWAY_AFTER), None, False),
    ],
)
def test_an_agent_takes_what_is_theirs_while_they_are_there(agent, department, takes):
    assert agent.takes(department, NOW, AWAY_AFTER) is takes
