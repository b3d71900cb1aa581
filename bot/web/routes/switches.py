"""The switches: the bot as a whole, each of its skills, and a notice to visitors."""

from anyio import to_thread
from fastapi import APIRouter

from bot.dialogue.flows import FLOWS
from bot.staff import audit
from bot.switches.model import checked
from bot.triage.reasons import ANSWER
from bot.triage.table import spoken
from bot.web import schemas
from bot.web.parts import Parts
from bot.web.security import Admin, TheParts

router = APIRouter(prefix="/api/v1/admin", tags=["switches"])


@router.get("/switches")
async def switches(_admin: Admin, parts: TheParts) -> schemas.Switches:
    """How the switches stand."""
    return await to_thread.run_sync(_switches, parts)


@router.put("/switches")
async def save(body: schemas.SwitchWishes, admin: Admin, parts: TheParts) -> schemas.Switches:
    """Switch; in force for every message from half a second later on."""

    def keep() -> schemas.Switches:
        wished = checked(body.bot, body.off, body.notice, FLOWS)
        audit.on("switches", str(body.based_on + 1))
        audit.tell(bot=wished.bot, off=sorted(wished.off), notice=bool(wished.notice))
        parts.switches.save(wished, based_on=body.based_on, by=admin, at=parts.now())
        return _switches(parts)

    return await to_thread.run_sync(keep)


def _switches(parts: Parts) -> schemas.Switches:
    kept, reasons = parts.switches.kept(), parts.curator.live.reasons()
    return schemas.Switches(
        number=kept.number,
        by=kept.by,
        at=kept.at,
        bot=kept.switches.bot,
        skills=[
            schemas.Skill(
                key=skill,
                title="Answers from articles" if skill == ANSWER else spoken(skill).capitalize(),
                on=skill not in kept.switches.off,
                settles=[one.title for one in reasons.shown if one.skill == skill],
            )
            for skill in (ANSWER, *FLOWS)
        ],
        notice=kept.switches.notice,
    )
