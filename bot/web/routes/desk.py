"""What an agent may do at the desk."""

from typing import Annotated, Literal

from anyio import to_thread
from fastapi import APIRouter, Query

from bot.conversation.model import Conversation
from bot.errors import Conflict, InvalidInput, NotAllowed, NotFound
from bot.handoff.tickets import Ticket
from bot.staff import audit
from bot.staff.accounts import Role, Staff, at_least, require
from bot.web import desk_lists, present, schemas
from bot.web.parts import Parts
from bot.web.security import Agent, TheParts
from kb.articles import Status
from kb.markdown import to_html

router = APIRouter(prefix="/api/v1/desk", tags=["desk"])


@router.put("/presence")
async def presence(body: schemas.Presence, staff: Agent, parts: TheParts) -> schemas.Presence:
    """Take conversations, or don't."""
    audit.tell(status=body.status)
    await to_thread.run_sync(parts.desk.set_presence, staff.id, body.status, parts.now())
    await parts.live.queue()
    return body


@router.get("/queue")
async def queue(staff: Agent, parts: TheParts) -> schemas.Queue:
    """Who waits, most urgent first."""
    return await to_thread.run_sync(desk_lists.queue, parts, staff)


@router.get("/conversations")
async def conversations(
    staff: Agent,
    parts: TheParts,
    which: Annotated[Literal["mine", "all", "done"], Query(alias="list")] = "mine",
) -> schemas.DeskConversations:
    """One of the desk's lists."""

    def find() -> schemas.DeskConversations:
        found = [one for one in parts.desk.listed(which, staff) if desk_lists.may_see(staff, one)]
        return schemas.DeskConversations(conversations=desk_lists.rows(parts, found, staff))

    return await to_thread.run_sync(find)


@router.get("/conversations/{conversation_id}")
async def conversation(conversation_id: str, staff: Agent, parts: TheParts) -> schemas.DeskView:
    """All an agent needs for one conversation."""

    def view() -> schemas.DeskView:
        found = parts.conversations.get(conversation_id)
        check_may_see(staff, found)
        lines = parts.conversations.messages(conversation_id, notes=True)
        return schemas.DeskView(
            conversation=desk_lists.rows(parts, [found], staff)[0],
            packet=parts.desk.packet(conversation_id),
            messages=[present.message(line) for line in lines],
        )

    return await to_thread.run_sync(view)


@router.post("/conversations/{conversation_id}/accept")
async def accept(conversation_id: str, staff: Agent, parts: TheParts) -> schemas.DeskView:
    """Take a waiting visitor; of two who do so at once, the second is told."""
    waiting = await to_thread.run_sync(parts.conversations.get, conversation_id)
    check_may_see(staff, waiting)
    found = await to_thread.run_sync(
        lambda: parts.desk.accept(
            conversation_id, staff, parts.now(), freely=at_least(staff, Role.SUPERVISOR)
        )
    )
    await tell(parts, found, waiting.last_seq)
    return await conversation(conversation_id, staff, parts)


@router.post("/conversations/{conversation_id}/pass")
async def let_pass(conversation_id: str, staff: Agent, parts: TheParts) -> schemas.Accepted:
    """Let a visitor who rings at you go on to the next."""
    waiting = await to_thread.run_sync(parts.conversations.get, conversation_id)
    check_may_see(staff, waiting)
    found = await to_thread.run_sync(parts.desk.let_pass, conversation_id, staff, parts.now())
    await to_thread.run_sync(parts.desk.give_out, parts.now())
    await tell(parts, found, waiting.last_seq)
    return schemas.Accepted()


@router.post("/conversations/{conversation_id}/messages", status_code=201)
async def reply(
    conversation_id: str, body: schemas.StaffMessage, staff: Agent, parts: TheParts
) -> schemas.Message:
    """Write to the visitor; kept before it is shown, and once only."""
    if len(body.text) > parts.settings.message_max_length:
        raise InvalidInput("That is too long for one message.", field="text")
    kept = await to_thread.run_sync(
        parts.desk.reply, conversation_id, staff, body.text, body.client_message_id, parts.now()
    )
    if kept.new:
        await parts.live.message(kept.conversation, kept.message)
        if kept.moved:
            await parts.live.state(conversation_id)
    return present.message(kept.message)


@router.post("/conversations/{conversation_id}/typing", status_code=204)
async def typing(conversation_id: str, body: schemas.Typing, staff: Agent, parts: TheParts) -> None:
    """Show the visitor that an agent types."""
    found = await to_thread.run_sync(parts.conversations.get, conversation_id)
    if found.agent_id == staff.id:
        await parts.live.agent_typing(conversation_id, on=body.on)


@router.post("/conversations/{conversation_id}/return")
async def return_to_bot(
    conversation_id: str, body: schemas.Return, staff: Agent, parts: TheParts
) -> schemas.Accepted:
    """Give the visitor back to the bot, which starts anew."""
    before = (await to_thread.run_sync(parts.conversations.get, conversation_id)).last_seq
    found = await to_thread.run_sync(
        parts.desk.return_to_bot, conversation_id, staff, body.reason, parts.now()
    )
    await tell(parts, found, before)
    return schemas.Accepted()


