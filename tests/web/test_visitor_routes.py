"""A visitor's calls: the owner, another visitor, and somebody without a token."""

import pytest
from starlette.testclient import TestClient

from bot.bootstrap import Firstline
from tests.web.conftest import Clock, ScriptedDialogue, VisitorPage

CALLS = [
    ("GET", "", None),
    ("GET", "/messages", None),
    ("GET", "/transcript", None),
    ("POST", "/messages", {"text": "hi", "client_message_id": "1"}),
    ("POST", "/person", {}),
    ("POST", "/queue/leave", {}),
    ("POST", "/left-message", {"name": "A", "email": "a@b.example", "text": "hi"}),
    ("POST", "/reaction", {"seq": 1, "helped": True}),
    ("POST", "/survey", {"csat": 5}),
    ("POST", "/close", {}),
    ("PATCH", "/context", {"cart_value": 10}),
]


def is_problem(answer: object, status: int) -> bool:
    body = answer.json()  # type: ignore[attr-defined]
    shape = {"type", "title", "status", "detail"} <= set(body)
    kind = answer.headers["content-type"] == "application/problem+json"  # type: ignore[attr-defined]
    return shape and kind and body["status"] == status == answer.status_code  # type: ignore[attr-defined]


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_a_conversation_is_closed_to_others(
    app: TestClient, visitor: VisitorPage, method: str, path: str, body: dict | None
) -> None:
    other = VisitorPage(app)
    without = app.request(method, visitor.path + path, json=body)
    assert is_problem(without, 401)
    foreign = app.request(method, visitor.path + path, json=body, headers=other.headers)
    assert is_problem(foreign, 403)
    forged = app.request(
        method,
        visitor.path + path,
        json=body,
        headers={"Authorization": visitor.headers["Authorization"] + "x"},
    )
    assert is_problem(forged, 401)
    assert visitor.lines() == []


def test_a_token_ends_to_be_good(app: TestClient, visitor: VisitorPage, clock: Clock) -> None:
    clock.pass_(days=31)
    assert is_problem(visitor.get(), 401)


def test_a_message_is_answered_in_the_same_call_when_it_is_asked_to_wait(visitor: VisitorPage) -> None:
    answer = visitor.say("how long?").json()
    assert answer["message"]["author"] == "visitor"
    [reply] = answer["replies"]
    assert reply["text"] == "It takes 5 days."
    assert reply["in_reply_to"] == answer["message"]["seq"]
    assert reply["payload"]["buttons"] == [{"id": "yes", "title": "Yes, thanks"}], (
        "no intent leaves the server"
    )


def test_only_a_button_that_was_shown_can_be_picked(visitor: VisitorPage, dialogue: ScriptedDialogue) -> None:
    visitor.say("how long?")
    assert is_problem(visitor.say("Yes", choice="no-such-button"), 422)
    assert visitor.say("Yes, thanks", choice="yes").status_code == 202
    assert len(dialogue.heard) == 2


@pytest.mark.parametrize(
    "body",
    [
        {"text": "", "client_message_id": "1"},
        {"text": "  ", "client_message_id": "1"},
        {"text": "hi"},
        {"text": "hi", "client_message_id": ""},
        {"text": "hi", "client_message_id": "x" * 65},
        {"text": "hi", "client_message_id": "1", "intent": "handoff"},
        {"text": ["hi"], "client_message_id": "1"},
        {"text": "x" * 4001, "client_message_id": "1"},
    ],
)
def test_a_bad_message_is_refused_and_nothing_is_kept(visitor: VisitorPage, body: dict) -> None:
    answer = visitor.post("messages", **body)
    assert is_problem(answer, 422)
    assert visitor.lines() == []


def test_what_is_not_json_is_refused_in_the_same_shape(app: TestClient, visitor: VisitorPage) -> None:
    answer = app.post(f"{visitor.path}/messages", content=b"{", headers=visitor.headers)
    assert is_problem(answer, 422)


def test_the_same_message_again_is_the_same_message(visitor: VisitorPage, dialogue: ScriptedDialogue) -> None:
    first = visitor.say("hi", client_message_id="same").json()["message"]
    again = visitor.say("hi", client_message_id="same").json()["message"]
    assert first == again
    assert len(dialogue.heard) == 1


