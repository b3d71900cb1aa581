"""Visitors' tokens: signed, expiring, good for one conversation only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import jwt
import jwt.types

from bot.errors import InvalidInput, NotAllowed, NotSignedIn

_ALGORITHM = "HS256"
_AUDIENCE = "firstline-visitor"


@dataclass(frozen=True)
class SiteIdentity:
    """Who the host site says the visitor is."""

    customer_id: str | None
    email: str | None
    name: str | None


class VisitorTokens:
    """Issues and checks tokens; the secret stays on the server."""

    def __init__(self, secret: str, life: timedelta) -> None:
        self._secret = secret
        self._life = life

    def issue(self, conversation_id: str, visitor_id: str, at: datetime) -> tuple[str, datetime]:
        """A token for this conversation, and when it ends to be good."""
        expires_at = at + self._life
        claims = {
            "aud": _AUDIENCE,
            "sub": visitor_id,
            "cid": conversation_id,
            "exp": int(expires_at.timestamp()),
        }
        return jwt.encode(claims, self._secret, _ALGORITHM), expires_at

    def check(self, token: str, conversation_id: str, at: datetime) -> str:
        """The visitor's id.

        Raises:
            NotSignedIn: the token is forged, malformed or expired.
            NotAllowed: it is good, but for another conversation.
        """
        claims = _decode(token, self._secret, at, audience=_AUDIENCE)
        if claims is None:
            raise NotSignedIn("This conversation's key is not valid any more. Start a new conversation.")
        if claims.get("cid") != conversation_id:
            raise NotAllowed("This key belongs to another conversation.")
        return str(claims["sub"])


class VisitorHandles:
    """What the widget keeps to be recognised as the same visitor next time: the visitor id, signed."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def issue(self, visitor_id: str) -> str:
        """A handle that only this installation can have made."""
        return jwt.encode({"aud": "firstline-handle", "sub": visitor_id}, self._secret, _ALGORITHM)

    def read(self, handle: str) -> str | None:
        """The visitor's id, or None when it isn't ours."""
        try:
            claims = jwt.decode(handle, self._secret, [_ALGORITHM], audience="firstline-handle")
        except jwt.InvalidTokenError:
            return None
        return str(claims["sub"])


def read_site_identity(token: str, secret: str, at: datetime) -> SiteIdentity:
    """Who the host site vouches for: an HS256 token with `exp` and `sub` (its customer id), `email`, `name`.

    Raises:
        InvalidInput: the site's token is forged, expired or lacks an expiry.
    """
    claims = _decode(token, secret, at, audience=None)
    if claims is None or "exp" not in claims:
        raise InvalidInput("The site's identity token is not valid or has expired.", field="identity_token")
    given = {key: str(claims[key]) if claims.get(key) else None for key in ("sub", "email", "name")}
    return SiteIdentity(customer_id=given["sub"], email=given["email"], name=given["name"])


def _decode(token: str, secret: str, at: datetime, audience: str | None) -> dict[str, object] | None:
    # Expiry is checked against the time passed in, so that it can be tested.
    options: jwt.types.Options = {"verify_exp": False, "verify_aud": audience is not None}
    try:
        claims: dict[str, object] = jwt.decode(
            token, secret, [_ALGORITHM], audience=audience, options=options
        )
    except jwt.InvalidTokenError:
        return None
    expiry = claims.get("exp")
    if expiry is not None and (not isinstance(expiry, int | float) or expiry <= at.timestamp()):
        return None
    return claims
