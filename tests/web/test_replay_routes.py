"""Asking what another policy would have cost: the owner of the policy may, nobody else."""

import json
from datetime import timedelta
from typing import Any

import jsonschema
import pytest
from starlette.testclient import TestClient

from bench.months import World, month
from bot.bootstrap import Firstline
from bot.ledger.append import append_all
from bot.settings import PROJECT_ROOT
from bot.triage.editing import as_cells
from bot.triage.policy import DEFAULT_TABLE
from tests.web.conftest import Clock, SignIn

POLICY = "/api/v1/admin/policy"
CELLS = as_cells(DEFAULT_TABLE)


@pytest.fixture
def admin(as_staff: SignIn) -> TestClient:
    return as_staff("Ada", role="admin")


@pytest.fixture
def recorded_month(firstline: Firstline, clock: Clock) -> None:
    """300 made-up episodes of the last weeks, with all their events."""
    world = World(300, agents=2, days=20, start=clock().replace(hour=0) - timedelta(days=25))
    with firstline.db.write() as connection:
        append_all(connection, month(world, firstline.reasons))


def fits(replay: dict[str, Any]) -> None:
    schema = json.loads((PROJECT_ROOT / "docs/api/replay.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(replay, schema)


@pytest.mark.usefixtures("recorded_month")
def test_another_policy_is_tried_on_what_is_on_record(admin: TestClient) -> None:
    replay = admin.post(f"{POLICY}/replay", json={"preset": "chat_for_everyone"}).json()
    fits(replay)
    figures = {one["key"]: one for one in replay["figures"]}
    report = admin.get("/api/v1/admin/report").json()
    handed_off = next(row["count"] for row in report["outcomes"] if row["outcome"] == "handed_off")
    assert replay["enough"]
    assert figures["handoffs"]["happened"] == handed_off
    assert figures["handoffs"]["replayed"]["value"] > 5 * handed_off
    assert figures["cost"]["replayed"]["value"] > figures["cost"]["happened"]
    assert "would have cost" in replay["headline"]
    new = figures["handoffs"]["behind"]["replayed"]["episodes"][0]["episode_id"]
    assert new in {one["episode_id"] for one in replay["listed"]}
    assert admin.get(f"/api/v1/analytics/episodes/{new}").status_code == 200


@pytest.mark.usefixtures("recorded_month")
def test_the_policy_in_force_gives_back_what_happened(admin: TestClient) -> None:
    replay = admin.post(f"{POLICY}/replay", json={"preset": "balanced"}).json()
    assert replay["headline"] == "With this policy everything would have ended as it did."
    assert replay["decisions"]["elsewhere"] == 0
    assert all(
        one["replayed"]["value"] == one["happened"] for one in replay["figures"] if one["unit"] == "count"
    )


@pytest.mark.usefixtures("recorded_month")
def test_an_edit_can_be_tried_before_it_is_saved(admin: TestClient) -> None:
    cells = {
        **CELLS,
        "low.low": "offer",
        "low.medium": "offer",
        "medium.low": "offer",
        "medium.medium": "offer",
    }
    replay = admin.post(f"{POLICY}/replay", json={"preset": "balanced", "cells": cells, "agents": 3}).json()
    fits(replay)
    assert (replay["policy_version"], replay["agents"]) == ("balanced, changed", 3)
    assert admin.get(POLICY).json()["number"] == 0


def test_without_enough_on_record_it_says_so(admin: TestClient) -> None:
    replay = admin.post(f"{POLICY}/replay", json={"preset": "save_costs"}).json()
    fits(replay)
    assert (replay["enough"], replay["runs"]) == (False, 0)
    assert replay["headline"].startswith("Not enough on record yet: 0 of 30")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"preset": "free_for_all"}, "preset"),
        ({"preset": "balanced", "cells": {"low.low": "handoff"}}, "cells.low.medium"),
        ({"preset": "balanced", "limits": {"turn_limit": 1}}, "limits.turn_limit"),
        ({"preset": "balanced", "agents": 0}, "agents"),
        ({"preset": "balanced", "from": "2026-03-01T00:00:00"}, "from"),
        ({"preset": "balanced", "from": "2026-03-02T00:00:00Z", "to": "2026-03-01T00:00:00Z"}, "from"),
        ({"preset": "balanced", "note": "x"}, "note"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_by_name(
    admin: TestClient, body: dict[str, Any], field: str
) -> None:
    answer = admin.post(f"{POLICY}/replay", json=body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_a_period_of_too_many_episodes_is_refused(
    admin: TestClient, monkeypatch: pytest.MonkeyPatch, recorded_month: None
) -> None:
    monkeypatch.setattr("bot.web.replays.MOST_EPISODES", 100)
    answer = admin.post(f"{POLICY}/replay", json={"preset": "balanced"})
    assert (answer.status_code, answer.json()["field"]) == (422, "from")


def test_only_admins_ask_what_it_would_have_cost(as_staff: SignIn, app: TestClient) -> None:
    path, body = f"{POLICY}/replay", {"preset": "balanced"}
    assert app.post(path, json=body, headers={"X-Firstline": "1"}).status_code == 401
    for name, role in (("Grace", "agent"), ("Susan", "supervisor")):
        assert as_staff(name, role=role).post(path, json=body).status_code == 403
