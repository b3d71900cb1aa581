"""The figures: for the admin pages and for programs with a token. All of it only reads.

Staff with the role supervisor or admin come in with their session, programs with a token that an admin made:
`Authorization: Bearer flr_...`. Every address takes the same filter, so that what stands behind a figure is
asked for with the filter that the figure was asked for with.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.ledger import shapes
from bot.ledger.filters import Filter
from bot.staff.accounts import Role, require
from bot.web import schemas
from bot.web.parts import parts_of
from bot.web.periods import asked_period
from bot.web.security import TheParts, staff_of

router = APIRouter(prefix="/api/v1/analytics", tags=["analytics"])
bearer = HTTPBearer(
    auto_error=False, scheme_name="apiToken", description="a token that an admin made: flr_..."
)
_FROM = "a day such as 2026-03-01 (its midnight by the clocks of `timezone`), or a moment with its zone"
_TO = "the first day or moment after the period; default: the end of today"
_DAYS = "the last so many days, today included, where no `from` is given"
_Key = Annotated[str | None, Query(max_length=200)]
_MEDIA: Mapping[str, str] = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}


async def may_read(
    request: Request, token: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> None:
    """Let supervisors, admins and programs with a token in.

    Raises:
        NotSignedIn: nobody is signed in, or the token is unknown or revoked.
        NotAllowed: an agent.
    """
    parts = parts_of(request)
    if token is not None:
        await to_thread.run_sync(parts.api_tokens.check, token.credentials, parts.now())
    else:
        require(await staff_of(request), Role.SUPERVISOR)


async def asked_for(
    parts: TheParts,
    since: Annotated[datetime | date | None, Query(alias="from", description=_FROM)] = None,
    until: Annotated[datetime | date | None, Query(alias="to", description=_TO)] = None,
    days: Annotated[int, Query(ge=1, le=366, description=_DAYS)] = 30,
    timezone: Annotated[str | None, Query(max_length=60, description="default: the company's")] = None,
    channel: _Key = None,
    department: _Key = None,
    reason: _Key = None,
    article: _Key = None,
    agent: _Key = None,
    flow: _Key = None,
    invitation: _Key = None,
    outcome: _Key = None,
    cause: _Key = None,
    csat: Annotated[int | None, Query(ge=1, le=5)] = None,
    day: Annotated[str | None, Query(pattern=r"^\d{4}-\d{2}-\d{2}$")] = None,
    hour: Annotated[int | None, Query(ge=0, le=23)] = None,
    weekday: Annotated[int | None, Query(ge=1, le=7, description="1 is Monday")] = None,
    holiday: Annotated[str | None, Query(max_length=200, description="its name, or ordinary")] = None,
) -> Filter:
    """The filter of a request."""
    zone = timezone or parts.settings.time_zone
    start, end = asked_period(since, until, days, zone, parts.now())
    return Filter(
        start,
        end,
        timezone=zone,
        channel=channel,
        department=department,
        reason=reason,
        article=article,
        agent=agent,
        flow=flow,
        invitation=invitation,
        outcome=outcome,
        cause=cause,
        csat=csat,
        day=day,
        hour=hour,
        weekday=weekday,
        holiday=holiday,
    )


MayRead = Depends(may_read)
Asked = Annotated[Filter, Depends(asked_for)]


@router.get("/overview", dependencies=[MayRead])
async def overview(asked: Asked, parts: TheParts) -> shapes.Overview:
    """All figures of a period, with intervals, each compared with the period of equal length before."""
    return await to_thread.run_sync(parts.analysis.overview, asked, parts.now())


@router.get("/by/{by}", dependencies=[MayRead])
async def breakdown(
    by: shapes.By, asked: Asked, parts: TheParts, limit: Annotated[int, Query(ge=1, le=1000)] = 200
) -> shapes.Breakdown:
    """The figures of each reason, article, agent, hour ..., each compared with the period before."""
    return await to_thread.run_sync(
        lambda: parts.analysis.breakdown(by, asked, parts.now(), compared=True, limit=limit)
    )


@router.get("/episodes", dependencies=[MayRead])
async def episodes(
    asked: Asked,
    parts: TheParts,
    figure: Annotated[
        str | None, Query(max_length=60, description="a figure's key; all where none is given")
    ] = None,
    part: Literal["numerator", "denominator"] = "numerator",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> shapes.Episodes:
    """The episodes behind a figure of the same filter, newest first; `total` is the figure's own count."""
    return await to_thread.run_sync(
        lambda: parts.analysis.episodes_behind(
            figure, asked, parts.now(), part=part, limit=limit, offset=offset
        )
    )


@router.get("/episodes/{episode_id}", dependencies=[MayRead])
async def timeline(episode_id: str, parts: TheParts) -> shapes.Timeline:
    """One episode's story with the evidence for its outcome, and the case it belongs to."""
    return await to_thread.run_sync(parts.analysis.timeline, episode_id, parts.now())


@router.get("/choices", dependencies=[MayRead])
async def choices(asked: Asked, parts: TheParts) -> schemas.FilterChoices:
    """What a filter can be narrowed to: the channels, departments and reasons that occur in the period."""
    bare = Filter(asked.start, asked.end, timezone=asked.timezone)

    def found(by: shapes.By) -> list[schemas.FilterChoice]:
        rows = parts.analysis.breakdown(by, bare, parts.now()).rows
        return [schemas.FilterChoice(key=row.key, title=row.title, episodes=row.episodes) for row in rows]

    def all_of_them() -> schemas.FilterChoices:
        return schemas.FilterChoices(
            channels=found("channel"),
            departments=found("department"),
            reasons=found("reason"),
            time_zone=parts.settings.time_zone,
        )

    return await to_thread.run_sync(all_of_them)


@router.get("/export/episodes.{format_}", dependencies=[MayRead], response_class=Response)
async def export_episodes(format_: Literal["csv", "parquet"], asked: Asked, parts: TheParts) -> Response:
    """The episodes of a filter as a file, one a line: no text, and ids as keyed hashes."""
    made = await to_thread.run_sync(lambda: parts.exports.episodes(asked, parts.now(), format_))
    return _file(made, "episodes", asked, format_)


@router.get("/export/figures.{format_}", dependencies=[MayRead], response_class=Response)
async def export_figures(
    format_: Literal["csv", "parquet"],
    asked: Asked,
    parts: TheParts,
    by: Annotated[shapes.By | None, Query(description="also those of each reason, agent, ...")] = None,
) -> Response:
    """The figures of a filter as a file, one a line."""
    made = await to_thread.run_sync(lambda: parts.exports.figures(asked, parts.now(), by, format_))
    return _file(made, "figures", asked, format_)


def _file(made: bytes, what: str, asked: Filter, format_: str) -> Response:
    first, last = (moment.astimezone(asked.zone).date() for moment in (asked.start, asked.end))
    name = f"firstline-{what}-{first}-{last}.{format_}"
    return Response(
        made, media_type=_MEDIA[format_], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
