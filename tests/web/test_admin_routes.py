"""Curating the knowledge base and reading the figures."""

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import jsonschema
import pytest
from starlette.testclient import TestClient

from bot.bootstrap import Firstline
from bot.settings import PROJECT_ROOT, load_settings
from bot.web.app import create_app
from tests.web.conftest import Clock, SignIn, VisitorPage

ARTICLE = {
    "title": "Do you ship pianos?",
    "answer": "Yes, by special courier.",
    "body": "Yes, by **special** courier.\n\n<script>alert(1)</script>",
    "variants": ["can a piano be delivered"],
    "tags": ["shipping"],
    "category": "Shipping",
}


@pytest.fixture
def admin(as_staff: SignIn) -> TestClient:
    return as_staff("Ada", role="admin")


def test_a_draft_is_not_searchable_until_it_is_published_and_then_at_once(
    app: TestClient, admin: TestClient
) -> None:
    made = admin.post("/api/v1/admin/articles", json=ARTICLE).json()
    assert made["status"] == "draft"
    assert app.get(f"/api/v1/articles/{made['id']}").status_code == 404
    assert admin.post("/api/v1/admin/search", json={"text": "piano"}).json()["hits"] == []
    assert app.get(f"/help/{made['id']}", headers={"accept": "text/html"}).status_code == 404
    published = admin.post(f"/api/v1/admin/articles/{made['id']}/publish").json()
    assert (published["status"], published["has_draft"]) == ("published", False)
    [hit] = admin.post("/api/v1/admin/search", json={"text": "can a piano be delivered"}).json()["hits"]
    assert hit["article_id"] == made["id"]
    assert "<script" not in app.get(f"/api/v1/articles/{made['id']}").json()["html"]


def test_what_is_published_stays_while_a_draft_waits(app: TestClient, admin: TestClient) -> None:
    made = admin.post("/api/v1/admin/articles", json=ARTICLE).json()
    path = f"/api/v1/admin/articles/{made['id']}"
    admin.post(f"{path}/publish")
    admin.put(path, json={**ARTICLE, "title": "Do you ship harps?"})
    assert app.get(f"/api/v1/articles/{made['id']}").json()["title"] == "Do you ship pianos?"
    assert admin.get(path).json()["title"] == "Do you ship harps?"
    admin.post(f"{path}/publish")
    assert app.get(f"/api/v1/articles/{made['id']}").json()["title"] == "Do you ship harps?"
    admin.post(f"{path}/archive")
    assert app.get(f"/api/v1/articles/{made['id']}").status_code == 404


def test_an_article_without_a_title_is_refused(admin: TestClient) -> None:
    answer = admin.post("/api/v1/admin/articles", json={**ARTICLE, "title": " "})
    assert (answer.status_code, answer.json()["field"]) == (422, "title")
    assert admin.get("/api/v1/admin/articles").json()["articles"] == []


def test_an_unknown_status_is_refused_with_what_is_known(admin: TestClient) -> None:
    answer = admin.get("/api/v1/admin/articles?status=lost")
    assert answer.status_code == 422
    assert "published" in answer.json()["detail"]


