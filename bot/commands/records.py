"""`firstline contacts import` and its like: contacts, orders and carts from elsewhere."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from bot.commands.console import AsJson, firstline_of, show
from bot.ledger.channels.records import What

Zone = Annotated[str, typer.Option("--timezone", help="of times without a zone, such as Europe/Berlin")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="CSV, with the columns of docs/contacts.md")]

contacts_app = typer.Typer(help="Contacts on other channels: e-mail, phone, forms.", no_args_is_help=True)
orders_app = typer.Typer(help="Orders and quotes, for conversion and value.", no_args_is_help=True)
carts_app = typer.Typer(help="Carts, for items put in and paid.", no_args_is_help=True)


@contacts_app.command("import")
def import_contacts(context: typer.Context, file: File, zone: Zone = "UTC", as_json: AsJson = False) -> None:
    """Keep the contacts of a file; imported again it changes nothing."""
    _import(context, "contacts", file, zone, as_json=as_json)


@orders_app.command("import")
def import_orders(context: typer.Context, file: File, zone: Zone = "UTC", as_json: AsJson = False) -> None:
    """Keep the orders of a file; imported again it changes nothing."""
    _import(context, "orders", file, zone, as_json=as_json)


@carts_app.command("import")
def import_carts(context: typer.Context, file: File, zone: Zone = "UTC", as_json: AsJson = False) -> None:
    """Keep the carts of a file; imported again it changes nothing."""
    _import(context, "carts", file, zone, as_json=as_json)


def _import(context: typer.Context, what: What, file: Path, zone: str, *, as_json: bool) -> None:
    from bot.ledger.channels.importing import import_rows, rows_of

    firstline = firstline_of(context)
    reader = firstline.records_reader(zone)
    report = import_rows(firstline.channels, reader, what, rows_of(file, what), firstline.now()).as_json()
    show(report, _render, as_json=as_json)
    raise typer.Exit(1 if report["failed"] else 0)


def _render(report: dict[str, object]) -> RenderableType:
    failed = report["failed"]
    assert isinstance(failed, list)  # noqa: S101
    lines = [Text(f"{report['added']:,} {report['what']} added, {report['unchanged']:,} were there already.")]
    lines += [Text(f"Row {one['row']}: {one['cause']}", style="red") for one in failed[:50]]
    if len(failed) > 50:
        lines.append(Text(f"... and {len(failed) - 50:,} more rows that could not be used.", style="red"))
    return Group(*lines)
