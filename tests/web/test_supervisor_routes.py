"""A supervisor's board, taking over, reassigning and whispering: the owner, a colleague, an outsider."""

import pytest
from starlette.testclient import TestClient

from bot.bootstrap import Firstline
from tests.web.conftest import Clock, SignIn, VisitorPage


@pytest.fixture
def ada(as_staff: SignIn) -> TestClient:
    """An agent on duty."""
    agent = as_staff("Ada", department="sales")
    agent.put("/api/v1/desk/presence", json={"status": "online"})
    return agent


@pytest.fixture
def sue(as_staff: SignIn) -> TestClient:
    """A supervisor."""
    return as_staff("Sue", role="supervisor")


@pytest.fixture
def page(app: TestClient, ada: TestClient, firstline: Firstline, clock: Clock) -> VisitorPage:
    """A visitor whom Ada has accepted."""
    visitor = VisitorPage(app)
    visitor.say("help")
    firstline.conversations.update(visitor.id, clock(), department="sales")
    firstline.desk.request_person(visitor.id, handoff_reason="visitor_request", at=clock())
    assert ada.post(f"/api/v1/desk/conversations/{visitor.id}/accept").status_code == 200
    return visitor


def path(page: VisitorPage, call: str) -> str:
    return f"/api/v1/desk/conversations/{page.id}/{call}"


@pytest.mark.parametrize(
    ("method", "call"),
    [("GET", "board"), ("POST", "take-over"), ("POST", "reassign"), ("POST", "whisper")],
)
def test_only_supervisors_and_admins_may(
    app: TestClient, as_staff: SignIn, ada: TestClient, page: VisitorPage, method: str, call: str
) -> None:
    where = "/api/v1/desk/board" if call == "board" else path(page, call)
    body = {"agent_id": "x", "text": "x"}
    assert ada.request(method, where, json=body).status_code == 403, "the owner"
    assert as_staff("Bea").request(method, where, json=body).status_code == 403, "a colleague"
    assert app.request(method, where, json=body, headers={"X-Firstline": "1"}).status_code == 401


def test_the_board_shows_the_chat_and_what_is_unanswered(
    ada: TestClient, sue: TestClient, page: VisitorPage
) -> None:
    body = {"text": "Hello!", "client_message_id": "1"}
    ada.post(path(page, "messages"), json=body)
    page.say("still there?")
    board = sue.get("/api/v1/desk/board").json()
    assert (board["waiting"], board["waits_today"], board["abandoned_today"]) == (0, 1, 0)
    [agent] = board["agents"]
    assert (agent["name"], agent["presence"], agent["load"], agent["capacity"]) == ("Ada", "online", 1, 3)
    [chat] = agent["chats"]
    assert (chat["conversation_id"], chat["unanswered"]) == (page.id, 1)
    sales = next(one for one in board["departments"] if one["key"] == "sales")
    assert (sales["name"], sales["chats"], sales["on_duty"], sales["open"]) == ("Sales", 1, 1, True)


def test_a_supervisor_takes_over_and_the_agent_can_not_write_any_more(
    ada: TestClient, sue: TestClient, page: VisitorPage
) -> None:
    assert sue.post(path(page, "take-over")).status_code == 200
    assert page.get().json()["agent"] == {"name": "Sue"}
    body = {"text": "hi", "client_message_id": "1"}
    assert ada.post(path(page, "messages"), json=body).status_code == 403
    assert sue.post(path(page, "messages"), json=body).status_code == 201
    [nudge] = ada.get("/api/v1/desk/nudges").json()["nudges"]
    assert (nudge["kind"], nudge["by_name"]) == ("taken_over", "Sue")


def test_a_supervisor_gives_a_chat_to_a_colleague_on_duty(
    as_staff: SignIn, sue: TestClient, page: VisitorPage
) -> None:
    ben = as_staff("Ben", department="sales")
    own = ben.get("/api/v1/me").json()["id"]
    refused = sue.post(path(page, "reassign"), json={"agent_id": own})
    assert (refused.status_code, refused.json()["detail"]) == (409, "Ben isn't on duty now.")
    ben.put("/api/v1/desk/presence", json={"status": "online"})
    assert sue.post(path(page, "reassign"), json={"agent_id": own}).status_code == 200
    assert page.get().json()["agent"] == {"name": "Ben"}
    assert sue.post(path(page, "reassign"), json={"agent_id": "nobody"}).status_code == 404


def test_a_whisper_is_heard_live_by_the_agent_and_never_seen_by_the_visitor(
    app: TestClient, ada: TestClient, sue: TestClient, page: VisitorPage
) -> None:
    cookie = "; ".join(f"{key}={value}" for key, value in ada.cookies.items())
    with app.websocket_connect("/api/v1/desk/live", headers={"cookie": cookie}) as socket:
        assert socket.receive_json()["type"] == "ready"
        said = sue.post(path(page, "whisper"), json={"text": "Offer a refund.", "client_message_id": "w"})
        assert said.status_code == 201
        heard = socket.receive_json()
        nudged = socket.receive_json()
    assert (heard["type"], heard["message"]["text"]) == ("message", "Offer a refund.")
    assert heard["message"]["payload"] == {"kind": "whisper"}
    assert (nudged["type"], nudged["about"], nudged["by_name"]) == ("nudge", "whisper", "Sue")
    assert "Offer a refund." not in str(page.lines())
    assert "Offer a refund." not in page.get("/transcript").text
