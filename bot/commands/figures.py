"""`firstline report` and `firstline replay`: what was done, and what another policy would have done."""

from typing import Annotated, cast

import typer

from bot.commands.console import AsJson, Since, Until, firstline_of, midnight, show


def report(
    context: typer.Context,
    since: Since = None,
    until: Until = None,
    by: Annotated[
        str | None, typer.Option(help="also a row for each: reason, agent, department, article, day, ...")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Outcomes, deflection and money: the same numbers as the admin page's."""
    from bot.ledger.render import render_report
    from bot.ledger.shapes import By

    firstline = firstline_of(context)
    zone = firstline.settings.zone
    start, end = midnight(since, zone), midnight(until, zone)
    made = firstline.figures.report(firstline.now(), start, end, cast(By, by) if by else None)
    show(made, render_report, as_json=as_json)


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

    firstline = firstline_of(context)
    asked = policy_named(policy, firstline.policy())
    zone = firstline.settings.zone
    start, end = midnight(since, zone), midnight(until, zone)
    made = firstline.replays.replay(asked, firstline.now(), start, end, agents=agents)
    show(made, lambda result: render(result, zone), as_json=as_json)
