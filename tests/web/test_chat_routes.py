"""Files, notes, read marks, pauses, passing on: the owner, a colleague, another department, an outsider."""

import io
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from bot.bootstrap import Firstline
from tests.web.conftest import Clock, SignIn, VisitorPage

PDF = b"%PDF-1.7\nbill"


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (80, 40), "teal").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def ada(as_staff: SignIn) -> TestClient:
    """The agent who has the conversation."""
    ada = as_staff("Ada", department="orders")
    ada.put("/api/v1/desk/presence", json={"status": "online"})
    return ada


@pytest.fixture
def page(app: TestClient, firstline: Firstline, clock: Clock, ada: TestClient) -> VisitorPage:
    """A visitor whom Ada has accepted."""
    page = VisitorPage(app)
    page.say("help")
    firstline.conversations.update(page.id, clock(), department="orders")
    firstline.desk.request_person(page.id, handoff_reason="visitor_request", at=clock())
    assert ada.post(desk(page, "accept")).status_code == 200
    return page


def desk(page: VisitorPage, what: str = "") -> str:
    return f"/api/v1/desk/conversations/{page.id}/{what}".rstrip("/")


def send(client: Any, path: str, name: str, content: bytes, sent_as: str = "f1", **more: Any) -> Any:
    return client.post(path, files={"file": (name, content)}, data={"client_message_id": sent_as}, **more)


def from_visitor(page: VisitorPage, name: str, content: bytes, sent_as: str = "f1") -> Any:
    return send(page.app, f"{page.path}/files", name, content, sent_as, headers=page.headers)


def test_a_file_goes_both_ways_and_is_only_ever_downloaded(page: VisitorPage, ada: TestClient) -> None:
    sent = from_visitor(page, "../mirror.png", picture())
    assert sent.status_code == 201, sent.text
    card = sent.json()["payload"]
    assert (card["name"], card["media_type"], card["image"]) == ("mirror.png", "image/png", True)
    got = ada.get(desk(page, f"files/{card['file_id']}"))
    assert got.content == picture()
    assert got.headers["content-disposition"] == 'attachment; filename="mirror.png"'
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in got.headers["content-security-policy"]
    preview = ada.get(desk(page, f"files/{card['file_id']}/preview"))
    assert (preview.status_code, preview.headers["content-type"]) == (200, "image/webp")
    back = send(ada, desk(page, "files"), "bill.pdf", PDF).json()
    assert back["author"] == "agent"
    assert page.get(f"/files/{back['payload']['file_id']}").content == PDF
    assert page.get(f"/files/{back['payload']['file_id']}/preview").status_code == 404
    assert "(File: bill.pdf)" in page.get("/transcript").text


def test_a_file_sent_again_is_the_same_file(page: VisitorPage) -> None:
    first, again = from_visitor(page, "a.pdf", PDF), from_visitor(page, "a.pdf", PDF)
    assert first.json() == again.json()
    assert sum(line["payload"].get("kind") == "file" for line in page.lines()) == 1


def test_files_are_for_their_visitor_and_the_staff_who_may_see_them(
    app: TestClient, page: VisitorPage, as_staff: SignIn
) -> None:
    file_id = from_visitor(page, "a.png", picture()).json()["payload"]["file_id"]
    colleague, billing = as_staff("Ben", department="orders"), as_staff("Bea", department="billing")
    stranger = VisitorPage(app)
    for what in (f"files/{file_id}", f"files/{file_id}/preview"):
        assert colleague.get(desk(page, what)).status_code == 200
        assert billing.get(desk(page, what)).status_code == 403
        assert app.get(desk(page, what)).status_code == 401
        assert app.get(f"{page.path}/{what}").status_code == 401
        assert app.get(f"{page.path}/{what}", headers=stranger.headers).status_code == 403
        assert stranger.get(f"/{what}").status_code == 404, "not even by its id in another conversation"
    assert send(colleague, desk(page, "files"), "a.pdf", PDF).status_code == 403


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.png", b"MZ\x90\x00"), ("x.txt", b"<script>nudge(1)</script>"), ("x.png", b"\x89PNG\r\n\x1a\nx")],
)
def test_what_may_not_be_sent_is_a_problem_and_changes_nothing(
    page: VisitorPage, name: str, content: bytes
) -> None:
    before = page.lines()
    answer = from_visitor(page, name, content)
    assert (answer.status_code, answer.json()["field"]) == (422, "file")
    assert page.lines() == before


