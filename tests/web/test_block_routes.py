"""Keeping abusers out: by visitor and by address, until a day, told in one sentence, seen and undone."""

from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from bot.bootstrap import Firstline
from bot.web.app import create_app
from tests.web.conftest import Clock, SignIn, VisitorPage
from tests.web.test_staff_routes import queued

SENTENCE = "You can't write to us in this chat until 9 March 2026."


def from_address(firstline: Firstline, address: str) -> TestClient:
    return TestClient(create_app(firstline.parts), base_url="http://127.0.0.1:8000", client=(address, 5000))


@pytest.fixture
def grace(as_staff: SignIn) -> TestClient:
    agent = as_staff("Grace")
    agent.put("/api/v1/desk/presence", json={"status": "online"})
    return agent


@pytest.fixture
def page(app: TestClient, grace: TestClient, firstline: Firstline, clock: Clock) -> VisitorPage:
    waiting = queued(app, firstline, clock)
    grace.post(f"/api/v1/desk/conversations/{waiting.id}/accept")
    return waiting


def block(agent: TestClient, page: VisitorPage, *targets: str, **more: object):
    body = {"targets": list(targets), "days": 7, "reason": "insults", **more}
    return agent.post(f"/api/v1/desk/conversations/{page.id}/block", json=body)


def message(text: str = "hi") -> dict:
    return {"text": text, "client_message_id": uuid4().hex}


def test_a_blocked_visitor_is_told_once_clearly_and_can_write_nothing(
    grace: TestClient, page: VisitorPage, app: TestClient
) -> None:
    assert block(grace, page, "visitor").status_code == 201
    assert page.get().json()["state"] == "closed"
    [*_, last] = page.lines()
    assert last["text"].startswith(SENTENCE)
    refused = page.say("you will regret this")
    assert (refused.status_code, refused.json()["blocked"]) == (403, True)
    assert refused.json()["detail"].startswith(SENTENCE)
    assert "regret" not in str(page.lines())
    for path in ("person", "left-message", "survey", "close"):
        assert page.post(path, name="V", email="v@w.example", text="hi").status_code in (403, 422)
    again = app.post("/api/v1/conversations", json={"visitor": page.opened["visitor"]})
    assert again.status_code == 403


def test_another_visitor_of_the_same_address_may_still_write(
    grace: TestClient, page: VisitorPage, app: TestClient
) -> None:
    block(grace, page, "visitor")
    assert VisitorPage(app).say("hello").status_code == 202


def test_a_blocked_address_keeps_out_whoever_writes_from_it_and_nobody_else(
    grace: TestClient, page: VisitorPage, app: TestClient, firstline: Firstline
) -> None:
    neighbour = VisitorPage(app)
    neighbour.say("hello")
    block(grace, page, "address")
    assert app.post("/api/v1/conversations", json={}).status_code == 403
    assert neighbour.say("me too?").status_code == 403
    assert neighbour.get().json()["state"] == "closed"
    elsewhere = from_address(firstline, "203.0.113.7")
    assert VisitorPage(elsewhere).say("hello").status_code == 202
    moved = elsewhere.post(f"{page.path}/messages", json=message(), headers=page.headers)
    assert moved.status_code == 202, "the visitor was not blocked, only the address"


def test_the_address_itself_is_kept_nowhere(grace: TestClient, firstline: Firstline, clock: Clock) -> None:
    page = queued(from_address(firstline, "203.0.113.7"), firstline, clock)
    block(grace, page, "visitor", "address")
    firstline.close()
    folder = firstline.settings.data_dir
    assert all(b"203.0.113.7" not in file.read_bytes() for file in folder.glob("firstline.db*"))


def test_a_block_ends_by_itself(grace: TestClient, page: VisitorPage, clock: Clock) -> None:
    block(grace, page, "visitor", "address")
    clock.pass_(days=6, hours=23)
    assert page.say("hello?").status_code == 403
    clock.pass_(hours=1)
    assert page.say("hello?").status_code == 202


def test_the_longer_of_two_blocks_counts(grace: TestClient, page: VisitorPage, clock: Clock) -> None:
    block(grace, page, "visitor", days=30)
    block(grace, page, "visitor", days=1)
    clock.pass_(days=2)
    assert page.say("hello?").status_code == 403


def test_a_supervisor_sees_and_undoes_it_and_the_audit_log_has_both(
    grace: TestClient, page: VisitorPage, as_staff: SignIn
) -> None:
    block(grace, page, "visitor")
    sue, ada = as_staff("Sue", role="supervisor"), as_staff("Ada", role="admin")
    [listed] = sue.get("/api/v1/admin/blocks").json()["blocks"]
    assert (listed["by"], listed["reason"], listed["in_force"]) == ("Grace", "insults", True)
    undone = sue.delete(f"/api/v1/admin/blocks/{listed['id']}")
    assert (undone.json()["in_force"], undone.json()["lifted_by"]) == (False, "Sue")
    assert page.say("thank you").status_code == 202
    assert sue.delete("/api/v1/admin/blocks/none").status_code == 404
    seen = [
        (one["who"], one["title"], one["facts"])
        for one in ada.get("/api/v1/admin/audit").json()["entries"]
        if one["action"].startswith("blocks.")
    ]
    assert seen == [
        ("Sue", "Undid a block", {"target": "visitor", "conversation": page.id}),
        ("Grace", "Blocked a visitor", {"targets": ["visitor"], "days": 7, "reason": "insults"}),
    ]


def test_an_agent_of_another_department_blocks_nobody(
    app: TestClient, as_staff: SignIn, firstline: Firstline, clock: Clock
) -> None:
    billing = as_staff("Bea", department="billing")
    billing.put("/api/v1/desk/presence", json={"status": "online"})
    page = queued(app, firstline, clock, department="billing")
    assert block(as_staff("Sam", department="sales"), page, "visitor").status_code == 403
    assert page.say("hello").status_code == 202


@pytest.mark.parametrize("bad", [{"days": 0}, {"days": 366}, {"reason": ""}, {"reason": "  "}])
def test_a_block_needs_a_reason_and_an_end(grace: TestClient, page: VisitorPage, bad: dict) -> None:
    assert block(grace, page, "visitor", **bad).status_code == 422
    assert page.say("hello").status_code == 202


def test_an_address_that_is_not_known_cannot_be_blocked(
    grace: TestClient, firstline: Firstline, clock: Clock
) -> None:
    made = firstline.conversations.start(visitor_id="v", at=clock())
    body = {"targets": ["address"], "reason": "spam"}
    answer = grace.post(f"/api/v1/desk/conversations/{made.id}/block", json=body)
    assert answer.status_code == 409
    assert "address" in answer.json()["detail"]
