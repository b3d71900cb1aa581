"""schema.org's FAQPage, however a page carries it: questions with their answers in HTML."""

from collections.abc import Iterable
from typing import Any

from kb.errors import ImportProblem
from kb.importing.drafts import Draft, draft
from kb.markdown import from_html, text_of_html


def faq_questions(given: Any) -> Iterable[Any]:
    """The questions in JSON-LD, wherever an FAQPage stands in it."""
    if isinstance(given, list):
        for one in given:
            yield from faq_questions(one)
    elif isinstance(given, dict):
        if any(str(kind).rpartition("/")[2] == "FAQPage" for kind in _list(given.get("@type"))):
            yield from _list(given.get("mainEntity"))
        yield from (question for one in _list(given.get("@graph")) for question in faq_questions(one))


def faq_draft(question: Any, file: str, row: int) -> Draft | ImportProblem:
    """The article of one question, the `row`th; all its answers make the body."""
    if not isinstance(question, dict):
        return ImportProblem("the question must be an object with “name”", file=file, row=row)
    answers = _list(question.get("acceptedAnswer")) or _list(question.get("suggestedAnswer"))
    texts = [one.get("text") for one in answers if isinstance(one, dict)]
    facts = {
        "title": text_of_html(str(question.get("name") or "")),
        "body": "\n\n".join(from_html(one) for one in texts if isinstance(one, str)),
    }
    return draft(facts, file=file, row=row)


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
