"""Tokens with which programs read the figures, or import records."""

from anyio import to_thread
from fastapi import APIRouter

from bot.staff import audit
from bot.staff.api_tokens import Scope
from bot.web import schemas
from bot.web.security import Admin, TheParts

router = APIRouter(prefix="/api/v1/admin/api-tokens", tags=["api tokens"])


@router.get("")
async def tokens(_admin: Admin, parts: TheParts) -> schemas.ApiTokens:
    """Those in use and those revoked."""
    found = await to_thread.run_sync(parts.api_tokens.all)
    return schemas.ApiTokens(tokens=[schemas.ApiToken.model_validate(vars(one)) for one in found])


@router.post("", status_code=201)
async def make(body: schemas.NewApiToken, admin: Admin, parts: TheParts) -> schemas.ApiTokenMade:
    """A new token that reads figures or imports records, and nothing else; it is shown this once."""
    audit.tell(name=body.name, scope=body.scope)
    token, kept = await to_thread.run_sync(
        parts.api_tokens.make, body.name, admin.id, parts.now(), Scope(body.scope)
    )
    return schemas.ApiTokenMade.model_validate({**vars(kept), "token": token})


@router.delete("/{token_id}")
async def revoke(token_id: str, _admin: Admin, parts: TheParts) -> schemas.ApiToken:
    """End a token at once."""
    kept = await to_thread.run_sync(parts.api_tokens.revoke, token_id, parts.now())
    return schemas.ApiToken.model_validate(vars(kept))
