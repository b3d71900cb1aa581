"""Facts that vary, looked up in the tables of an article: the row and column that a question names.

A table says what its first column names (countries, products, methods); where the first column repeats, the
second one is a key too. Nothing here knows a table or a sentence: rows and columns are found by their words
(`kb.named_rows`), and whether a question is for a price or for a time by what a column's cells are.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kb.fact_tables import ColumnKind, FactTable, fact_tables, shown
from kb.named_rows import Named, named_in
from kb.paragraphs import blocks
from kb.question_words import Question, folded_words, question_of, stem_of, stems_of

_MOST_ROWS = 8
_MOST_ROWS_OF_A_COLUMN = 6
_MONEY_WORDS = frozenset(
    map(stem_of, ("cost", "price", "much", "fee", "charge", "expensive", "cheap", "pay"))
)
_TIME_WORDS = frozenset(
    map(stem_of, ("long", "when", "fast", "quick", "soon", "time", "day", "arrive", "week"))
)
# Headers that say what a column holds, and so name nothing that a question could be about.
_KIND_HEADERS = _MONEY_WORDS | _TIME_WORDS | frozenset(map(stem_of, ("delivery", "duration", "how")))


@dataclass(frozen=True)
class Cell:
    """One cell that was used: the keys of its row, its column's header, and what it says (Markdown)."""

    keys: tuple[str, ...]
    header: str
    text: str


@dataclass(frozen=True)
class Fact:
    """What a table says to a question: a short answer as Markdown, and the cells it is made of.

    `not_listed` are names that the question has besides, and the table hasn't.
    """

    answer: str
    cells: tuple[Cell, ...]
    not_listed: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotListed:
    """The question names something of the table's kind that the table hasn't.

    `name` is what was asked for ("Japan"), `column` the header it would stand under ("Country"), `listed`
    what stands there; `of` is the row it was looked for in, where the table has the one and not the other.
    """

    name: str
    column: str
    listed: tuple[str, ...]
    of: str = ""


def look_up(body: str, question: str) -> Fact | NotListed | None:
    """What the tables of a Markdown body say to a question; None where it names no row of any.

    The first table that has the answer gives it. `NotListed` only where no table has what was asked for and
    one of them should: a country in a list of countries, or a second key that the named row hasn't.
    """
    asked = question_of(question)
    missing: NotListed | None = None
    for table in fact_tables(body):
        found = _look_up(table, asked, _subject(body))
        if isinstance(found, Fact):
            return found
        missing = missing or found
    return missing


def prepare() -> None:
    """Load the names of countries now, which takes about a second, instead of at the first question."""
    look_up("| Country | Time |\n|---|---|\n| Canada | 1 day |\n| France | 1 day |", "canda to france")


@lru_cache(maxsize=1024)
def _subject(body: str) -> frozenset[str]:
    """Stems that the text around the tables repeats: the article's subject, which singles out no row."""
    prose = " ".join(block.text for block in blocks(body) if block.kind != "table")
    counts = Counter(stem_of(word) for word in folded_words(prose))
    return frozenset(stem for stem, count in counts.items() if count > 1)


def _look_up(table: FactTable, asked: Question, subject: frozenset[str]) -> Fact | NotListed | None:
    about = stems_of(" ".join(table.headers))
    named: list[Named] = []
    for column in table.key_columns:
        cells = (shown(row[column]) for row in table.rows)
        named.append(named_in(cells, asked, about=about, subject=subject))
        # What has named the first key doesn't name the second one too.
        about |= stems_of(" ".join(named[-1].cells))
    first = named[0]
    if not first.cells and first.not_listed:
        return NotListed(first.not_listed[0], shown(table.headers[0]), _distinct(table, 0))
    rows = [row for row in table.rows if _is_named(row, table, named)]
    if first.cells and not rows:
        wanted = next(cell for cell in _distinct(table, 1) if cell in named[1].cells)
        of = next(cell for cell in _distinct(table, 0) if cell in first.cells)
        having = tuple(shown(row[1]) for row in table.rows if shown(row[0]) in first.cells)
        return NotListed(wanted, shown(table.headers[1]), having, of)
    columns, by_name = _columns(table, asked, subject)
    if not first.cells and not (by_name and _is_matrix(table)) and not _is_second_key_enough(table, named):
        return None
    if len(rows) > _MOST_ROWS:
        return None
    fact = _fact(table, rows, columns, by_name)
    return replace(fact, not_listed=first.not_listed) if fact is not None else None


