"""`firstline eval`: answering and triage measured on public data, or answering on a user's own.

Questions that no article answers count for 30 % of all, however many there are. Each knowledge base lies in a
database of its own for as long as it is asked, and is calibrated on itself, as an installation's is.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from rich.console import Group
from rich.table import Table

from bot.bootstrap import Firstline
from bot.errors import InvalidInput
from bot.operate import triage_sets
from bot.operate.evaluation_sets import (
    EvaluationSet,
    Question,
    folder_of,
    own_questions,
    public_sets,
)
from bot.operate.triage_figures import figures
from bot.operate.triage_sets import Message
from kb.articles import Audience, Status
from kb.base import KnowledgeBase
from kb.database import Database, metadata
from kb.importing import read_path
from kb.measuring import (
    BOUNDS,
    OUT_OF_SCOPE,
    answered_at,
    asked_of,
    calibration_error,
    kept,
    ranked,
    weights_of,
)
from kb.progress import Progress, silent
from kb.risk import shipped_model

_SEED = 20261122
_RANKED = 3
_TRIAGE_SHARES = ("reason_right", "route_right", "kept_from_a_person", "person_wasted", "asked_back")
_Row = TypeVar("_Row")


def evaluate(
    firstline: Firstline, data: Path | None, limit: int, progress: Progress = silent
) -> dict[str, Any]:
    """All measurements on the evaluation data as plain values, on at most `limit` questions of each set.

    Raises:
        InvalidInput: the evaluation data isn't there.
    """
    folder = folder_of(data)
    knowledge = [_measured(firstline, one, limit, progress) for one in public_sets(folder)]
    sets = {"bitext": triage_sets.bitext(folder, firstline.reasons), "frozen": triage_sets.frozen()}
    triage = [
        _triaged(firstline, name, _sample(messages, limit), progress)
        for name, messages in sets.items()
        if messages
    ]
    return _report(firstline, knowledge, triage)


def _triaged(
    firstline: Firstline, name: str, messages: Sequence[Message], progress: Progress
) -> dict[str, Any]:
    """What triage does with a set's messages, each by itself."""
    read = triage_sets.understood(messages, firstline.understander, progress)
    return {"set": name, **figures(triage_sets.judged(messages, read, firstline.reasons, firstline.policy()))}


def evaluate_own(
    firstline: Firstline, articles: Path, questions: Path, progress: Progress = silent
) -> dict[str, Any]:
    """The same of a user's own articles, all published, and labelled questions.

    Raises:
        InvalidInput: one of both can't be read, or a label is no article's id; names line or question.
    """
    asked = own_questions(questions)
    made = EvaluationSet(str(articles), "", read_path(articles, progress=progress), asked)
    return _report(firstline, [_measured(firstline, made, len(asked), progress)], [])


def render(report: dict[str, Any]) -> Group:
    """Tables for people."""
    bound = f"{100 * report['answer_risk']:g}%"
    best = _table("set", "articles", "asked", "top 1", "top 3", *(f"≤ {one:.0%}" for one in BOUNDS))
    held = _table("set", "answered", "wrong", "held", "false answers", "calibration error")
    best.title = "The right article found, and questions answered with so many wrong"
    held.title = f"\nSet to at most {bound} wrong answers"
    for row in report["knowledge"]:
        came = row["set_bound"]
        best.add_row(
            row["set"],
            str(row["articles"]),
            str(row["asked"]),
            *map(_percent, (row["top1"], row["top3"], *row["answered_at"].values())),
        )
        held.add_row(
            row["set"],
            _percent(came["answered"]),
            _percent(came["wrong"]),
            {True: "yes", False: "no", None: ""}[came["held"]],
            _percent(came["false_answers"]),
            _percent(row["calibration_error"]),
        )
    parts: list[Any] = [best, held]
    if any(row["fitted"] for row in report["knowledge"]):
        parts += [
            "",
            f"The shipped risk model was fitted on {', '.join(report['fitted_on'])}: what it keeps there"
            " says little. `python -m bench.retrieval` measures each with a model that never saw it.",
        ]
    failed = sum(row["failed"] for row in report["knowledge"])
    if failed:
        what = "1 article" if failed == 1 else f"{failed} articles"
        parts += ["", f"{what} could not be imported; `firstline kb import --dry-run` says why."]
    if report["triage"]:
        named = ("reason is right", "route is right", "kept from a person", "a person wasted", "asked back")
        triage = _table("triage", "asked", *named, "calibration error")
        for row in report["triage"]:
            shares = (row[name] for name in _TRIAGE_SHARES)
            triage.add_row(
                row["set"], str(row["asked"]), *map(_interval, shares), _percent(row["calibration_error"])
            )
        parts += ["", triage]
    return Group(*parts)


