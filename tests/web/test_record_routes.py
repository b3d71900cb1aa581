"""Contacts, orders and prices over HTTP: admins, programs with a token for imports, and nobody else."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.bootstrap import Firstline
from tests.web.conftest import SignIn

CONTACTS = "/api/v1/records/contacts"
PRICES = "/api/v1/admin/prices"
MAIL = {"channel": "email", "at": "2026-03-01T10:00", "email": "Ada@Example.com", "minutes": "6", "id": "t-1"}
CSV = "id;channel;at;email\nt-2;phone;2026-03-01T11:00;ada@example.com\nt-3;pigeon;2026-03-01;b@example.com\n"


@pytest.fixture
def admin(as_staff: SignIn) -> TestClient:
    return as_staff("Ada", role="admin")


def program(admin: TestClient, app: TestClient, scope: str) -> TestClient:
    made = admin.post("/api/v1/admin/api-tokens", json={"name": "Helpdesk", "scope": scope}).json()
    headers = {"Authorization": f"Bearer {made['token']}"}
    return TestClient(app.app, base_url="http://127.0.0.1:8000", headers=headers)


def test_contacts_are_kept_once_however_often_they_come(admin: TestClient, firstline: Firstline) -> None:
    first = admin.post(CONTACTS, json={"rows": [MAIL]}).json()
    assert (first["added"], first["unchanged"], first["failed"]) == (1, 0, 0)
    again = admin.post(CONTACTS, json={"rows": [MAIL]}).json()
    assert (again["added"], again["unchanged"]) == (0, 1)
    assert "ada@example.com" not in str(firstline.channels.all_of("contacts")).lower()


def test_a_file_is_kept_but_for_the_rows_that_can_not_be_used(admin: TestClient) -> None:
    answer = admin.post(f"{CONTACTS}/csv", content=CSV, headers={"content-type": "text/csv"}).json()
    assert (answer["added"], answer["failed"]) == (1, 1)
    [problem] = answer["problems"]
    assert (problem["row"], problem["field"]) == (2, "channel")


def test_a_program_imports_with_a_token_for_that_and_reads_nothing(
    app: TestClient, admin: TestClient
) -> None:
    importing = program(admin, app, "import")
    assert importing.post(CONTACTS, json={"rows": [MAIL]}).json()["added"] == 1
    for path in ("/api/v1/analytics/overview", PRICES, "/api/v1/me"):
        assert importing.get(path).status_code in (401, 403)
    [entry] = admin.get("/api/v1/admin/audit?action=records.import_records").json()["entries"]
    assert entry["who"] == "Helpdesk"


def test_a_token_that_reads_imports_nothing(app: TestClient, admin: TestClient) -> None:
    assert program(admin, app, "read").post(CONTACTS, json={"rows": [MAIL]}).status_code == 403


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/records/pigeons", {"rows": [MAIL]}),
        (CONTACTS, {"rows": []}),
        (CONTACTS, {"rows": "all"}),
        (f"{CONTACTS}?timezone=Europe/Nowhere", {"rows": [MAIL]}),
        (PRICES, {"channel": "pigeon", "since": "2026-01-01"}),
        (PRICES, {"channel": "email", "since": "2026-01-01", "fee_each": -1}),
        (PRICES, {"channel": "email", "since": "soon"}),
    ],
)
def test_what_makes_no_sense_is_refused(admin: TestClient, path: str, body: dict[str, Any]) -> None:
    answer = admin.post(path, json=body)
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_a_file_with_other_columns_is_refused(admin: TestClient) -> None:
    answer = admin.post(f"{CONTACTS}/csv", content="who,when\na,b\n")
    assert answer.status_code == 422
    assert "who" in answer.json()["detail"]


def test_prices_hold_from_their_day_on_and_every_change_is_kept(admin: TestClient) -> None:
    assert all(one["price"] is None for one in admin.get(PRICES).json()["channels"])
    for since, fee in (("2026-01-01", 1), ("2026-03-01", 2), ("2026-04-01", 3)):
        answer = admin.post(PRICES, json={"channel": "email", "since": since, "fee_each": fee})
        assert answer.status_code == 201
    prices = admin.get(PRICES).json()
    email = next(one for one in prices["channels"] if one["channel"] == "email")
    assert email["price"]["fee_each"] == 2, "today is the second of March"
    assert [(one["since"], one["by"]) for one in prices["versions"]] == [
        ("2026-04-01", "Ada"),
        ("2026-03-01", "Ada"),
        ("2026-01-01", "Ada"),
    ]


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", CONTACTS), ("POST", f"{CONTACTS}/csv"), ("GET", PRICES), ("POST", PRICES)],
)
def test_others_are_kept_out(app: TestClient, as_staff: SignIn, method: str, path: str) -> None:
    assert app.request(method, path, headers={"X-Firstline": "1"}, json={"rows": [MAIL]}).status_code == 401
    for role in ("agent", "supervisor"):
        staff = as_staff(role.title(), role=role)
        assert staff.request(method, path, json={"rows": [MAIL]}).status_code == 403


def test_a_session_alone_without_our_header_imports_nothing(admin: TestClient) -> None:
    del admin.headers["X-Firstline"]
    assert admin.post(CONTACTS, json={"rows": [MAIL]}).status_code == 403
