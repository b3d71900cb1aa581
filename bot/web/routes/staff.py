"""Signing in and out, setting up an account, and who works here."""

from dataclasses import fields, replace
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Header, Query, Request, Response

from bot.errors import InvalidInput, NotAllowed
from bot.staff.accounts import Role, Staff
from bot.staff.duties import Duties
from bot.web import audited, schemas
from bot.web.parts import Parts
from bot.web.security import COOKIE, Admin, Agent, TheParts, device_of, set_session_cookie

router = APIRouter(prefix="/api/v1", tags=["staff"])
OurHeader = Annotated[str | None, Header()]
DUTIES = tuple(field.name for field in fields(Duties))


@router.post("/session")
async def sign_in(
    body: schemas.SignIn, request: Request, response: Response, parts: TheParts, x_firstline: OurHeader = None
) -> schemas.Me:
    """Sign in; the session's cookie comes with the answer.

    With a second factor and without its `code`, a right password is answered with a 401 that says
    `second_factor: true`.
    """
    _require_header(x_firstline)
    parts.limits.check("sign-in", audited.address_of(request))
    parts.limits.check("sign-in-account", body.email.strip().lower())
    audited.begin(parts, request, None)
    device = device_of(parts, request)
    staff, token = await to_thread.run_sync(
        parts.signing_in.with_password, body.email, body.password, body.code, device, parts.now()
    )
    set_session_cookie(response, request, token)
    return await _me(parts, staff)


@router.delete("/session", status_code=204)
async def sign_out(request: Request, response: Response, staff: Agent, parts: TheParts) -> None:
    """End this session; whoever signs out takes no more conversations."""
    await to_thread.run_sync(parts.sessions.close, request.cookies[COOKIE])
    await to_thread.run_sync(parts.desk.set_presence, staff.id, "offline", parts.now())
    await parts.live.queue()
    response.delete_cookie(COOKIE)


@router.get("/me")
async def me(staff: Agent, parts: TheParts) -> schemas.Me:
    """Who is signed in."""
    return await _me(parts, staff)


@router.get("/setup")
async def link_state(token: Annotated[str, Query(max_length=200)], parts: TheParts) -> schemas.LinkState:
    """Whether a one-time link still works."""
    return schemas.LinkState(valid=await to_thread.run_sync(parts.staff.link_is_good, token, parts.now()))


@router.post("/setup")
async def set_up(
    body: schemas.SetUp, request: Request, response: Response, parts: TheParts, x_firstline: OurHeader = None
) -> schemas.Me:
    """Set up the account behind a one-time link, and sign in."""
    _require_header(x_firstline)
    parts.limits.check("sign-in", audited.address_of(request))
    audited.begin(parts, request, None)
    staff, token = await to_thread.run_sync(
        lambda: parts.signing_in.by_link(
            body.token,
            name=body.name,
            email=body.email,
            password=body.password,
            device=device_of(parts, request),
            at=parts.now(),
        )
    )
    set_session_cookie(response, request, token)
    return await _me(parts, staff)


@router.get("/admin/people")
async def people(_admin: Admin, parts: TheParts) -> schemas.People:
    """All of the staff."""
    found = await to_thread.run_sync(parts.staff.people)
    secured = await to_thread.run_sync(parts.second_factors.everybody)
    return schemas.People(
        people=[
            _person(person).model_copy(update={"second_factor": person.id in secured}) for person in found
        ]
    )


@router.post("/admin/people", status_code=201)
async def add_person(body: schemas.NewPerson, _admin: Admin, parts: TheParts) -> schemas.PersonAdded:
    """Add a colleague; give them the link."""

    def add() -> tuple[Staff, str]:
        at = parts.now()
        person = parts.staff.add(
            name=body.name, email=body.email, role=Role(body.role), at=at, duties=_duties(body)
        )
        return person, parts.staff.invite(person.id, at)

    person, token = await to_thread.run_sync(add)
    link = f"{parts.settings.resolved_public_url}/setup?token={token}"
    return schemas.PersonAdded(**_person(person).model_dump(), setup_link=link)


@router.patch("/admin/people/{staff_id}")
async def change_person(
    staff_id: str, body: schemas.PersonChange, _admin: Admin, parts: TheParts
) -> schemas.Person:
    """Change a colleague's role or duties, or close the account."""
    given = body.model_dump(exclude_unset=True, exclude_none=True)
    if not given:
        raise InvalidInput("Nothing to change was given.")

    def change() -> Staff:
        before = parts.staff.get(staff_id)
        duties = {name: given.pop(name) for name in DUTIES if name in given}
        if duties:
            given["duties"] = replace(before.duties, **duties)
        return parts.staff.change(staff_id, **given)

    person = await to_thread.run_sync(change)
    await parts.live.queue()
    return _person(person)


def _duties(body: schemas.NewPerson) -> Duties:
    return Duties(tuple(body.departments), tuple(body.skills), tuple(body.languages), body.capacity)


def _person(staff: Staff) -> schemas.Person:
    return schemas.Person(
        id=staff.id,
        name=staff.name,
        email=staff.email,
        role=staff.role.value,
        departments=list(staff.duties.departments),
        skills=list(staff.duties.skills),
        languages=list(staff.duties.languages),
        capacity=staff.duties.capacity,
        active=staff.active,
    )


async def _me(parts: Parts, staff: Staff) -> schemas.Me:
    presence = await to_thread.run_sync(parts.desk.presence, staff.id)
    return schemas.Me(**_person(staff).model_dump(), presence=presence.value)


def _require_header(value: str | None) -> None:
    if value is None:
        raise NotAllowed("The header X-Firstline is missing.")
