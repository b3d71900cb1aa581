"""The packet: what an agent sees first about a conversation. Pure, versioned JSON.

Version 1; a field is added freely, changed or removed only with a new version.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import shorten
from typing import Any

from bot.conversation.model import Author, Conversation, Message
from bot.handoff.model import ReasonBook
from bot.handoff.steps import next_step, tried
from bot.handoff.words import handoff_reason_text
from bot.ledger.events import Event

VERSION = 1
_QUOTE_LENGTH = 160
# How a triage sentence says what it moved: "Cart of $1,240: value up."
_MOVED = re.compile(r": (value|complexity|value and complexity) up\.$")


@dataclass(frozen=True)
class Material:
    """All that a packet is made of."""

    conversation: Conversation
    messages: Sequence[Message]
    events: Sequence[Event]
    customer: Mapping[str, Any] | None = None
    earlier: Sequence[Conversation] = ()
    candidates: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


def build_packet(material: Material, reasons: ReasonBook) -> dict[str, Any]:
    """The packet, version 1: plain values, ready for JSON."""
    conversation = material.conversation
    decision, signals = conversation.decision, conversation.signals
    reason = reasons.named(conversation.reason)
    events = [event for event in material.events if event.episode_id == conversation.episode_id]
    shown = articles_shown(material.messages, events)
    return {
        "version": VERSION,
        "goal": _goal(conversation, material.messages, reason.goal),
        "reason": reason.key,
        "reason_title": reason.title,
        "value": _level(conversation.value, decision, "value"),
        "complexity": _level(conversation.complexity, decision, "complexity"),
        "handoff_reason": conversation.handoff_reason,
        "handoff_reason_text": handoff_reason_text(conversation.handoff_reason),
        "articles": shown,
        # What begins with an underscore is the dialogue's own bookkeeping.
        "slots": {name: value for name, value in conversation.slots.items() if not name.startswith("_")},
        "identity": {
            "level": conversation.identity,
            "name": conversation.name,
            "email": conversation.email,
            "customer_id": conversation.customer_id,
        },
        "customer": dict(material.customer) if material.customer else None,
        "pages": list(signals.get("pages") or ([signals["page"]] if signals.get("page") else [])),
        "cart_value": signals.get("cart_value"),
        "pre_chat": dict(signals.get("pre_chat") or {}),
        "history": [_earlier(past, reasons) for past in material.earlier if past.id != conversation.id],
        "transcript_length": sum(message.author is not Author.NOTE for message in material.messages),
        "bot_tried": tried(events, {article["article_id"]: article["title"] for article in shown}),
        "next_step": next_step(conversation, shown, material.customer, events),
        "candidate_articles": [dict(candidate) for candidate in material.candidates],
    }


def articles_shown(messages: Iterable[Message], events: Sequence[Event]) -> list[dict[str, Any]]:
    """The articles that the bot showed, each once, with the visitor's last reaction to it."""
    found = {event.data["article_id"]: event.data for event in events if event.type == "answer_shown"}
    reactions = {
        event.data["article_id"]: event.data["polarity"]
        for event in events
        if event.type == "reaction" and event.data.get("article_id")
    }
    shown: dict[str, dict[str, Any]] = {}
    for message in messages:
        card = message.payload
        if card.get("kind") != "answer" or "article_id" not in card:
            continue
        article_id = card["article_id"]
        recorded = found.get(article_id, {})
        shown[article_id] = {
            "article_id": article_id,
            "title": card.get("title", article_id),
            "url": card.get("url", ""),
            "score": recorded.get("score", card.get("score")),
            "risk": recorded.get("risk", card.get("risk")),
            "reaction": reactions.get(article_id),
        }
    return list(shown.values())


def _goal(conversation: Conversation, messages: Sequence[Message], of_reason: str) -> str:
    """What is wanted, with the visitor's own words for it: those that triage decided on, else the first."""
    goal = conversation.goal or of_reason
    said = {message.seq: message.text for message in messages if message.author is Author.VISITOR}
    words = said.get(conversation.decision.get("seq", 0)) or next(iter(said.values()), "")
    if not words:
        return f"The visitor {goal}"
    quoted = shorten(" ".join(words.split()), _QUOTE_LENGTH, placeholder=" …")
    return f"The visitor {goal}: “{quoted}”"


def _level(level: str | None, decision: Mapping[str, Any], dimension: str) -> dict[str, Any]:
    """A level with its score and the sentences that concern it."""
    because = []
    for sentence in decision.get("because", ()):
        moved = _MOVED.search(sentence)
        if moved is None or dimension in moved.group(1):
            because.append(sentence)
    return {
        "level": level or "medium",
        "score": decision.get(f"{dimension}_score"),
        "because": because,
    }


def _earlier(conversation: Conversation, reasons: ReasonBook) -> dict[str, Any]:
    return {
        "conversation_id": conversation.id,
        "at": conversation.created_at.isoformat().replace("+00:00", "Z"),
        "reason_title": reasons.named(conversation.reason).title,
        "outcome": _how_it_went(conversation),
    }


def _how_it_went(conversation: Conversation) -> str:
    if conversation.agent_name:
        return f"talked to {conversation.agent_name}"
    if conversation.state == "message_left":
        return "left a message"
    return "with the assistant only"
