"""Prepared sentences for an agent, by moment."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

from bot.errors import InvalidInput


class Moment(StrEnum):
    """When in a chat a sentence fits."""

    GREETING = "greeting"
    ACKNOWLEDGEMENT = "acknowledgement"
    EMPATHY = "empathy"
    APOLOGY = "apology"
    PAUSE = "pause"
    SATISFACTION = "satisfaction"
    CLOSING = "closing"


@dataclass(frozen=True)
class CannedMessage:
    """A prepared sentence; `{name}` in it stands for the visitor's name."""

    id: str
    moment: Moment
    title: str
    text: str

    def filled(self, name: str | None) -> str:
        """The sentence with the visitor's name; without one, the address is left out."""
        if name:
            return self.text.replace("{name}", name)
        without = self.text.replace(", {name}", "").replace("{name}, ", "").replace(" {name}", "")
        return without[:1].upper() + without[1:]


def load_canned(path: Path) -> list[CannedMessage]:
    """The prepared sentences of a file, in its order.

    Raises:
        InvalidInput: the file can't be used; names file, row and cause.
    """
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(rows, list):
        raise InvalidInput(f"{path.name}: a list of prepared sentences is needed.")
    messages: list[CannedMessage] = []
    for number, row in enumerate(rows, start=1):
        try:
            message = CannedMessage(row["id"], Moment(row["moment"]), row["title"], row["text"])
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidInput(f"{path.name}, row {number}: {error}") from None
        if any(message.id == other.id for other in messages):
            raise InvalidInput(f"{path.name}, row {number}: the id {message.id} is there twice.")
        messages.append(message)
    return messages
