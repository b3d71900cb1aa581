"""Golden questions: what the knowledge base has to go on doing, whatever is published (pure)."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kb.articles import one_line
from kb.errors import ImportProblem, InvalidInput
from kb.search import SearchDecision, SearchResult


@dataclass(frozen=True)
class Expectation:
    """A question, and what the search has to make of it.

    `article_id` is the article to answer from, or the one that has to be among those asked between; None
    where there must be no answer, or where any article may be asked about.
    """

    question: str
    decision: SearchDecision
    article_id: str | None = None


@dataclass(frozen=True)
class GoldenQuestion:
    """An expectation that is kept: who added it, when and why.

    `conversation_id` is the conversation whose correction it came from; erasing that erases the question.
    """

    id: str
    expected: Expectation
    why: str
    added_by: str
    added_at: datetime
    conversation_id: str | None = None


@dataclass(frozen=True)
class Found:
    """What a search made of a question; the best article even where it is not shown, with its risk."""

    decision: SearchDecision
    article_id: str | None = None
    title: str | None = None
    risk: float | None = None
    options: tuple[str, ...] = ()


def found(result: SearchResult) -> Found:
    """The part of a search result that golden questions are about."""
    if not result.hits:
        return Found(result.decision)
    best = result.hits[0]
    options = tuple(hit.article_id for hit in result.hits[: result.options])
    return Found(result.decision, best.article_id, best.title, best.risk, options)


def is_right(expected: Expectation, found: Found) -> bool:
    """Whether a search did what was expected."""
    if found.decision is not expected.decision:
        return False
    if expected.decision is SearchDecision.ANSWER:
        return found.article_id == expected.article_id
    if expected.decision is SearchDecision.CLARIFY:
        return expected.article_id is None or expected.article_id in found.options
    return True


def expectation(question: str, decision: str | None, article_id: str | None) -> Expectation:
    """An expectation from what was typed or read; without a decision, the article says which it is.

    Raises:
        InvalidInput: it can't be understood, or decision and article contradict each other; names the field.
    """
    question = one_line(question, "question")
    if not question:
        raise InvalidInput("Which question?", field="question")
    article_id = (article_id or "").strip() or None
    given = (decision or "").strip().lower() or ("answer" if article_id else "abstain")
    try:
        wanted = SearchDecision(given)
    except ValueError:
        known = ", ".join(one.value for one in SearchDecision)
        raise InvalidInput(f"The decision is one of {known}.", field="decision") from None
    if wanted is SearchDecision.ANSWER and article_id is None:
        raise InvalidInput("Which article should answer it?", field="article_id")
    if wanted is SearchDecision.ABSTAIN and article_id is not None:
        raise InvalidInput("Where no answer is right, there is no article.", field="article_id")
    return Expectation(question, wanted, article_id)


def golden_id(question: str) -> str:
    """The same for the same question, whatever its capitals: a question is golden once."""
    return hashlib.sha256(question.casefold().encode()).hexdigest()[:16]


def read_golden(text: str, file: str) -> Iterator[tuple[Expectation, str] | ImportProblem]:
    """Expectations, each with why it is kept, from CSV (columns question, article_id, decision, why) or JSON
    lines of the same names; what can't be used comes as the problem with it.
    """  # noqa: D205
    rows = _json_lines(text, file) if text.lstrip().startswith("{") else _csv_rows(text, file)
    for number, row in rows:
        if isinstance(row, ImportProblem):
            yield row
            continue
        try:
            facts = {name: "" if row.get(name) is None else str(row[name]) for name in _COLUMNS}
            read = expectation(facts["question"], facts["decision"], facts["article_id"])
            yield read, one_line(facts["why"], "why")
        except InvalidInput as error:
            yield ImportProblem(str(error), file=file, row=number)


_COLUMNS = ("question", "article_id", "decision", "why")
_Rows = Iterable[tuple[int, Mapping[str, Any] | ImportProblem]]


def _csv_rows(text: str, file: str) -> _Rows:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    try:
        if "question" not in (reader.fieldnames or ()):
            yield 1, ImportProblem("the first line needs a column “question”", file=file, row=1)
            return
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        yield reader.line_num, ImportProblem(f"not CSV: {error}", file=file, row=reader.line_num)


def _json_lines(text: str, file: str) -> _Rows:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if isinstance(row, dict):
            yield number, row
        else:
            yield number, ImportProblem("not a JSON object", file=file, row=number)
