"""Signing in by the company's OpenID Connect, against a real provider on a port of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from bot.bootstrap import Firstline
from bot.settings import load_settings
from bot.staff.accounts import Role
from bot.web.app import create_app
from tests.web.conftest import Clock
from tests.web.oidc_provider import CLIENT, SECRET, Provider, running


@pytest.fixture
def provider(clock: Clock) -> Iterator[Provider]:
    with running(Provider(clock)) as provider:
        yield provider


@pytest.fixture
def firstline(
    tmp_path: Path, seeded: Path, clock: Clock, dialogue, provider: Provider
) -> Iterator[Firstline]:
    folder = shutil.copytree(seeded, tmp_path / "var")
    settings = load_settings(
        data_dir=folder,
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
    )
    made = Firstline(settings, clock)
    made.__dict__.update(dialogue=dialogue, understander=None)
    made.staff.add(name="Ada", email="ada@larkwood.example", role=Role.SUPERVISOR, at=clock())
    yield made
    made.close()


@pytest.fixture
def browser(firstline: Firstline) -> Iterator[TestClient]:
    with TestClient(
        create_app(firstline.parts), base_url="http://127.0.0.1:8000", follow_redirects=False
    ) as client:
        yield client


def at_the_provider(browser: TestClient, then: str = "/desk") -> str:
    """To the provider and until it sends the browser back: the address it is sent to."""
    away = browser.get("/signin/company", params={"next": then})
    assert away.status_code == 303, away.text
    back = httpx.get(away.headers["location"])
    return str(back.headers["location"]).removeprefix("http://127.0.0.1:8000")


def refused(browser: TestClient, answer: httpx.Response) -> str:
    assert "firstline_session" not in browser.cookies
    assert browser.get("/api/v1/me").status_code == 401
    assert answer.status_code in (401, 503)
    return answer.text


def test_somebody_with_an_account_is_signed_in_and_goes_on_where_they_wanted(browser: TestClient) -> None:
    assert "Use your company’s account" in browser.get("/signin").text
    page = browser.get(at_the_provider(browser, "/admin#/knowledge"))
    assert page.status_code == 200
    assert 'content="0;url=/admin#/knowledge"' in page.text
    cookie = page.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    me = browser.get("/api/v1/me").json()
    assert (me["name"], me["role"]) == ("Ada", "supervisor")
    assert browser.get("/api/v1/me/access").json()["sessions"][0]["way"] == "company"


def test_what_is_sent_to_the_provider_is_a_code_flow_with_pkce_state_and_nonce(browser: TestClient) -> None:
    away = browser.get("/signin/company").headers["location"]
    sent = {name: values[0] for name, values in parse_qs(urlsplit(away).query).items()}
    assert sent["response_type"] == "code"
    assert sent["code_challenge_method"] == "S256"
    assert sent["redirect_uri"] == "http://127.0.0.1:8000/signin/company/return"
    assert min(len(sent[name]) for name in ("state", "nonce", "code_challenge")) >= 20
    assert SECRET not in away


@pytest.mark.parametrize(
    "person",
    [
        {"email": "ada@larkwood.example", "email_verified": False},
        {"email": "ada@larkwood.example"},
        {"email": "ada@larkwood.example", "email_verified": "true"},
        {"email_verified": True},
    ],
)
def test_an_address_that_the_provider_does_not_vouch_for_opens_nothing(
    browser: TestClient, provider: Provider, person: dict
) -> None:
    provider.person = person
    assert "verified" in refused(browser, browser.get(at_the_provider(browser)))


def test_somebody_without_an_account_or_with_a_closed_one_is_told_so(
    browser: TestClient, provider: Provider, firstline: Firstline, clock: Clock
) -> None:
    provider.person = {"email": "eve@larkwood.example", "email_verified": True}
    assert "no active account" in refused(browser, browser.get(at_the_provider(browser)))
    firstline.staff.add(name="Bo", email="bo@x.example", role=Role.ADMIN, at=clock())
    [ada] = [one for one in firstline.staff.people() if one.name == "Ada"]
    firstline.staff.change(ada.id, active=False)
    provider.person = {"email": "ada@larkwood.example", "email_verified": True}
    assert "no active account" in refused(browser, browser.get(at_the_provider(browser)))


@pytest.mark.parametrize(
    "spoil",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another client"},
        {"nonce": "of another trip"},
        {"nonce": None},
        {"exp": 1},
        {"sub": None},
    ],
    ids=lambda spoil: next(iter(spoil)),
)
def test_a_token_that_is_not_for_this_trip_opens_nothing(
    browser: TestClient, provider: Provider, spoil: dict
) -> None:
    provider.spoil = spoil
    refused(browser, browser.get(at_the_provider(browser)))


def test_a_token_signed_by_somebody_else_opens_nothing(browser: TestClient, provider: Provider) -> None:
    provider.signing_key = RSAKey.generate_key(2048, {"kid": "1"})
    refused(browser, browser.get(at_the_provider(browser)))


def test_another_browser_cannot_finish_the_trip(browser: TestClient, firstline: Firstline) -> None:
    back = at_the_provider(browser)
    victim = TestClient(create_app(firstline.parts), base_url="http://127.0.0.1:8000")
    refused(victim, victim.get(back))


def test_a_changed_state_and_a_trip_that_took_too_long_open_nothing(
    browser: TestClient, clock: Clock
) -> None:
    back = at_the_provider(browser)
    refused(browser, browser.get(back.replace("state=", "state=x")))
    back = at_the_provider(browser)
    clock.pass_(minutes=11)
    refused(browser, browser.get(back))


def test_a_code_is_good_once(browser: TestClient, provider: Provider) -> None:
    back = at_the_provider(browser)
    assert browser.get(back).status_code == 200
    browser.delete("/api/v1/session", headers={"X-Firstline": "1"})
    refused(browser, browser.get(back))


def test_who_was_refused_at_the_provider_comes_back_to_the_form(
    browser: TestClient, provider: Provider
) -> None:
    provider.refuses = True
    assert "try again" in refused(browser, browser.get(at_the_provider(browser)))


def test_a_provider_that_is_away_is_said_and_the_password_still_works(
    browser: TestClient, provider: Provider
) -> None:
    real, provider.issuer = provider.issuer, "http://127.0.0.1:1"
    assert "set up" in refused(browser, browser.get("/signin/company"))
    provider.issuer = real
    assert 'name="password"' in browser.get("/signin").text


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "desk"])
def test_nobody_is_sent_on_to_another_site(browser: TestClient, elsewhere: str) -> None:
    assert 'content="0;url=/desk"' in browser.get(at_the_provider(browser, elsewhere)).text


def test_the_audit_log_knows_both_ways_it_can_end(browser: TestClient, firstline: Firstline) -> None:
    browser.get(at_the_provider(browser))
    entry = firstline.audit.entries()[0]
    assert (entry.who_name, entry.action, entry.facts) == ("Ada", "company.arrive", {"way": "company"})
