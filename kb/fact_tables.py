"""Markdown tables as rows of cells: which columns are keys, and what kind of thing a column holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from kb.paragraphs import parser, plain_text

_MONEY = re.compile(r"[$€£¥]\s?\d|\d\s?(?:[€£¥]|(?:usd|eur|gbp|dollars?|euros?)\b)|^free\b", re.I)
_DURATION = re.compile(
    r"\d\s?(?:[a-z]+\s)?(?:second|minute|hour|day|night|week|month|year)s?\b|^(?:at once|same day)\b", re.I
)
_MOST = 0.6


class ColumnKind(StrEnum):
    """What most cells of a column are."""

    MONEY = "money"
    DURATION = "duration"
    OTHER = "other"


@dataclass(frozen=True)
class FactTable:
    """A table: the Markdown of its headers and cells, all rows as long as the header."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @cached_property
    def key_columns(self) -> tuple[int, ...]:
        """The first column, and the second where the first names several rows."""
        first = [row[0] for row in self.rows]
        if len(self.headers) > 2 and len(set(first)) < len(first):
            return (0, 1)
        return (0,)

    @cached_property
    def value_columns(self) -> tuple[int, ...]:
        """All that are no keys."""
        return tuple(range(len(self.key_columns), len(self.headers)))

    @cached_property
    def kinds(self) -> tuple[ColumnKind, ...]:
        """What each column holds."""
        return tuple(_kind([row[column] for row in self.rows]) for column in range(len(self.headers)))


@lru_cache(maxsize=1024)
def fact_tables(body: str) -> tuple[FactTable, ...]:
    """The tables in a Markdown body, in their order; an empty first cell repeats the one above it."""
    found: list[FactTable] = []
    rows: list[list[str]] = []
    tokens = parser().parse(body)
    for number, token in enumerate(tokens):
        if token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            rows[-1].append(tokens[number + 1].content.strip())
        elif token.type == "table_close" and len(rows) > 1:
            found.append(FactTable(tuple(rows[0]), tuple(_filled_down(rows[1:]))))
    return tuple(found)


@lru_cache(maxsize=8192)
def shown(cell: str) -> str:
    """What a reader sees of a cell."""
    return plain_text(cell)


def _filled_down(rows: Sequence[Sequence[str]]) -> Sequence[tuple[str, ...]]:
    filled: list[tuple[str, ...]] = []
    for row in rows:
        above = filled[-1][0] if filled else ""
        filled.append((row[0] or above, *row[1:]))
    return filled


def _kind(cells: Sequence[str]) -> ColumnKind:
    said = [shown(cell) for cell in cells if cell]
    for kind, pattern in ((ColumnKind.MONEY, _MONEY), (ColumnKind.DURATION, _DURATION)):
        if said and sum(bool(pattern.search(cell)) for cell in said) >= _MOST * len(said):
            return kind
    return ColumnKind.OTHER
