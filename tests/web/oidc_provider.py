"""A company's OpenID provider on a real port: it checks what a provider has to check, and signs tokens."""

import base64
import hashlib
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "firstline", "a client's secret"


class Provider:
    """Signs in whoever `person` says, without asking; `spoil` changes the next token's claims."""

    def __init__(self, now) -> None:
        self.now = now
        self.person: dict[str, Any] = {"email": "ada@larkwood.example", "email_verified": True}
        self.spoil: dict[str, Any] = {}
        self.refuses = False
        self.key = RSAKey.generate_key(2048, {"kid": "1"})
        self.signing_key = self.key
        self.issuer = ""
        self.asked: dict[str, dict[str, str]] = {}
        self.trouble: list[str] = []
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._describe),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/keys", self._keys),
            ]
        )

    async def _describe(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
        )

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        back = asked["redirect_uri"]
        if self.refuses:
            return RedirectResponse(
                f"{back}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
            )
        code = secrets.token_urlsafe(8)
        self.asked[code] = asked
        return RedirectResponse(f"{back}?{urlencode({'code': code, 'state': asked['state']})}")

    async def _token(self, request: Request) -> Response:
        form = dict(await request.form())
        asked = self.asked.pop(str(form.get("code")), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        challenge = base64.urlsafe_b64encode(
            hashlib.sha256(str(form.get("code_verifier", "")).encode()).digest()
        )
        fits = (
            asked is not None
            and request.headers.get("authorization") in (f"Basic {basic}", f"Basic {plain}")
            and asked["client_id"] == CLIENT
            and asked["redirect_uri"] == form.get("redirect_uri")
            and asked["code_challenge_method"] == "S256"
            and asked["code_challenge"] == challenge.rstrip(b"=").decode()
            and "openid" in asked["scope"].split()
        )
        if asked is None or not fits:
            self.trouble.append("a code that doesn't fit")
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        at: datetime = self.now()
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "42",
            "iat": int(at.timestamp()),
            "exp": int(at.timestamp()) + 300,
            "nonce": asked["nonce"],
            **self.person,
            **self.spoil,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        token = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.signing_key)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": token})

    async def _keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})


@contextmanager
def running(provider: Provider) -> Iterator[Provider]:
    """The provider on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(provider.app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive() or server.started
    [listening] = server.servers[0].sockets
    provider.issuer = f"http://127.0.0.1:{listening.getsockname()[1]}"
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join()
