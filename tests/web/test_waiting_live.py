"""A waiting visitor's page is told live where they stand and how long it takes, when it reads otherwise."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.bootstrap import Firstline
from bot.handoff.tables import pickups
from tests.web.conftest import Clock, SignIn, VisitorPage


def queued(app: TestClient, firstline: Firstline, clock: Clock) -> VisitorPage:
    clock.pass_(seconds=1)
    page = VisitorPage(app)
    page.say("help")
    firstline.conversations.update(page.id, clock(), department="sales")
    firstline.desk.request_person(page.id, handoff_reason="visitor_request", at=clock())
    return page


def places(frames: list[dict[str, Any]]) -> list[tuple[int, Any]]:
    queues = [frame["state"]["queue"] for frame in frames if frame["type"] == "state"]
    return [(queue["position"], queue["expected_wait"]) for queue in queues]


@pytest.fixture
def ada(as_staff: SignIn) -> TestClient:
    agent = as_staff("Ada", department="sales")
    agent.put("/api/v1/desk/presence", json={"status": "online"})
    return agent


def test_who_moves_up_is_told_at_once(
    app: TestClient, ada: TestClient, firstline: Firstline, clock: Clock
) -> None:
    first, second = (queued(app, firstline, clock) for _ in range(2))
    with app.websocket_connect(f"{second.path}/live") as socket:
        socket.send_json(
            {"type": "hello", "token": second.opened["token"], "after": second.lines()[-1]["seq"]}
        )
        ready = socket.receive_json()
        assert ready["state"]["queue"]["position"] == 2
        ada.post(f"/api/v1/desk/conversations/{first.id}/accept")
        assert places([socket.receive_json()]) == [(1, None)]


def test_time_alone_changes_what_is_said_and_only_then_is_anything_said(
    app: TestClient, ada: TestClient, firstline: Firstline, clock: Clock
) -> None:
    with firstline.db.write() as connection:
        rows = [
            {
                "id": str(n),
                "department": "sales",
                "accepted_at": clock(),
                "waited_seconds": 60 * n,
                "position": 1,
            }
            for n in range(2, 12)
        ]
        connection.execute(pickups.insert(), rows)
    page = queued(app, firstline, clock)
    live = firstline.parts.live

    def told(socket: Any) -> list[tuple[int, Any]]:
        app.portal.call(live.places)  # type: ignore[union-attr]
        socket.send_json({"type": "ping"})
        frames = []
        while (frame := socket.receive_json())["type"] != "pong":
            frames.append(frame)
        return places(frames)

    with app.websocket_connect(f"{page.path}/live") as socket:
        socket.send_json({"type": "hello", "token": page.opened["token"], "after": page.lines()[-1]["seq"]})
        [low, high] = socket.receive_json()["state"]["queue"]["expected_wait"]
        assert (low, high) == (255, 525)
        told(socket)
        clock.pass_(seconds=2)
        assert told(socket) == [], "about 4 to 9 minutes still"
        clock.pass_(minutes=4)
        [(position, [later_low, later_high])] = told(socket)
        assert position == 1
        assert later_high < high
        assert later_low < low
        assert told(socket) == []
