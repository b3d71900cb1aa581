"""What mails to visitors say around an agent's own words. Pure."""

from collections.abc import Sequence

from bot.backoffice.letters import Letter
from bot.conversation.model import Message


def unseen(shop: str, name: str | None, lines: Sequence[Message], *, answer: str) -> Letter:
    """What agents wrote in the chat while the visitor wasn't there.

    Args:
        shop: the shop's name.
        name: the visitor's, where it is known.
        lines: what was written, in order; at least one.
        answer: how to go on, as a sentence.
    """
    who = lines[-1].agent_name or "We"
    said = "\n\n".join(line.text for line in lines)
    hello = f"Hello {name}," if name else "Hello,"
    return Letter(
        f"Your conversation with {shop}",
        f"{hello}\n\n{who} wrote to you in our chat:\n\n{said}\n\n{answer}\n\nKind regards,\n{shop}\n",
        by_person=True,
    )


def how_to_answer(public_url: str, *, comes_back: bool) -> str:
    """How a visitor goes on."""
    if comes_back:
        return "Just answer this mail; it comes back into our conversation."
    return f"Go on in our chat: {public_url}"
