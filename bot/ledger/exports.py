"""Figures and episodes as files: CSV for spreadsheets, Parquet for analysis; from the analysis' own rows.

No text that a visitor typed is in them: there is none in the ledger. Visitors and conversations are keyed
hashes, of this installation and for exports only, so that a file can't be held against the ledger's own keys.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, get_args

from duckdb import DuckDBPyConnection

from bot.errors import InvalidInput
from bot.ledger.analysis import Analysis
from bot.ledger.counting import Scope
from bot.ledger.filters import Filter
from bot.ledger.shapes import By, Figure

Format = Literal["csv", "parquet"]
# What a spreadsheet would take for a formula (OWASP, "CSV injection").
_FORMULA = r"^[=+\-@\t\r]"
_EPISODES = """
    SELECT id AS episode, conversation_id AS conversation, visitor_key AS visitor,
        channel, started_at, last_activity_at,
        coalesce(CASE WHEN pending THEN 'pending' ELSE outcome END, left_out) AS outcome,
        CASE WHEN abandoned THEN cause END AS cause, flow, step, reason, department, value, complexity,
        counted, decided, mature, confirmed, deflected, durable, handed_off, resolved, came_back,
        waits, waits_left, person_messages, transferred, second_level,
        list_sum(list_transform(handlings, lambda span: span.seconds)) AS handle_seconds,
        first_replies[1].seconds AS first_reply_seconds,
        csat, nps, sale, invitation, articles, agents, policy
    FROM ({rows}) ORDER BY started_at, id
