"""What a visitor's page may do: all of it inside one conversation, by that conversation's token."""

from typing import Annotated, Any
from uuid import uuid4

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse

from bot.conversation.model import Author, Kept
from bot.errors import InvalidInput
from bot.ledger.events import event_id
from bot.web import audited, present, schemas
from bot.web.parts import Parts
from bot.web.security import TheParts, Visitor, let_in
from bot.web.tokens import read_site_identity
from bot.web.transcripts import as_text

router = APIRouter(prefix="/api/v1/conversations", tags=["visitors"])
_MAX_WAIT_SECONDS = 30


@router.post("", status_code=201)
async def start(
    body: schemas.NewConversation, request: Request, parts: TheParts
) -> schemas.ConversationStarted:
    """Begin a conversation. `visitor` is the handle of a former one, so that it is the same visitor."""
    parts.limits.check("conversations", audited.address_of(request))
    at = parts.now()
    visitor_id = (parts.handles.read(body.visitor) if body.visitor else None) or uuid4().hex
    address = audited.address_key(parts, request)
    await to_thread.run_sync(let_in, parts, visitor_id, address, None)
    signals = body.model_dump(include={"page", "pages", "cart_value"}, exclude_none=True)
    known: dict[str, Any] = {}
    if body.identity_token:
        site = read_site_identity(body.identity_token, parts.site_secret, at)
        known = {"identity": "known", "customer_id": site.customer_id, "email": site.email, "name": site.name}

    def begin() -> str:
        made = parts.conversations.start(
            visitor_id=visitor_id,
            channel="chat",
            page=body.page,
            locale=body.locale,
            signals=signals,
            test=body.test,
            at=at,
        )
        if known:
            parts.conversations.update(made.id, at, **known)
        parts.blocks.came_from(made.id, address)
        return made.id

    conversation_id = await to_thread.run_sync(begin)
    token, expires_at = parts.tokens.issue(conversation_id, visitor_id, at)
    return schemas.ConversationStarted(
        conversation_id=conversation_id,
        token=token,
        visitor=parts.handles.issue(visitor_id),
        expires_at=expires_at,
    )


@router.get("/{conversation_id}")
async def standing(conversation_id: str, _visitor: Visitor, parts: TheParts) -> schemas.Conversation:
    """How the conversation stands."""
    return await to_thread.run_sync(parts.live.standing, conversation_id)


@router.post("/{conversation_id}/messages", status_code=202)
async def send(
    conversation_id: str,
    body: schemas.NewMessage,
    _visitor: Visitor,
    parts: TheParts,
    wait: Annotated[float, Query(ge=0, le=_MAX_WAIT_SECONDS, description="seconds to wait for replies")] = 0,
) -> schemas.MessageAccepted:
    """Say something. Once this answers 202, the message is kept; sent again, it is the same message."""
    if len(body.text) > parts.settings.message_max_length:
        limit = parts.settings.message_max_length
        raise InvalidInput(f"That is too long: at most {limit} characters at once.", field="text")
    parts.limits.check("messages", conversation_id)
    kept = await parts.turns.take(conversation_id, body.text, body.client_message_id, body.choice)
    return await _accepted(parts, kept, wait)


@router.get("/{conversation_id}/messages")
async def messages(
    conversation_id: str,
    _visitor: Visitor,
    parts: TheParts,
    after: Annotated[int, Query(ge=0, le=schemas.MAX_SEQ)] = 0,
) -> schemas.Messages:
    """The lines after a given one."""
    lines = await to_thread.run_sync(lambda: parts.conversations.messages(conversation_id, after=after))
    state = await to_thread.run_sync(parts.live.standing, conversation_id)
    return schemas.Messages(messages=[present.message(line) for line in lines], state=state)


@router.post("/{conversation_id}/person", status_code=202)
async def ask_for_person(
    conversation_id: str,
    _visitor: Visitor,
    parts: TheParts,
    body: schemas.PersonWish | None = None,
    wait: Annotated[float, Query(ge=0, le=_MAX_WAIT_SECONDS)] = 0,
) -> schemas.MessageAccepted:
    """The button "Talk to a person": like asking in words; repeated with its id, it counts once."""
    parts.limits.check("messages", conversation_id)
    wish_id = (body.client_message_id if body else None) or uuid4().hex
    kept = await parts.turns.wish(conversation_id, "Talk to a person", "ask_person", wish_id)
    return await _accepted(parts, kept, wait)


@router.post("/{conversation_id}/queue/leave", status_code=202)
async def leave_queue(conversation_id: str, _visitor: Visitor, parts: TheParts) -> schemas.Accepted:
    """Back to the bot without having met a person."""
    before = await to_thread.run_sync(parts.conversations.get, conversation_id)
    await to_thread.run_sync(parts.desk.leave_queue, conversation_id, parts.now())
    await parts.live.lines(conversation_id, after=before.last_seq)
    await parts.live.queue()
    return schemas.Accepted()


