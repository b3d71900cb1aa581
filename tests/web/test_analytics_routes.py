"""The figures over HTTP: for the pages, for programs with a token, and as files."""

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from starlette.testclient import TestClient

from bench.demo_month import demo
from bot.bootstrap import Firstline
from bot.ledger.append import append_all
from bot.settings import PROJECT_ROOT
from bot.triage import load_reasons
from tests.web.conftest import Clock, SignIn

ANALYTICS = "/api/v1/analytics"
PATHS = (
    "/overview",
    "/by/reason",
    "/episodes",
    "/episodes/x",
    "/choices",
    "/export/episodes.csv",
    "/export/figures.parquet",
)


@pytest.fixture
def admin(as_staff: SignIn) -> TestClient:
    return as_staff("Ada", role="admin")


@pytest.fixture
def month(firstline: Firstline, clock: Clock) -> None:
    """Some weeks of made-up episodes, and a reason that a spreadsheet would take for a formula."""
    reasons = load_reasons(PROJECT_ROOT / "data" / "reasons.yml")
    events = demo(reasons, clock() + timedelta(hours=1), episodes=120, days=40)
    clock.pass_(hours=2)
    with firstline.db.write() as connection:
        append_all(connection, events)


@pytest.fixture
def program(admin: TestClient, app: TestClient) -> TestClient:
    """A program with a token."""
    token = admin.post("/api/v1/admin/api-tokens", json={"name": "Warehouse"}).json()["token"]
    return TestClient(app.app, base_url="http://127.0.0.1:8000", headers={"Authorization": f"Bearer {token}"})


def rows_of(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.text)))


@pytest.mark.parametrize("path", PATHS)
def test_agents_and_outsiders_are_kept_out(app: TestClient, as_staff: SignIn, path: str) -> None:
    assert app.get(ANALYTICS + path).status_code == 401
    assert as_staff("Alan").get(ANALYTICS + path).status_code == 403
    assert as_staff("Grace", role="supervisor").get(ANALYTICS + path).status_code in (200, 404)


@pytest.mark.parametrize("path", PATHS)
def test_a_token_reads_the_figures_until_it_is_revoked(
    admin: TestClient, program: TestClient, path: str
) -> None:
    assert program.get(ANALYTICS + path).status_code in (200, 404)
    [token] = admin.get("/api/v1/admin/api-tokens").json()["tokens"]
    assert token["used_at"], "an admin sees that it is in use"
    admin.delete(f"/api/v1/admin/api-tokens/{token['id']}")
    assert program.get(ANALYTICS + path).status_code == 401


def test_a_token_opens_nothing_but_the_figures(program: TestClient) -> None:
    for path in ("/api/v1/me", "/api/v1/admin/people", "/api/v1/desk/queue", "/api/v1/admin/alerts"):
        assert program.get(path).status_code == 401
    made = program.post("/api/v1/admin/api-tokens", json={"name": "x"}, headers={"X-Firstline": "1"})
    assert made.status_code == 401
    assert (
        program.get(f"{ANALYTICS}/overview", headers={"Authorization": "Bearer flr_guessed"}).status_code
        == 401
    )


def test_every_figure_opens_to_as_many_episodes_as_its_card_says(admin: TestClient, month: None) -> None:
    overview = admin.get(f"{ANALYTICS}/overview").json()
    opened = 0
    for figure in overview["figures"]:
        if not figure["opens"] or figure["unit"] != "share" or not figure["denominator"]:
            continue
        for part in ("numerator", "denominator"):
            found = admin.get(f"{ANALYTICS}/episodes?figure={figure['key']}&part={part}&limit=1").json()
            assert found["total"] == figure[part], (figure["key"], part)
            opened += 1
    assert opened >= 16
    for row in overview["outcomes"]:
        found = admin.get(f"{ANALYTICS}/episodes?outcome={row['outcome']}").json()
        assert found["total"] == row["count"]


def test_the_rows_of_a_breakdown_open_with_the_filter_they_name(admin: TestClient, month: None) -> None:
    for by in ("reason", "agent", "article", "weekday", "hour_weekday"):
        rows = admin.get(f"{ANALYTICS}/by/{by}").json()["rows"]
        assert rows, by
        for row in rows[:5]:
            found = admin.get(
                f"{ANALYTICS}/episodes", params={"figure": "visitor_initiated", **row["narrowed_by"]}
            ).json()
            assert found["total"] == row["episodes"], (by, row["key"])


def test_a_filter_narrows_figures_episodes_and_files_alike(admin: TestClient, month: None) -> None:
    reason = admin.get(f"{ANALYTICS}/choices").json()["reasons"][0]
    asked = {"reason": reason["key"]}
    assert admin.get(f"{ANALYTICS}/overview", params=asked).json()["counts"]["counted"] == reason["episodes"]
    lines = rows_of(admin.get(f"{ANALYTICS}/export/episodes.csv", params=asked))
    assert sum(line["counted"] == "true" for line in lines) == reason["episodes"]
    assert {line["reason"] for line in lines} == {reason["key"]}


def test_each_page_of_episodes_follows_the_one_before(admin: TestClient, month: None) -> None:
    first, second = (admin.get(f"{ANALYTICS}/episodes?limit=10&offset={offset}").json() for offset in (0, 10))
    ids = [row["episode_id"] for row in first["rows"] + second["rows"]]
    assert len(set(ids)) == 20
    moments = [row["started_at"] for row in first["rows"] + second["rows"]]
    assert moments == sorted(moments, reverse=True)


