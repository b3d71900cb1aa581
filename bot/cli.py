"""The command `firstline`. Everything but `up` and `serve` works without the server, on the same data."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console, RenderableType

from bot import logs
from bot.bootstrap import Firstline
from bot.errors import FirstlineError, InvalidInput, PublicationStopped
from bot.operate.progress import shown_progress
from bot.settings import load_settings

app = typer.Typer(
    name="firstline",
    help="The first line of support: settles simple requests, brings the others to people.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
kb_app = typer.Typer(help="The knowledge base.", no_args_is_help=True)
users_app = typer.Typer(help="Who works here.", no_args_is_help=True)
app.add_typer(kb_app, name="kb")
app.add_typer(users_app, name="users")

AsJson = Annotated[bool, typer.Option("--json", help="print JSON")]
Since = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"])]
Until = Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"])]
Batch = Annotated[
    Path | None, typer.Option("--batch", help='lines {"id": …, "text": …}; - for standard input')
]


@app.callback()
def settings(
    context: typer.Context,
    data_dir: Annotated[Path | None, typer.Option(help="where the data lies (FIRSTLINE_DATA_DIR)")] = None,
) -> None:
    """Read the settings."""
    overrides = {"data_dir": data_dir.resolve()} if data_dir else {}
    context.obj = Firstline(load_settings(**overrides))
    logs.configure()


@app.command()
def up(context: typer.Context) -> None:
    """Start everything under one supervisor; Ctrl-C stops it."""
    from bot.operate.supervise import up as start

    raise typer.Exit(start(_firstline(context), Console()))


@app.command(hidden=True)
def serve(context: typer.Context) -> None:
    """Serve the app without Rasa and without a supervisor."""
    from bot.operate.serve import serve as run

    run(_firstline(context))


@app.command()
def doctor(context: typer.Context, as_json: AsJson = False) -> None:
    """Examine this installation; exit code 1 when something is wrong."""
    from bot.operate.doctor import examine, render

    findings = examine(_firstline(context))
    if as_json:
        _print_json({"ok": all(one.ok for one in findings), "checks": [asdict(one) for one in findings]})
    else:
        Console().print(render(findings))
    raise typer.Exit(0 if all(one.ok for one in findings) else 1)


@kb_app.command("import")
def kb_import(
    context: typer.Context,
    source: Annotated[
        str,
        typer.Argument(
            metavar="PATH|URL",
            help="a folder, or a Markdown, CSV, JSON or HTML file; or a page's or sitemap's http(s) address",
        ),
    ],
    publish: Annotated[bool, typer.Option("--publish", help="publish what was imported")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would happen")] = False,
    skip_duplicates: Annotated[
        bool, typer.Option("--skip-duplicates", help="leave out new articles that say the same as another")
    ] = False,
    allow_private: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="fetch from this host though its address is private (repeatable)"),
    ] = None,
    despite_regressions: Annotated[
        bool, typer.Option("--despite-regressions", help="publish even if golden questions break")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Import articles. What can't be used is named with file, row and cause; the rest is imported."""
    from bot.operate.importing import as_facts, render
    from kb.importing import read_path
    from kb.importing.web import is_url, read_url

    firstline = _firstline(context)
    with shown_progress(quiet=as_json) as progress:
        if is_url(source):
            read = read_url(source, allow_private=allow_private or (), progress=progress)
        else:
            read = read_path(Path(source), progress=progress)
        report = firstline.knowledge.import_read(
            read,
            publish=publish,
            dry_run=dry_run,
            skip_duplicates=skip_duplicates,
            despite_regressions=despite_regressions,
            at=firstline.now(),
            progress=progress,
        )
    if publish and not dry_run:
        firstline.knowledge.calibrate()
    if as_json:
        _print_json(as_facts(report, dry_run=dry_run))
    else:
        for line in render(report, dry_run=dry_run):
            _print(line)
    raise typer.Exit(1 if report.failed else 0)