def _report(
    firstline: Firstline, knowledge: list[dict[str, Any]], triage: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "version": 3,
        "answer_risk": firstline.settings.answer_risk,
        "out_of_scope": OUT_OF_SCOPE,
        "fitted_on": list(shipped_model().fitted_on),
        "knowledge": knowledge,
        "triage": triage,
    }


def _measured(firstline: Firstline, made: EvaluationSet, limit: int, progress: Progress) -> dict[str, Any]:
    """Ask a knowledge base made of a set's articles, beside the installation's own."""
    bound = firstline.settings.answer_risk
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{folder}/kb.db")
        metadata.create_all(db.engine)
        knowledge = KnowledgeBase(db, firstline.encoder, answer_risk=bound)

        def tell(step: str, done: int, total: int | None) -> None:
            progress(f"{made.name}: {step}", done, total)

        brought = knowledge.import_read(made.articles, publish=True, at=firstline.now(), progress=tell)
        published = knowledge.articles(Status.PUBLISHED, audience=Audience.EVERYONE)
        articles = {article.id for article in published}
        _check(made.questions, articles)
        knowledge.calibrate()
        chosen = _sample(made.questions, limit)
        found = []
        for number, question in enumerate(chosen, start=1):
            found.append(knowledge.search(question.text, limit=_RANKED))
            tell("Asking", number, len(chosen))
        db.close()
    asked = asked_of(found, [question.article_id for question in chosen], bound)
    came = kept(asked, bound)
    error = calibration_error(asked.risks, asked.wrong, weights_of(asked.answerable))
    return {
        "set": made.name,
        "fitted": made.data_set in shipped_model().fitted_on,
        "articles": len(articles),
        "failed": len(brought.failed),
        "asked": len(chosen),
        "out_of_scope": int((~asked.answerable).sum()),
        **_rounded(ranked(asked)),
        "answered_at": _rounded({f"{one:.0%}": answered_at(asked, one) for one in BOUNDS}),
        "set_bound": {
            "bound": bound,
            "shown": int(asked.shown[bound].sum()),
            **_rounded(asdict(came)),
            "held": None if came.wrong is None else came.wrong <= bound,
        },
        "calibration_error": round(error, 4),
    }


def _check(questions: Sequence[Question], articles: set[str]) -> None:
    for number, question in enumerate(questions, start=1):
        if question.article_id is not None and question.article_id not in articles:
            raise InvalidInput(
                f"Question {number}: there is no article “{question.article_id}”"
                " (a label is an article's id, or null where none answers).",
                field="label",
            )


def _sample(rows: Sequence[_Row], limit: int) -> Sequence[_Row]:
    return rows if len(rows) <= limit else Random(_SEED).sample(rows, limit)  # noqa: S311


def _rounded(shares: dict[str, float | None]) -> dict[str, float | None]:
    return {name: None if share is None else round(share, 4) for name, share in shares.items()}


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def _interval(share: dict[str, Any]) -> str:
    """Such as "4.1% (1.6% to 10.0%)"."""
    if share["share"] is None:
        return ""
    return f"{share['share']:.1%} ({share['low']:.1%} to {share['high']:.1%})"


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), title_justify="left")
    table.add_column(first, no_wrap=True)
    for column in others:
        table.add_column(column, justify="right")
    return table