"""
_HASHED = ("episode", "conversation", "visitor")


@dataclass(frozen=True)
class FigureLine:
    """One figure of one row, as a line of the export; shares are 0 to 1."""

    period_from: datetime
    period_to: datetime
    by: str
    row: str
    row_title: str
    figure: str
    title: str
    unit: str
    value: float | None
    sample: int
    numerator: float | None
    denominator: float | None
    interval_low: float | None
    interval_high: float | None
    before: float | None
    difference: float | None
    difference_low: float | None
    difference_high: float | None
    definition: str


_COLUMNS = {
    "period_from": "TIMESTAMPTZ",
    "period_to": "TIMESTAMPTZ",
    "sample": "BIGINT",
    **dict.fromkeys(("by", "row", "row_title", "figure", "title", "unit", "definition"), "VARCHAR"),
}


class Exports:
    """Makes files.

    Args:
        analysis: where the figures come from.
        keyed: makes a keyed hash of an id.
    """

    def __init__(self, analysis: Analysis, keyed: Callable[[str], str]) -> None:
        self._analysis = analysis
        self._keyed = keyed

    def episodes(self, narrowed: Filter, now: datetime, format_: str) -> bytes:
        """The episodes of a filter, the first first; in Parquet lists stay lists, in CSV they are joined.

        Raises:
            InvalidInput: there is no such format.
        """
        scope = Scope(narrowed, now, self._analysis.terms)
        sql = _EPISODES.format(rows=scope.rows())
        with self._analysis.connected(narrowed) as connection, _temporary(connection) as table:
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {sql}", scope.values(sql))
            for column in _HASHED:
                self._hash(connection, table, column)
            return _written(connection, table, _checked(format_))

    def figures(self, narrowed: Filter, now: datetime, by: str | None, format_: str) -> bytes:
        """All figures of a filter, and with `by` those of each row.

        Raises:
            InvalidInput: there is no such format, or no such `by`.
        """
        checked = _checked(format_)
        lines = list(self._lines(narrowed, now, by))
        with self._analysis.contacts.current() as connection, _temporary(connection) as table:
            names = [field.name for field in fields(FigureLine)]
            columns = ", ".join(f'"{name}" {_COLUMNS.get(name, "DOUBLE")}' for name in names)
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({columns})")
            if lines:
                holes = ", ".join("?" for _ in names)
                connection.executemany(
                    f"INSERT INTO {table} VALUES ({holes})",  # noqa: S608
                    [list(asdict(line).values()) for line in lines],
                )
            return _written(connection, table, checked)

    def _lines(self, narrowed: Filter, now: datetime, by: str | None) -> Iterator[FigureLine]:
        overview = self._analysis.overview(narrowed, now)
        for figure in overview.figures:
            yield _line(narrowed, "all", "", "All episodes", figure)
        if by is None:
            return
        if by not in get_args(By):
            raise InvalidInput(f"By one of: {', '.join(get_args(By))}.", field="by")
        for row in self._analysis.breakdown(by, narrowed, now, compared=True).rows:  # type: ignore[arg-type]
            for figure in row.figures:
                yield _line(narrowed, by, row.key, row.title, figure)

    def _hash(self, connection: DuckDBPyConnection, table: str, column: str) -> None:
        ids: Sequence[tuple[str]] = connection.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall()  # noqa: S608
        connection.execute("CREATE OR REPLACE TEMP TABLE hashed (id VARCHAR, hash VARCHAR)")
        if ids:
            connection.executemany(
                "INSERT INTO hashed VALUES (?, ?)",
                [[id_, self._keyed(f"export {column} {id_}")] for (id_,) in ids],
            )
        connection.execute(f"UPDATE {table} SET {column} = hash FROM hashed WHERE {column} = hashed.id")  # noqa: S608
        connection.execute("DROP TABLE hashed")


def _checked(format_: str) -> Format:
    if format_ not in get_args(Format):
        raise InvalidInput(f"The format is one of {', '.join(get_args(Format))}.", field="format")
    return format_  # type: ignore[return-value]


def _line(narrowed: Filter, by: str, row: str, row_title: str, figure: Figure) -> FigureLine:
    low, high = figure.interval or (None, None)
    change = figure.change
    from_, to = (change.interval if change else None) or (None, None)
    return FigureLine(
        period_from=narrowed.start,
        period_to=narrowed.end,
        by=by,
        row=row,
        row_title=row_title,
        figure=figure.key,
        title=figure.title,
        unit=figure.unit,
        value=figure.value,
        sample=figure.sample,
        numerator=figure.numerator,
        denominator=figure.denominator,
        interval_low=low,
        interval_high=high,
        before=change.before if change else None,
        difference=change.difference if change else None,
        difference_low=from_,
        difference_high=to,
        definition=figure.definition,
    )


@contextmanager
def _temporary(connection: DuckDBPyConnection) -> Iterator[str]:
    name = "exported"
    try:
        yield name
    finally:
        connection.execute(f"DROP TABLE IF EXISTS {name}")


def _written(connection: DuckDBPyConnection, table: str, format_: Format) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"export.{format_}"
        if format_ == "parquet":
            connection.execute(f"COPY {table} TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
        else:
            described: Mapping[str, str] = dict(
                connection.execute(f"SELECT column_name, column_type FROM (DESCRIBE {table})").fetchall()  # noqa: S608
            )
            columns = ", ".join(_for_spreadsheet(name, type_) for name, type_ in described.items())
            connection.execute(f"COPY (SELECT {columns} FROM {table}) TO '{path}' (FORMAT csv, HEADER)")  # noqa: S608
        return path.read_bytes()


def _for_spreadsheet(name: str, type_: str) -> str:
    """A column as CSV has it: lists joined, moments in ISO 8601, and no text that begins a formula."""
    column = f'"{name}"'
    if type_ == "VARCHAR[]":
        column, type_ = f"array_to_string({column}, ' ')", "VARCHAR"
    if type_ in ("TIMESTAMP", "TIMESTAMP WITH TIME ZONE"):
        utc = column if type_ == "TIMESTAMP" else f"timezone('UTC', {column})"
        return f"strftime({utc}, '%Y-%m-%dT%H:%M:%SZ') AS \"{name}\""
    if type_ == "VARCHAR":
        harmless = f"CASE WHEN regexp_matches({column}, '{_FORMULA}') THEN '''' || {column} ELSE {column} END"
        return f'{harmless} AS "{name}"'
    return f'{column} AS "{name}"'
