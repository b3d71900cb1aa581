"""The command `firstline`. Everything but `up` and `serve` works without the server, on the same data."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot import logs
from bot.bootstrap import Firstline
from bot.commands.console import AsJson, firstline_of, print_json, print_line
from bot.commands.figures import replay, report
from bot.commands.knowledge import kb_app
from bot.commands.records import carts_app, contacts_app, orders_app
from bot.commands.triage import evaluate, triage
from bot.errors import FirstlineError, InvalidInput, PublicationStopped
from bot.settings import load_settings

app = typer.Typer(
    name="firstline",
    help="The first line of support: settles simple requests, brings the others to people.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
users_app = typer.Typer(help="Who works here.", no_args_is_help=True)
app.add_typer(kb_app, name="kb")
app.add_typer(users_app, name="users")
app.add_typer(contacts_app, name="contacts")
app.add_typer(orders_app, name="orders")
app.add_typer(carts_app, name="carts")
app.command()(triage)
app.command("eval")(evaluate)
app.command()(report)
app.command()(replay)


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

    raise typer.Exit(start(firstline_of(context), Console()))


@app.command(hidden=True)
def serve(context: typer.Context) -> None:
    """Serve the app without Rasa and without a supervisor."""
    from bot.operate.serve import serve as run

    run(firstline_of(context))


@app.command()
def doctor(context: typer.Context, as_json: AsJson = False) -> None:
    """Examine this installation; exit code 1 when something is wrong."""
    from bot.operate.doctor import examine, render

    findings = examine(firstline_of(context))
    if as_json:
        print_json({"ok": all(one.ok for one in findings), "checks": [asdict(one) for one in findings]})
    else:
        Console().print(render(findings))
    raise typer.Exit(0 if all(one.ok for one in findings) else 1)


@users_app.command("add")
def users_add(
    context: typer.Context,
    email: Annotated[str, typer.Argument()],
    name: Annotated[str, typer.Option(help="the name visitors see")],
    role: Annotated[str, typer.Option(help="agent, supervisor or admin")] = "agent",
    department: Annotated[
        list[str] | None, typer.Option(help="may be given several times; default: all")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Add a colleague; prints the one-time link with which they set their password."""
    from bot.staff.accounts import Role
    from bot.staff.audit import COMMAND_LINE, Deed
    from bot.staff.duties import Duties

    firstline = firstline_of(context)
    if role not in set(Role):
        raise InvalidInput(f"The role is one of {', '.join(Role)}.", field="role")
    firstline.audit.begin(Deed("staff.add_person", firstline.now(), who_name=COMMAND_LINE))
    duties = Duties(departments=tuple(department or ()))
    person = firstline.staff.add(name=name, email=email, role=Role(role), at=firstline.now(), duties=duties)
    token = firstline.staff.invite(person.id, firstline.now())
    link = f"{firstline.settings.resolved_public_url}/setup?token={token}"
    if as_json:
        print_json({"id": person.id, "email": person.email, "role": person.role.value, "setup_link": link})
    else:
        print_line(f"{person.name} can set a password at {link} (works once, for three days)")


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


if __name__ == "__main__":
    main()