def _is_named(row: Sequence[str], table: FactTable, named: Sequence[Named]) -> bool:
    return all(
        not one.cells or shown(row[column]) in one.cells
        for column, one in zip(table.key_columns, named, strict=True)
    )


def _is_matrix(table: FactTable) -> bool:
    """Whether the headers are keys as well: nothing stands above the rows' names."""
    return not table.headers[0] and len(table.value_columns) > 1 and len(table.rows) <= _MOST_ROWS_OF_A_COLUMN


def _is_second_key_enough(table: FactTable, named: Sequence[Named]) -> bool:
    """Whether the second key is named, and is one of a few that many rows share, such as a method."""
    return bool(named[1:] and named[1].cells) and 2 * len(_distinct(table, 1)) <= len(table.rows)


def _columns(table: FactTable, asked: Question, subject: frozenset[str]) -> tuple[tuple[int, ...], bool]:
    """The columns to tell of, and whether the question names them; none where it asks for something else."""
    headers = {
        column: shown(table.headers[column])
        for column in table.value_columns
        if not stems_of(table.headers[column]) <= _KIND_HEADERS
    }
    cells = named_in(headers.values(), asked, subject=subject).cells
    if cells:
        return tuple(column for column, header in headers.items() if header in cells), True
    wanted = _kind_asked(asked)
    kinds = {column: table.kinds[column] for column in table.value_columns}
    if wanted is not ColumnKind.OTHER and wanted in kinds.values():
        return tuple(column for column, kind in kinds.items() if kind is wanted), False
    if wanted is not ColumnKind.OTHER and ColumnKind.OTHER not in kinds.values():
        return (), False
    return table.value_columns, False


def _kind_asked(asked: Question) -> ColumnKind:
    stems = {word.stem for word in asked.words}
    money, time = stems & _MONEY_WORDS, stems & _TIME_WORDS
    if bool(money) == bool(time):
        return ColumnKind.OTHER
    return ColumnKind.MONEY if money else ColumnKind.DURATION


def _fact(
    table: FactTable, rows: Sequence[Sequence[str]], columns: Sequence[int], by_name: bool
) -> Fact | None:
    lines: list[tuple[tuple[str, ...], str]] = []
    cells: list[Cell] = []
    for row in rows:
        keys = tuple(row[column] for column in table.key_columns)
        told = [Cell(keys, table.headers[column], row[column]) for column in columns if row[column]]
        if told:
            one_named = by_name and len(columns) == 1 and len(table.value_columns) > 1
            names = (*keys, table.headers[columns[0]]) if one_named else keys
            lines.append((names, _told(table, columns, told)))
            cells.extend(told)
    if not lines:
        return None
    return Fact("\n".join(_written(lines)), tuple(cells))


def _told(table: FactTable, columns: Sequence[int], cells: Sequence[Cell]) -> str:
    """The cells in a line; their headers where the cells don't say themselves what they are."""
    kinds = {table.headers[column]: table.kinds[column] for column in columns}
    texts = [
        cell.text
        if len(columns) == 1 or _speaks_for_itself(cell.header, kinds)
        else f"{cell.header}: {cell.text}"
        for cell in cells
    ]
    return ("; " if any(": " in text for text in texts) else ", ").join(texts)


def _speaks_for_itself(header: str, kinds: Mapping[str, ColumnKind]) -> bool:
    """Whether a cell needs no header: “5 days” below Time doesn't, below Express it does."""
    stems = stems_of(header)
    return kinds[header] is not ColumnKind.OTHER and bool(stems) and stems <= _KIND_HEADERS


def _written(lines: Sequence[tuple[tuple[str, ...], str]]) -> Iterator[str]:
    firsts = {names[0] for names, _ in lines}
    if len(lines) == 1:
        names, text = lines[0]
        yield _sentence(_named(", ".join(filter(None, names)), text))
    elif len(firsts) == 1 and all(len(names) > 1 for names, _ in lines):
        yield f"**{lines[0][0][0]}:**\n"
        yield from (f"- {_named(', '.join(names[1:]), text)}" for names, text in lines)
    else:
        yield from (f"- {_named(', '.join(filter(None, names)), text)}" for names, text in lines)


def _named(name: str, text: str) -> str:
    return f"**{name}:** {text}"


def _sentence(line: str) -> str:
    return line if line.endswith((".", "!", "?")) else f"{line}."


def _distinct(table: FactTable, column: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(shown(row[column]) for row in table.rows))
