"""Staff calls: the owner, a colleague, an outsider; admin calls: an admin, an agent, an outsider."""

import re

import pytest
from starlette.testclient import TestClient

from bot.bootstrap import Firstline
from tests.web.conftest import PASSWORD, Clock, ScriptedDialogue, SignIn, VisitorPage

DESK_CALLS = [
    ("GET", "/me"),
    ("GET", "/me/access"),
    ("POST", "/me/second-factor"),
    ("POST", "/me/second-factor/confirm"),
    ("POST", "/me/second-factor/remove"),
    ("DELETE", "/me/sessions"),
    ("DELETE", "/me/sessions/x"),
    ("GET", "/desk/queue"),
    ("GET", "/desk/conversations"),
    ("GET", "/desk/conversations/x"),
    ("POST", "/desk/conversations/x/block"),
    ("GET", "/desk/tickets"),
    ("GET", "/desk/articles?q=x"),
    ("GET", "/desk/articles/x"),
    ("POST", "/desk/conversations/x/corrections"),
    ("GET", "/desk/canned"),
    ("GET", "/desk/reasons"),
    ("PUT", "/desk/presence"),
    ("POST", "/desk/conversations/x/accept"),
    ("POST", "/desk/conversations/x/pass"),
    ("GET", "/desk/departments"),
    ("GET", "/desk/board"),
    ("POST", "/desk/conversations/x/take-over"),
    ("POST", "/desk/conversations/x/reassign"),
    ("POST", "/desk/conversations/x/whisper"),
    ("POST", "/desk/conversations/x/messages"),
    ("POST", "/desk/conversations/x/notes"),
    ("POST", "/desk/conversations/x/typing"),
    ("POST", "/desk/conversations/x/return"),
    ("POST", "/desk/conversations/x/close"),
    ("GET", "/desk/colleagues"),
    ("GET", "/desk/nudges"),
    ("POST", "/desk/conversations/x/seen"),
    ("POST", "/desk/conversations/x/pause"),
    ("POST", "/desk/conversations/x/resume"),
    ("POST", "/desk/conversations/x/pass-on"),
    ("POST", "/desk/conversations/x/files"),
    ("GET", "/desk/conversations/x/files/x"),
    ("GET", "/desk/conversations/x/files/x/preview"),
    ("PUT", "/desk/tickets/x/assignment"),
    ("POST", "/desk/tickets/x/answer"),
    ("POST", "/desk/tickets/x/close"),
]
ADMIN_CALLS = [
    ("GET", "/admin/articles"),
    ("GET", "/admin/articles/x"),
    ("POST", "/admin/articles"),
    ("PUT", "/admin/articles/x"),
    ("POST", "/admin/articles/x/publish"),
    ("POST", "/admin/articles/x/archive"),
    ("POST", "/admin/articles/x/submit"),
    ("POST", "/admin/articles/x/send-back"),
    ("GET", "/admin/articles/x/gate"),
    ("GET", "/admin/articles/x/versions"),
    ("GET", "/admin/articles/x/versions/x"),
    ("POST", "/admin/articles/x/versions/x/restore"),
    ("GET", "/admin/golden"),
    ("POST", "/admin/golden"),
    ("POST", "/admin/golden/import"),
    ("DELETE", "/admin/golden/x"),
    ("GET", "/admin/corrections"),
    ("POST", "/admin/corrections/x/confirm"),
    ("POST", "/admin/corrections/x/dismiss"),
    ("POST", "/admin/search"),
    ("POST", "/admin/preview"),
    ("GET", "/admin/report"),
    ("GET", "/admin/policy"),
    ("GET", "/admin/policy/versions"),
    ("POST", "/admin/policy/versions"),
    ("POST", "/admin/policy/versions/x/restore"),
    ("POST", "/admin/policy/replay"),
    ("GET", "/admin/reasons"),
    ("POST", "/admin/reasons"),
    ("POST", "/admin/reasons/try"),
    ("GET", "/admin/reasons/x"),
    ("PATCH", "/admin/reasons/x"),
    ("POST", "/admin/reasons/x/archive"),
    ("POST", "/admin/reasons/x/restore"),
    ("POST", "/admin/reasons/x/phrases"),
    ("POST", "/admin/reasons/x/phrases/remove"),
    ("POST", "/admin/reasons/edits/x/undo"),
    ("GET", "/admin/switches"),
    ("PUT", "/admin/switches"),
    ("GET", "/admin/alerts"),
    ("PUT", "/admin/alerts"),
    ("GET", "/admin/alerts/secret"),
    ("POST", "/admin/alerts/secret"),
    ("POST", "/admin/alerts/test"),
    ("GET", "/admin/summary"),
    ("PUT", "/admin/summary"),
    ("GET", "/admin/api-tokens"),
    ("POST", "/admin/api-tokens"),
    ("DELETE", "/admin/api-tokens/x"),
    ("GET", "/admin/audit"),
    ("GET", "/admin/blocks"),
    ("DELETE", "/admin/blocks/x"),
    ("POST", "/admin/canned"),
    ("PUT", "/admin/canned/x"),
    ("DELETE", "/admin/canned/x"),
    ("GET", "/admin/people"),
    ("POST", "/admin/people"),
    ("PATCH", "/admin/people/x"),
    ("GET", "/admin/prices"),
    ("POST", "/admin/prices"),
    ("GET", "/admin/departments"),
    ("POST", "/admin/departments"),
    ("PUT", "/admin/departments/x"),
    ("DELETE", "/admin/departments/x"),
    ("POST", "/admin/people/x/invite"),
    ("GET", "/admin/people/x/sessions"),
    ("DELETE", "/admin/people/x/sessions"),
    ("DELETE", "/admin/people/x/sessions/x"),
    ("DELETE", "/admin/people/x/second-factor"),
]


