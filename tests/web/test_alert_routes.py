"""Alerts, the weekly summary and API tokens: who may see and change them."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.bootstrap import Firstline
from tests.web.conftest import SignIn

ALERTS = "/api/v1/admin/alerts"


@pytest.fixture
def admin(as_staff: SignIn) -> TestClient:
    return as_staff("Ada", role="admin")


def wishes(**change: Any) -> dict[str, Any]:
    return {
        "thresholds": {"wait": {"on": True, "limit": 120}},
        "recipients": ["ada@larkwood.example"],
        "webhook": "",
        "based_on": 0,
    } | change


def test_the_limits_are_as_delivered_until_an_admin_changes_them(admin: TestClient) -> None:
    before = admin.get(ALERTS).json()
    assert before["number"] == 0
    assert {one["kind"]: one["limit"] for one in before["alerts"]} == {
        "wait": 60, "deflection": 0.05, "csat": 0.3, "wrong_answers": 0.03,
    }  # fmt: skip
    after = admin.put(ALERTS, json=wishes()).json()
    assert (after["number"], after["by"], after["recipients"]) == (1, "Ada", ["ada@larkwood.example"])
    assert next(one for one in after["alerts"] if one["kind"] == "wait")["limit"] == 120
    assert admin.get(ALERTS).json() == after


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"thresholds": {"wait": {"on": True, "limit": 5}}}, "thresholds.wait"),
        ({"recipients": ["nobody"]}, "recipients"),
        ({"webhook": "http://127.0.0.1:9/"}, "webhook"),
        ({"webhook": "nonsense"}, "webhook"),
    ],
)
def test_wishes_that_can_not_be_fulfilled_are_refused_and_change_nothing(
    admin: TestClient, change: dict[str, Any], field: str
) -> None:
    answer = admin.put(ALERTS, json=wishes(**change))
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert admin.get(ALERTS).json()["number"] == 0


def test_of_two_admins_who_save_at_once_one_is_told(admin: TestClient) -> None:
    assert admin.put(ALERTS, json=wishes()).status_code == 200
    assert admin.put(ALERTS, json=wishes()).status_code == 409


def test_the_secret_is_shown_and_can_be_renewed(admin: TestClient) -> None:
    first = admin.get(f"{ALERTS}/secret").json()["secret"]
    second = admin.post(f"{ALERTS}/secret", json={"based_on": 0}).json()["secret"]
    assert first != second == admin.get(f"{ALERTS}/secret").json()["secret"]
    assert len(second) == 64


def test_a_test_message_needs_a_webhook(admin: TestClient) -> None:
    assert admin.post(f"{ALERTS}/test").status_code == 422


def test_each_of_the_staff_who_may_read_figures_decides_on_their_own_summary(
    admin: TestClient, as_staff: SignIn
) -> None:
    supervisor = as_staff("Grace", role="supervisor")
    assert supervisor.put("/api/v1/admin/summary", json={"wanted": True}).json()["wanted"] is True
    assert admin.get("/api/v1/admin/summary").json() == {
        "wanted": False, "time_zone": "UTC", "mail_leaves": False
    }  # fmt: skip
    assert supervisor.put("/api/v1/admin/summary", json={"wanted": False}).json()["wanted"] is False


def test_a_token_is_shown_once_and_kept_as_a_hash(admin: TestClient, firstline: Firstline) -> None:
    made = admin.post("/api/v1/admin/api-tokens", json={"name": "Warehouse"}).json()
    [listed] = admin.get("/api/v1/admin/api-tokens").json()["tokens"]
    assert (listed["name"], listed["made_by"], listed["used_at"]) == ("Warehouse", "Ada", None)
    assert "token" not in listed
    assert firstline.api_tokens.check(made["token"], firstline.now()).name == "Warehouse"
    with firstline.db.read() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM api_tokens").all()
    assert made["token"] not in str(rows)


def test_a_revoked_token_stays_listed_and_ends_at_once(admin: TestClient, firstline: Firstline) -> None:
    from bot.errors import NotSignedIn

    made = admin.post("/api/v1/admin/api-tokens", json={"name": "Warehouse"}).json()
    revoked = admin.delete(f"/api/v1/admin/api-tokens/{made['id']}").json()
    assert revoked["revoked_at"]
    with pytest.raises(NotSignedIn):
        firstline.api_tokens.check(made["token"], firstline.now())
    assert admin.delete("/api/v1/admin/api-tokens/none").status_code == 404
    assert admin.post("/api/v1/admin/api-tokens", json={"name": "  "}).status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "for_readers"),
    [
        ("GET", "/alerts", False),
        ("PUT", "/alerts", False),
        ("GET", "/alerts/secret", False),
        ("POST", "/alerts/secret", False),
        ("POST", "/alerts/test", False),
        ("GET", "/api-tokens", False),
        ("POST", "/api-tokens", False),
        ("DELETE", "/api-tokens/x", False),
        ("GET", "/summary", True),
        ("PUT", "/summary", True),
    ],
)
def test_agents_and_outsiders_are_kept_out(
    app: TestClient, as_staff: SignIn, method: str, path: str, for_readers: bool
) -> None:
    address = f"/api/v1/admin{path}"
    agent, supervisor = as_staff("Alan"), as_staff("Grace", role="supervisor")
    assert app.request(method, address, headers={"X-Firstline": "1"}, json={}).status_code == 401
    assert agent.request(method, address, json={}).status_code == 403
    if not for_readers:
        assert supervisor.request(method, address, json={}).status_code == 403
