"""CSV: `question,answer[,id,title,tags,category]`; rows of one answer or id are variants of one article."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kb.articles import slug
from kb.errors import ImportProblem
from kb.importing.reading import Draft, draft

_COLUMNS = ("question", "answer", "id", "title", "tags", "category")
_OTHER_NAMES = {"questions": "question", "answers": "answer", "article_id": "id", "tag": "tags"}


def read_csv(text: str, file: str) -> Iterable[Draft | ImportProblem]:
    """The articles of a CSV file, in the order in which they appear first.

    A row with a known id is another way of asking; if its answer differs, that is appended to the body, so
    that nothing is lost. The same answer under another given id is another article.
    """
    gathering = _Gathering()
    for row in _rows(text):
        cause = row.cause or gathering.add(row)
        if cause:
            yield ImportProblem(cause, file=file, row=row.line)
    for one in gathering.articles_with_ids():
        facts = {
            "id": one.id,
            "title": one.title,
            "body": "\n\n".join(one.answers),
            "questions": one.questions,
            "tags": one.tags,
            "category": one.category,
        }
        yield draft(facts, file=file, row=one.line)


@dataclass(frozen=True)
class _Row:
    """One row by the line on which it begins, or why it can't be read."""

    line: int
    question: str = ""
    answer: str = ""
    id: str = ""
    title: str = ""
    tags: str = ""
    category: str = ""
    cause: str = ""


@dataclass
class _Gathered:
    """An article while its rows are collected."""

    line: int
    id: str
    title: str
    answers: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    category: str = ""


class _Gathering:
    def __init__(self) -> None:
        self._articles: list[_Gathered] = []
        self._by_id: dict[str, _Gathered] = {}
        self._by_answer: dict[str, _Gathered] = {}

    def add(self, row: _Row) -> str:
        """Take in a row; gives why it can't be taken, or nothing."""
        one = self._article_of(row)
        if not row.question and not row.title:
            return "the question is missing"
        if one is None and not row.answer:
            return "the answer is missing"
        if one is None:
            one = _Gathered(row.line, row.id, row.title or row.question)
            self._articles.append(one)
        if row.id:
            one.id = row.id
            self._by_id[row.id] = one
        if row.question:
            one.questions.append(row.question)
        if row.answer:
            if _folded(row.answer) not in map(_folded, one.answers):
                one.answers.append(row.answer)
            self._by_answer.setdefault(_folded(row.answer), one)
        one.tags.extend(tag.strip() for tag in row.tags.split(","))
        one.category = one.category or row.category
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
        same_answer = self._by_answer.get(_folded(row.answer))
        if not row.id:
            return same_answer
        if row.id in self._by_id:
            return self._by_id[row.id]
        return same_answer if same_answer is not None and not same_answer.id else None


def _rows(text: str) -> Iterator[_Row]:
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
    except csv.Error as error:
        yield _Row(1, cause=f"it is not CSV: {error}")
        return
    names = [_OTHER_NAMES.get(name, name) for name in names]
    missing = [name for name in ("question", "answer") if name not in names]
    if missing:
        yield _Row(1, cause=f"the first row must name the columns; missing: {', '.join(missing)}")
        return
    while True:
        line = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _Row(line, cause=f"it is not CSV: {error}")
            continue
        if any(value.strip() for value in values[len(names) :]):
            yield _Row(
                line, cause="it has more values than there are columns; is a text with commas unquoted?"
            )
        elif any(value.strip() for value in values):
            facts = {name: value.strip() for name, value in zip(names, values, strict=False)}
            yield _Row(line, **{name: facts.get(name, "") for name in _COLUMNS})


def _folded(answer: str) -> str:
    return " ".join(answer.split())