def test_every_staff_call_is_in_these_lists(app: TestClient) -> None:
    paths = app.get("/api/v1/openapi.json").json()["paths"]
    listed = {call.partition("?")[0].replace("/x", "/{}") for _, call in DESK_CALLS + ADMIN_CALLS}
    for path in paths:
        call = path.removeprefix("/api/v1")
        if call.startswith(("/desk", "/admin", "/me")):
            assert re.sub(r"\{\w+\}", "{}", call) in listed, path


@pytest.mark.parametrize(("method", "path"), DESK_CALLS + ADMIN_CALLS)
def test_an_outsider_is_refused(app: TestClient, method: str, path: str) -> None:
    answer = app.request(method, f"/api/v1{path}", json={}, headers={"X-Firstline": "1"})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("method", "path"), ADMIN_CALLS)
def test_an_agent_may_not_do_what_an_admin_does(as_staff: SignIn, method: str, path: str) -> None:
    answer = as_staff("Grace").request(method, f"/api/v1{path}", json={})
    assert answer.status_code in (403, 422)
    if answer.status_code == 422:
        pytest.fail("the role must be looked at before the body")


@pytest.mark.parametrize(("method", "path"), [call for call in DESK_CALLS + ADMIN_CALLS if call[0] != "GET"])
def test_nothing_changes_without_the_header_no_other_site_can_send(
    as_staff: SignIn, method: str, path: str
) -> None:
    admin = as_staff("Ada", role="admin")
    del admin.headers["X-Firstline"]
    assert admin.request(method, f"/api/v1{path}", json={}).status_code == 403


def queued(app: TestClient, firstline: Firstline, clock: Clock, department: str | None = None) -> VisitorPage:
    page = VisitorPage(app)
    page.say("help")
    firstline.conversations.update(page.id, clock(), department=department)
    firstline.desk.request_person(page.id, handoff_reason="visitor_request", at=clock())
    return page


def test_an_agent_accepts_answers_and_closes(
    app: TestClient, as_staff: SignIn, firstline: Firstline, clock: Clock
) -> None:
    ada = as_staff("Ada")
    ada.put("/api/v1/desk/presence", json={"status": "online"})
    page = queued(app, firstline, clock)
    [item] = ada.get("/api/v1/desk/queue").json()["items"]
    assert item["conversation_id"] == page.id
    path = f"/api/v1/desk/conversations/{page.id}"
    view = ada.post(f"{path}/accept").json()
    assert view["packet"]["version"] == 1
    body = {"text": "Hello!", "client_message_id": "1"}
    first, again = ada.post(f"{path}/messages", json=body), ada.post(f"{path}/messages", json=body)
    assert first.json() == again.json()
    assert page.lines()[-1]["text"] == "Hello!"
    assert page.get().json()["agent"] == {"name": "Ada"}
    page.say("thank you")
    [mine] = ada.get("/api/v1/desk/conversations?list=mine").json()["conversations"]
    assert (mine["unread"], mine["mine"]) == (1, True)
    assert ada.post(f"{path}/close", json={"disposition": "resolved"}).status_code == 200
    assert page.get().json()["state"] == "closed"


def test_a_colleague_can_neither_answer_nor_close_and_is_told_who_was_faster(
    app: TestClient, as_staff: SignIn, firstline: Firstline, clock: Clock
) -> None:
    ada, grace = as_staff("Ada"), as_staff("Grace")
    ada.put("/api/v1/desk/presence", json={"status": "online"})
    page = queued(app, firstline, clock)
    path = f"/api/v1/desk/conversations/{page.id}"
    ada.post(f"{path}/accept")
    late = grace.post(f"{path}/accept")
    assert late.status_code == 409
    assert "Ada" in late.json()["detail"]
    assert grace.post(f"{path}/messages", json={"text": "hi", "client_message_id": "1"}).status_code == 403
    assert grace.post(f"{path}/close", json={"disposition": "resolved"}).status_code == 403
    assert grace.post(f"{path}/return", json={}).status_code == 403
    assert page.get().json()["state"] == "assigned"


