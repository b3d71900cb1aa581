"""The switches: who may see and change them, and what visitors notice of them."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import SignIn

SWITCHES = "/api/v1/admin/switches"


@pytest.fixture
def admin(as_staff: SignIn) -> TestClient:
    return as_staff("Ada", role="admin")


def wishes(**change: Any) -> dict[str, Any]:
    return {"bot": True, "off": [], "notice": "", "based_on": 0, **change}


def topics(app: TestClient) -> dict[str, Any]:
    return app.get("/api/v1/topics").json()


def test_everything_is_on_until_an_admin_switches_it(admin: TestClient) -> None:
    before = admin.get(SWITCHES).json()
    assert (before["number"], before["bot"], before["notice"]) == (0, True, "")
    assert all(skill["on"] for skill in before["skills"])
    assert {"answer", "order_status", "address_change"} <= {skill["key"] for skill in before["skills"]}
    after = admin.put(SWITCHES, json=wishes(off=["order_status"], notice="Parcels are late.")).json()
    assert (after["number"], after["by"], after["notice"]) == (1, "Ada", "Parcels are late.")
    assert [skill["key"] for skill in after["skills"] if not skill["on"]] == ["order_status"]
    assert admin.get(SWITCHES).json() == after


@pytest.mark.parametrize(
    ("change", "field"), [({"off": ["dancing"]}, "off"), ({"notice": "x" * 301}, "notice")]
)
def test_what_can_not_be_switched_is_refused_and_changes_nothing(
    admin: TestClient, change: dict[str, Any], field: str
) -> None:
    answer = admin.put(SWITCHES, json=wishes(**change))
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert admin.get(SWITCHES).json()["number"] == 0


def test_of_two_admins_who_switch_at_once_one_is_told(admin: TestClient) -> None:
    assert admin.put(SWITCHES, json=wishes(bot=False)).status_code == 200
    assert admin.put(SWITCHES, json=wishes()).status_code == 409


def test_visitors_see_the_notice_and_no_topic_that_is_off(app: TestClient, admin: TestClient) -> None:
    assert "orders" in {topic["id"] for topic in topics(app)["topics"]}
    admin.put(SWITCHES, json=wishes(off=["order_status"], notice="Parcels are late."))
    shown = topics(app)
    assert shown["notice"] == "Parcels are late."
    assert "orders" not in {topic["id"] for topic in shown["topics"]}
    admin.put(SWITCHES, json=wishes(bot=False, based_on=1))
    shown = topics(app)
    assert "taking a break" in shown["greeting"]
    assert shown["topics"] == []


def test_who_switched_what_is_in_the_audit_log(admin: TestClient) -> None:
    admin.put(SWITCHES, json=wishes(bot=False))
    newest = admin.get("/api/v1/admin/audit").json()["entries"][0]
    assert (newest["who"], newest["title"]) == ("Ada", "Switched the bot or its skills")
    assert newest["facts"] == {"bot": False, "off": [], "notice": False}