def test_too_many_messages_are_slowed_down(visitor: VisitorPage) -> None:
    answers = [visitor.post("messages", text="hi", client_message_id=str(n)) for n in range(31)]
    assert is_problem(answers[-1], 429)
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert answers[0].status_code == 202


def test_when_the_dialogue_is_down_the_visitor_is_told_and_offered_a_way_on(
    visitor: VisitorPage, dialogue: ScriptedDialogue
) -> None:
    dialogue.down = True
    [reply] = visitor.say("hi").json()["replies"]
    titles = [button["title"] for button in reply["payload"]["buttons"]]
    assert titles == ["Talk to a person", "Leave a message"]
    picked = visitor.say("Leave a message", choice=reply["payload"]["buttons"][1]["id"]).json()["replies"]
    assert picked[0]["payload"]["kind"] == "leave_message"


def test_what_a_bot_says_is_sanitised(visitor: VisitorPage, dialogue: ScriptedDialogue) -> None:
    from bot.conversation.replies import Reply

    dialogue.replies = [Reply('**ok** <img src=x onerror="alert(1)"> [x](javascript:alert(1))')]
    html = visitor.say("hi").json()["replies"][0]["html"]
    assert "<strong>ok</strong>" in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_what_a_visitor_types_is_never_html(visitor: VisitorPage) -> None:
    message = visitor.say("<b>hi</b>").json()["message"]
    assert message["text"] == "<b>hi</b>"
    assert message["html"] is None


def test_a_left_message_needs_an_address(visitor: VisitorPage) -> None:
    answer = visitor.post("left-message", name="A", email="nonsense", text="hi")
    assert is_problem(answer, 422)
    assert answer.json()["field"] == "email"


def test_the_site_can_vouch_for_its_customer(app: TestClient, firstline: Firstline, clock: Clock) -> None:
    import jwt

    claims = {"sub": "1001", "email": "ada@b.example", "name": "Ada", "exp": clock().timestamp() + 60}
    good = jwt.encode(claims, firstline.parts.site_secret, "HS256")
    assert VisitorPage(app, identity_token=good).get().json()["identity"] == "known"
    forged = jwt.encode(claims, "another secret that is long enough", "HS256")
    assert is_problem(app.post("/api/v1/conversations", json={"identity_token": forged}), 422)
    endless = jwt.encode({"sub": "1001"}, firstline.parts.site_secret, "HS256")
    assert is_problem(app.post("/api/v1/conversations", json={"identity_token": endless}), 422)
    clock.pass_(minutes=2)
    assert is_problem(app.post("/api/v1/conversations", json={"identity_token": good}), 422)


def test_a_returning_visitor_is_recognised_by_the_handle_and_nobody_elses(
    app: TestClient, visitor: VisitorPage, firstline: Firstline
) -> None:
    again = VisitorPage(app, visitor=visitor.opened["visitor"])
    stranger = VisitorPage(app, visitor="made-up")
    ids = [firstline.conversations.get(page.id).visitor_id for page in (visitor, again, stranger)]
    assert ids[0] == ids[1] != ids[2]


def test_a_transcript_can_be_downloaded(visitor: VisitorPage) -> None:
    visitor.say("how long?")
    answer = visitor.get("/transcript")
    assert "how long?" in answer.text
    assert "It takes 5 days." in answer.text
    assert "attachment" in answer.headers["content-disposition"]


def test_the_live_socket_pushes_lines_and_refuses_other_tokens(app: TestClient, visitor: VisitorPage) -> None:
    path = f"{visitor.path}/live"
    with app.websocket_connect(path) as socket:
        socket.send_json({"type": "hello", "token": visitor.opened["token"], "after": 0})
        assert socket.receive_json()["type"] == "ready"
        visitor.say("how long?")
        frames = [socket.receive_json() for _ in range(5)]
    kinds = [frame["type"] for frame in frames]
    assert kinds == ["message", "typing", "typing", "message", "state"]
    other = VisitorPage(app)
    with app.websocket_connect(path) as socket:
        socket.send_json({"type": "hello", "token": other.opened["token"]})
        frame = socket.receive_json()
    assert frame["type"] == "error"
    assert frame["problem"]["status"] == 403


