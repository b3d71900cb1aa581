"""`firstline triage` and `firstline eval`: what is read in messages, and how well."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands.console import (
    AsJson,
    Batch,
    firstline_of,
    needed,
    print_json,
    print_json_line,
    print_line,
    rows,
    show,
    text_of,
)
from bot.errors import InvalidInput
from bot.operate.progress import shown_progress


def triage(
    context: typer.Context,
    text: Annotated[str | None, typer.Argument()] = None,
    batch: Batch = None,
    as_json: AsJson = False,
) -> None:
    """What a message is about, what it is worth and who should answer it, with the reasons."""
    from bot.triage import triage_text
    from bot.triage.model import Signals

    firstline = firstline_of(context)

    def decided(text: str, signals: Any) -> dict[str, Any]:
        return triage_text(
            text, Signals.from_mapping(signals), firstline.understander, firstline.reasons, firstline.policy()
        )

    if batch is not None:
        for row in rows(batch):
            print_json_line({"id": row.get("id"), **decided(text_of(row), row.get("signals") or {})})
        return
    decision = decided(needed(text), {})
    if as_json:
        print_json(decision)
        return
    print_line(f"{decision['reason']}: value {decision['value']}, complexity {decision['complexity']}")
    print_line(f"Route: {decision['route']} (confidence {decision['confidence']:.0%})")
    print_line(f"Policy: {decision['policy_version']}")
    for sentence in decision["because"]:
        print_line(f"  - {sentence}")


def evaluate(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option(help="FIRSTLINE_EVAL_DATA")] = None,
    limit: Annotated[int, typer.Option(min=1, help="questions of each set of the evaluation data")] = 400,
    articles: Annotated[
        Path | None, typer.Option("--kb", help="measure these articles instead; anything to import")
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Option(help='what is asked of --kb: lines {"text": …, "label": id of the article, or null}'),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure answering and triage on the evaluation data, or answering on articles of your own."""
    from bot.operate.evaluate import evaluate as measure
    from bot.operate.evaluate import evaluate_own, render

    firstline = firstline_of(context)
    if (articles is None) != (questions is None):
        raise InvalidInput("--kb and --questions belong together: the articles, and what is asked of them.")
    with shown_progress() as progress:
        if articles is not None and questions is not None:
            figures = evaluate_own(firstline, articles, questions, progress)
        else:
            figures = measure(firstline, data, limit, progress)
    show(figures, render, as_json=as_json)