def test_an_agent_sees_the_own_department_and_a_supervisor_all(
    app: TestClient, as_staff: SignIn, firstline: Firstline, clock: Clock
) -> None:
    sales = as_staff("Sam", department="sales")
    billing = as_staff("Bea", department="billing")
    boss = as_staff("Sue", role="supervisor", department="sales")
    for one in (sales, billing):
        one.put("/api/v1/desk/presence", json={"status": "online"})
    page = queued(app, firstline, clock, department="billing")
    seen = {
        name: [item["conversation_id"] for item in one.get("/api/v1/desk/queue").json()["items"]]
        for name, one in {"sales": sales, "billing": billing, "boss": boss}.items()
    }
    assert seen == {"sales": [], "billing": [page.id], "boss": [page.id]}
    path = f"/api/v1/desk/conversations/{page.id}"
    assert sales.get(path).status_code == 403
    assert sales.post(f"{path}/accept").status_code == 403
    assert billing.get(path).status_code == 200


def test_a_note_stays_with_the_staff(
    app: TestClient, as_staff: SignIn, firstline: Firstline, clock: Clock
) -> None:
    ada = as_staff("Ada")
    ada.put("/api/v1/desk/presence", json={"status": "online"})
    page = queued(app, firstline, clock)
    path = f"/api/v1/desk/conversations/{page.id}"
    ada.post(f"{path}/accept")
    assert ada.post(f"{path}/notes", json={"text": "seems upset"}).status_code == 201
    assert any(line["author"] == "note" for line in ada.get(path).json()["messages"])
    assert "seems upset" not in str(page.lines())
    assert "seems upset" not in page.get("/transcript").text


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    app: TestClient, as_staff: SignIn
) -> None:
    as_staff("Ada")
    headers = {"X-Firstline": "1"}
    known, unknown = (
        app.post("/api/v1/session", json={"email": email, "password": "wrong password"}, headers=headers)
        for email in ("ada@larkwood.example", "nobody@larkwood.example")
    )
    assert known.status_code == unknown.status_code == 401
    assert known.json() == unknown.json()


def test_sign_in_is_rate_limited(app: TestClient) -> None:
    body = {"email": "ada@larkwood.example", "password": "guess"}
    codes = [
        app.post("/api/v1/session", json=body, headers={"X-Firstline": "1"}).status_code for _ in range(12)
    ]
    assert codes[0] == 401
    assert codes[-1] == 429


def test_a_session_ends_when_it_is_not_used_and_when_somebody_signs_out(
    as_staff: SignIn, clock: Clock
) -> None:
    ada, grace = as_staff("Ada"), as_staff("Grace")
    assert grace.delete("/api/v1/session").status_code == 204
    assert grace.get("/api/v1/me").status_code == 401
    clock.pass_(hours=11)
    assert ada.get("/api/v1/me").status_code == 200
    clock.pass_(hours=11)
    assert ada.get("/api/v1/me").status_code == 200, "a session in use goes on"
    clock.pass_(hours=13)
    assert ada.get("/api/v1/me").status_code == 401


def test_the_session_cookie_is_out_of_reach_for_scripts_and_other_sites(
    app: TestClient, firstline: Firstline, clock: Clock
) -> None:
    token = firstline.staff.first_admin_link(clock())
    body = {"token": token, "name": "Ada", "email": "ada@larkwood.example", "password": PASSWORD}
    answer = app.post("/api/v1/setup", json=body, headers={"X-Firstline": "1"})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert answer.json()["role"] == "admin"


def test_the_first_admins_link_works_once_and_only_the_last_one_printed(
    app: TestClient, firstline: Firstline, clock: Clock
) -> None:
    old = firstline.staff.first_admin_link(clock())
    new = firstline.staff.first_admin_link(clock())
    body = {"name": "Ada", "email": "ada@larkwood.example", "password": PASSWORD}
    headers = {"X-Firstline": "1"}
    assert app.post("/api/v1/setup", json={"token": old, **body}, headers=headers).status_code == 404
    assert app.post("/api/v1/setup", json={"token": new, **body}, headers=headers).status_code == 200
    assert app.post("/api/v1/setup", json={"token": new, **body}, headers=headers).status_code == 404
    assert firstline.staff.first_admin_link(clock()) is None


