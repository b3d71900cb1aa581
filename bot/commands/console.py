"""What the sub-commands share: their options, what they read and how they print."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console, RenderableType

from bot.bootstrap import Firstline
from bot.errors import InvalidInput
from bot.operate.progress import shown_progress

AsJson = Annotated[bool, typer.Option("--json", help="print JSON")]
Since = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"])]
Until = Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"])]
Batch = Annotated[
    Path | None, typer.Option("--batch", help='lines {"id": …, "text": …}; - for standard input')
]


def firstline_of(context: typer.Context) -> Firstline:
    """The parts of this process."""
    firstline = context.obj
    assert isinstance(firstline, Firstline)  # noqa: S101
    return firstline


def rows(batch: Path) -> Iterator[dict[str, Any]]:
    """The lines of a batch: `{"id": …, "text": …}` each.

    Raises:
        InvalidInput: no such file, or a line is not of that form; names the line.
    """
    if str(batch) == "-":
        yield from list(_parsed("standard input", sys.stdin))
        return
    if not batch.is_file():
        raise InvalidInput(f"{batch}: there is no such file")
    with batch.open(encoding="utf-8") as lines:
        read = list(_parsed(str(batch), lines))
    # Where the lines themselves are shown, they are the progress.
    with shown_progress(quiet=sys.stdout.isatty()) as progress:
        for number, row in enumerate(read, start=1):
            yield row
            progress(batch.name, number, len(read))


def _parsed(name: str, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InvalidInput(f"{name}, line {number}: not JSON ({error})") from None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise InvalidInput(f'{name}, line {number}: needs the form {{"id": …, "text": "…"}}')
        yield row


def text_of(row: dict[str, Any]) -> str:
    """The text of a batch's row."""
    return str(row["text"])


def needed(text: str | None) -> str:
    """The text that was given.

    Raises:
        InvalidInput: none was.
    """
    if not text or not text.strip():
        raise InvalidInput("Give a text, or --batch FILE.jsonl.")
    return text


def midnight(day: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The day's first moment by the company's clocks."""
    return None if day is None else day.replace(tzinfo=zone)


def show(made: dict[str, Any], render: Callable[[dict[str, Any]], RenderableType], *, as_json: bool) -> None:
    """Print what was made, as JSON or for people."""
    if as_json:
        print_json(made)
    else:
        Console().print(render(made))


def print_line(line: str) -> None:
    """Print one line."""
    print(line)


def print_json(value: Any) -> None:
    """Print JSON for people and programs."""
    print(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def print_json_line(value: Any) -> None:
    """Print JSON on one line, at once."""
    print(json.dumps(value, ensure_ascii=False, default=str), flush=True)
