"""The policies to begin with, named as an admin would ask for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.triage.model import Level
from bot.triage.policy import DEFAULT_TABLE, Cell, Table


@dataclass(frozen=True)
class Preset:
    """A table to begin with, and what it is for."""

    key: str
    title: str
    text: str
    table: Table


def _table(low: str, medium: str, high: str) -> Table:
    """A table from its rows by value, each with a letter for low, medium and high complexity."""
    letters = {"s": Cell.SKILL, "g": Cell.GATHER_THEN_OFFER, "o": Cell.OFFER, "h": Cell.HANDOFF}
    rows = zip(Level, (low, medium, high), strict=True)
    return MappingProxyType(
        {
            (value, complexity): letters[letter]
            for value, row in rows
            for complexity, letter in zip(Level, row, strict=True)
        }
    )


BALANCED = "balanced"
PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        preset.key: preset
        for preset in (
            Preset(
                "save_costs",
                "Save costs",
                "People for what is worth most; the bot tries all else first, and a person stays in reach.",
                _table(low="ssg", medium="sgo", high="ooh"),
            ),
            Preset(
                BALANCED,
                "Balanced",
                "The bot settles what is simple; a person is offered where it is difficult or valuable.",
                DEFAULT_TABLE,
            ),
            Preset(
                "serve_generously",
                "Serve generously",
                "The bot settles what is simple and of low value; valuable contacts get a person at once.",
                _table(low="soo", medium="goh", high="hhh"),
            ),
            Preset(
                "chat_for_everyone",
                "Chat for everyone",
                "Everybody is offered a person at once. It costs most, and brings most conversations.",
                _table(low="ooo", medium="ooh", high="hhh"),
            ),
        )
    }
)
