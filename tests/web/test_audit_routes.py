"""The audit log: every staff call is in it, kept with what it changed, and only admins read it."""

from importlib import import_module
from pkgutil import iter_modules

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from bot.bootstrap import Firstline
from bot.web import routes
from bot.web.audited import ACTIONS, route_name
from bot.web.security import staff_of
from tests.web.conftest import Clock, SignIn, VisitorPage
from tests.web.test_staff_routes import queued


def log(admin: TestClient, **wanted: object) -> list[dict]:
    return admin.get("/api/v1/admin/audit", params=wanted).json()["entries"]


def needs_staff(dependant: object) -> bool:
    return dependant.call is staff_of or any(map(needs_staff, dependant.dependencies))


def test_every_call_that_changes_something_has_a_name_in_the_log() -> None:
    modules = (import_module(f"bot.web.routes.{one.name}") for one in iter_modules(routes.__path__))
    changing = [
        route_name(route.endpoint)
        for module in modules
        for route in module.router.routes
        if isinstance(route, APIRoute) and route.methods - {"GET", "HEAD"} and needs_staff(route.dependant)
    ]
    assert len(changing) > 30
    assert set(changing) <= set(ACTIONS)


def test_who_did_what_on_what_and_from_where_is_kept(
    app: TestClient, as_staff: SignIn, firstline: Firstline, clock: Clock
) -> None:
    admin, grace = as_staff("Ada", role="admin"), as_staff("Grace")
    grace.put("/api/v1/desk/presence", json={"status": "online"})
    page = queued(app, firstline, clock)
    path = f"/api/v1/desk/conversations/{page.id}"
    grace.post(f"{path}/accept")
    grace.post(f"{path}/messages", json={"text": "Hello Vera", "client_message_id": "1"})
    grace.post(f"{path}/close", json={"disposition": "resolved"})
    found = log(admin, on_kind="conversation", on_id=page.id)
    assert [(one["who"], one["title"]) for one in found] == [
        ("Grace", "Closed a chat"),
        ("Grace", "Wrote to a visitor"),
        ("Grace", "Accepted a chat"),
    ]
    assert found[0]["facts"] == {"disposition": "resolved"}
    assert len({one["address"] for one in found}) == 1
    assert found[0]["address"] not in (None, "testclient")
    assert found[0]["at"].startswith("2026-03-02T09:00:00")
    assert "Hello Vera" not in str(found)


def test_what_was_refused_leaves_no_row(
    app: TestClient, as_staff: SignIn, firstline: Firstline, clock: Clock
) -> None:
    admin, grace, linus = as_staff("Ada", role="admin"), as_staff("Grace"), as_staff("Linus")
    grace.put("/api/v1/desk/presence", json={"status": "online"})
    page = queued(app, firstline, clock)
    path = f"/api/v1/desk/conversations/{page.id}"
    grace.post(f"{path}/accept")
    assert linus.post(f"{path}/accept").status_code == 409
    assert linus.post("/api/v1/admin/people", json={"name": "X", "email": "x@y.zz"}).status_code == 403
    assert [one["who"] for one in log(admin, on_id=page.id)] == ["Grace"]
    assert log(admin, action="staff.add_person") == []


def test_signing_in_out_and_being_refused_are_in_the_log(app: TestClient, as_staff: SignIn) -> None:
    admin, grace = as_staff("Ada", role="admin"), as_staff("Grace")
    headers = {"X-Firstline": "1"}
    for email in ("grace@larkwood.example", "nobody@larkwood.example"):
        app.post("/api/v1/session", json={"email": email, "password": "wrong password"}, headers=headers)
    grace.delete("/api/v1/session")
    titles = [(one["who"], one["title"], one["on_name"]) for one in log(admin, limit=3)]
    assert titles == [
        ("Grace", "Signed out", None),
        ("Not signed in", "Was refused at sign-in", None),
        ("Not signed in", "Was refused at sign-in", "Grace"),
    ]


def test_a_changed_account_says_what_was_changed(as_staff: SignIn) -> None:
    admin = as_staff("Ada", role="admin")
    made = admin.post("/api/v1/admin/people", json={"name": "Kim", "email": "kim@larkwood.example"}).json()
    admin.patch(f"/api/v1/admin/people/{made['id']}", json={"role": "supervisor"})
    changed, added = log(admin, on_kind="person", on_id=made["id"])
    assert (changed["title"], changed["facts"], changed["on_name"]) == (
        "Changed a person",
        {"role": "supervisor"},
        "Kim",
    )
    assert (added["title"], added["facts"]) == ("Added a person", {"role": "agent"})


def test_the_log_is_filtered_and_read_in_pages(as_staff: SignIn, clock: Clock) -> None:
    admin, grace = as_staff("Ada", role="admin"), as_staff("Grace")
    for status in ("online", "away", "online"):
        clock.pass_(minutes=1)
        grace.put("/api/v1/desk/presence", json={"status": status})
    me = grace.get("/api/v1/me").json()["id"]
    first = admin.get("/api/v1/admin/audit", params={"who": me, "action": "desk.presence", "limit": 2}).json()
    assert ([one["facts"]["status"] for one in first["entries"]], first["more"]) == (["online", "away"], True)
    rest = admin.get(
        "/api/v1/admin/audit",
        params={"who": me, "action": "desk.presence", "limit": 2, "before": first["entries"][-1]["id"]},
    ).json()
    assert ([one["facts"]["status"] for one in rest["entries"]], rest["more"]) == (["online"], False)
    assert log(admin, **{"from": "2026-03-02T09:03:00Z"})[0]["facts"] == {"status": "online"}
    assert log(admin, **{"from": "2026-03-02T09:03:00Z", "to": "2026-03-02T09:03:00Z"}) == []
    assert {"key": "desk.presence", "title": "Changed presence"} in first["actions"]


def test_only_an_admin_reads_the_log(app: TestClient, as_staff: SignIn) -> None:
    assert app.get("/api/v1/admin/audit").status_code == 401
    for role in ("agent", "supervisor"):
        assert as_staff(role.title(), role=role).get("/api/v1/admin/audit").status_code == 403


@pytest.mark.parametrize("bad", [{"limit": 0}, {"before": 0}, {"from": "yesterday"}, {"who": "x" * 101}])
def test_a_filter_that_makes_no_sense_is_refused(as_staff: SignIn, bad: dict) -> None:
    assert as_staff("Ada", role="admin").get("/api/v1/admin/audit", params=bad).status_code == 422


def test_a_visitors_call_is_in_nobodys_log(app: TestClient, as_staff: SignIn) -> None:
    admin = as_staff("Ada", role="admin")
    before = len(log(admin))
    VisitorPage(app).say("hello")
    assert len(log(admin)) == before