def test_a_form_that_is_none_or_is_too_large_is_a_problem(page: VisitorPage, firstline: Firstline) -> None:
    path = f"{page.path}/files"
    for body in ({"json": {}}, {"data": {"client_message_id": "1"}}, {"files": {"file": ("a.pdf", PDF)}}):
        assert page.app.post(path, headers=page.headers, **body).status_code == 422
    large = firstline.files.rules.most_bytes + 100_000
    answer = from_visitor(page, "a.pdf", PDF + b"x" * large)
    assert (answer.status_code, answer.json()["field"]) == (422, "file")


def test_the_bot_is_sent_no_files(app: TestClient) -> None:
    alone = VisitorPage(app)
    assert from_visitor(alone, "a.pdf", PDF).status_code == 409


def test_a_note_tells_whom_it_names_and_nobody_who_may_not_see_it(
    page: VisitorPage, ada: TestClient, as_staff: SignIn
) -> None:
    colleague, billing = as_staff("Ben", department="orders"), as_staff("Bea", department="billing")
    body = {"text": "@Ben and @Bea, look", "client_message_id": "n1"}
    first, again = ada.post(desk(page, "notes"), json=body), ada.post(desk(page, "notes"), json=body)
    assert first.json() == again.json()
    [nudge] = colleague.get("/api/v1/desk/nudges").json()["nudges"]
    assert (nudge["kind"], nudge["by_name"], nudge["conversation_id"]) == ("mention", "Ada", page.id)
    assert billing.get("/api/v1/desk/nudges").json()["nudges"] == []
    assert billing.post(desk(page, "notes"), json={"text": "x"}).status_code == 403
    assert colleague.post(desk(page, "seen"), json={"seq": 1}).status_code == 204
    assert colleague.get("/api/v1/desk/nudges").json()["nudges"] == []


def test_a_colleague_takes_over_and_the_visitor_hears_of_it(
    page: VisitorPage, ada: TestClient, as_staff: SignIn
) -> None:
    ben, billing = as_staff("Ben", department="orders"), as_staff("Bea", department="billing")
    ben.put("/api/v1/desk/presence", json={"status": "online"})
    people = {one["name"]: one for one in ada.get("/api/v1/desk/colleagues").json()["people"]}
    assert people["Ben"]["on_duty"]
    assert not people["Bea"]["on_duty"]
    to_ben = {"agent_id": people["Ben"]["id"], "note": "The mirror again"}
    assert billing.post(desk(page, "pass-on"), json=to_ben).status_code == 403
    assert ada.post(desk(page, "pass-on"), json={}).status_code == 422
    assert ada.post(desk(page, "pass-on"), json={"agent_id": people["Bea"]["id"]}).status_code == 409
    assert ada.post(desk(page, "pass-on"), json={"agent_id": "nobody"}).status_code == 404
    assert page.get().json()["agent"] == {"name": "Ada"}
    assert ada.post(desk(page, "pass-on"), json=to_ben).status_code == 200
    assert page.get().json()["agent"] == {"name": "Ben"}
    assert "Ada has asked Ben to take over" in page.lines()[-1]["text"]
    assert "The mirror again" not in str(page.lines())
    assert ben.get("/api/v1/desk/nudges").json()["nudges"][0]["kind"] == "passed_on"


def test_a_pause_is_shown_to_the_visitor_until_the_agent_is_back(
    page: VisitorPage, ada: TestClient, as_staff: SignIn
) -> None:
    ben = as_staff("Ben", department="orders")
    assert ben.post(desk(page, "pause"), json={"minutes": 5}).status_code == 403
    assert ada.post(desk(page, "pause"), json={"minutes": 5}).status_code == 200
    assert page.get().json()["back_at"] == "2026-03-02T09:05:00Z"
    [mine] = ada.get("/api/v1/desk/conversations?list=mine").json()["conversations"]
    assert mine["paused_until"] == "2026-03-02T09:05:00Z"
    assert ben.post(desk(page, "resume")).status_code == 403
    assert ada.post(desk(page, "resume")).status_code == 200
    assert page.get().json()["back_at"] is None


