"""Reasons and phrases: what an admin changes is in force when the answer comes; a refusal says why."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.bootstrap import DATA, Firstline
from bot.conversation.model import Happening
from bot.nlu.live import LiveUnderstander
from bot.nlu.understander import Understander
from bot.reasons.live import LiveBook
from bot.triage import load_reasons
from tests.unit.nlu.nlu_facts import WordEncoder
from tests.unit.reasons.reason_facts import REPAIRS, shipped_phrases
from tests.web.conftest import Clock, SignIn, VisitorPage

REASONS = "/api/v1/admin/reasons"
NEW = {**REPAIRS, "phrases": ["fix my wobbly chair", "repair the leg"]}


@pytest.fixture(autouse=True)
def _learns(firstline: Firstline, tmp_path: Path) -> None:
    """Messages are read by a handful of shipped phrases, with an encoder that needs no model."""
    encoder = WordEncoder()
    book = LiveBook(firstline.reason_edits, load_reasons(DATA / "reasons.yml"), shipped_phrases())
    live = LiveUnderstander(book, lambda phrases: Understander(encoder, phrases, tmp_path / "nlu"))
    firstline.__dict__.update(book=book, understander=live)


@pytest.fixture
def admin(as_staff: SignIn) -> TestClient:
    return as_staff("Ada", role="admin")


def refusal(answer: Any) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["detail"]


def test_the_list_has_every_reason_with_its_phrases_and_its_contacts(
    app: TestClient, admin: TestClient, firstline: Firstline, clock: Clock
) -> None:
    page = VisitorPage(app)
    page.say("where is it?")
    asked = Happening(
        "message_classified", {"seq": 1, "act": "question", "substance": True}, ("classified", 1)
    )
    firstline.conversations.update(page.id, firstline.now(), events=[asked], reason="order_status")
    firstline.desk.request_person(page.id, handoff_reason="visitor_request", at=firstline.now())
    clock.pass_(minutes=1)
    found = admin.get(REASONS).json()
    assert {one["key"] for one in found["reasons"]} == {row.key for row in firstline.reasons.shown}
    [status] = [one for one in found["reasons"] if one["key"] == "order_status"]
    assert (status["phrase_count"], status["origin"], status["edited"], status["archived"]) == (
        2,
        "shipped",
        False,
        False,
    )
    assert "order_status" in found["skills"]
    assert found["departments"] == ["billing", "sales", "support", "technical", "trust"]
    assert status["contacts"] == 1
    assert sum(one["contacts"] for one in found["reasons"]) + found["not_recognised"] == 1


def test_a_new_reason_is_understood_when_the_answer_comes(admin: TestClient) -> None:
    before = admin.post(f"{REASONS}/try", json={"text": "repair the leg"}).json()
    assert "repairs" not in [one["reason"] for one in before["reasons"]]
    made = admin.post(REASONS, json=NEW)
    assert made.status_code == 201
    assert made.json()["added"] == NEW["phrases"]
    read = admin.post(f"{REASONS}/try", json={"text": "repair the leg"}).json()
    assert (read["reasons"][0]["reason"], read["title"]) == ("repairs", "Repairs")
    assert read["nearest"][0] == {
        "text": "repair the leg",
        "reason": "repairs",
        "title": "Repairs",
        "likeness": pytest.approx(1.0, abs=1e-5),
    }
    assert read["because"]
    assert not read["calibrated"]


def test_a_colleague_at_the_desk_may_close_under_the_new_reason(admin: TestClient, as_staff: SignIn) -> None:
    agent = as_staff("Grace")
    admin.post(REASONS, json=NEW)
    titles = [one["title"] for one in agent.get("/api/v1/desk/reasons").json()["reasons"]]
    assert "Repairs" in titles
    admin.post(f"{REASONS}/repairs/archive")
    titles = [one["title"] for one in agent.get("/api/v1/desk/reasons").json()["reasons"]]
    assert "Repairs" not in titles


def test_what_is_given_changes_and_what_is_not_stays(admin: TestClient) -> None:
    before = admin.get(f"{REASONS}/order_status").json()
    changed = admin.patch(
        f"{REASONS}/order_status", json={"title": "Where it is", "always_person": True}
    ).json()
    assert (changed["title"], changed["always_person"], changed["goal"]) == (
        "Where it is",
        True,
        before["goal"],
    )
    [edit] = changed["edits"]
    assert (edit["kind"], edit["by"], edit["before"]["title"]) == ("changed", "Ada", before["title"])


def test_phrases_are_taught_and_forgotten(admin: TestClient) -> None:
    taught = admin.post(
        f"{REASONS}/order_status/phrases", json={"phrases": ["any news", "where is my order"]}
    ).json()
    assert (taught["added"], taught["already"]) == (["any news"], ["where is my order"])
    assert {"text": "any news", "added": True} in taught["reason"]["phrases"]
    left = admin.post(f"{REASONS}/order_status/phrases/remove", json={"phrases": ["any news"]}).json()
    assert left["phrase_count"] == 2


def test_a_phrase_that_draws_others_away_is_taught_with_a_warning(admin: TestClient) -> None:
    taught = admin.post(f"{REASONS}/shipping_cost/phrases", json={"phrases": ["track my parcel now"]}).json()
    assert taught["flips"] == [
        {
            "phrase": "track my parcel",
            "reason": "order_status",
            "title": "Order and shipping status",
            "because_of": "track my parcel now",
        }
    ]


@pytest.mark.parametrize(
    ("call", "body", "status", "says"),
    [
        ("", {**NEW, "key": "order_status"}, 409, "“Order and shipping status” has this key already"),
        ("", {**NEW, "skill": "sing"}, 422, "no skill “sing”"),
        ("", {**NEW, "department": "moon"}, 422, "no department “moon”"),
        ("", {**NEW, "articles": ["nowhere"]}, 422, "no published article “nowhere”"),
        ("", {**NEW, "key": "Not a key"}, 422, "key"),
        ("", {**NEW, "colour": "red"}, 422, "colour"),
        (
            "",
            {**NEW, "phrases": ["where is my order"]},
            409,
            "already a phrase of “Order and shipping status”",
        ),
        ("/shipping_cost/phrases", {"phrases": ["Where is my order?"]}, 409, "already a phrase of “Order"),
        ("/shipping_cost/phrases", {"phrases": ["hello"]}, 409, "the dialogue act “greet”"),
        ("/shipping_cost/phrases", {"phrases": []}, 422, "at least one"),
        ("/shipping_cost/phrases", {"phrases": [" "]}, 422, "needs words"),
        ("/shipping_cost/phrases", {"phrases": ["x" * 301]}, 422, "too long"),
        ("/shipping_cost/phrases/remove", {"phrases": ["never there"]}, 404, "no phrase of this reason"),
        ("/nothing/phrases", {"phrases": ["some words"]}, 404, "no such reason"),
        ("/nothing/archive", {}, 404, "no such reason"),
        ("/order_status/restore", {}, 409, "isn't archived"),
        ("/legal_threat/archive", {}, 409, "always goes to a person"),
        ("/edits/1/undo", {}, 404, "no such change"),
        ("/try", {"text": " "}, 422, "text"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence_and_changes_nothing(
    admin: TestClient, firstline: Firstline, call: str, body: dict[str, Any], status: int, says: str
) -> None:
    got, detail = refusal(admin.post(REASONS + call, json=body))
    assert got == status
    assert says in detail
    assert firstline.reason_edits.version() == 0


def test_what_was_done_can_be_taken_back_once(admin: TestClient) -> None:
    admin.post(f"{REASONS}/order_status/phrases", json={"phrases": ["any news"]})
    number = admin.get(f"{REASONS}/order_status").json()["edits"][0]["number"]
    back = admin.post(f"{REASONS}/edits/{number}/undo").json()
    assert back["phrase_count"] == 2
    assert [(edit["undone"], edit["undoes"]) for edit in back["edits"]] == [(False, number), (True, None)]
    assert refusal(admin.post(f"{REASONS}/edits/{number}/undo")) == (
        409,
        "This change is taken back already.",
    )


def test_figures_keep_the_title_of_a_reason_that_is_archived(
    app: TestClient, admin: TestClient, firstline: Firstline
) -> None:
    admin.post(REASONS, json=NEW)
    page = VisitorPage(app)
    page.say("fix my wobbly chair")
    firstline.conversations.update(page.id, firstline.now(), reason="repairs")
    admin.post(f"{REASONS}/repairs/archive")
    assert firstline.analysis.titles()["repairs"] == "Repairs"
    assert firstline.desk.packet(page.id)["reason_title"] == "Repairs"
