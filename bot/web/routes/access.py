"""One's own ways in (second factor, sessions), and what an admin may end of others'."""

from anyio import to_thread
from fastapi import APIRouter, Request

from bot.staff.sessions import Session, session_id
from bot.web import schemas
from bot.web.parts import Parts
from bot.web.security import COOKIE, Admin, Agent, TheParts

router = APIRouter(prefix="/api/v1", tags=["access"])
_MARK_LENGTH = 8


@router.get("/me/access")
async def access(request: Request, staff: Agent, parts: TheParts) -> schemas.Access:
    """How this person gets in, and where they are signed in."""
    here = session_id(request.cookies[COOKIE])

    def find() -> schemas.Access:
        return schemas.Access(
            second_factor=parts.second_factors.is_on(staff.id),
            recovery_codes_left=parts.second_factors.recovery_codes_left(staff.id),
            sessions=_views(parts, staff.id, here),
        )

    return await to_thread.run_sync(find)


@router.post("/me/second-factor")
async def begin_second_factor(staff: Agent, parts: TheParts) -> schemas.Enrolment:
    """A picture for the authenticator app to scan; nothing changes until the first code is confirmed."""
    begun = await to_thread.run_sync(parts.second_factors.begin, staff)
    return schemas.Enrolment(secret=begun.secret, picture=begun.picture)


@router.post("/me/second-factor/confirm")
async def confirm_second_factor(body: schemas.Code, staff: Agent, parts: TheParts) -> schemas.RecoveryCodes:
    """Switch the second factor on; the recovery codes are told only now."""
    parts.limits.check("sign-in-account", staff.id)
    codes = await to_thread.run_sync(parts.second_factors.confirm, staff.id, body.code, parts.now())
    return schemas.RecoveryCodes(recovery_codes=codes)


@router.post("/me/second-factor/remove", status_code=204)
async def remove_second_factor(body: schemas.Code, staff: Agent, parts: TheParts) -> None:
    """Switch it off, with a code of it."""
    parts.limits.check("sign-in-account", staff.id)
    await to_thread.run_sync(parts.second_factors.remove, staff.id, body.code, parts.now())


@router.delete("/me/sessions/{session_id}", status_code=204)
async def end_session(session_id: str, staff: Agent, parts: TheParts) -> None:
    """Sign out somewhere else."""
    await to_thread.run_sync(parts.sessions.revoke, staff.id, session_id)


@router.delete("/me/sessions")
async def end_other_sessions(request: Request, staff: Agent, parts: TheParts) -> schemas.Ended:
    """Sign out everywhere but here."""
    here = request.cookies[COOKIE]
    return schemas.Ended(
        ended=await to_thread.run_sync(lambda: parts.sessions.revoke_all(staff.id, but=here))
    )


@router.get("/admin/people/{staff_id}/sessions")
async def sessions_of(staff_id: str, _admin: Admin, parts: TheParts) -> schemas.Sessions:
    """Where a colleague is signed in."""

    def find() -> schemas.Sessions:
        return schemas.Sessions(sessions=_views(parts, parts.staff.get(staff_id).id, None))

    return await to_thread.run_sync(find)


@router.delete("/admin/people/{staff_id}/sessions")
async def end_sessions_of(staff_id: str, _admin: Admin, parts: TheParts) -> schemas.Ended:
    """Sign a colleague out everywhere."""

    def end() -> int:
        return parts.sessions.revoke_all(parts.staff.get(staff_id).id)

    return schemas.Ended(ended=await to_thread.run_sync(end))


@router.delete("/admin/people/{staff_id}/sessions/{session_id}", status_code=204)
async def end_session_of(staff_id: str, session_id: str, _admin: Admin, parts: TheParts) -> None:
    """Sign a colleague out in one place."""
    await to_thread.run_sync(parts.sessions.revoke, staff_id, session_id)


@router.delete("/admin/people/{staff_id}/second-factor", status_code=204)
async def reset_second_factor(staff_id: str, _admin: Admin, parts: TheParts) -> None:
    """Switch a colleague's second factor off, who lost phone and recovery codes."""

    def reset() -> None:
        parts.second_factors.reset(parts.staff.get(staff_id).id)

    await to_thread.run_sync(reset)


@router.post("/admin/people/{staff_id}/invite")
async def invite(staff_id: str, _admin: Admin, parts: TheParts) -> schemas.SetupLink:
    """A new one-time link for a colleague who forgot the password."""
    token = await to_thread.run_sync(parts.staff.invite, staff_id, parts.now())
    return schemas.SetupLink(setup_link=f"{parts.settings.resolved_public_url}/setup?token={token}")


def _views(parts: Parts, staff_id: str, here: str | None) -> list[schemas.Session]:
    return [_view(one, here) for one in parts.sessions.of(staff_id, parts.now())]


def _view(one: Session, here: str | None) -> schemas.Session:
    return schemas.Session(
        id=one.id,
        created_at=one.created_at,
        seen_at=one.seen_at,
        way=one.way,
        address=one.address_key[:_MARK_LENGTH] if one.address_key else None,
        browser=one.browser,
        here=one.id == here,
    )
