"""Visitors' tokens and handles."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest

from bot.errors import InvalidInput, NotAllowed, NotSignedIn
from bot.web.tokens import VisitorHandles, VisitorTokens, read_site_identity

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECRET = "a secret that is long enough for HS256"
TOKENS = VisitorTokens(SECRET, timedelta(hours=1))


def test_a_token_opens_its_own_conversation_only() -> None:
    token, _ = TOKENS.issue("c1", "v1", NOW)
    assert TOKENS.check(token, "c1", NOW) == "v1"
    with pytest.raises(NotAllowed):
        TOKENS.check(token, "c2", NOW)


def test_a_token_ends_at_the_moment_it_says() -> None:
    token, expires_at = TOKENS.issue("c1", "v1", NOW)
    TOKENS.check(token, "c1", expires_at - timedelta(seconds=1))
    with pytest.raises(NotSignedIn):
        TOKENS.check(token, "c1", expires_at)


@pytest.mark.parametrize(
    "forged",
    [
        jwt.encode({"aud": "firstline-visitor", "cid": "c1", "sub": "v", "exp": 9e9}, "x" * 40, "HS256"),
        jwt.encode({"aud": "firstline-visitor", "cid": "c1", "sub": "v", "exp": 9e9}, "", "none"),
        jwt.encode({"aud": "other", "cid": "c1", "sub": "v", "exp": 9e9}, SECRET, "HS256"),
        "nonsense",
        "",
    ],
    ids=["another secret", "unsigned", "for something else", "no token", "empty"],
)
def test_a_forged_token_opens_nothing(forged: str) -> None:
    with pytest.raises(NotSignedIn):
        TOKENS.check(forged, "c1", NOW)


def test_a_visitors_handle_is_no_token() -> None:
    handle = VisitorHandles(SECRET).issue("v1")
    assert VisitorHandles(SECRET).read(handle) == "v1"
    with pytest.raises(NotSignedIn):
        TOKENS.check(handle, "c1", NOW)
    token, _ = TOKENS.issue("c1", "v1", NOW)
    assert VisitorHandles(SECRET).read(token) is None


def test_the_sites_token_needs_an_expiry_ahead() -> None:
    claims = {"sub": "1001", "email": "a@b.example", "name": "Ada"}
    soon = jwt.encode({**claims, "exp": NOW.timestamp() + 60}, SECRET, "HS256")
    assert read_site_identity(soon, SECRET, NOW).email == "a@b.example"
    for bad in ({**claims, "exp": NOW.timestamp() - 1}, claims):
        with pytest.raises(InvalidInput):
            read_site_identity(jwt.encode(bad, SECRET, "HS256"), SECRET, NOW)
