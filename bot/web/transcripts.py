"""A conversation as text, to keep (pure)."""

from collections.abc import Iterable

from bot.conversation.model import Author, Message

_NAMES = {Author.VISITOR: "You", Author.BOT: "Assistant", Author.SYSTEM: "—"}


def as_text(lines: Iterable[Message]) -> str:
    """Who said what and when, in UTC; notes of the staff are left out."""
    shown = (
        f"[{line.at:%Y-%m-%d %H:%M} UTC] {line.agent_name or _NAMES.get(line.author, '')}\n{_words(line)}"
        for line in lines
        if line.author is not Author.NOTE
    )
    return "\n\n".join(shown) + "\n"


def _words(line: Message) -> str:
    return f"(File: {line.text})" if line.payload.get("kind") == "file" else line.text
