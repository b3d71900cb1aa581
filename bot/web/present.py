"""How things look on the wire: conversations, messages, queue items (pure)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.conversation.model import Author, Conversation, Message
from bot.handoff.model import Placement
from bot.web import schemas
from kb.markdown import to_html

_RENDERED = frozenset({Author.BOT, Author.SYSTEM})


def message(kept: Message) -> schemas.Message:
    """A line as it is shown; what the bot says is Markdown, what people type is plain text."""
    return schemas.Message(
        seq=kept.seq,
        author=kept.author.value,
        text=kept.text,
        html=to_html(kept.text) if kept.author in _RENDERED else None,
        at=kept.at,
        client_message_id=kept.client_message_id,
        agent_name=kept.agent_name,
        in_reply_to=kept.in_reply_to,
        payload=kept.public_payload(),
    )


def conversation(
    found: Conversation, place: Placement | None, *, desk_open: bool, opens_at: datetime | None = None
) -> schemas.Conversation:
    """A conversation as its visitor sees it."""
    return schemas.Conversation(
        id=found.id,
        state=found.state.value,
        agent=schemas.AgentName(name=found.agent_name)
        if found.owned_by_person and found.agent_name
        else None,
        queue=schemas.QueuePlace(position=place.position, expected_wait=place.expected_wait)
        if place is not None and place.position is not None
        else None,
        desk_open=desk_open,
        opens_at=opens_at,
        identity=found.identity,
        closed_at=found.closed_at,
        seen_by_agent=found.agent_seen_seq,
        back_at=found.paused_until if found.owned_by_person else None,
    )


def frame(kind: str, **content: Any) -> Mapping[str, Any]:
    """A live update: models become JSON."""
    return {
        "type": kind,
        **{
            key: value.model_dump(mode="json") if hasattr(value, "model_dump") else value
            for key, value in content.items()
        },
    }
