"""Alerts and the weekly summary: what an admin wants to be told, and what each reads."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends

from bot.alerts.rules import DEFAULTS, TITLES, Kind, Threshold
from bot.alerts.wishes import LIMITS, checked
from bot.staff import audit
from bot.staff.accounts import Role, Staff, require
from bot.web import schemas
from bot.web.parts import Parts
from bot.web.security import Admin, TheParts, staff_of

router = APIRouter(prefix="/api/v1/admin", tags=["alerts"])
_UNITS = {Kind.WAIT: "seconds", Kind.DEFLECTION: "share", Kind.CSAT: "points", Kind.WRONG_ANSWERS: "share"}
_TEXTS = {
    Kind.WAIT: "Somebody has waited for a person for longer than this.",
    Kind.DEFLECTION: "The standard rate of the last 7 days is lower than that of the 7 days before, by more "
    "than this and by more than luck.",
    Kind.CSAT: "The mean rating of the last 7 days is lower than that of the 7 days before, by more than "
    "this and by more than luck.",
    Kind.WRONG_ANSWERS: "Of the episodes with an answer in the last 7 days, in more the visitor said that "
    "it did not help than in the 7 before, by more than this and by more than luck.",
}


async def reader_of(staff: Annotated[Staff, Depends(staff_of)]) -> Staff:
    """Who is signed in, if a supervisor or an admin: they may read figures."""
    require(staff, Role.SUPERVISOR)
    return staff


Reader = Annotated[Staff, Depends(reader_of)]


@router.get("/alerts")
async def alerts(_admin: Admin, parts: TheParts) -> schemas.Alerts:
    """The alerts, whom they are told to, and what was told lately."""
    return await to_thread.run_sync(_alerts, parts)


@router.put("/alerts")
async def save(body: schemas.AlertWishes, admin: Admin, parts: TheParts) -> schemas.Alerts:
    """Change the alerts."""

    def keep() -> schemas.Alerts:
        before = parts.alerts.kept().wishes
        wishes = checked(
            {kind: Threshold(one.on, one.limit) for kind, one in body.thresholds.items()},
            body.recipients,
            body.webhook,
            before.key,
        )
        if wishes.webhook and wishes.webhook != before.webhook:
            parts.webhook.check(wishes.webhook)
        audit.on("alerts", str(body.based_on + 1))
        audit.tell(recipients=len(wishes.recipients), webhook=bool(wishes.webhook))
        parts.alerts.save(wishes, based_on=body.based_on, by=admin, at=parts.now())
        return _alerts(parts)

    return await to_thread.run_sync(keep)


@router.get("/alerts/secret")
async def secret(_admin: Admin, parts: TheParts) -> schemas.WebhookSecret:
    """What the webhook's receiver checks signatures with."""
    return schemas.WebhookSecret(secret=await to_thread.run_sync(parts.webhook.secret))


@router.post("/alerts/secret")
async def new_secret(body: schemas.BasedOn, admin: Admin, parts: TheParts) -> schemas.WebhookSecret:
    """Another secret; messages that are sent from now on are signed with it."""

    def renew() -> str:
        parts.alerts.renew_key(based_on=body.based_on, by=admin, at=parts.now())
        return parts.webhook.secret()

    return schemas.WebhookSecret(secret=await to_thread.run_sync(renew))


@router.post("/alerts/test", status_code=202)
async def test(_admin: Admin, parts: TheParts) -> schemas.TestMessage:
    """Send the webhook a test message."""
    return schemas.TestMessage(id=await to_thread.run_sync(parts.webhook.test, parts.now()))


@router.get("/summary")
async def summary(reader: Reader, parts: TheParts) -> schemas.SummaryState:
    """Whether the person signed in gets the weekly summary."""
    return await to_thread.run_sync(_summary, parts, reader)


@router.put("/summary")
async def want_summary(body: schemas.SummaryWish, reader: Reader, parts: TheParts) -> schemas.SummaryState:
    """Get the weekly summary from now on, or no longer."""

    def keep() -> schemas.SummaryState:
        audit.tell(wanted=body.wanted)
        parts.summaries.want(reader.id, wanted=body.wanted, at=parts.now())
        return _summary(parts, reader)

    return await to_thread.run_sync(keep)


def _summary(parts: Parts, reader: Staff) -> schemas.SummaryState:
    return schemas.SummaryState(
        wanted=parts.summaries.is_read_by(reader.id),
        time_zone=parts.settings.time_zone,
        mail_leaves=_mail_leaves(parts),
    )


def _mail_leaves(parts: Parts) -> bool:
    return bool(parts.settings.smtp_url.get_secret_value())


def _alerts(parts: Parts) -> schemas.Alerts:
    kept = parts.alerts.kept()
    standings = parts.alerts.standings()
    lines = []
    for kind in Kind:
        threshold, (lowest, highest) = kept.wishes.thresholds[kind], LIMITS[kind]
        lines.append(
            schemas.AlertLine.model_validate(
                {
                    "kind": kind.value,
                    "title": TITLES[kind],
                    "text": _TEXTS[kind],
                    "unit": _UNITS[kind],
                    "on": threshold.on,
                    "limit": threshold.limit,
                    "standard": DEFAULTS[kind].limit,
                    "lowest": lowest,
                    "highest": highest,
                    "raised": standings[kind].raised,
                    "since": standings[kind].since,
                }
            )
        )
    return schemas.Alerts(
        number=kept.number,
        by=kept.by,
        at=kept.at,
        alerts=lines,
        recipients=list(kept.wishes.recipients),
        webhook=kept.wishes.webhook,
        mail_leaves=_mail_leaves(parts),
        told=[schemas.Told.model_validate(vars(one)) for one in parts.alerts.told(20)],
        deliveries=[schemas.Delivery.model_validate(vars(one)) for one in parts.webhook.deliveries(10)],
    )
