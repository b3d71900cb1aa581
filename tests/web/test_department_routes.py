"""Departments: an admin sets them up, live; agents see and serve their own."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.bootstrap import Firstline
from tests.web.conftest import Clock, SignIn, VisitorPage

PATH = "/api/v1/admin/departments"
OFFICE = [[{"opens": "09:00", "closes": "17:00"}]] * 5 + [[], []]


def by_key(admin: TestClient) -> dict[str, dict[str, Any]]:
    return {one["key"]: one for one in admin.get(PATH).json()["departments"]}


def sent(known: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What a page sends back of a department it was given."""
    shown_only = ("key", "open", "opens", "opens_at", "closed_today", "agents")
    return {**{name: value for name, value in known.items() if name not in shown_only}, **changes}


def queued(app: TestClient, firstline: Firstline, clock: Clock, department: str) -> VisitorPage:
    page = VisitorPage(app)
    page.say("help")
    firstline.conversations.update(page.id, clock(), department=department)
    firstline.desk.request_person(page.id, handoff_reason="visitor_request", at=clock())
    return page


def test_the_departments_of_the_reasons_are_there_from_the_start_and_always_open(as_staff: SignIn) -> None:
    admin = as_staff("Ada", role="admin")
    page = admin.get(PATH).json()
    assert [one["key"] for one in page["departments"]] == [
        "billing",
        "sales",
        "support",
        "technical",
        "trust",
    ]
    assert all(one["open"] and one["assignment"] == "pull" for one in page["departments"])
    assert "Europe/Berlin" in page["timezones"]
    assert "BY" in page["countries"]["DE"]


def test_hours_are_in_force_at_once_and_the_visitor_reads_when_somebody_is_back(
    app: TestClient, as_staff: SignIn, firstline: Firstline, clock: Clock
) -> None:
    admin = as_staff("Ada", role="admin")
    admin.put("/api/v1/desk/presence", json={"status": "online"})
    page = VisitorPage(app)
    firstline.conversations.update(page.id, clock(), department="sales")
    assert page.get().json()["desk_open"] is True
    # The tests' clock says Monday 9:00 UTC: four in the morning in New York.
    body = sent(by_key(admin)["sales"], week=OFFICE, timezone="America/New_York")
    changed = admin.put(f"{PATH}/sales", json=body).json()
    assert (changed["open"], changed["opens"]) == (False, "today at 9:00 (New York time)")
    standing = page.get().json()
    assert (standing["desk_open"], standing["opens_at"]) == (False, "2026-03-02T14:00:00Z")


def test_of_two_admins_who_save_the_same_department_the_second_is_told(as_staff: SignIn) -> None:
    admin = as_staff("Ada", role="admin")
    known = by_key(admin)["sales"]
    assert admin.put(f"{PATH}/sales", json=sent(known, name="Orders")).status_code == 200
    late = admin.put(f"{PATH}/sales", json=sent(known, name="Selling"))
    assert late.status_code == 409
    assert by_key(admin)["sales"]["name"] == "Orders"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"timezone": "Mars"}, "timezone"),
        ({"week": [[{"opens": "9", "closes": "17:00"}]] * 7}, "week"),
        ({"closed_days": [{"day": "Christmas"}]}, "closed_days"),
        ({"country": "XX"}, "country"),
        ({"next_department": "sales"}, "next_department"),
        ({"queue_timeout_minutes": 0}, "queue_timeout_minutes"),
        ({"name": " "}, "name"),
    ],
)
def test_what_would_not_work_is_refused_by_field_and_changes_nothing(
    as_staff: SignIn, wrong: dict[str, Any], field: str
) -> None:
    admin = as_staff("Ada", role="admin")
    known = by_key(admin)["sales"]
    answer = admin.put(f"{PATH}/sales", json=sent(known, **wrong))
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert by_key(admin)["sales"] == known


