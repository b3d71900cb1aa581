"""Who may come in: visitors by token, staff by session and role."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from anyio import to_thread
from fastapi import Depends, Header, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.errors import NotAllowed, NotSignedIn
from bot.staff.accounts import Role, Staff, require
from bot.staff.sessions import Device
from bot.web import audited
from bot.web.parts import Parts, parts_of
from kb.life import DUTIES, Duty, Step

COOKIE = "firstline_session"
# Supervisors write articles, admins decide what visitors get.
ROLE_FOR = {Duty.WRITE: Role.SUPERVISOR, Duty.DECIDE: Role.ADMIN}
_bearer = HTTPBearer(auto_error=False, description="the conversation's token")


async def _the_parts(request: Request) -> Parts:
    # Not `parts_of` itself: whatever is not async would be run in a thread, at every request.
    return parts_of(request)


async def visitor_of(
    conversation_id: str,
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> str:
    """The visitor whose conversation this is.

    Raises:
        NotSignedIn: no token, or a bad or expired one.
        NotAllowed: a token for another conversation.
        Blocked: they want to do something, and the staff keeps them out; what was said they may still read.
    """
    if credentials is None:
        raise NotSignedIn("This needs the conversation's token.")
    parts = parts_of(request)
    visitor_id = parts.tokens.check(credentials.credentials, conversation_id, parts.now())
    if request.method not in ("GET", "HEAD"):
        address = audited.address_key(parts, request)
        await to_thread.run_sync(let_in, parts, visitor_id, address, conversation_id)
    return visitor_id


def let_in(parts: Parts, visitor_id: str, address_key: str, conversation_id: str | None) -> None:
    """Refuse a visitor or an address that the staff keeps out; remember where a conversation comes from.

    Raises:
        Blocked: they are kept out.
    """
    parts.blocks.check(parts.keys(visitor_id), address_key, parts.now())
    if conversation_id is not None:
        parts.blocks.came_from(conversation_id, address_key)


async def staff_of(request: Request, x_firstline: Annotated[str | None, Header()] = None) -> Staff:
    """Who is signed in.

    Whatever changes something must carry the header X-Firstline, which no other site's form can send, and is
    in the audit log.

    Raises:
        NotSignedIn: nobody.
        NotAllowed: the header is missing.
    """
    if request.method not in ("GET", "HEAD") and x_firstline is None:
        raise NotAllowed("The header X-Firstline is missing.")
    parts = parts_of(request)
    staff = await session_owner(parts, request.cookies.get(COOKIE))
    if request.method not in ("GET", "HEAD"):
        audited.begin(parts, request, staff)
    return staff


def device_of(parts: Parts, request: Request) -> Device:
    """From where somebody signs in."""
    return Device(audited.address_key(parts, request), request.headers.get("user-agent", ""))


def set_session_cookie(response: Response, request: Request, token: str) -> None:
    """Give the browser its session: out of reach for scripts and other sites."""
    response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=request.url.scheme == "https")


async def session_owner(parts: Parts, token: str | None) -> Staff:
    """Who a session cookie belongs to; raises NotSignedIn."""
    if not token:
        raise NotSignedIn("Please sign in.")
    return await to_thread.run_sync(parts.sessions.owner, token, parts.now())


async def supervisor_of(staff: Annotated[Staff, Depends(staff_of)]) -> Staff:
    """Who is signed in, if a supervisor or an admin."""
    require(staff, Role.SUPERVISOR)
    return staff


async def admin_of(staff: Annotated[Staff, Depends(staff_of)]) -> Staff:
    """Who is signed in, if an admin."""
    require(staff, Role.ADMIN)
    return staff


def require_step(staff: Staff, step: Step) -> None:
    """Refuse somebody who may not take this step in an article's life.

    Raises:
        NotAllowed: the role does not reach.
    """
    require(staff, ROLE_FOR[DUTIES[step]])


def may_take(staff: Staff, step: Step) -> bool:
    """Whether somebody may take this step in an article's life."""
    try:
        require_step(staff, step)
    except NotAllowed:
        return False
    return True


def who_may(step: Step) -> Callable[[Staff], Awaitable[Staff]]:
    """A dependency: who is signed in, if they may take this step in an article's life."""

    async def may(staff: Annotated[Staff, Depends(staff_of)]) -> Staff:
        require_step(staff, step)
        return staff

    return may


Visitor = Annotated[str, Depends(visitor_of)]
Agent = Annotated[Staff, Depends(staff_of)]
Supervisor = Annotated[Staff, Depends(supervisor_of)]
Admin = Annotated[Staff, Depends(admin_of)]
Writer = Annotated[Staff, Depends(who_may(Step.SAVE))]
Publisher = Annotated[Staff, Depends(who_may(Step.PUBLISH))]
TheParts = Annotated[Parts, Depends(_the_parts)]
