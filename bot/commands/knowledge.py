"""`firstline kb`: importing, exporting and searching articles."""

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
    text_of,
)
from bot.operate.progress import shown_progress

kb_app = typer.Typer(help="The knowledge base.", no_args_is_help=True)


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

    firstline = firstline_of(context)
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
        print_json(as_facts(report, dry_run=dry_run))
    else:
        for line in render(report, dry_run=dry_run):
            print_line(line)
    raise typer.Exit(1 if report.failed else 0)


@kb_app.command("export")
def kb_export(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="a folder for Markdown, or a file ending in .csv or .json")],
    as_json: AsJson = False,
) -> None:
    """Export all articles, to .json with everything there is; importing them again changes nothing."""
    with shown_progress(quiet=as_json) as progress:
        count = firstline_of(context).knowledge.export(path, progress=progress)
    if as_json:
        print_json({"articles": count, "path": str(path)})
    else:
        print_line(f"{count} articles written to {path}")


@kb_app.command("search")
def kb_search(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument()] = None,
    batch: Batch = None,
    limit: Annotated[int, typer.Option(min=1, max=50)] = 5,
    as_json: AsJson = False,
) -> None:
    """What the knowledge base would answer."""
    knowledge = firstline_of(context).knowledge
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
        for row in rows(batch):
            print_json_line({"id": row.get("id"), **found(text_of(row))})
        return
    answer = found(needed(query))
    if as_json:
        print_json(answer)
        return
    print_line(f"Decision: {answer['decision']}")
    for hit in answer["hits"]:
        print_line(f"  {hit['score']:6.3f}  risk {hit['risk']:5.1%}  {hit['article_id']}: {hit['title']}")
