"""Who may come in: visitors by token, staff by session and role."""

from typing import Annotated

from anyio import to_thread
from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.errors import NotAllowed, NotSignedIn
from bot.staff.accounts import Role, Staff, require
from bot.web.parts import Parts, parts_of

COOKIE = "firstline_session"
_bearer = HTTPBearer(auto_error=False, description="the conversation's token")


def visitor_of(
    conversation_id: str,
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> str:
    """The visitor whose conversation this is.

    Raises:
        NotSignedIn: no token, or a bad or expired one.
        NotAllowed: a token for another conversation.
    """
    if credentials is None:
        raise NotSignedIn("This needs the conversation's token.")
    parts = parts_of(request)
    return parts.tokens.check(credentials.credentials, conversation_id, parts.now())


async def staff_of(request: Request, x_firstline: Annotated[str | None, Header()] = None) -> Staff:
    """Who is signed in.

    Whatever changes something must carry the header X-Firstline, which no other site's form can send.

    Raises:
        NotSignedIn: nobody.
        NotAllowed: the header is missing.
    """
    if request.method not in ("GET", "HEAD") and x_firstline is None:
        raise NotAllowed("The header X-Firstline is missing.")
    return await session_owner(parts_of(request), request.cookies.get(COOKIE))


async def session_owner(parts: Parts, token: str | None) -> Staff:
    """Who a session cookie belongs to; raises NotSignedIn."""
    if not token:
        raise NotSignedIn("Please sign in.")
    return await to_thread.run_sync(parts.staff.by_session, token, parts.now())


async def admin_of(staff: Annotated[Staff, Depends(staff_of)]) -> Staff:
    """Who is signed in, if an admin."""
    require(staff, Role.ADMIN)
    return staff


Visitor = Annotated[str, Depends(visitor_of)]
Agent = Annotated[Staff, Depends(staff_of)]
Admin = Annotated[Staff, Depends(admin_of)]
TheParts = Annotated[Parts, Depends(parts_of)]
