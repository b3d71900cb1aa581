"""Signing in by the company's OpenID Connect: to the provider, and back."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.templating import Jinja2Templates

from bot.errors import FirstlineError, NotFound
from bot.staff.company import TRIP, CompanySignIn
from bot.web import audited
from bot.web.parts import Parts
from bot.web.problems import status_of
from bot.web.security import TheParts, device_of, set_session_cookie

router = APIRouter(prefix="/signin/company", include_in_schema=False)
TICKET = "firstline_company"
_PATH = "/signin/company"


@router.get("")
async def depart(
    request: Request, parts: TheParts, next: Annotated[str, Query(max_length=500)] = "/desk"
) -> Response:
    """Send the browser to the provider."""
    parts.limits.check("sign-in", audited.address_of(request))
    try:
        trip = await to_thread.run_sync(_company(parts).depart, _own_page(next), parts.now())
    except FirstlineError as error:
        return _sign_in_page(request, parts, error)
    answer = RedirectResponse(trip.address, status_code=303)
    answer.set_cookie(
        TICKET,
        trip.ticket,
        max_age=int(TRIP.total_seconds()),
        path=_PATH,
        httponly=True,
        # Lax: the provider's page sends the browser back here.
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


@router.get("/return")
async def arrive(request: Request, parts: TheParts) -> Response:
    """Back from the provider: sign in, or say why not."""
    parts.limits.check("sign-in", audited.address_of(request))
    audited.begin(parts, request, None)
    given, ticket = dict(request.query_params), request.cookies.get(TICKET, "")
    try:
        arrival = await to_thread.run_sync(_company(parts).arrive, given, ticket, parts.now())
        device = device_of(parts, request)
        _, token = await to_thread.run_sync(parts.signing_in.by_company, arrival.email, device, parts.now())
    except FirstlineError as error:
        return _sign_in_page(request, parts, error)
    # A page of ours that goes on by itself: the strict session cookie isn't sent along with a redirect that
    # another site began.
    answer = _page(request, parts, "signed_in.html", then=arrival.then)
    set_session_cookie(answer, request, token)
    answer.delete_cookie(TICKET, path=_PATH)
    return answer


def _company(parts: Parts) -> CompanySignIn:
    if parts.company is None:
        raise NotFound("There is no sign-in of a company here.")
    return parts.company


def _own_page(wanted: str) -> str:
    """A page of ours to go on to: never another site."""
    fits = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if fits else "/desk"


def _sign_in_page(request: Request, parts: Parts, error: FirstlineError) -> Response:
    return _page(
        request, parts, "signin.html", status_of(error), company=parts.company is not None, problem=str(error)
    )


def _page(request: Request, parts: Parts, template: str, status: int = 200, **content: object) -> Response:
    templates: Jinja2Templates = request.app.state.templates
    content = {"shop_name": parts.settings.shop_name, **content}
    return templates.TemplateResponse(request, template, content, status_code=status)