@router.post("/conversations/{conversation_id}/close")
async def close(conversation_id: str, body: schemas.Close, staff: Agent, parts: TheParts) -> schemas.Accepted:
    """End the conversation, with how it ended."""
    if body.reason is not None and body.reason not in parts.reasons:
        raise InvalidInput("There is no such reason.", field="reason")
    audit.tell(disposition=body.disposition, reason=body.reason)
    before = (await to_thread.run_sync(parts.conversations.get, conversation_id)).last_seq
    found = await to_thread.run_sync(
        lambda: parts.desk.close(
            conversation_id, staff, body.disposition, body.reason, parts.now(), amount=body.amount
        )
    )
    await tell(parts, found, before)
    return schemas.Accepted()


@router.get("/tickets")
async def tickets(
    staff: Agent, parts: TheParts, status: Annotated[Literal["open", "closed"], Query()] = "open"
) -> schemas.Tickets:
    """Left messages."""
    return await to_thread.run_sync(desk_lists.tickets, parts, status, staff)


@router.put("/tickets/{ticket_id}/assignment")
async def assign_ticket(
    ticket_id: str, body: schemas.TicketAssignment, staff: Agent, parts: TheParts
) -> schemas.Accepted:
    """Take a left message, give it to a colleague (a supervisor does), or back to everybody."""
    if body.agent_id not in (None, staff.id):
        require(staff, Role.SUPERVISOR)

    def assign() -> None:
        check_may_see(staff, parts.desk.ticket(ticket_id))
        whose = parts.staff.get(body.agent_id) if body.agent_id else None
        if whose is not None and not whose.active:
            raise Conflict(f"{whose.name} doesn't work here any more.")
        parts.desk.assign_ticket(ticket_id, whose, parts.now())

    audit.tell(to=body.agent_id)
    await to_thread.run_sync(assign)
    await parts.live.tickets()
    return schemas.Accepted()


@router.post("/tickets/{ticket_id}/answer")
async def answer_ticket(
    ticket_id: str, body: schemas.TicketAnswer, staff: Agent, parts: TheParts
) -> schemas.Accepted:
    """Answer a left message: by e-mail, and into the conversation."""
    check_may_see(staff, await to_thread.run_sync(parts.desk.ticket, ticket_id))
    ticket = await to_thread.run_sync(parts.desk.answer_ticket, ticket_id, staff, body.text, parts.now())
    found = await to_thread.run_sync(parts.conversations.get, ticket.conversation_id)
    await tell(parts, found, found.last_seq - 1)
    await parts.live.tickets()
    return schemas.Accepted()


@router.post("/tickets/{ticket_id}/close")
async def close_ticket(
    ticket_id: str, body: schemas.TicketClose, staff: Agent, parts: TheParts
) -> schemas.Accepted:
    """Done with a left message."""
    check_may_see(staff, await to_thread.run_sync(parts.desk.ticket, ticket_id))
    audit.tell(disposition=body.disposition)
    await to_thread.run_sync(parts.desk.close_ticket, ticket_id, staff, body.disposition, parts.now())
    await parts.live.tickets()
    return schemas.Accepted()


@router.get("/articles")
async def articles(
    _staff: Agent, parts: TheParts, q: Annotated[str, Query(max_length=500)] = ""
) -> schemas.Hits:
    """Search the knowledge base from the desk: articles for staff are found, too."""
    if not q.strip():
        return schemas.Hits(hits=[])
    found = await to_thread.run_sync(parts.knowledge.search_for_staff, q)
    return schemas.Hits(hits=[desk_lists.hit(hit) for hit in found.hits])


@router.get("/articles/{article_id}")
async def article(article_id: str, _staff: Agent, parts: TheParts) -> schemas.ArticlePage:
    """One published article to read at the desk, whoever it is for."""
    found = await to_thread.run_sync(parts.knowledge.article, article_id)
    if found.status is not Status.PUBLISHED:
        raise NotFound("There is no such article.")
    return schemas.ArticlePage(
        id=found.id,
        title=found.title,
        html=to_html(found.body),
        category=found.category,
        updated_at=found.updated_at,
    )


@router.get("/reasons")
async def reasons(_staff: Agent, parts: TheParts) -> schemas.ReasonChoices:
    """The reasons a closing may name."""
    return schemas.ReasonChoices(
        reasons=[
            schemas.ReasonChoice(key=one.key, title=one.title, group=one.group)
            for one in parts.reasons.values()
        ]
    )


def check_may_see(staff: Staff, found: Conversation | Ticket) -> None:
    """Refuse who may not see a conversation or a left message.

    Raises:
        NotAllowed: it is another department's.
    """
    if not desk_lists.may_see(staff, found):
        raise NotAllowed("This conversation belongs to another department.")


async def tell(parts: Parts, found: Conversation, after: int) -> None:
    """Show everybody the lines that came with a change, and the change."""
    await parts.live.lines(found.id, after=after)
    await parts.live.queue()
