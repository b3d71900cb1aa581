"""What the bot says: text, buttons, cards."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Button:
    """A way on that the visitor can pick.

    The visitor's page learns `id` and `title` only; the intent and entities stay on the server.
    """

    id: str
    title: str
    intent: str = ""
    entities: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {"id": self.id, "title": self.title, "intent": self.intent, "entities": dict(self.entities)}


@dataclass(frozen=True)
class Reply:
    """One message of the bot; `payload["kind"]` names a card where it is more than text."""

    text: str
    buttons: tuple[Button, ...] = ()
    payload: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_rasa(cls, message: Mapping[str, Any]) -> "Reply":
        """A reply from one message of Rasa: `{text?, buttons?, custom?}`.

        Our actions put buttons and card into `custom`; buttons of a domain's response
        (`{title, payload: "/intent{...}"}`) are read too, numbered in their order.
        """
        custom = dict(message.get("custom") or {})
        text = message.get("text") or custom.pop("text", "") or ""
        buttons = [
            Button(str(b["id"]), str(b["title"]), str(b.get("intent", "")), dict(b.get("entities") or {}))
            for b in custom.pop("buttons", ())
        ]
        buttons += [
            Button(f"b{number}", str(b["title"]), *_meaning(str(b.get("payload", ""))))
            for number, b in enumerate(message.get("buttons") or (), start=1)
        ]
        return cls(str(text), tuple(buttons), custom)

    def as_json(self) -> dict[str, Any]:
        """As it travels: `{text, buttons, payload}`."""
        return {
            "text": self.text,
            "buttons": [button.as_json() for button in self.buttons],
            "payload": dict(self.payload),
        }

    def kept_payload(self) -> dict[str, Any]:
        """The payload of the message that this reply becomes."""
        if not self.buttons:
            return dict(self.payload)
        return {**self.payload, "buttons": [button.as_json() for button in self.buttons]}


def _meaning(payload: str) -> tuple[str, Mapping[str, Any]]:
    """Intent and entities of a button's payload in a domain file: `/intent{"entity": "value"}`."""
    intent, brace, rest = payload.removeprefix("/").partition("{")
    if not brace:
        return intent, {}
    try:
        entities = json.loads(brace + rest)
    except ValueError:
        return intent, {}
    return intent, entities if isinstance(entities, dict) else {}


def choice_among(payloads: Sequence[Mapping[str, Any]], button_id: str) -> dict[str, Any] | None:
    """What a button stands for (`{id, title, intent, entities}`), if one of the payloads shows it."""
    for payload in payloads:
        for button in payload.get("buttons", ()):
            if button["id"] == button_id:
                return dict(button)
    return None