@kb_app.command("export")
def kb_export(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="a folder for Markdown, or a file ending in .csv or .json")],
    as_json: AsJson = False,
) -> None:
    """Export all articles, to .json with everything there is; importing them again changes nothing."""
    with shown_progress(quiet=as_json) as progress:
        count = _firstline(context).knowledge.export(path, progress=progress)
    if as_json:
        _print_json({"articles": count, "path": str(path)})
    else:
        _print(f"{count} articles written to {path}")


@kb_app.command("search")
def kb_search(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument()] = None,
    batch: Batch = None,
    limit: Annotated[int, typer.Option(min=1, max=50)] = 5,
    as_json: AsJson = False,
) -> None:
    """What the knowledge base would answer."""
    knowledge = _firstline(context).knowledge
    knowledge.calibrate()

    def found(text: str) -> dict[str, Any]:
        result = knowledge.search(text, limit=limit)
        hits = [
            {
                "article_id": hit.article_id,
                "title": hit.title,
                "score": round(hit.score, 4),
                "risk": round(hit.risk, 4),
            }
            for hit in result.hits
        ]
        return {"decision": result.decision.value, "hits": hits}

    if batch is not None:
        for row in _rows(batch):
            _print_json_line({"id": row.get("id"), **found(_text_of(row))})
        return
    answer = found(_needed(query))
    if as_json:
        _print_json(answer)
        return
    _print(f"Decision: {answer['decision']}")
    for hit in answer["hits"]:
        _print(f"  {hit['score']:6.3f}  risk {hit['risk']:5.1%}  {hit['article_id']}: {hit['title']}")


@app.command()
def triage(
    context: typer.Context,
    text: Annotated[str | None, typer.Argument()] = None,
    batch: Batch = None,
    as_json: AsJson = False,
) -> None:
    """What a message is about, what it is worth and who should answer it, with the reasons."""
    from bot.triage import triage_text
    from bot.triage.model import Signals

    firstline = _firstline(context)

    def decided(text: str, signals: Any) -> dict[str, Any]:
        return triage_text(
            text, Signals.from_mapping(signals), firstline.understander, firstline.reasons, firstline.policy()
        )

    if batch is not None:
        for row in _rows(batch):
            _print_json_line({"id": row.get("id"), **decided(_text_of(row), row.get("signals") or {})})
        return
    decision = decided(_needed(text), {})
    if as_json:
        _print_json(decision)
        return
    _print(f"{decision['reason']}: value {decision['value']}, complexity {decision['complexity']}")
    _print(f"Route: {decision['route']} (confidence {decision['confidence']:.0%})")
    _print(f"Policy: {decision['policy_version']}")
    for sentence in decision["because"]:
        _print(f"  - {sentence}")


@app.command()
def report(
    context: typer.Context,
    since: Since = None,
    until: Until = None,
    as_json: AsJson = False,
) -> None:
    """Outcomes, deflection and money: the same numbers as the admin page's."""
    from bot.ledger.render import render_report

    firstline = _firstline(context)
    made = firstline.figures.report(firstline.now(), _utc(since), _utc(until))
    _show(made, render_report, as_json=as_json)


@app.command()
def replay(
    context: typer.Context,
    policy: Annotated[str | None, typer.Option(metavar="PRESET|FILE", help="default: that in force")] = None,
    since: Since = None,
    until: Until = None,
    agents: Annotated[int | None, typer.Option(min=1, max=500, help="on duty; default: as on record")] = None,
    as_json: AsJson = False,
) -> None:
    """What another policy would have made of a period: cost, handoffs and waits beside what happened."""
    from bot.operate.replaying import policy_named, render

    firstline = _firstline(context)
    asked = policy_named(policy, firstline.policy())
    made = firstline.replays.replay(asked, firstline.now(), _utc(since), _utc(until), agents=agents)
    _show(made, render, as_json=as_json)


