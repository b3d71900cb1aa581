"""An event: one thing that happened, kept for good."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_NAMESPACE = uuid.UUID("5b0f9a52-6c2e-4f5e-9d0a-3f6f1f6c7d11")


@dataclass(frozen=True)
class Event:
    """One thing that happened in an episode of a conversation.

    `visitor_key` is a keyed hash (see `bot.ledger.keys`); `data` fits the schema of type and version.
    """

    id: str
    type: str
    version: int
    at: datetime
    conversation_id: str
    episode_id: str
    visitor_key: str
    data: Mapping[str, Any]


def event_id(conversation_id: str, *parts: object) -> str:
    """The id of an event that must be recorded once: equal parts give the equal id (UUID version 5)."""
    # repr keeps ("a", "b|c") and ("a|b", "c") apart.
    return uuid.uuid5(_NAMESPACE, repr((conversation_id, *map(str, parts)))).hex
