"""What is told to whom, and that nothing is read or made for nobody."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from bot.conversation.machine import State
from bot.conversation.model import Author, Conversation, Message
from bot.conversation.store import ConversationStore
from bot.handoff.desk import Desk
from bot.web.hub import DESK, Hub, conversation_topic
from bot.web.live import LiveUpdates

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CONVERSATION = Conversation(
    id="c",
    visitor_id="v",
    visitor_key="k",
    channel="web",
    state=State.BOT,
    stint=1,
    episode_number=1,
    episode_id="e",
    episode_started_at=NOW,
    last_seq=1,
    created_at=NOW,
    updated_at=NOW,
)
MESSAGE = Message("c", 1, Author.BOT, "Hello", NOW)


class Rooms:
    """In place of the store and the desk: counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def get(self, _conversation_id: str) -> Conversation:
        self.asked += 1
        return CONVERSATION

    def is_open(self, _department: str | None, _now: datetime) -> bool:
        return True


@pytest.fixture
def rooms() -> Rooms:
    return Rooms()


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
def live(hub: Hub, rooms: Rooms) -> LiveUpdates:
    return LiveUpdates(hub, cast(ConversationStore, rooms), cast(Desk, rooms), lambda: NOW)


def frames(queue: Any) -> list[str]:
    return [queue.get_nowait()["type"] for _ in range(queue.qsize())]


async def test_the_visitor_who_listens_is_told_of_lines_and_of_how_the_conversation_stands(
    live: LiveUpdates, hub: Hub
) -> None:
    with hub.listen(conversation_topic("c")) as queue:
        await live.message(CONVERSATION, MESSAGE)
        await live.state("c")
        assert frames(queue) == ["message", "state"]


async def test_the_desk_is_told_of_a_line_once_the_visitor_waits_for_a_person(
    live: LiveUpdates, hub: Hub
) -> None:
    with hub.listen(DESK) as queue:
        await live.message(CONVERSATION, MESSAGE)
        assert frames(queue) == []
        await live.message(replace(CONVERSATION, state=State.QUEUED), MESSAGE)
        assert frames(queue) == ["message"]


async def test_a_note_is_for_the_desk_only(live: LiveUpdates, hub: Hub) -> None:
    with hub.listen(DESK) as desk, hub.listen(conversation_topic("c")) as visitor:
        await live.message(CONVERSATION, replace(MESSAGE, author=Author.NOTE))
        assert (frames(desk), frames(visitor)) == (["message"], [])


async def test_what_nobody_hears_is_not_read(live: LiveUpdates, hub: Hub, rooms: Rooms) -> None:
    await live.state("c")
    assert rooms.asked == 0
    with hub.listen(conversation_topic("another")):
        await live.state("c")
    assert rooms.asked == 0
    with hub.listen(conversation_topic("c")):
        await live.state("c")
    assert rooms.asked == 1


async def test_another_process_may_always_listen() -> None:
    hub = Hub("redis://127.0.0.1:1")
    assert hub.may_be_heard(conversation_topic("c"))
    await hub.close()
