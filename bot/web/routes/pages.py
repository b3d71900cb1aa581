"""The pages: the sample shop, the help centre, sign-in and set-up, and the shells of desk and admin."""

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.templating import Jinja2Templates

from bot.backoffice.sample.people import DEMO_CUSTOMERS
from bot.backoffice.sample.shop import SampleShop
from bot.errors import NotFound, NotSignedIn
from bot.web.parts import Parts, parts_of
from bot.web.routes.help import find_articles, published, summary
from bot.web.security import COOKIE, TheParts, session_owner
from kb.markdown import to_html

router = APIRouter(include_in_schema=False)


@router.get("/")
async def shop(request: Request, parts: TheParts) -> Response:
    """The sample shop with the widget on it."""
    return _page(request, "shop.html", products=parts.sample_shop.products() if parts.sample_shop else ())


@router.get("/account")
async def account(
    request: Request, parts: TheParts, reset: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """The sample shop's account page: who can be tried out, and where a password link leads."""
    _sample(parts)
    known = None
    if reset:
        known = await to_thread.run_sync(_sample(parts).use_password_link, reset, parts.now())
    return _page(request, "account.html", customers=DEMO_CUSTOMERS, reset=bool(reset), signed_in=known)


@router.get("/mailbox")
async def mailbox(request: Request, parts: TheParts) -> Response:
    """Mail that has not left: with the sample shop and no mail server, all there is."""
    if not parts.settings.shows_mailbox:
        raise NotFound("There is no mailbox to look into here.")
    mails = await to_thread.run_sync(parts.outbox.mails)
    return _page(request, "mailbox.html", mails=mails)


@router.get("/papers/{token}")
async def paper(request: Request, token: str, parts: TheParts) -> Response:
    """An invoice or a label of the sample shop, for whoever has its link."""
    found = await to_thread.run_sync(_sample(parts).paper, token)
    if found is None:
        raise NotFound("There is no such paper.")
    return _page(request, "paper.html", paper=found)


@router.get("/track/{tracking}")
async def parcel(request: Request, tracking: str, parts: TheParts) -> Response:
    """Where a parcel of the sample shop is, as a carrier would show it: nothing of whose it is."""
    order = await to_thread.run_sync(_sample(parts).parcel, tracking)
    if order is None or order.shipment is None:
        raise NotFound("There is no parcel with this number.")
    return _page(request, "track.html", shipment=order.shipment, country=order.ship_to.country)


@router.get("/help")
async def help_centre(
    request: Request,
    parts: TheParts,
    q: Annotated[str, Query(max_length=500)] = "",
    category: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """The knowledge base to browse and search."""
    found = await to_thread.run_sync(find_articles, parts, q, category)
    everything = await to_thread.run_sync(find_articles, parts, "", "")
    categories: dict[str, int] = {}
    for one in everything:
        categories[one.category] = categories.get(one.category, 0) + 1
    return _page(
        request,
        "help.html",
        articles=[summary(one) for one in found],
        query=q,
        category=category,
        categories=sorted(categories.items()),
    )


@router.get("/help/{article_id}")
async def help_article(request: Request, article_id: str, parts: TheParts) -> Response:
    """One article."""
    found = await to_thread.run_sync(published, parts, article_id)
    return _page(request, "help_article.html", article=found, html=to_html(found.body))


@router.get("/signin")
async def sign_in(request: Request, parts: TheParts) -> Response:
    """The form to sign in."""
    return _page(request, "signin.html", company=parts.company is not None)


@router.get("/setup")
async def set_up(
    request: Request, parts: TheParts, token: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """The form behind a one-time link."""
    valid = await to_thread.run_sync(parts.staff.link_is_good, token, parts.now())
    return _page(request, "setup.html", token=token, valid=valid)


@router.get("/desk")
async def desk(request: Request, parts: TheParts) -> Response:
    """The agents' desk."""
    return await _staff_page(request, parts, "desk", "Desk")


@router.get("/admin")
@router.get("/admin/{rest:path}")
async def admin(request: Request, parts: TheParts, rest: str = "") -> Response:
    """The admin pages."""
    return await _staff_page(request, parts, "admin", "Admin")


def _sample(parts: Parts) -> SampleShop:
    if parts.sample_shop is None:
        raise NotFound("A real shop is behind this; it has no sample pages.")
    return parts.sample_shop


async def _staff_page(request: Request, parts: Parts, app: str, title: str) -> Response:
    try:
        await session_owner(parts, request.cookies.get(COOKIE))
    except NotSignedIn:
        return RedirectResponse(f"/signin?next={request.url.path}", status_code=303)
    return _page(request, "app.html", title=title, script=f"/static/{app}.js", styles=f"/static/{app}.css")


def _page(request: Request, template: str, status: int = 200, **content: Any) -> Response:
    templates: Jinja2Templates = request.app.state.templates
    shop_name = parts_of(request).settings.shop_name
    return templates.TemplateResponse(
        request, template, {"shop_name": shop_name, **content}, status_code=status
    )