def test_a_short_password_is_refused_and_the_link_still_works(
    app: TestClient, firstline: Firstline, clock: Clock
) -> None:
    token = firstline.staff.first_admin_link(clock())
    body = {"token": token, "name": "Ada", "email": "ada@larkwood.example", "password": "short"}
    answer = app.post("/api/v1/setup", json=body, headers={"X-Firstline": "1"})
    assert (answer.status_code, answer.json()["field"]) == (422, "password")
    assert app.get("/api/v1/setup", params={"token": token}).json() == {"valid": True}


def test_the_last_admin_stays_one(as_staff: SignIn) -> None:
    ada = as_staff("Ada", role="admin")
    own = ada.get("/api/v1/me").json()["id"]
    assert ada.patch(f"/api/v1/admin/people/{own}", json={"active": False}).status_code == 409
    assert ada.patch(f"/api/v1/admin/people/{own}", json={"role": "agent"}).status_code == 409
    assert ada.get("/api/v1/me").json()["role"] == "admin"


def test_who_is_deactivated_is_signed_out(as_staff: SignIn) -> None:
    ada, grace = as_staff("Ada", role="admin"), as_staff("Grace")
    person = grace.get("/api/v1/me").json()["id"]
    assert ada.patch(f"/api/v1/admin/people/{person}", json={"active": False}).status_code == 200
    assert grace.get("/api/v1/me").status_code == 401


def test_the_desk_hears_of_a_new_visitor_at_once(
    app: TestClient, as_staff: SignIn, firstline: Firstline, clock: Clock, dialogue: ScriptedDialogue
) -> None:
    ada = as_staff("Ada")
    ada.put("/api/v1/desk/presence", json={"status": "online"})
    cookie = "; ".join(f"{key}={value}" for key, value in ada.cookies.items())
    with app.websocket_connect("/api/v1/desk/live", headers={"cookie": cookie}) as socket:
        assert socket.receive_json()["type"] == "ready"
        page = VisitorPage(app)
        dialogue.down = True
        page.post("person?wait=5")
        frames = [socket.receive_json() for _ in range(2)]
    assert "queue" in [frame["type"] for frame in frames]
    assert page.get().json()["state"] == "queued"


def test_the_desks_socket_is_closed_to_outsiders_and_other_sites(app: TestClient, as_staff: SignIn) -> None:
    with app.websocket_connect("/api/v1/desk/live") as socket:
        assert socket.receive_json()["problem"]["status"] == 401
    ada = as_staff("Ada")
    cookie = "; ".join(f"{key}={value}" for key, value in ada.cookies.items())
    from starlette.websockets import WebSocketDisconnect

    with (
        pytest.raises(WebSocketDisconnect),
        app.websocket_connect(
            "/api/v1/desk/live", headers={"cookie": cookie, "origin": "https://evil.example"}
        ),
    ):
        pass


def test_left_messages_stay_in_their_department(
    app: TestClient, as_staff: SignIn, firstline: Firstline, clock: Clock
) -> None:
    sales, billing = as_staff("Sam", department="sales"), as_staff("Bea", department="billing")
    page = VisitorPage(app)
    page.say("help")
    firstline.conversations.update(page.id, clock(), department="billing")
    made = page.post("left-message", name="Vera", email="vera@b.example", text="call me").json()
    listed = {
        name: [one["id"] for one in who.get("/api/v1/desk/tickets").json()["tickets"]]
        for name, who in {"sales": sales, "billing": billing}.items()
    }
    assert listed == {"sales": [], "billing": [made["ticket_id"]]}
    path = f"/api/v1/desk/tickets/{made['ticket_id']}"
    assert sales.post(f"{path}/answer", json={"text": "hi"}).status_code == 403
    assert sales.post(f"{path}/close", json={"disposition": "spam"}).status_code == 403
    assert billing.post(f"{path}/answer", json={"text": "hi"}).status_code == 200
    assert billing.post("/api/v1/desk/tickets/none/answer", json={"text": "hi"}).status_code == 404


def test_the_desks_socket_tells_an_agent_nothing_of_other_departments(
    app: TestClient, as_staff: SignIn, firstline: Firstline, clock: Clock
) -> None:
    sales = as_staff("Sam", department="sales")
    billing = as_staff("Bea", department="billing")
    for one in (sales, billing):
        one.put("/api/v1/desk/presence", json={"status": "online"})
    page = queued(app, firstline, clock, department="billing")
    cookie = "; ".join(f"{key}={value}" for key, value in sales.cookies.items())
    with app.websocket_connect("/api/v1/desk/live", headers={"cookie": cookie}) as socket:
        assert socket.receive_json()["type"] == "ready"
        page.say("my card number is secret")
        billing.post(f"/api/v1/desk/conversations/{page.id}/accept")
        frames = [socket.receive_json() for _ in range(2)]
    assert "secret" not in str(frames)
    assert {frame["type"] for frame in frames} <= {"conversation", "queue"}
