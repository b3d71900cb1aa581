"""What an agent does in a conversation besides writing: notes, read marks, pauses, passing on."""

from anyio import to_thread
from fastapi import APIRouter

from bot.conversation.model import Conversation
from bot.errors import InvalidInput, NotFound
from bot.handoff.chats import Noted, PassedOn
from bot.staff import audit
from bot.staff.accounts import Role, Staff, at_least
from bot.web import desk_lists, present, schemas
from bot.web.parts import Parts
from bot.web.routes.desk import check_may_see, tell
from bot.web.security import Agent, TheParts

router = APIRouter(prefix="/api/v1/desk", tags=["desk"])


@router.get("/colleagues")
async def colleagues(staff: Agent, parts: TheParts) -> schemas.Colleagues:
    """Whom a note can mention, and who can take a visitor over."""

    def find() -> schemas.Colleagues:
        present_now = parts.desk.chats.present(parts.now())
        people = [one for one in parts.staff.people() if one.active]
        departments = parts.departments()
        named = {reason.department for reason in parts.reasons.values() if reason.department}
        return schemas.Colleagues(
            people=[
                schemas.Colleague(
                    id=one.id,
                    name=one.name,
                    departments=list(one.duties.departments),
                    role=one.role.value,
                    on_duty=one.id in present_now,
                )
                for one in people
                if one.id != staff.id
            ],
            departments=[
                schemas.DepartmentChoice(
                    name=key,
                    title=departments.named(key).name,
                    on_duty=any(one.serves(key) for one in present_now.values()),
                )
                for key in sorted(named.union(departments.by_key))
            ],
        )

    return await to_thread.run_sync(find)


@router.post("/conversations/{conversation_id}/notes", status_code=201)
async def note(conversation_id: str, body: schemas.Note, staff: Agent, parts: TheParts) -> schemas.Message:
    """A note that only staff see; whom it names with "@" is told."""

    def keep() -> tuple[Conversation, Noted]:
        found = parts.conversations.get(conversation_id)
        check_may_see(staff, found)
        noted = parts.desk.chats.note(
            conversation_id,
            staff,
            body.text,
            parts.now(),
            client_message_id=body.client_message_id,
            colleagues=_who_may_see(parts, found),
        )
        return found, noted

    found, noted = await to_thread.run_sync(keep)
    if noted.kept.new:
        await parts.live.message(found, noted.kept.message)
        await parts.live.nudges(noted.nudges)
    return present.message(noted.kept.message)


@router.post("/conversations/{conversation_id}/seen", status_code=204)
async def seen(conversation_id: str, body: schemas.Seen, staff: Agent, parts: TheParts) -> None:
    """The agent has everything up to this line before the eyes; what colleagues asked to look at is done."""

    def keep() -> bool:
        check_may_see(staff, parts.conversations.get(conversation_id))
        parts.desk.chats.nudges.seen(staff.id, conversation_id, parts.now())
        return parts.desk.chats.seen_by_agent(conversation_id, staff, body.seq)

    if await to_thread.run_sync(keep):
        await parts.live.seen_by_agent(conversation_id, body.seq)


@router.get("/nudges")
async def nudges(staff: Agent, parts: TheParts) -> schemas.Nudges:
    """What colleagues want one to look at."""
    found = await to_thread.run_sync(parts.desk.chats.nudges.unseen, staff.id)
    shown = [
        schemas.Nudge(
            id=one.id,
            kind=one.kind.value,
            conversation_id=one.conversation_id,
            seq=one.seq,
            by_name=one.by_name,
            at=one.at,
        )
        for one in found
    ]
    return schemas.Nudges(nudges=shown)


@router.post("/conversations/{conversation_id}/pause")
async def pause(conversation_id: str, body: schemas.Pause, staff: Agent, parts: TheParts) -> schemas.Accepted:
    """Promise the visitor to be back in so many minutes."""
    before = (await to_thread.run_sync(parts.conversations.get, conversation_id)).last_seq
    found = await to_thread.run_sync(
        parts.desk.chats.pause, conversation_id, staff, body.minutes, parts.now()
    )
    await parts.live.lines(found.id, after=before)
    return schemas.Accepted()


@router.post("/conversations/{conversation_id}/resume")
async def resume(conversation_id: str, staff: Agent, parts: TheParts) -> schemas.Accepted:
    """Back before having written anything."""
    found = await to_thread.run_sync(parts.desk.chats.resume, conversation_id, staff, parts.now())
    await parts.live.state(found.id)
    return schemas.Accepted()


@router.post("/conversations/{conversation_id}/pass-on")
async def pass_on(
    conversation_id: str, body: schemas.PassOn, staff: Agent, parts: TheParts
) -> schemas.Accepted:
    """Give the visitor to a colleague, or to another department's line, with a note for them."""
    if (body.agent_id is None) == (body.department is None):
        raise InvalidInput("Choose a colleague or a department.", field="agent_id")
    audit.tell(to_agent=body.agent_id, department=body.department)

    def move() -> tuple[int, PassedOn]:
        before = parts.conversations.get(conversation_id).last_seq
        chats, now = parts.desk.chats, parts.now()
        if body.agent_id is not None:
            to = _colleague(parts, body.agent_id)
            up = at_least(to, Role.SUPERVISOR) and not at_least(staff, Role.SUPERVISOR)
            return before, chats.pass_to_agent(conversation_id, staff, to, body.note, now, second_level=up)
        department = body.department or ""
        return before, chats.pass_to_department(conversation_id, staff, department, body.note, now)

    before, passed = await to_thread.run_sync(move)
    await tell(parts, passed.conversation, before)
    await parts.live.nudges(passed.nudges)
    return schemas.Accepted()


def _colleague(parts: Parts, staff_id: str) -> Staff:
    person = parts.staff.get(staff_id)
    if not person.active:
        raise NotFound("There is no such person.")
    return person


def _who_may_see(parts: Parts, found: Conversation) -> list[Staff]:
    people = parts.staff.people()
    return [one for one in people if one.active and desk_lists.may_see(one, found)]
