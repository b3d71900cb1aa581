"""The sockets: a visitor's for one conversation, the desk's for all that staff may see."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from bot.conversation.model import Conversation
from bot.conversation.seen import Reader
from bot.errors import FirstlineError, InvalidInput
from bot.staff.accounts import sees
from bot.web import present, schemas
from bot.web.hub import DESK, Frame, Sendable, conversation_topic
from bot.web.parts import Parts, parts_of
from bot.web.problems import problem_of
from bot.web.security import COOKIE, session_owner

router = APIRouter(prefix="/api/v1")
_HELLO_SECONDS = 10
_PREVIEW_LENGTH = 500
_POLICY_VIOLATION = 1008


@router.websocket("/conversations/{conversation_id}/live")
async def visitor_live(socket: WebSocket, conversation_id: str) -> None:
    """Push lines, typing and standing to a visitor's page; hear what is being typed."""
    parts = parts_of(socket)
    await socket.accept()
    try:
        hello = await _first_frame(socket)
        parts.tokens.check(str(hello.get("token", "")), conversation_id, parts.now())
        after = _place(hello.get("after"))
        await to_thread.run_sync(parts.conversations.get, conversation_id)
    except FirstlineError as error:
        await _refuse(socket, error)
        return
    except WebSocketDisconnect:
        return

    with parts.hub.listen(conversation_topic(conversation_id)) as frames:
        # Listening begins before the backlog is read: what comes in between arrives twice, never not at all.
        await _send_backlog(socket, parts, conversation_id, after)

        async def heard(frame: Mapping[str, Any]) -> None:
            if frame.get("type") == "typing":
                text = str(frame.get("text", ""))[:_PREVIEW_LENGTH]
                found = await to_thread.run_sync(parts.conversations.get, conversation_id)
                if found.owned_by_person:
                    await parts.live.visitor_typing(found, text)
            elif frame.get("type") == "seen":
                await _seen(parts, conversation_id, _place(frame.get("seq")))

        async def resync() -> None:
            await _send_backlog(socket, parts, conversation_id, after)

        await _converse(socket, frames, heard, resync)


@router.websocket("/desk/live")
async def desk_live(socket: WebSocket) -> None:
    """Tell a colleague's desk what has changed; its signs of life keep the agent online."""
    parts = parts_of(socket)
    if not _same_origin(socket, parts):
        await socket.close(_POLICY_VIOLATION)
        return
    await socket.accept()
    try:
        staff = await session_owner(parts, socket.cookies.get(COOKIE))
    except FirstlineError as error:
        await _refuse(socket, error)
        return
    with parts.hub.listen(DESK) as frames:
        await to_thread.run_sync(parts.desk.sign_of_life, staff.id, parts.now())
        await socket.send_json({"type": "ready"})

        async def heard(frame: Mapping[str, Any]) -> None:
            nonlocal staff
            if frame.get("type") == "alive":
                # What somebody may hear changes when an admin changes their duties.
                staff = await session_owner(parts, socket.cookies.get(COOKIE))
                active = frame.get("active") is not False
                await to_thread.run_sync(
                    lambda: parts.desk.sign_of_life(staff.id, parts.now(), active=active)
                )

        async def resync() -> None:
            await socket.send_json({"type": "ready"})

        def may_hear(frame: Frame) -> bool:
            for_all = frame.get("to") in (None, staff.id)
            return for_all and sees(staff, frame.get("department"))

        await _converse(socket, frames, heard, resync, may_hear)


async def _converse(
    socket: WebSocket,
    frames: asyncio.Queue[Sendable],
    heard: Callable[[Mapping[str, Any]], Awaitable[None]],
    resync: Callable[[], Awaitable[None]],
    may_hear: Callable[[Frame], bool] = lambda _frame: True,
) -> None:
    """Push and hear until the other side goes."""

    async def push() -> None:
        while True:
            frame = await frames.get()
            if frame["type"] == "resync":
                await resync()
            elif may_hear(frame):
                await socket.send_text(frame.text)

    pushing = asyncio.create_task(push())
    try:
        while True:
            try:
                frame = await socket.receive_json()
            except ValueError:
                await socket.send_json({"type": "error", "problem": problem_of(InvalidInput("Not JSON."))})
                continue
            if not isinstance(frame, dict):
                continue
            if frame.get("type") == "ping":
                await socket.send_json({"type": "pong"})
            else:
                await heard(frame)
    except FirstlineError as error:
        await _refuse(socket, error)
    except (WebSocketDisconnect, RuntimeError):
        pass  # the page is gone; it fetches what it missed when it comes back
    finally:
        pushing.cancel()
        with contextlib.suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
            await pushing


async def _seen(parts: Parts, conversation_id: str, seq: int) -> None:
    def keep() -> Conversation | None:
        new = parts.conversations.seen(conversation_id, Reader.VISITOR, seq)
        return parts.conversations.get(conversation_id) if new else None

    found = await to_thread.run_sync(keep)
    if found is not None and not found.owned_by_bot:
        await parts.live.seen_by_visitor(found, seq)


def _place(after: Any) -> int:
    if after is None:
        return 0
    if not isinstance(after, int) or not 0 <= after <= schemas.MAX_SEQ:
        raise InvalidInput("after must be the number of a message, or 0.", field="after")
    return after


async def _first_frame(socket: WebSocket) -> Mapping[str, Any]:
    try:
        async with asyncio.timeout(_HELLO_SECONDS):
            frame = await socket.receive_json()
    except (TimeoutError, ValueError, KeyError):
        raise InvalidInput("The first frame must be a hello with the conversation's token.") from None
    if not isinstance(frame, dict) or frame.get("type") != "hello":
        raise InvalidInput("The first frame must be a hello with the conversation's token.")
    return frame


async def _send_backlog(socket: WebSocket, parts: Parts, conversation_id: str, after: int) -> None:
    lines = await to_thread.run_sync(lambda: parts.conversations.messages(conversation_id, after=after))
    for line in lines:
        await socket.send_json(present.frame("message", message=present.message(line)))
    state = await to_thread.run_sync(parts.live.standing, conversation_id)
    await socket.send_json(present.frame("ready", state=state))


async def _refuse(socket: WebSocket, error: FirstlineError) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        await socket.send_json({"type": "error", "problem": problem_of(error)})
        await socket.close(_POLICY_VIOLATION)


def _same_origin(socket: WebSocket, parts: Parts) -> bool:
    """Whether the page that opens the socket is ours: a browser sends cookies along for any page."""
    origin = socket.headers.get("origin")
    if origin is None:
        return True
    allowed = {
        parts.settings.resolved_public_url,
        f"{socket.url.scheme.replace('ws', 'http')}://{socket.url.netloc}",
    }
    return origin in allowed