def test_each_side_learns_what_the_other_has_seen(
    app: TestClient, page: VisitorPage, ada: TestClient, as_staff: SignIn
) -> None:
    said = ada.post(desk(page, "messages"), json={"text": "Hi", "client_message_id": "1"}).json()["seq"]
    cookie = f"firstline_session={ada.cookies['firstline_session']}"
    with (
        app.websocket_connect("/api/v1/desk/live", headers={"cookie": cookie}) as at_desk,
        app.websocket_connect(f"{page.path}/live") as at_page,
    ):
        assert at_desk.receive_json()["type"] == "ready"
        at_page.send_json({"type": "hello", "token": page.opened["token"], "after": said})
        assert at_page.receive_json()["type"] == "ready"
        at_page.send_json({"type": "seen", "seq": said})
        heard = at_desk.receive_json()
        assert (heard["type"], heard["conversation_id"], heard["seq"]) == ("seen", page.id, said)
        answered = page.say("Hello").json()["message"]["seq"]
        assert at_page.receive_json()["message"]["seq"] == answered
        assert ada.post(desk(page, "seen"), json={"seq": answered}).status_code == 204
        assert at_page.receive_json() == {"type": "seen", "seq": answered}
    assert ada.get(desk(page)).json()["conversation"]["seen_by_visitor"] == said
    assert page.get().json()["seen_by_agent"] == answered


def test_a_nudge_is_heard_by_its_colleague_alone(
    app: TestClient, page: VisitorPage, ada: TestClient, as_staff: SignIn
) -> None:
    ben, cara = as_staff("Ben", department="orders"), as_staff("Cara", department="orders")
    cookies = [{"cookie": f"firstline_session={one.cookies['firstline_session']}"} for one in (ben, cara)]
    with (
        app.websocket_connect("/api/v1/desk/live", headers=cookies[0]) as of_ben,
        app.websocket_connect("/api/v1/desk/live", headers=cookies[1]) as of_cara,
    ):
        assert of_ben.receive_json()["type"] == of_cara.receive_json()["type"] == "ready"
        ada.post(desk(page, "notes"), json={"text": "@Ben look"})
        ada.post(desk(page, "notes"), json={"text": "@Cara too"})
        assert [of_ben.receive_json()["type"] for _ in range(3)] == ["message", "nudge", "message"]
        assert [of_cara.receive_json()["type"] for _ in range(3)] == ["message", "message", "nudge"]


def test_an_admin_edits_the_canned_messages_and_they_are_live_at_once(
    as_staff: SignIn, ada: TestClient
) -> None:
    admin = as_staff("Root", role="admin")
    body = {"moment": "pause", "title": "Two minutes", "text": "Two minutes, {name}, about {order_number}."}
    made = admin.post("/api/v1/admin/canned", json=body).json()

    def titles() -> list[str]:
        return [one["title"] for one in ada.get("/api/v1/desk/canned").json()["messages"]]

    assert "Two minutes" in titles()
    path = f"/api/v1/admin/canned/{made['id']}"
    assert admin.put(path, json={**body, "title": "A moment"}).json()["title"] == "A moment"
    assert admin.put(path, json={**body, "text": "{Bad Name}"}).json()["field"] == "text"
    assert "A moment" in titles()
    assert admin.delete(path).status_code == 204
    assert "A moment" not in titles()
    assert admin.delete(path).status_code == 404


def test_the_transcript_goes_out_by_mail_once(page: VisitorPage, firstline: Firstline) -> None:
    for _ in range(2):
        assert page.post("transcript", email="Kim@Example.com").status_code == 202
    [mail] = firstline.outbox.mails("kim@example.com")
    assert "Ada is here now" in mail.text
    assert page.post("transcript", email="nonsense").status_code == 422
    anybody = page.app.post(f"{page.path}/transcript", json={"email": "kim@example.com"})
    assert anybody.status_code == 401