def test_the_report_fits_its_schema_and_its_episodes_can_be_opened(
    app: TestClient, admin: TestClient, clock: Clock
) -> None:
    page = VisitorPage(app)
    page.say("how long does it take?")
    clock.pass_(minutes=1)
    report = admin.get("/api/v1/admin/report").json()
    schema = json.loads((PROJECT_ROOT / "docs/api/report.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, schema)
    assert report["episodes"]["total"] == 1
    [row] = admin.get("/api/v1/analytics/episodes?outcome=pending").json()["rows"]
    assert row["conversation_id"] == page.id
    view = admin.get(f"/api/v1/analytics/episodes/{row['episode_id']}").json()
    assert [entry["type"] for entry in view["events"]][:2] == ["conversation_started", "episode_started"] or (
        "message_received" in [entry["type"] for entry in view["events"]]
    )
    assert "how long does it take?" not in str(view), "the ledger holds no text"


@pytest.mark.parametrize(
    "period", ["from=2026-01-01T00:00:00", "from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "from=x"]
)
def test_a_period_that_makes_no_sense_is_refused(admin: TestClient, period: str) -> None:
    assert admin.get(f"/api/v1/admin/report?{period}").status_code == 422


def test_the_policy_shows_nine_cells(admin: TestClient) -> None:
    policy = admin.get("/api/v1/admin/policy").json()
    assert len(policy["cells"]) == 9


def test_the_built_documentation_of_the_api_lists_what_stays_stable(app: TestClient) -> None:
    paths = app.get("/api/v1/openapi.json").json()["paths"]
    for path in (
        "/api/v1/conversations",
        "/api/v1/conversations/{conversation_id}/messages",
        "/health/live",
        "/health/ready",
    ):
        assert path in paths


def test_every_page_carries_the_security_headers(app: TestClient) -> None:
    for path in ("/", "/help", "/signin", "/health/live", "/no-such-page"):
        headers = app.get(path, headers={"accept": "text/html"}).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_nobody_signed_in_is_led_to_the_sign_in(app: TestClient) -> None:
    for page in ("desk", "admin"):
        answer = app.get(f"/{page}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/signin?next=/{page}")


def test_a_failure_of_ours_says_nothing_of_what_was_typed(
    app: TestClient, visitor: VisitorPage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("secret words")

    monkeypatch.setattr(app.app.state.parts.conversations, "messages", broken)  # type: ignore[attr-defined]
    quiet = TestClient(app.app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False)
    answer = quiet.get(f"{visitor.path}/messages", headers=visitor.headers)
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret words" not in answer.text
    captured = capsys.readouterr()
    assert "secret words" not in captured.out + captured.err


def test_the_sample_mailbox_is_only_shown_on_a_machine_of_ones_own(
    app: TestClient, firstline: Firstline, tmp_path: Path
) -> None:
    assert app.get("/mailbox").status_code == 200
    for settings in (
        load_settings(data_dir=tmp_path, host="0.0.0.0"),  # noqa: S104
        load_settings(data_dir=tmp_path, public_url="https://chat.b.example"),
        load_settings(data_dir=tmp_path, sample_mailbox=False),
    ):
        public = TestClient(create_app(replace(firstline.parts, settings=settings)))
        assert public.get("/mailbox").status_code == 404


def test_a_password_link_works_once(app: TestClient, firstline: Firstline, clock: Clock) -> None:
    firstline.shop.send_password_link("ada.moreno@example.com", clock(), key="a test")
    link = re.search(r"reset=([\w-]+)", firstline.outbox.mails()[0].text)
    assert link
    assert "Welcome back, Ada" in app.get(f"/account?reset={link[1]}").text
    assert "used already" in app.get(f"/account?reset={link[1]}").text


def test_invoices_and_parcels_are_shown_to_whoever_has_their_link(
    app: TestClient, firstline: Firstline
) -> None:
    order = firstline.shop.order("10045")
    invoice = firstline.shop.invoice("10045")
    assert order
    assert order.shipment
    assert invoice
    page = app.get(urlsplit(invoice.url).path)
    assert "INV-10045" in page.text
    assert "$980.00" in page.text
    parcel = app.get(urlsplit(order.shipment.url).path)
    assert order.shipment.tracking in parcel.text
    assert order.ship_to.line1 not in parcel.text
    for path in ("/papers/guessed", "/track/LW99999000000"):
        assert app.get(path).status_code == 404


def test_with_a_real_shop_behind_there_are_no_sample_pages(firstline: Firstline) -> None:
    real = TestClient(create_app(replace(firstline.parts, sample_shop=None)))
    assert real.get("/").status_code == 200
    for path in ("/account", "/papers/guessed", "/track/LW10045"):
        assert real.get(path).status_code == 404
