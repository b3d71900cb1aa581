"""The ways on that more than one skill offers."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from bot.conversation.replies import Button


def button(title: str, intent: str, **entities: Any) -> Button:
    """A button under a fresh, opaque id."""
    return Button(secrets.token_hex(4), title, intent, entities)


def of_option(option: Mapping[str, Any]) -> Button:
    """A button for one of the ways that the interpreter found."""
    return button(option["title"], option["intent"], **option.get("entities", {}))


def and_then(later: Iterable[Mapping[str, Any]]) -> tuple[Button, ...]:
    """What the visitor wanted too, and what was put aside for something else."""
    return tuple(of_option({**option, "title": f"Next: {option['title']}"}) for option in later)


def talk_to_person() -> Button:
    """Straight to a person: the visitor has seen the alternative."""
    return button("Talk to a person", "handoff", accepted=True)


def rephrase() -> Button:
    """Say it in other words."""
    return button("Ask differently", "rephrase")


def browse() -> Button:
    """The help centre."""
    return button("Browse help", "browse_help")


def did_it_help(**about: Any) -> tuple[Button, ...]:
    """Yes and no, about an answer or a flow."""
    return button("Yes, thanks", "helped", **about), button("No", "not_helped", **about)


def topics() -> tuple[Button, ...]:
    """What most visitors come for."""
    return (
        button("Where is my order?", "order_status"),
        button("Shipping times", "shipping_times"),
        button("Change my address", "address_change"),
        button("Reset my password", "password_reset"),
    )
