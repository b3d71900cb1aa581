"""What is measured on: knowledge bases with the questions of their visitors, public ones or a user's own.

The public ones lie beside the project, never in it; nothing of them is kept.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from bot.bootstrap import DATA
from bot.errors import InvalidInput
from bot.settings import PROJECT_ROOT
from kb.articles import Content
from kb.importing import Draft, Read, read_path

DEFAULT_DATA = PROJECT_ROOT.parent / "shared" / "eval"
_LEFT_OUT = 27
_KEPT = 30


@dataclass(frozen=True)
class Question:
    """What is asked, and the article that answers it; None where none does."""

    text: str
    article_id: str | None


@dataclass(frozen=True)
class EvaluationSet:
    """Articles and what visitors ask of them; `data_set` is the one that both come from."""

    name: str
    data_set: str
    articles: Read
    questions: tuple[Question, ...]


def folder_of(given: Path | None) -> Path:
    """The folder of the evaluation data.

    Raises:
        InvalidInput: there is none.
    """
    folder = given or Path(os.environ.get("FIRSTLINE_EVAL_DATA", DEFAULT_DATA))
    if not any((folder / name).is_dir() for name in ("banking77", "clinc150", "stackfaq", "bitext")):
        raise InvalidInput(
            f"{folder}: there is no evaluation data (set FIRSTLINE_EVAL_DATA, or give --kb and --questions)"
        )
    return folder


def public_sets(folder: Path) -> Iterator[EvaluationSet]:
    """The sets there are of the evaluation data; with articles left out, near questions are out of scope."""
    far = _far_questions(folder)
    if (folder / "banking77").is_dir():
        phrases, questions = _intents(folder / "banking77")
        yield _of_phrases("banking77", "banking77", phrases, questions)
        away = set(Random(0).sample(sorted(phrases), _LEFT_OUT))  # noqa: S311
        some = {label: texts for label, texts in phrases.items() if label not in away}
        yield _of_phrases(f"banking77, {_LEFT_OUT} left out", "banking77", some, questions)
    if (folder / "clinc150").is_dir():
        phrases, questions = _intents(folder / "clinc150")
        yield _of_phrases("clinc150", "clinc150", phrases, questions)
        kept = Random(0).sample(sorted(phrases), _KEPT)  # noqa: S311
        some = {label: phrases[label] for label in kept}
        yield _of_phrases(f"clinc150, {_KEPT} kept", "clinc150", some, questions)
    if (folder / "stackfaq").is_dir():
        asked = tuple(Question(row["text"], row["label"]) for row in _lines(folder / "stackfaq/dev.jsonl"))
        yield EvaluationSet("stackfaq", "stackfaq", read_path(folder / "stackfaq/kb.json"), (*asked, *far))
    if far:
        yield EvaluationSet("shop, out of scope", "shop", read_path(DATA / "articles"), far)


def own_questions(path: Path) -> tuple[Question, ...]:
    """A user's labelled questions: lines {"text": …, "label": id of the article, or null}.

    Raises:
        InvalidInput: there is no such file, a line has another form, or there is none; names the line.
    """
    if not path.is_file():
        raise InvalidInput(f"{path}: there is no such file")
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if line.strip():
            found.append(_question(f"{path.name}, line {number}", line))
    if not found:
        raise InvalidInput(f"{path}: there are no questions in it")
    return tuple(found)


def _question(place: str, line: str) -> Question:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InvalidInput(f"{place}: not JSON ({error})") from None
    label = row.get("label", 0) if isinstance(row, dict) else 0
    if not isinstance(label, str | None) or not isinstance(row.get("text"), str) or not row["text"].strip():
        raise InvalidInput(f'{place}: needs the form {{"text": "…", "label": "article id" or null}}')
    return Question(row["text"], label)


def _intents(folder: Path) -> tuple[dict[str, list[str]], list[dict[str, Any]]]:
    phrases: dict[str, list[str]] = {}
    for row in _lines(folder / "kb.jsonl"):
        phrases.setdefault(row["label"], []).append(row["text"])
    return phrases, _lines(folder / "dev.jsonl")


def _of_phrases(
    name: str, data_set: str, phrases: Mapping[str, list[str]], rows: list[dict[str, Any]]
) -> EvaluationSet:
    """Articles that are nothing but what is asked; questions of other articles are out of scope."""
    drafts = tuple(
        Draft(label, Content(title=texts[0], body="", variants=tuple(texts[1:])), data_set)
        for label, texts in phrases.items()
    )
    questions = tuple(
        Question(row["text"], row["label"] if row["label"] in phrases else None) for row in rows
    )
    return EvaluationSet(name, data_set, Read(drafts, ()), questions)


def _far_questions(folder: Path) -> tuple[Question, ...]:
    path = folder / "clinc150" / "dev.jsonl"
    rows = _lines(path) if path.is_file() else []
    return tuple(Question(row["text"], None) for row in rows if row["label"] is None)


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
