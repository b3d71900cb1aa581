"""The policy: admins read and change it, and it is in force at once."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.bootstrap import Firstline
from bot.triage.editing import as_cells
from bot.triage.policy import DEFAULT_TABLE
from tests.web.conftest import SignIn

POLICY = "/api/v1/admin/policy"
CELLS = as_cells(DEFAULT_TABLE)


@pytest.fixture
def admin(as_staff: SignIn) -> TestClient:
    return as_staff("Ada", role="admin")


def draft(**change: Any) -> dict[str, Any]:
    return {"preset": "balanced", "cells": CELLS, "limits": {}, "note": "Busy season", "based_on": 0} | change


def test_the_delivered_policy_is_in_force_at_first(admin: TestClient) -> None:
    policy = admin.get(POLICY).json()
    assert (policy["number"], policy["preset"], policy["policy_version"]) == (0, "balanced", "balanced-0")
    assert {f"{cell['value']}.{cell['complexity']}": cell["route"] for cell in policy["cells"]} == CELLS
    assert [preset["key"] for preset in policy["presets"]] == [
        "save_costs",
        "balanced",
        "serve_generously",
        "chat_for_everyone",
    ]
    assert all(limit["now"] == limit["standard"] for limit in policy["limits"])
    assert admin.get(f"{POLICY}/versions").json() == {"versions": []}


def test_a_changed_cell_is_in_force_at_once_and_stands_in_the_history(
    admin: TestClient, firstline: Firstline
) -> None:
    changed = {**CELLS, "medium.medium": "offer"}
    answer = admin.post(f"{POLICY}/versions", json=draft(cells=changed, limits={"turn_limit": 20}))
    assert (answer.status_code, answer.json()["number"]) == (201, 1)
    assert as_cells(firstline.policy().table) == changed
    assert (firstline.policy().turn_limit, firstline.policy().version) == (20, "balanced-1")
    [version] = admin.get(f"{POLICY}/versions").json()["versions"]
    assert (version["by"], version["note"], version["preset_title"]) == ("Ada", "Busy season", "Balanced")
    assert (version["cells"], version["limits"]["turn_limit"]) == (changed, 20)


def test_an_earlier_policy_is_put_back(admin: TestClient, firstline: Firstline) -> None:
    admin.post(f"{POLICY}/versions", json=draft(cells={**CELLS, "medium.medium": "offer"}))
    admin.post(f"{POLICY}/versions", json=draft(cells=CELLS, based_on=1, limits={"turn_limit": 9}))
    answer = admin.post(f"{POLICY}/versions/1/restore", json={"note": "as it was", "based_on": 2})
    assert (answer.status_code, answer.json()["number"]) == (201, 3)
    assert firstline.policy().table["medium", "medium"] == "offer"
    assert admin.get(f"{POLICY}/versions").json()["versions"][0]["restores"] == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"note": " "}, "note"),
        ({"preset": "none"}, "preset"),
        ({"cells": {**CELLS, "high.high": "skill"}}, "cells.high.high"),
        ({"cells": {**CELLS, "low.low": "nothing"}}, "cells.low.low"),
        ({"cells": {}}, "cells.low.low"),
        ({"limits": {"failures_limit": 9}}, "limits.failures_limit"),
        ({"limits": {"failures_limit": "often"}}, "limits.failures_limit"),
        ({"costs": {}}, "costs"),
        ({"based_on": -1}, "based_on"),
    ],
)
def test_what_cannot_be_put_in_force_is_refused_by_name_and_changes_nothing(
    admin: TestClient, change: dict[str, Any], field: str
) -> None:
    answer = admin.post(f"{POLICY}/versions", json=draft(**change))
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert answer.headers["content-type"] == "application/problem+json"
    assert admin.get(POLICY).json()["number"] == 0


def test_who_was_slower_is_told_and_nothing_is_lost(admin: TestClient) -> None:
    admin.post(f"{POLICY}/versions", json=draft(limits={"turn_limit": 20}))
    answer = admin.post(f"{POLICY}/versions", json=draft(limits={"turn_limit": 10}))
    assert (answer.status_code, answer.json()["title"]) == (409, "Conflict")
    assert admin.get(POLICY).json()["number"] == 1


@pytest.mark.parametrize("number", ["7", "0", "99999999999", "one"])
def test_a_version_that_is_not_there_cannot_be_put_back(admin: TestClient, number: str) -> None:
    answer = admin.post(f"{POLICY}/versions/{number}/restore", json={"note": "why", "based_on": 0})
    assert answer.status_code in (404, 422)


@pytest.mark.parametrize("role", ["agent", "supervisor"])
def test_only_admins_see_and_change_the_policy(as_staff: SignIn, app: TestClient, role: str) -> None:
    colleague = as_staff("Grace", role=role)
    for caller, status in ((colleague, 403), (app, 401)):
        headers = {"X-Firstline": "1"}
        note = {"note": "why", "based_on": 0}
        assert caller.get(POLICY).status_code == status
        assert caller.get(f"{POLICY}/versions").status_code == status
        assert caller.post(f"{POLICY}/versions", json=draft(), headers=headers).status_code == status
        restored = caller.post(f"{POLICY}/versions/1/restore", json=note, headers=headers)
        assert restored.status_code == status
    assert colleague.get("/api/v1/me").json()["role"] == role