def test_a_socket_that_comes_back_gets_what_it_missed(app: TestClient, visitor: VisitorPage) -> None:
    visitor.say("how long?")
    with app.websocket_connect(f"{visitor.path}/live") as socket:
        socket.send_json({"type": "hello", "token": visitor.opened["token"], "after": 1})
        frame = socket.receive_json()
    assert frame["message"]["seq"] == 2


@pytest.mark.parametrize("after", ["-1", "x", str(10**30)])
def test_a_place_that_makes_no_sense_is_refused(visitor: VisitorPage, after: str) -> None:
    assert is_problem(visitor.get(f"/messages?after={after}"), 422)


@pytest.mark.parametrize("seq", [0, -1, 10**30, 5])
def test_a_reaction_to_nothing_is_refused(visitor: VisitorPage, seq: int) -> None:
    assert is_problem(visitor.post("reaction", seq=seq, helped=True), 422)
    assert visitor.lines() == []


@pytest.mark.parametrize("after", [-1, 1e30, "2", [1]])
def test_a_socket_that_asks_for_nonsense_is_refused(
    app: TestClient, visitor: VisitorPage, after: object
) -> None:
    with app.websocket_connect(f"{visitor.path}/live") as socket:
        socket.send_json({"type": "hello", "token": visitor.opened["token"], "after": after})
        assert socket.receive_json()["problem"]["status"] == 422


def test_a_character_no_database_keeps_is_left_out(app: TestClient, visitor: VisitorPage) -> None:
    answer = app.patch(f"{visitor.path}/context", json={"page": "/a\x00b"}, headers=visitor.headers)
    assert answer.status_code == 204
    assert visitor.say("he\x00llo").json()["message"]["text"] == "hello"


def test_the_person_button_pressed_once_and_sent_twice_is_one_wish(
    visitor: VisitorPage, dialogue: ScriptedDialogue
) -> None:
    first = visitor.post("person?wait=5", client_message_id="wish-1").json()["message"]
    again = visitor.post("person?wait=5", client_message_id="wish-1").json()["message"]
    assert first == again
    assert len(dialogue.heard) == 1


def test_whatever_goes_wrong_in_a_turn_the_visitor_hears_of_it_once(
    app: TestClient, visitor: VisitorPage, dialogue: ScriptedDialogue
) -> None:
    dialogue.replies = None  # type: ignore[assignment]
    with app.websocket_connect(f"{visitor.path}/live") as socket:
        socket.send_json({"type": "hello", "token": visitor.opened["token"], "after": 0})
        assert socket.receive_json()["type"] == "ready"
        [reply] = visitor.say("hi").json()["replies"]
        frames = [socket.receive_json() for _ in range(5)]
    assert "problem is on our side" in reply["text"]
    assert [frame["on"] for frame in frames if frame["type"] == "typing"] == [True, False]


async def test_a_message_an_earlier_process_left_is_not_said_to_the_dialogue_twice(
    firstline: Firstline, dialogue: ScriptedDialogue, clock: Clock
) -> None:
    from datetime import timedelta

    from bot.conversation.replies import Reply

    said_before = [Reply("What is the street?")]
    asked: list[int] = []

    async def replies_after(sender: str, seq: int) -> list[Reply] | None:
        asked.append(seq)
        return said_before if sender == reached.sender_id else None

    dialogue.replies_after = replies_after  # type: ignore[method-assign]
    reached, lost = (firstline.conversations.start(visitor_id=name, at=clock()) for name in ("a", "b"))
    firstline.conversations.keep_visitor_message(reached.id, "i moved", "1", clock())
    firstline.conversations.keep_visitor_message(lost.id, "hi", "1", clock())
    clock.pass_(seconds=1)
    turns = firstline.parts.turns
    assert await turns.recover(older_than=timedelta(0)) == 2
    for one in (reached, lost):
        message = firstline.conversations.message(one.id, 1)
        assert await turns.replies_to(message, 5)
    await turns.close()
    assert [line.text for line in firstline.conversations.messages(reached.id)][1:] == ["What is the street?"]
    assert [text for _, text in dialogue.heard] == ["hi"], "only what had not arrived is said"
    assert firstline.conversations.owed(clock()) == []
