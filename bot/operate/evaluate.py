"""`firstline eval`: answering and triage measured on data that lies beside the project, never in it."""

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from rich.console import Group
from rich.table import Table

from bot.bootstrap import DATA, Firstline
from bot.errors import InvalidInput
from bot.ledger.rates import Rate
from bot.operate.bitext import measure
from bot.settings import PROJECT_ROOT
from kb.base import KnowledgeBase
from kb.database import Database, metadata
from kb.search import SearchDecision

DEFAULT_DATA = PROJECT_ROOT.parent / "shared" / "eval"
_SEED = 20261122


@dataclass(frozen=True)
class Question:
    """What is asked, and the article that answers it; None where none does."""

    text: str
    article_id: str | None


def evaluate(firstline: Firstline, data: Path | None, limit: int) -> dict[str, Any]:
    """All measurements as plain values.

    Raises:
        InvalidInput: the evaluation data isn't there.
    """
    folder = data or Path(os.environ.get("FIRSTLINE_EVAL_DATA", DEFAULT_DATA))
    if not (folder / "stackfaq" / "kb.json").is_file():
        raise InvalidInput(f"{folder}: there is no evaluation data (set FIRSTLINE_EVAL_DATA)")
    return {
        "version": 1,
        "answer_risk": firstline.settings.answer_risk,
        "knowledge": [
            {"set": "stackfaq", **_knowledge(firstline, stackfaq(folder), limit)},
            {"set": "banking77", **_knowledge(firstline, banking77(folder), limit)},
            {"set": "sample shop, asked out of scope", **_out_of_scope(firstline, folder, limit)},
        ],
        "triage": [_triage(firstline, folder, limit)],
    }


def stackfaq(folder: Path) -> tuple[list[dict[str, Any]], list[Question]]:
    """Real FAQ articles and people's paraphrases of their questions."""
    articles = json.loads((folder / "stackfaq" / "kb.json").read_text(encoding="utf-8"))
    return articles, _questions(folder / "stackfaq" / "dev.jsonl")


def banking77(folder: Path) -> tuple[list[dict[str, Any]], list[Question]]:
    """77 answers with ten ways of asking each."""
    variants: dict[str, list[str]] = {}
    for row in _lines(folder / "banking77" / "kb.jsonl"):
        variants.setdefault(row["label"], []).append(row["text"])
    articles = [
        {"id": label, "title": label.replace("_", " "), "questions": texts, "answer": label.replace("_", " ")}
        for label, texts in variants.items()
    ]
    return articles, _questions(folder / "banking77" / "dev.jsonl")


def render(figures: dict[str, Any]) -> Group:
    """Tables for people."""
    table = Table(box=None, padding=(0, 2, 0, 0), title_justify="left")
    for column in ("set", "asked", "first is right", "answered", "wrong of answered"):
        table.add_column(column, justify="left" if column == "set" else "right")
    for row in figures["knowledge"]:
        first = "" if row["first_right"] is None else f"{row['first_right']:.1%}"
        wrong = "" if row["wrong_of_answered"] is None else f"{row['wrong_of_answered']:.1%}"
        table.add_row(row["set"], str(row["asked"]), first, f"{row['answered']:.1%}", wrong)
    triage = Table(box=None, padding=(0, 2, 0, 0), title_justify="left")
    for column in ("triage", "asked", "reason is right", "kept from a person", "a person wasted"):
        triage.add_column(column, justify="left" if column == "triage" else "right")
    for row in figures["triage"]:
        shares = (row["reason_right"], row["kept_from_a_person"], row["person_wasted"])
        triage.add_row(
            row["set"], str(row["asked"]), *("" if share is None else f"{share:.1%}" for share in shares)
        )
    return Group(table, triage)


def _knowledge(
    firstline: Firstline, made: tuple[list[dict[str, Any]], list[Question]], limit: int
) -> dict[str, Any]:
    articles, questions = made
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.json"
        file.write_text(json.dumps(articles), encoding="utf-8")
        return _ask_of(firstline, file, questions, limit)


def _ask_of(firstline: Firstline, path: Path, questions: list[Question], limit: int) -> dict[str, Any]:
    """Ask a knowledge base made of what lies at `path`, beside the installation's own."""
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{folder}/kb.db")
        metadata.create_all(db.engine)
        knowledge = KnowledgeBase(db, firstline.encoder, answer_risk=firstline.settings.answer_risk)
        added = knowledge.import_path(path, publish=True, at=firstline.now()).added
        figures = _ask(knowledge, _sample(questions, limit))
        db.close()
    return {"articles": len(added), **figures}


def _out_of_scope(firstline: Firstline, folder: Path, limit: int) -> dict[str, Any]:
    far = [Question(row["text"], None) for row in _lines(folder / "clinc150" / "dev.jsonl")]
    return _ask_of(firstline, DATA / "articles", far, limit)


def _triage(firstline: Firstline, folder: Path, limit: int) -> dict[str, Any]:
    rows = _lines(folder / "bitext" / "dev.jsonl")
    chosen = rows if len(rows) <= limit else Random(_SEED).sample(rows, limit)  # noqa: S311
    return measure(chosen, firstline.understander, firstline.reasons, firstline.policy)


def _ask(knowledge: KnowledgeBase, questions: Sequence[Question]) -> dict[str, Any]:
    answerable = [one for one in questions if one.article_id is not None]
    first_right = answered = wrong = 0
    for question in questions:
        found = knowledge.search(question.text)
        first = found.hits[0].article_id if found.hits else None
        right = question.article_id is not None and first == question.article_id
        first_right += right
        if found.decision is SearchDecision.ANSWER:
            answered += 1
            wrong += not right
    return {
        "asked": len(questions),
        "first_right": Rate(first_right, len(answerable)).value,
        "answered": Rate(answered, len(questions)).value,
        "wrong_of_answered": Rate(wrong, answered).value,
    }


def _questions(path: Path) -> list[Question]:
    return [Question(row["text"], row["label"]) for row in _lines(path)]


def _sample(questions: list[Question], limit: int) -> list[Question]:
    return questions if len(questions) <= limit else Random(_SEED).sample(questions, limit)  # noqa: S311


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