@router.post("/{conversation_id}/left-message", status_code=201)
async def leave_message(
    conversation_id: str, body: schemas.LeftMessage, _visitor: Visitor, parts: TheParts
) -> schemas.TicketMade:
    """Leave a message; it becomes a ticket that a person answers by e-mail."""
    if len(body.text) > parts.settings.message_max_length:
        raise InvalidInput("That is too long for one message.", field="text")
    parts.limits.check("messages", conversation_id)
    before = await to_thread.run_sync(parts.conversations.get, conversation_id)
    ticket = await to_thread.run_sync(
        lambda: parts.desk.leave_message(conversation_id, body.name, body.email, body.text, parts.now())
    )
    await parts.live.lines(conversation_id, after=before.last_seq)
    await parts.live.tickets()
    return schemas.TicketMade(ticket_id=ticket.id)


@router.post("/{conversation_id}/reaction", status_code=202)
async def react(
    conversation_id: str,
    body: schemas.Reaction,
    _visitor: Visitor,
    parts: TheParts,
    wait: Annotated[float, Query(ge=0, le=_MAX_WAIT_SECONDS)] = 0,
) -> schemas.MessageAccepted:
    """Did that help? The same as picking one of the buttons under the answer."""
    lines = await to_thread.run_sync(
        lambda: parts.conversations.messages(conversation_id, after=body.seq - 1)
    )
    if not any(line.seq == body.seq and line.author is Author.BOT for line in lines):
        raise InvalidInput("There is no answer of the bot with this number.", field="seq")
    text, intent = ("Yes, that helped", "affirm") if body.helped else ("No, that didn't help", "deny")
    kept = await parts.turns.wish(
        conversation_id, text, intent, f"reaction-{body.seq}", {"about_seq": body.seq}
    )
    return await _accepted(parts, kept, wait)


@router.post("/{conversation_id}/survey", status_code=202)
async def survey(
    conversation_id: str, body: schemas.Survey, _visitor: Visitor, parts: TheParts
) -> schemas.Accepted:
    """How it was."""
    given = body.model_dump(exclude_none=True)
    if not given:
        raise InvalidInput("Give csat, nps or both.", field="csat")

    def keep() -> None:
        found = parts.conversations.get(conversation_id)
        key = ("survey", found.episode_id, *sorted(given))
        parts.conversations.record(conversation_id, "survey_answered", parts.now(), key=key, **given)

    await to_thread.run_sync(keep)
    return schemas.Accepted()


@router.post("/{conversation_id}/close", status_code=202)
async def close(conversation_id: str, _visitor: Visitor, parts: TheParts) -> schemas.Accepted:
    """The visitor is done."""
    before = await to_thread.run_sync(parts.conversations.get, conversation_id)
    await to_thread.run_sync(parts.desk.close_by_visitor, conversation_id, parts.now())
    await parts.live.lines(conversation_id, after=before.last_seq)
    return schemas.Accepted()


@router.patch("/{conversation_id}/context", status_code=204)
async def context(conversation_id: str, body: schemas.Context, _visitor: Visitor, parts: TheParts) -> None:
    """The page or the cart has changed."""
    given = body.model_dump(exclude_none=True)

    def merge() -> None:
        parts.conversations.update(conversation_id, parts.now(), signals=given)

    await to_thread.run_sync(merge)


@router.get("/{conversation_id}/transcript", response_class=PlainTextResponse)
async def transcript(conversation_id: str, _visitor: Visitor, parts: TheParts) -> PlainTextResponse:
    """The conversation as text, to keep."""
    lines = await to_thread.run_sync(parts.conversations.messages, conversation_id)
    disposition = {"Content-Disposition": 'attachment; filename="conversation.txt"'}
    return PlainTextResponse(as_text(lines), headers=disposition)


@router.post("/{conversation_id}/transcript", status_code=202)
async def mail_transcript(
    conversation_id: str, body: schemas.TranscriptMail, request: Request, _visitor: Visitor, parts: TheParts
) -> schemas.Accepted:
    """The conversation as text, by e-mail; asked again before anything new was said it is sent once."""
    parts.limits.check("transcripts", request.client.host if request.client else "?")

    def send() -> None:
        found = parts.conversations.get(conversation_id)
        lines = parts.conversations.messages(conversation_id)
        if not lines:
            raise InvalidInput("Nothing was said yet.")
        to = body.email.lower()
        key = event_id(conversation_id, "transcript", found.last_seq, to)
        subject = f"Your conversation with {parts.settings.shop_name}"
        parts.outbox.send_mail(to, subject, as_text(lines), parts.now(), key=key)

    await to_thread.run_sync(send)
    return schemas.Accepted()


async def _accepted(parts: Parts, kept: Kept, wait: float) -> schemas.MessageAccepted:
    replies = await parts.turns.replies_to(kept.message, wait) if wait else []
    return schemas.MessageAccepted(
        message=present.message(kept.message), replies=[present.message(reply) for reply in replies]
    )
