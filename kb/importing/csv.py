"""CSV: `question,answer[,id,title,tags, …]`; rows of one answer or id are variants of one article."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kb.articles import LONGEST_BODY, slug
from kb.errors import ImportProblem
from kb.importing.drafts import Draft, draft, split_tags

COLUMNS = (
    "id",
    "title",
    "question",
    "answer",
    "body",
    "tags",
    "category",
    "locale",
    "department",
    "owner",
    "audience",
    "answer_risk",
    "review_by",
)
_ONCE = COLUMNS[6:]
_OTHER_NAMES = {"questions": "question", "answers": "answer", "article_id": "id", "tag": "tags"}


def read_csv(text: str, file: str) -> Iterable[Draft | ImportProblem]:
    """The articles of a CSV file, in the order in which they appear first.

    Columns are separated by commas, semicolons or tabs, whichever the first row has most of. A row with a
    known id is another way of asking; if its answer differs, that is appended to the body, so that nothing is
    lost. The same answer under another given id is another article. Where there is a `body`, the answer is
    the short answer to it.
    """
    gathering = _Gathering()
    for row in _rows(text):
        cause = row.cause or gathering.add(row)
        if cause:
            yield ImportProblem(cause, file=file, row=row.line)
    for one in gathering.articles_with_ids():
        facts = {
            **one.facts,
            "id": one.id,
            "title": one.title,
            "body": one.body or "\n\n".join(one.answers),
            "answer": "\n\n".join(one.answers) if one.body else "",
            "questions": one.questions,
            "tags": one.tags,
        }
        yield draft(facts, file=file, row=one.line)


@dataclass(frozen=True)
class _Row:
    """One row by the line on which it begins, or why it can't be read."""

    line: int
    cells: Mapping[str, str] = field(default_factory=dict)
    cause: str = ""

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass
class _Gathered:
    """An article while its rows are collected; `facts` are those it can have only one of."""

    line: int
    id: str
    title: str
    body: str = ""
    answers: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)


class _Gathering:
    def __init__(self) -> None:
        self._articles: list[_Gathered] = []
        self._by_id: dict[str, _Gathered] = {}
        self._by_answer: dict[str, _Gathered] = {}

    def add(self, row: _Row) -> str:
        """Take in a row; gives why it can't be taken, or nothing."""
        one = self._article_of(row)
        if not row["question"] and not row["title"]:
            return "the question is missing"
        if one is None and not row["answer"] and not row["body"]:
            return "the answer is missing"
        if one is None:
            one = _Gathered(row.line, row["id"], row["title"] or row["question"])
            self._articles.append(one)
        if row["id"]:
            one.id = row["id"]
            self._by_id[row["id"]] = one
        if row["question"]:
            one.questions.append(row["question"])
        if row["answer"]:
            if _folded(row["answer"]) not in map(_folded, one.answers):
                one.answers.append(row["answer"])
            self._by_answer.setdefault(_folded(row["answer"]), one)
        one.body = one.body or row["body"]
        one.tags.extend(split_tags(row["tags"]))
        for column in _ONCE:
            if row[column] and one.facts.setdefault(column, row[column]) != row[column]:
                return f"“{column}” is {one.facts[column]} in an earlier row of the same article"
        return ""

    def articles_with_ids(self) -> list[_Gathered]:
        """All articles; those without a given id get one made of the title."""
        taken = set(self._by_id)
        for one in self._articles:
            if not one.id:
                wanted, number = slug(one.title), 1
                one.id = wanted
                while one.id in taken:
                    number += 1
                    one.id = f"{wanted}-{number}"
                taken.add(one.id)
        return self._articles

    def _article_of(self, row: _Row) -> _Gathered | None:
        same_answer = self._by_answer.get(_folded(row["answer"]))
        if not row["id"]:
            return same_answer
        if row["id"] in self._by_id:
            return self._by_id[row["id"]]
        return same_answer if same_answer is not None and not same_answer.id else None


def _rows(text: str) -> Iterator[_Row]:
    # The reader's own limit is lower than what an article may hold; what is longer is refused there by name.
    csv.field_size_limit(2 * LONGEST_BODY)
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
    except csv.Error as error:
        yield _Row(1, cause=_no_csv(error))
        return
    names = [_OTHER_NAMES.get(name, name) for name in names]
    missing = [name for name in ("question", "answer") if name not in names]
    if missing:
        yield _Row(1, cause=f"the first row must name the columns; missing: {', '.join(missing)}")
        return
    twice = sorted({name for name in names if name in COLUMNS and names.count(name) > 1})
    if twice:
        yield _Row(1, cause=f"the first row names a column twice: {', '.join(twice)}")
        return
    while True:
        line = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _Row(line, cause=_no_csv(error))
            continue
        if any(value.strip() for value in values[len(names) :]):
            yield _Row(
                line, cause="it has more values than there are columns; is a text with commas unquoted?"
            )
        elif any(value.strip() for value in values):
            cells = {name: value.strip() for name, value in zip(names, values, strict=False)}
            yield _Row(line, {name: cells.get(name, "") for name in COLUMNS})


def _no_csv(error: csv.Error) -> str:
    if "field limit" in str(error):
        return f"a value is longer than {2 * LONGEST_BODY:,} characters; is a quotation mark not closed?"
    return f"it is not CSV: {error}"


def _folded(answer: str) -> str:
    return " ".join(answer.split())
