"""The sample shop's places: a week of opening hours in a file, and the days that are unlike others."""

import calendar
from collections.abc import Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.backoffice.customers import Address
from bot.backoffice.stores import Hours, SpecialDay, Store
from bot.errors import InvalidInput
from kb.yaml_files import read_yaml

_DAYS = tuple(name.lower() for name in calendar.day_name)


def load_stores(path: Path, year: int) -> tuple[Store, ...]:
    """The stores of a YAML file, with the special days of this year and the next.

    Raises:
        InvalidInput: the file is missing or can't be used.
    """
    try:
        return tuple(_store(row, year) for row in read_yaml(path))
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidInput(f"{path} can't be used: {type(error).__name__} {error}") from error


def _store(row: Mapping[str, Any], year: int) -> Store:
    special = [_special(day, of) for of in (year, year + 1) for day in row.get("special", ())]
    return Store(
        id=row["id"],
        name=row["name"],
        address=Address(**row["address"]),
        phone=row.get("phone", ""),
        zone=row["zone"],
        week=tuple(_hours(row["week"].get(day)) for day in _DAYS),
        special=tuple(sorted(special, key=lambda one: one.day)),
        services=tuple(row.get("services", ())),
        directions=row.get("directions", ""),
    )


def _special(row: Mapping[str, Any], year: int) -> SpecialDay:
    if "day" in row:
        day = date(year, row["month"], row["day"])
    else:
        day = _nth_weekday(year, row["month"], _DAYS.index(row["weekday"]), row["nth"])
    return SpecialDay(day, row["name"], _hours(row.get("hours")))


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday of a month; -1 is the last."""
    if nth < 0:
        last = date(year, month, calendar.monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7 - 7 * (nth + 1))
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _hours(text: str | None) -> Hours | None:
    if text is None:
        return None
    opens, closes = text.split("-")
    return Hours(time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip()))
