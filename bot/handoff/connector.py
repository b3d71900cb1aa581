"""A person for a conversation whose dialogue can't go on."""

from collections.abc import Callable
from datetime import datetime

from anyio import to_thread

from bot.conversation.replies import Reply
from bot.handoff.desk import Desk


class DeskConnector:
    """Brings a person in when the dialogue can't."""

    def __init__(self, desk: Desk, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._now = now

    async def connect(self, conversation_id: str, handoff_reason: str) -> list[Reply]:
        """Queue the visitor, or offer to leave a message."""
        placement = await to_thread.run_sync(
            lambda: self._desk.request_person(conversation_id, handoff_reason=handoff_reason, at=self._now())
        )
        return [Reply(placement.line.text, payload=placement.line.payload)]
