"""The rationing policy: the one in force, those that were, and changing it."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Path

from bot.policies.store import Version
from bot.staff import audit
from bot.triage.editing import LIMITS, as_cells, checked, default_limits
from bot.triage.model import Level
from bot.triage.policy import Cell
from bot.triage.presets import BALANCED, PRESETS
from bot.triage.replay.asked import policy_asked
from bot.web import schemas
from bot.web.parts import Parts
from bot.web.security import Admin, TheParts

router = APIRouter(prefix="/api/v1/admin/policy", tags=["policy"])
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
_CELL_TEXTS = {
    Cell.SKILL: "The bot settles it",
    Cell.GATHER_THEN_OFFER: "The bot, then an offer",
    Cell.OFFER: "A person is offered",
    Cell.HANDOFF: "Straight to a person",
}
_GUARDS = [
    "Who asks for a person a second time is connected, or leaves a message.",
    "Safety, fraud and legal matters always go to a person.",
    "A threat goes to a person, and so does anger after a failed try.",
    "After two failed tries in one matter a person takes over.",
    "A conversation that goes on too long with the bot goes to a person.",
]


@router.get("")
async def policy(_admin: Admin, parts: TheParts) -> schemas.Policy:
    """The policy in force, what it could be, and the table of reasons."""
    return await to_thread.run_sync(_in_force, parts)


@router.get("/versions")
async def versions(_admin: Admin, parts: TheParts) -> schemas.PolicyVersions:
    """The policies that were saved, newest first."""
    found = await to_thread.run_sync(parts.policies.versions)
    return schemas.PolicyVersions(versions=[_version(one) for one in found])


@router.post("/versions", status_code=201)
async def save(body: schemas.PolicyDraft, admin: Admin, parts: TheParts) -> schemas.Policy:
    """Put a policy in force; it is so in every process within a second."""

    def keep() -> schemas.Policy:
        draft = checked(body.preset, body.cells, body.limits)
        audit.on("policy", str(body.based_on + 1))
        audit.tell(preset=body.preset)
        parts.policies.save(draft, based_on=body.based_on, note=body.note, by=admin, at=parts.now())
        parts.policy.refresh()
        return _in_force(parts)

    return await to_thread.run_sync(keep)


@router.post("/versions/{number}/restore", status_code=201)
async def restore(number: Number, body: schemas.PolicyNote, admin: Admin, parts: TheParts) -> schemas.Policy:
    """Put an earlier policy back in force, as a new version."""

    def bring_back() -> schemas.Policy:
        parts.policies.restore(number, based_on=body.based_on, note=body.note, by=admin, at=parts.now())
        parts.policy.refresh()
        return _in_force(parts)

    return await to_thread.run_sync(bring_back)


@router.post("/replay")
async def replay(body: schemas.ReplayQuestion, _admin: Admin, parts: TheParts) -> schemas.Json:
    """What a policy would have made of a period; the same as `firstline replay --json`."""

    def made() -> schemas.Json:
        asked = policy_asked(body.preset, body.cells, body.limits, parts.policy())
        return parts.replays.replay(asked, parts.now(), body.since, body.until, agents=body.agents)

    return await to_thread.run_sync(made, limiter=parts.replays.one_at_a_time)


def _in_force(parts: Parts) -> schemas.Policy:
    newest = parts.policies.newest()
    now = parts.policy()
    return schemas.Policy(
        policy_version=now.version,
        number=newest.number if newest else 0,
        preset=newest.draft.preset if newest else BALANCED,
        cells=[
            schemas.PolicyCell(
                value=value.value,
                complexity=complexity.value,
                route=now.table[value, complexity].value,
                text=_CELL_TEXTS[now.table[value, complexity]],
            )
            for value in reversed(Level)
            for complexity in Level
        ],
        limits=[
            schemas.PolicyLimit(
                key=key,
                title=limit.title,
                text=limit.text,
                unit=limit.unit,
                lowest=limit.lowest,
                highest=limit.highest,
                standard=default_limits()[key],
                now=int(getattr(now, key)),
            )
            for key, limit in LIMITS.items()
        ],
        choices=[schemas.CellChoice(route=cell.value, text=text) for cell, text in _CELL_TEXTS.items()],
        presets=[
            schemas.PolicyPreset(key=key, title=preset.title, text=preset.text, cells=as_cells(preset.table))
            for key, preset in PRESETS.items()
        ],
        guards=_GUARDS,
    )


def _version(version: Version) -> schemas.PolicyVersion:
    return schemas.PolicyVersion(
        number=version.number,
        at=version.at,
        by=version.by_name,
        preset=version.draft.preset,
        preset_title=PRESETS[version.draft.preset].title,
        note=version.note,
        restores=version.restores,
        cells=as_cells(version.draft.table),
        limits=dict(version.draft.limits),
    )
