"""The packet as a note for agents of another desk, and the conversation so far as text. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.conversation.model import Author, Message

_NAMES = {Author.VISITOR: "Visitor", Author.BOT: "Assistant", Author.SYSTEM: "—"}


def brief(packet: Mapping[str, Any]) -> str:
    """What an agent should know first, from `packet.build_packet`."""
    identity, customer = packet["identity"], packet.get("customer") or {}
    who = [str(part) for part in (identity.get("name"), identity.get("email")) if part]
    parts = [
        str(packet["goal"]),
        f"Why a person: {packet['handoff_reason_text']}",
        f"Reason: {packet['reason_title']} · value {_level(packet['value'])}, "
        f"complexity {_level(packet['complexity'])}",
        f"Who: {', '.join(who) or 'not known'} ({identity['level']})"
        + (f", {customer['tier']}" if customer.get("tier") else ""),
        _listed("What the assistant tried", packet.get("bot_tried") or []),
        _listed("What was gathered", [f"{name}: {value}" for name, value in packet.get("slots", {}).items()]),
        _listed("Pages", packet.get("pages") or []),
        f"Cart: {packet['cart_value']}" if packet.get("cart_value") else "",
        _listed("Articles that may help", [one["title"] for one in packet.get("candidate_articles") or []]),
        f"Next: {packet['next_step']}" if packet.get("next_step") else "",
    ]
    return "\n\n".join(part for part in parts if part)


def transcript(lines: Sequence[Message]) -> str:
    """What was said, a paragraph a line; notes are not among it."""
    return "\n\n".join(
        f"{line.agent_name or _NAMES.get(line.author, '')}: {line.text}"
        for line in lines
        if line.author is not Author.NOTE
    )


def _level(level: Any) -> str:
    return str(level["level"]) if isinstance(level, Mapping) and "level" in level else str(level)


def _listed(title: str, entries: Iterable[Any]) -> str:
    listed = [f"- {entry}" for entry in entries]
    return "\n".join([f"{title}:", *listed]) if listed else ""
