"""The words of the weekly summary, from the report of its week and of the week before. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.backoffice.letters import Letter
from bot.ledger.render import in_unit
from bot.summaries.weeks import Week

_Report = Mapping[str, Any]
_INDICATORS = ("first_response_time", "queue_abandonment", "csat", "nps")
_MOST_REASONS = 5


def letter_of(week: Week, report: _Report, before: _Report, page: str) -> Letter:
    """The mail about a week; `page` is where the figures are."""
    episodes = report["episodes"]
    if episodes["total"] == 0:
        body = ["Nobody wrote in this week."]
    else:
        body = [
            *_deflection(report, before),
            *_lasting(before),
            *_indicators(report, before),
            *_reasons(report["reasons"]),
        ]
    lines = [
        f"The week from Monday, {week.monday:%d %B %Y}",
        "",
        f"{episodes['total']:,} episodes (the week before: {before['episodes']['total']:,}), "
        f"{episodes['decided']:,} decided, {episodes['pending']:,} still open.",
        "",
        *body,
        "",
        f"All figures, and the episodes behind them: {page}",
        "You get this because you asked for it; you end it there, on the overview.",
    ]
    return Letter(f"Firstline: week {week.name}", "\n".join(lines) + "\n")


def _deflection(report: _Report, before: _Report) -> list[str]:
    earlier = {one["name"]: one for one in before["deflection"]}
    lines = ["Settled without a person"]
    for one in report["deflection"]:
        if one["name"] == "durable":
            continue
        then = earlier[one["name"]]["rate"]
        lines.append(
            f"  {one['name']}: {_rate(one)}{'' if then is None else f'; the week before {then:.0%}'}"
        )
    return [*lines, ""]


def _rate(one: Mapping[str, Any]) -> str:
    if one["rate"] is None:
        return "nothing to count"
    low, high = one["interval"]
    sample = f"{one['numerator']:,.0f} of {one['denominator']:,.0f}"
    return f"{one['rate']:.0%} ({sample}, likely {low:.0%} to {high:.0%})"


def _lasting(before: _Report) -> list[str]:
    """What is only known a week later: of the week before, what stayed settled and what that saved."""
    durable = next(one for one in before["deflection"] if one["name"] == "durable")
    if durable["rate"] is None:
        return []
    net = before["money"]["net_saving"]
    low, expected, high = (in_unit(net[key], "dollars") for key in ("low", "expected", "high"))
    return [
        "The week before, now that its come-backs are known",
        f"  durably settled: {_rate(durable)}",
        f"  net saving: {expected} expected ({low} low, {high} high)",
        "",
    ]


def _indicators(report: _Report, before: _Report) -> list[str]:
    earlier = {one["key"]: one["value"] for one in before["indicators"]}
    lines = ["People and visitors"]
    for key in _INDICATORS:
        one = next((each for each in report["indicators"] if each["key"] == key), None)
        if one is None or one["value"] is None:
            continue
        then = earlier.get(key)
        after = "" if then is None else f"; the week before {in_unit(then, one['unit'])}"
        said = in_unit(one["value"], one["unit"])
        lines.append(f"  {one['title']}: {said} (of {one['sample']:,}{after})")
    return [*lines, ""] if len(lines) > 1 else []


def _reasons(reasons: Sequence[Mapping[str, Any]]) -> list[str]:
    return [
        "Why visitors wrote",
        *(f"  {one['title']}: {one['episodes']:,}" for one in reasons[:_MOST_REASONS]),
    ]
