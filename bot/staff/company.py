"""Signing in by the company's OpenID Connect (authorization code flow with PKCE, state and nonce).

OpenID Connect Core 1.0, sections 3.1 and 5.1; RFC 7636 (PKCE). The provider says who it is; an account here
decides what they may do. What has to be remembered in between travels with the browser, signed.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
import jwt
import structlog
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oauth2.rfc6749 import OAuth2Error
from authlib.oidc.core import CodeIDToken
from joserfc import jwt as signed
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.errors import NotSignedIn, Unavailable

_log = structlog.get_logger()
_SECONDS = 10.0
# How long somebody may take at the provider.
TRIP = timedelta(minutes=10)
_LEEWAY_SECONDS = 60
_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
_AUDIENCE = "firstline-company-sign-in"
_FAILED = "Signing in with your company's account didn't work. Please try again."
_SILENT = "Your company's sign-in doesn't answer. Try again in a moment, or use your password."
_UNVERIFIED = "Your company's account has no verified e-mail address, so we can't tell who you are here."


@dataclass(frozen=True)
class Departure:
    """Where to send the browser, and what it has to bring back besides the answer (a cookie)."""

    address: str
    ticket: str


@dataclass(frozen=True)
class Arrival:
    """Whom the provider vouches for, and which page they wanted."""

    email: str
    then: str


class CompanySignIn:
    """One provider.

    Args:
        issuer: its address; `/.well-known/openid-configuration` below it says the rest.
        client_id: how it knows us.
        client_secret: what we show it.
        return_address: where it sends browsers back to.
        key: this installation's secret for what travels with the browser.
    """

    def __init__(
        self, issuer: str, client_id: str, client_secret: str, return_address: str, key: str
    ) -> None:
        self._issuer = issuer.rstrip("/")
        self._client_id = client_id
        self._client_secret = client_secret
        self._return_address = return_address
        self._key = key

    def depart(self, then: str, at: datetime) -> Departure:
        """Begin: where the browser goes.

        Raises:
            Unavailable: the provider doesn't answer.
        """
        verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
        described = self._described()
        with self._client() as client:
            address, state = client.create_authorization_url(
                described["authorization_endpoint"], code_verifier=verifier, nonce=nonce
            )
        ticket = {
            "aud": _AUDIENCE,
            "exp": int((at + TRIP).timestamp()),
            "state": state,
            "nonce": nonce,
            "verifier": verifier,
            "then": then,
        }
        return Departure(str(address), jwt.encode(ticket, self._key, "HS256"))

    def arrive(self, answer: Mapping[str, str], ticket: str, at: datetime) -> Arrival:
        """End: who it is, by what the provider sent the browser back with.

        Raises:
            NotSignedIn: it isn't our trip, it took too long, or the provider doesn't vouch for the address.
            Unavailable: the provider doesn't answer.
        """
        trip = self._trip(ticket, at)
        if trip is None or not secrets.compare_digest(answer.get("state", ""), str(trip["state"])):
            raise NotSignedIn(_FAILED)
        if "code" not in answer:
            _log.warning("company sign-in refused", error=answer.get("error", "?")[:60])
            raise NotSignedIn(_FAILED)
        described = self._described()
        with self._client() as client:
            try:
                tokens = client.fetch_token(
                    described["token_endpoint"], code=answer["code"], code_verifier=trip["verifier"]
                )
                claims = self._claims(described, tokens, str(trip["nonce"]), at)
            except (OAuth2Error, JoseError, KeyError, ValueError) as error:
                _log.warning("company sign-in failed", error=type(error).__name__)
                raise NotSignedIn(_FAILED) from error
            except httpx.HTTPError as error:
                raise Unavailable(
                    f"Your company's sign-in doesn't answer ({type(error).__name__})."
                ) from error
        email = claims.get("email")
        if not isinstance(email, str) or claims.get("email_verified") is not True:
            raise NotSignedIn(_UNVERIFIED)
        return Arrival(email, str(trip["then"]))

    def check(self) -> None:
        """Ask the provider for its description; raises Unavailable."""
        self._described()

    def _client(self) -> OAuth2Client:
        return OAuth2Client(
            self._client_id,
            self._client_secret,
            scope="openid email profile",
            redirect_uri=self._return_address,
            code_challenge_method="S256",
            timeout=_SECONDS,
        )

    def _described(self) -> Mapping[str, Any]:
        try:
            answer = httpx.get(f"{self._issuer}/.well-known/openid-configuration", timeout=_SECONDS)
            answer.raise_for_status()
            described = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise Unavailable(_SILENT) from error
        if str(described.get("issuer", "")).rstrip("/") != self._issuer:
            raise Unavailable("Your company's sign-in says that it is another one than was set up.")
        return dict(described)

    def _claims(
        self,
        described: Mapping[str, Any],
        tokens: Mapping[str, Any],
        nonce: str,
        at: datetime,
    ) -> Mapping[str, Any]:
        keys = httpx.get(described["jwks_uri"], timeout=_SECONDS)
        keys.raise_for_status()
        token = signed.decode(tokens["id_token"], KeySet.import_key_set(keys.json()), algorithms=_ALGORITHMS)
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": described["issuer"]},
                "aud": {"essential": True, "value": self._client_id},
                "nonce": {"essential": True, "value": nonce},
            },
            params={"client_id": self._client_id, "nonce": nonce, "access_token": tokens.get("access_token")},
        )
        claims.validate(now=int(at.timestamp()), leeway=_LEEWAY_SECONDS)
        return dict(claims)

    def _trip(self, ticket: str, at: datetime) -> Mapping[str, Any] | None:
        try:
            trip: Mapping[str, Any] = jwt.decode(
                ticket, self._key, ["HS256"], audience=_AUDIENCE, options={"verify_exp": False}
            )
        except jwt.InvalidTokenError:
            return None
        return trip if trip["exp"] > at.timestamp() else None
