"""What another desk tells us: its webhook, signed by it."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request

from bot.errors import InvalidInput, NotFound
from bot.web import audited, schemas
from bot.web.security import TheParts

router = APIRouter(prefix="/api/v1/external-desk", tags=["external desk"])
_LARGEST = 1_000_000


@router.post("/chatwoot")
async def chatwoot(
    request: Request, parts: TheParts, token: Annotated[str, Query(max_length=200)] = ""
) -> schemas.Accepted:
    """Chatwoot tells what its agents did; told again, it changes nothing."""
    bridge = parts.bridge
    if bridge is None:
        raise NotFound("No other desk is set up here.")
    parts.limits.check("external-desk", audited.address_of(request))
    raw = b""
    async for part in request.stream():
        raw += part
        if len(raw) > _LARGEST:
            raise InvalidInput("That is too large.")
    headers = {name.lower(): value for name, value in request.headers.items()}
    changed = await to_thread.run_sync(bridge.heard, raw, headers, token, parts.now())
    for conversation_id, before in changed.items():
        await parts.live.lines(conversation_id, after=before)
    if changed:
        await parts.live.queue()
    return schemas.Accepted()