def test_a_department_is_added_named_and_removed_once_nothing_refers_to_it(as_staff: SignIn) -> None:
    admin = as_staff("Ada", role="admin")
    body = {"key": "repairs", "name": "Repairs", "week": OFFICE, "next_department": "support"}
    assert admin.post(PATH, json=body).status_code == 201
    assert admin.post(PATH, json=body).status_code == 409
    names = {one["key"]: one["name"] for one in admin.get("/api/v1/desk/departments").json()["departments"]}
    assert names["repairs"] == "Repairs"
    bea = as_staff("Bea", department="repairs")
    assert "Bea serves" in admin.delete(f"{PATH}/repairs").json()["detail"]
    own = bea.get("/api/v1/me").json()["id"]
    admin.patch(f"/api/v1/admin/people/{own}", json={"departments": []})
    assert admin.delete(f"{PATH}/support").status_code == 409
    assert admin.delete(f"{PATH}/repairs").status_code == 204
    assert admin.delete(f"{PATH}/repairs").status_code == 404


def test_an_agent_of_several_departments_sees_these_and_a_change_counts_at_once(
    app: TestClient, as_staff: SignIn, firstline: Firstline, clock: Clock
) -> None:
    admin, sam = as_staff("Ada", role="admin"), as_staff("Sam", department="sales")
    admin.put("/api/v1/desk/presence", json={"status": "online"})
    pages = {name: queued(app, firstline, clock, name) for name in ("sales", "billing", "support")}

    def seen() -> set[str]:
        items = sam.get("/api/v1/desk/queue").json()["items"]
        return {item["department"] for item in items}

    assert seen() == {"sales"}
    assert sam.get(f"/api/v1/desk/conversations/{pages['billing'].id}").status_code == 403
    own = sam.get("/api/v1/me").json()["id"]
    duties = {"departments": ["billing", "sales"], "skills": ["payments"], "languages": ["EN"], "capacity": 5}
    person = admin.patch(f"/api/v1/admin/people/{own}", json=duties).json()
    assert (person["departments"], person["languages"], person["capacity"]) == (
        ["billing", "sales"],
        ["en"],
        5,
    )
    assert seen() == {"sales", "billing"}
    assert sam.get(f"/api/v1/desk/conversations/{pages['billing'].id}").status_code == 200
    assert sam.get(f"/api/v1/desk/conversations/{pages['support'].id}").status_code == 403
    assert admin.patch(f"/api/v1/admin/people/{own}", json={"capacity": 0}).status_code == 422


def test_in_a_push_department_a_visitor_rings_at_one_agent_who_may_let_them_pass(
    app: TestClient, as_staff: SignIn, firstline: Firstline, clock: Clock
) -> None:
    admin = as_staff("Ada", role="admin")
    admin.put(f"{PATH}/sales", json=sent(by_key(admin)["sales"], assignment="push"))
    sam, sid = as_staff("Sam", department="sales"), as_staff("Sid", department="sales")
    for one in (sam, sid):
        one.put("/api/v1/desk/presence", json={"status": "online"})
    page = queued(app, firstline, clock, "sales")
    firstline.desk.give_out(clock())
    [item] = sam.get("/api/v1/desk/queue").json()["items"]
    at_sam = item["ringing"]["agent_name"] == "Sam"
    rung, other = (sam, sid) if at_sam else (sid, sam)
    path = f"/api/v1/desk/conversations/{page.id}"
    refused = other.post(f"{path}/accept")
    assert refused.status_code == 409
    assert "It is ringing at" in refused.json()["detail"]
    assert other.post(f"{path}/pass").status_code == 409
    assert rung.post(f"{path}/pass").status_code == 200
    [item] = sam.get("/api/v1/desk/queue").json()["items"]
    assert item["ringing"]["agent_name"] == ("Sid" if at_sam else "Sam"), "it goes on to the next at once"
    assert other.post(f"{path}/accept").status_code == 200
    assert page.get().json()["state"] == "assigned"


def test_an_outsider_of_the_department_can_not_let_pass(
    app: TestClient, as_staff: SignIn, firstline: Firstline, clock: Clock
) -> None:
    as_staff("Ada", role="admin").put("/api/v1/desk/presence", json={"status": "online"})
    page = queued(app, firstline, clock, "sales")
    bea = as_staff("Bea", department="billing")
    assert bea.post(f"/api/v1/desk/conversations/{page.id}/pass").status_code == 403
