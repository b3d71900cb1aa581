"""Changing the policy: what an admin may set, and what no edit can do. Pure.

An edit can't switch a guard off: the limits have ends, and the guards themselves stand in `decide` and ask no
table. Nor can it make a person harder to reach for a contact that is worth more or more difficult.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from itertools import product
from types import MappingProxyType
from typing import Literal

from bot.errors import InvalidInput
from bot.triage.model import Level
from bot.triage.policy import DEFAULT_POLICY, Cell, Policy, Table
from bot.triage.presets import PRESETS

Word = Literal["skill", "gather_then_offer", "offer", "handoff"]
"""A cell as it is kept and sent."""


@dataclass(frozen=True)
class Limit:
    """A number that an admin may set between two ends; `unit` is what it counts."""

    title: str
    text: str
    unit: str
    lowest: int
    highest: int


LIMITS: Mapping[str, Limit] = MappingProxyType(
    {
        "failures_limit": Limit(
            "Failed tries in one matter",
            "So often may self-service fail in one matter; then a person takes over.",
            "tries",
            1,
            2,
        ),
        "failures_in_all": Limit(
            "Failed tries in all",
            "So often may it fail over all matters of a conversation; then a person takes over.",
            "tries",
            2,
            6,
        ),
        "turn_limit": Limit(
            "The bot's turns in a row",
            "After so many replies of the bot that didn't settle it, a person takes over.",
            "turns",
            6,
            60,
        ),
        "long_wait_minutes": Limit(
            "A long wait",
            "From this expected wait on, contacts of low value go to self-service or a left message first.",
            "minutes",
            1,
            60,
        ),
    }
)


@dataclass(frozen=True)
class Draft:
    """What an admin saves: the preset it began from, all nine cells, and the limits."""

    preset: str
    table: Table
    limits: Mapping[str, int]


def default_limits() -> dict[str, int]:
    """The limits of the default policy."""
    return {name: int(getattr(DEFAULT_POLICY, name)) for name in LIMITS}


def checked(preset: str, cells: Mapping[str, str], limits: Mapping[str, int]) -> Draft:
    """What an admin wants, if it can be put in force.

    Args:
        preset: the key of the preset it began from.
        cells: the nine cells, by "value.complexity" ("low.high").
        limits: the limits that differ from the default's.

    Raises:
        InvalidInput: something is unknown, missing or out of its ends, or a contact of more value or
            complexity would reach a person less easily; `field` names it.
    """
    if preset not in PRESETS:
        raise InvalidInput(f"The preset is one of {', '.join(PRESETS)}.", field="preset")
    table = _table(cells)
    _check_order(table)
    return Draft(preset, table, MappingProxyType(_limits(limits)))


def policy_of(draft: Draft, number: int, base: Policy = DEFAULT_POLICY) -> Policy:
    """The policy that a draft becomes as version `number`; all that an admin can't set is as in `base`."""
    kept = {field.name: getattr(base, field.name) for field in fields(Policy)}
    return Policy(**{**kept, **draft.limits, "version": f"{draft.preset}-{number}", "table": draft.table})


def as_cells(table: Table) -> dict[str, Word]:
    """A table as it is kept and sent: cells by "value.complexity"."""
    return {f"{value}.{complexity}": table[value, complexity].value for value, complexity in _PLACES}


_PLACES = tuple(product(Level, Level))


def _table(cells: Mapping[str, str]) -> Table:
    unknown = set(cells) - {f"{value}.{complexity}" for value, complexity in _PLACES}
    if unknown:
        raise InvalidInput(f"There is no cell {min(unknown)!r}.", field="cells")
    table: dict[tuple[Level, Level], Cell] = {}
    for value, complexity in _PLACES:
        name = f"{value}.{complexity}"
        try:
            table[value, complexity] = Cell(cells[name])
        except KeyError:
            raise InvalidInput(f"The cell {name} is missing.", field=f"cells.{name}") from None
        except ValueError:
            raise InvalidInput(f"A cell is one of {', '.join(Cell)}.", field=f"cells.{name}") from None
    return MappingProxyType(table)


def _check_order(table: Table) -> None:
    """More value or complexity must not lead further from a person."""
    for (value, complexity), (higher_value, higher_complexity) in product(_PLACES, _PLACES):
        above = higher_value.rank >= value.rank and higher_complexity.rank >= complexity.rank
        if above and table[higher_value, higher_complexity].reach < table[value, complexity].reach:
            raise InvalidInput(
                f"{_named(higher_value, higher_complexity)} would reach a person less easily than "
                f"{_named(value, complexity).lower()}. More value or complexity must never do that.",
                field=f"cells.{higher_value}.{higher_complexity}",
            )


def _limits(limits: Mapping[str, int]) -> dict[str, int]:
    found = default_limits()
    for name, number in limits.items():
        limit = LIMITS.get(name)
        if limit is None:
            raise InvalidInput(f"There is no limit {name!r}.", field="limits")
        if not limit.lowest <= number <= limit.highest:
            raise InvalidInput(
                f"{limit.title}: from {limit.lowest} to {limit.highest} {limit.unit}.", field=f"limits.{name}"
            )
        found[name] = number
    return found


def _named(value: Level, complexity: Level) -> str:
    return f"{value.capitalize()} value with {complexity} complexity"
