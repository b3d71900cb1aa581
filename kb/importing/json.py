"""JSON: a list `[{id, title, questions, answer, tags}]`, an archive, or pages marked up as FAQPage."""

import json
from collections.abc import Iterable
from typing import Any

from kb.archive import KEY
from kb.errors import ImportProblem
from kb.gate import Override
from kb.importing.archive import read_archive
from kb.importing.drafts import Draft, GoldenDraft, draft
from kb.importing.faq import faq_draft, faq_questions


def read_json(text: str, file: str) -> Iterable[Draft | GoldenDraft | Override | ImportProblem]:
    """The articles of a JSON file; the row of a problem is the entry's number, from 1."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        cause = getattr(error, "msg", "it is nested too deeply or has an endless number")
        yield ImportProblem(f"it is not JSON: {cause}" + (f" (line {line})" if line else ""), file=file)
        return
    if isinstance(given, dict) and KEY in given:
        yield from read_archive(given, file)
        return
    questions = list(faq_questions(given))
    if questions:
        for row, question in enumerate(questions, start=1):
            yield faq_draft(question, file, row)
        return
    entries = given.get("articles") if isinstance(given, dict) else given
    if not isinstance(entries, list):
        yield ImportProblem("it must be a list of articles or a schema.org FAQPage", file=file)
        return
    for row, entry in enumerate(entries, start=1):
        yield _from_entry(entry, file, row)


def _from_entry(entry: Any, file: str, row: int) -> Draft | ImportProblem:
    if not isinstance(entry, dict):
        return ImportProblem("the entry must be an object with “title” and “answer”", file=file, row=row)
    facts = dict(entry)
    questions = facts.get("questions")
    if not facts.get("title") and isinstance(questions, list) and questions:
        facts["title"] = questions[0]
    return draft(facts, file=file, row=row)
