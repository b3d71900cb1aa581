"""Rows of a CSV file made records and kept: what can't be used is reported, the rest is kept."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from bot.errors import InvalidInput
from bot.ledger.channels.records import COLUMNS, Cart, ImportedContact, Order, Reader, What
from bot.ledger.channels.store import ChannelStore

_AT_ONCE = 1_000
_LARGEST = 200 * 1024 * 1024


@dataclass(frozen=True)
class Problem:
    """A row that could not be used; `row` counts from 1, the headers left out."""

    row: int
    cause: str
    field: str | None = None


@dataclass(frozen=True)
class ImportReport:
    """How many records are new, how many were there already, and what could not be used."""

    what: What
    added: int
    unchanged: int
    failed: tuple[Problem, ...]

    def as_json(self) -> dict[str, Any]:
        """As docs/api/contacts.schema.json has it."""
        return {**asdict(self), "failed": [asdict(one) for one in self.failed]}


def import_rows(
    store: ChannelStore, reader: Reader, what: What, rows: Iterable[Mapping[str, Any]], now: datetime
) -> ImportReport:
    """Keep the rows that can be used; imported again they change nothing.

    Args:
        store: where to.
        reader: makes records.
        what: contacts, orders or carts.
        rows: by column (see `COLUMNS`); read as they are kept, so there may be many.
        now: what is later can't have happened.
    """
    added, unchanged, failed = 0, 0, []

    def records() -> Iterator[ImportedContact | Order | Cart]:
        for number, row in enumerate(rows, start=1):
            try:
                yield reader.read(what, row, now)
            except InvalidInput as error:
                failed.append(Problem(number, str(error), error.field))

    all_records = records()
    while some := list(islice(all_records, _AT_ONCE)):
        new = store.keep(what, some, now)
        added, unchanged = added + new, unchanged + len(some) - new
    return ImportReport(what, added, unchanged, tuple(failed))


def rows_of(path: Path, what: What) -> Iterator[dict[str, str]]:
    """The rows of a CSV file, in UTF-8, with commas, semicolons or tabs.

    Raises:
        InvalidInput: there is no such file, it is too large, or its headers are others.
    """
    if not path.is_file():
        raise InvalidInput(f"{path}: there is no such file.")
    if path.stat().st_size > _LARGEST:
        raise InvalidInput(f"{path} is larger than 200 MB: split it.")
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        first = file.readline()
        file.seek(0)
        delimiter = max(",;\t", key=first.count)
        found = csv.DictReader(file, delimiter=delimiter)
        headers = [name.strip().lower() for name in found.fieldnames or ()]
        if unknown := [name for name in headers if name not in COLUMNS[what]]:
            known = ", ".join(COLUMNS[what])
            raise InvalidInput(f"{path.name}: there is no column {unknown[0]!r}; {what} have {known}.")
        found.fieldnames = headers
        for row in found:
            # Cells beyond the headers stand under None.
            yield {name: value or "" for name, value in row.items() if name is not None}