def test_an_episodes_story_shows_what_its_outcome_rests_on(admin: TestClient, month: None) -> None:
    [row] = admin.get(f"{ANALYTICS}/episodes?outcome=confirmed&limit=1").json()["rows"]
    story = admin.get(f"{ANALYTICS}/episodes/{row['episode_id']}").json()
    assert any(event["evidence"] for event in story["events"])
    assert story["episode"]["evidence"]
    assert [contact["is_this"] for contact in story["case"]].count(True) == 1
    assert admin.get(f"{ANALYTICS}/episodes/none").status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        "from=x",
        "from=2026-02-02&to=2026-02-01",
        "from=2026-02-01T12:00:00",
        "days=0",
        "timezone=Europe/Nowhere",
        "hour=24",
        "csat=6",
        "day=yesterday",
    ],
)
def test_what_makes_no_sense_is_refused(admin: TestClient, asked: str) -> None:
    answer = admin.get(f"{ANALYTICS}/overview?{asked}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_what_there_is_not_is_refused(admin: TestClient) -> None:
    assert admin.get(f"{ANALYTICS}/by/shoe-size").status_code == 422
    assert admin.get(f"{ANALYTICS}/episodes?figure=happiness").status_code == 422
    assert admin.get(f"{ANALYTICS}/export/episodes.xls").status_code == 422


def test_figures_in_a_file_are_those_of_the_page(admin: TestClient, month: None) -> None:
    overview = admin.get(f"{ANALYTICS}/overview").json()
    answer = admin.get(f"{ANALYTICS}/export/figures.csv?by=agent")
    assert answer.headers["content-disposition"].startswith('attachment; filename="firstline-figures-')
    lines = rows_of(answer)
    in_all = {line["figure"]: line for line in lines if line["by"] == "all"}
    for figure in overview["figures"]:
        line = in_all[figure["key"]]
        assert line["value"] == ("" if figure["value"] is None else line["value"])
        if figure["value"] is not None:
            assert float(line["value"]) == pytest.approx(figure["value"])
            assert line["definition"] == figure["definition"]
    agents = admin.get(f"{ANALYTICS}/by/agent").json()["rows"]
    assert {line["row"] for line in lines if line["by"] == "agent"} == {row["key"] for row in agents}


def test_episodes_in_a_file_are_all_of_them_with_hashed_ids(
    admin: TestClient, month: None, tmp_path: Path
) -> None:
    total = admin.get(f"{ANALYTICS}/episodes?limit=1").json()["total"]
    lines = rows_of(admin.get(f"{ANALYTICS}/export/episodes.csv"))
    assert len(lines) == total
    known = admin.get(f"{ANALYTICS}/episodes?limit=500").json()["rows"]
    raw = {row["episode_id"] for row in known} | {row["conversation_id"] for row in known}
    assert not raw & {line["episode"] for line in lines} | raw & {line["conversation"] for line in lines}
    assert len({line["visitor"] for line in lines}) > 1
    again = rows_of(admin.get(f"{ANALYTICS}/export/episodes.csv"))
    assert again == lines, "the same file for the same question"
    path = tmp_path / "episodes.parquet"
    path.write_bytes(admin.get(f"{ANALYTICS}/export/episodes.parquet").content)
    sql = "SELECT count(*), count(DISTINCT visitor), typeof(any_value(articles)) FROM read_parquet(?)"
    [read] = duckdb.connect().execute(sql, [str(path)]).fetchall()
    assert read == (total, len({line["visitor"] for line in lines}), "VARCHAR[]")


def test_no_cell_of_a_spreadsheet_begins_a_formula(
    admin: TestClient, firstline: Firstline, month: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [row["key"] for row in admin.get(f"{ANALYTICS}/choices").json()["reasons"]]
    formulas = ("=HYPERLINK('http://evil')", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")
    titles = dict(zip(keys, formulas, strict=False))
    assert len(titles) == len(formulas)
    # The fields of the façade are frozen for everybody but a test.
    monkeypatch.setitem(firstline.analysis.__dict__, "titles", lambda: titles)
    lines = rows_of(admin.get(f"{ANALYTICS}/export/figures.csv?by=reason"))
    for key, title in titles.items():
        [shown] = {line["row_title"] for line in lines if line["row"] == key}
        assert shown.startswith("'")
        assert shown.lstrip("'") == title
    negative = [line["difference"] for line in lines if line["difference"].startswith("-")]
    assert negative, "numbers stay numbers"


def test_an_empty_ledger_has_figures_without_values(admin: TestClient) -> None:
    overview = admin.get(f"{ANALYTICS}/overview").json()
    assert overview["counts"]["total"] == 0
    assert all(figure["value"] in (None, 0) for figure in overview["figures"])
    assert rows_of(admin.get(f"{ANALYTICS}/export/episodes.csv")) == []
    assert admin.get(f"{ANALYTICS}/by/reason").json()["rows"] == []


def test_the_description_of_the_api_names_the_token(app: TestClient) -> None:
    description = app.get("/api/v1/openapi.json").json()
    assert description["components"]["securitySchemes"]["apiToken"]["scheme"] == "bearer"
    for path in ("/overview", "/by/{by}", "/episodes", "/export/episodes.{format_}"):
        assert {"apiToken": []} in description["paths"][ANALYTICS + path]["get"]["security"]