@users_app.command("add")
def users_add(
    context: typer.Context,
    email: Annotated[str, typer.Argument()],
    name: Annotated[str, typer.Option(help="the name visitors see")],
    role: Annotated[str, typer.Option(help="agent, supervisor or admin")] = "agent",
    department: Annotated[str | None, typer.Option()] = None,
    as_json: AsJson = False,
) -> None:
    """Add a colleague; prints the one-time link with which they set their password."""
    from bot.staff.accounts import Role

    firstline = _firstline(context)
    if role not in set(Role):
        raise InvalidInput(f"The role is one of {', '.join(Role)}.", field="role")
    person = firstline.staff.add(
        name=name, email=email, role=Role(role), department=department, at=firstline.now()
    )
    token = firstline.staff.invite(person.id, firstline.now())
    link = f"{firstline.settings.resolved_public_url}/setup?token={token}"
    if as_json:
        _print_json({"id": person.id, "email": person.email, "role": person.role.value, "setup_link": link})
    else:
        _print(f"{person.name} can set a password at {link} (works once, for three days)")


@app.command("eval")
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

    firstline = _firstline(context)
    if (articles is None) != (questions is None):
        raise InvalidInput("--kb and --questions belong together: the articles, and what is asked of them.")
    with shown_progress() as progress:
        if articles is not None and questions is not None:
            figures = evaluate_own(firstline, articles, questions, progress)
        else:
            figures = measure(firstline, data, limit, progress)
    _show(figures, render, as_json=as_json)


def main() -> None:
    """Run the command; an error of ours is one sentence and exit code 2."""
    try:
        app()
    except FirstlineError as error:
        print(f"firstline: {error}", file=sys.stderr)
        if isinstance(error, PublicationStopped):
            for line in _broken(error):
                print(f"  {line}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


def _broken(error: PublicationStopped) -> Iterator[str]:
    """The golden questions that stopped a publication, one a line."""
    for one in error.regressions:
        before, after = (
            f"{found['decision']} {found['article_id'] or ''}".strip()
            for found in (one["before"], one["after"])
        )
        yield f"“{one['question']}”: {before} now, {after} after"


def _firstline(context: typer.Context) -> Firstline:
    firstline = context.obj
    assert isinstance(firstline, Firstline)  # noqa: S101
    return firstline


def _rows(batch: Path) -> Iterator[dict[str, Any]]:
    if str(batch) == "-":
        yield from list(_parsed("standard input", sys.stdin))
        return
    if not batch.is_file():
        raise InvalidInput(f"{batch}: there is no such file")
    with batch.open(encoding="utf-8") as lines:
        rows = list(_parsed(str(batch), lines))
    # Where the lines themselves are shown, they are the progress.
    with shown_progress(quiet=sys.stdout.isatty()) as progress:
        for number, row in enumerate(rows, start=1):
            yield row
            progress(batch.name, number, len(rows))


def _parsed(name: str, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InvalidInput(f"{name}, line {number}: not JSON ({error})") from None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise InvalidInput(f'{name}, line {number}: needs the form {{"id": …, "text": "…"}}')
        yield row


def _text_of(row: dict[str, Any]) -> str:
    return str(row["text"])


def _needed(text: str | None) -> str:
    if not text or not text.strip():
        raise InvalidInput("Give a text, or --batch FILE.jsonl.")
    return text


def _utc(day: datetime | None) -> datetime | None:
    return day.replace(tzinfo=UTC) if day is not None and day.tzinfo is None else day


def _show(made: dict[str, Any], render: Callable[[dict[str, Any]], RenderableType], *, as_json: bool) -> None:
    if as_json:
        _print_json(made)
    else:
        Console().print(render(made))


def _print(line: str) -> None:
    print(line)


def _print_json(value: Any) -> None:
    print(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def _print_json_line(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, default=str), flush=True)


if __name__ == "__main__":
    main()
