"""Articles' life, the publish gate, golden questions and corrections: writer, publisher, agent, visitor."""

from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from bot.bootstrap import Firstline
from bot.conversation.replies import Reply
from kb.base import KnowledgeBase
from kb.features import FEATURE_NAMES
from kb.risk import LogOdds, RiskModel, shipped_model
from tests.web.conftest import ScriptedDialogue, SignIn, VisitorPage, WordEncoder

PIANOS = {
    "title": "Do you ship pianos?",
    "body": "Yes, by special courier.",
    "variants": ["can a piano be delivered"],
    "category": "Shipping",
    "owner": "Ada",
    "department": "logistics",
    "locale": "en",
    "review_by": "2026-01-31",
    "answer_risk": 0.02,
}
HARPS = {"title": "Do you tune harps?", "body": "No, sorry."}
ASKED = "can a piano be delivered"


@pytest.fixture(autouse=True)
def sure_of_what_is_near(firstline: Firstline) -> None:
    """A risk model by hand: what lies near is answered, the rest is not known."""

    def odds(bias: float, **weights: float) -> LogOdds:
        row = np.array([weights.get(name, 0.0) for name in FEATURE_NAMES])
        return LogOdds(np.zeros(len(row)), np.ones(len(row)), row, bias, ())

    made = RiskModel(odds(5.0, nearest=-10.0), odds(5.0), shipped_model().reference, ((0.05, 0.2),))
    firstline.__dict__["knowledge"] = KnowledgeBase(firstline.db, WordEncoder(), risk_model=made)


@pytest.fixture
def admin(as_staff: SignIn) -> TestClient:
    return as_staff("Ada", role="admin")


@pytest.fixture
def writer(as_staff: SignIn) -> TestClient:
    return as_staff("Sue", role="supervisor")


@pytest.fixture
def pianos(admin: TestClient) -> str:
    """The path of a published article that a golden question is about."""
    made = admin.post("/api/v1/admin/articles", json={**PIANOS, "answer_risk": None}).json()
    path = f"/api/v1/admin/articles/{made['id']}"
    assert admin.post(f"{path}/publish").status_code == 200
    golden = {"question": ASKED, "article_id": made["id"], "why": "asked daily"}
    assert admin.post("/api/v1/admin/golden", json=golden).status_code == 201
    return path


def rows(client: TestClient, **query: Any) -> list[str]:
    found = client.get("/api/v1/admin/articles", params=query).json()
    assert found["total"] == len(found["articles"])
    return [row["title"] for row in found["articles"]]


def test_every_field_comes_back_as_it_was_written(admin: TestClient) -> None:
    made = admin.post("/api/v1/admin/articles", json=PIANOS).json()
    kept = admin.get(f"/api/v1/admin/articles/{made['id']}").json()
    assert {name: kept[name] for name in PIANOS} == PIANOS
    assert (kept["answer"], kept["shown_answer"]) == ("", "Yes, by special courier.")
    assert kept["overdue"] is True


@pytest.mark.parametrize(
    ("field", "value"),
    [("answer_risk", 5), ("answer_risk", -1), ("audience", "cats"), ("review_by", "soon"), ("body", "")],
)
def test_a_field_that_makes_no_sense_is_refused_by_name(admin: TestClient, field: str, value: Any) -> None:
    answer = admin.post("/api/v1/admin/articles", json={**PIANOS, field: value})
    assert answer.status_code == 422
    assert answer.json()["field"] in (field, "answer")
    assert rows(admin) == []


def test_the_list_can_be_narrowed(admin: TestClient, pianos: str) -> None:
    admin.post("/api/v1/admin/articles", json=HARPS)
    assert rows(admin) == ["Do you ship pianos?", "Do you tune harps?"]
    assert rows(admin, status="draft") == ["Do you tune harps?"]
    assert rows(admin, owner="Ada") == rows(admin, category="Shipping") == rows(admin, overdue=True)
    assert rows(admin, owner="Ada") == ["Do you ship pianos?"]
    found = admin.get("/api/v1/admin/articles").json()
    assert (found["categories"], found["owners"]) == (["Shipping"], ["Ada"])


def test_a_supervisor_writes_and_gives_to_review_and_an_admin_decides(
    admin: TestClient, writer: TestClient
) -> None:
    made = writer.post("/api/v1/admin/articles", json=PIANOS).json()
    assert made["steps"] == ["save", "submit"]
    path = f"/api/v1/admin/articles/{made['id']}"
    for refused in (writer.post(f"{path}/publish"), writer.post(f"{path}/archive")):
        assert (refused.status_code, refused.json()["title"]) == (403, "Forbidden")
    given = writer.post(f"{path}/submit").json()
    assert (given["status"], given["submitted_by"]) == ("in_review", "Sue")
    assert writer.post(f"{path}/submit").status_code == 409
    assert "publish" in admin.get(path).json()["steps"]
    assert admin.post(f"{path}/send-back").json()["status"] == "draft"
    assert admin.post(f"{path}/publish").json()["status"] == "published"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/golden"),
        ("POST", "/golden/import"),
        ("DELETE", "/golden/x"),
        ("GET", "/corrections"),
        ("POST", "/corrections/x/confirm"),
        ("POST", "/corrections/x/dismiss"),
        ("POST", "/articles/x/versions/1/restore"),
        ("GET", "/people"),
        ("GET", "/report"),
    ],
)
def test_a_supervisor_writes_and_nothing_more(writer: TestClient, method: str, path: str) -> None:
    answer = writer.request(method, f"/api/v1/admin{path}", json={"publish": True})
    assert answer.status_code == 403


def test_versions_tell_what_changed_and_an_old_one_can_be_had_back(admin: TestClient, pianos: str) -> None:
    admin.put(pianos, json={**PIANOS, "body": "Yes, by ship.", "variants": [ASKED, "piano by sea"]})
    listed = admin.get(f"{pianos}/versions").json()["versions"]
    assert [(one["number"], one["live"], one["written_by"]) for one in listed] == [
        (2, False, "Ada"),
        (1, True, "Ada"),
    ]
    view = admin.get(f"{pianos}/versions/2").json()
    changes = {one["field"]: one["lines"] for one in view["changes"]}
    assert view["against"] == 1
    assert {"change": "added", "text": "piano by sea"} in changes["variants"]
    assert changes["body"] == [
        {"change": "removed", "text": "Yes, by special courier."},
        {"change": "added", "text": "Yes, by ship."},
    ]
    assert admin.get(f"{pianos}/versions/1").json()["against"] == 0
    assert admin.get(f"{pianos}/versions/9").status_code == 404
    back = admin.post(f"{pianos}/versions/1/restore", json={"publish": True}).json()
    assert (back["version"], back["status"], back["body"]) == (3, "published", "Yes, by special courier.")


def test_a_publication_that_breaks_a_golden_question_is_stopped_with_what_would_change(
    admin: TestClient, pianos: str
) -> None:
    admin.put(pianos, json=HARPS)
    gate = admin.get(f"{pianos}/gate").json()
    assert (gate["checked"], len(gate["regressions"])) == (1, 1)
    stopped = admin.post(f"{pianos}/publish")
    assert stopped.status_code == 409
    assert stopped.headers["content-type"] == "application/problem+json"
    problem = stopped.json()
    assert "1 golden question" in problem["detail"]
    assert problem["regressions"] == gate["regressions"]
    [regression] = problem["regressions"]
    assert (regression["question"], regression["before"]["decision"]) == (ASKED, "answer")
    assert regression["after"]["decision"] == "abstain"
    assert admin.get(pianos).json()["published_version"] == 1
    assert admin.post(f"{pianos}/archive").status_code == 409


def test_an_admin_publishes_nevertheless_and_the_reason_is_kept(admin: TestClient, pianos: str) -> None:
    admin.put(pianos, json=HARPS)
    without = admin.post(f"{pianos}/publish", json={"despite": " "})
    assert (without.status_code, without.json()["field"]) == (422, "reason")
    assert admin.post(f"{pianos}/publish", json={"despite": "no pianos any more"}).status_code == 200
    [kept] = admin.get(f"{pianos}/versions").json()["overrides"]
    assert (kept["reason"], kept["decided_by"], kept["version"]) == ("no pianos any more", "Ada", 2)
    assert kept["questions"] == 1


def test_what_was_saved_after_the_look_is_not_published_unseen(
    admin: TestClient, writer: TestClient, pianos: str
) -> None:
    looked = admin.put(pianos, json={**PIANOS, "body": "Yes, by ship."}).json()["version"]
    writer.put(pianos, json={**PIANOS, "body": "Yes, by balloon."})
    refused = admin.post(f"{pianos}/publish", json={"version": looked})
    assert (refused.status_code, refused.json()["title"]) == (409, "Conflict")
    assert "The newest version is 3" in refused.json()["detail"]
    assert "regressions" not in refused.json()
    assert admin.get(pianos).json()["published_version"] == 1
    done = admin.post(f"{pianos}/publish", json={"version": looked + 1}).json()
    assert (done["published_version"], done["body"]) == (3, "Yes, by balloon.")


def test_a_draft_made_from_an_older_version_is_refused_with_who_was_faster(
    admin: TestClient, writer: TestClient, pianos: str
) -> None:
    mine = {**PIANOS, "body": "Yes, by ship.", "version": 1}
    assert (
        writer.put(pianos, json={**PIANOS, "body": "Yes, by balloon.", "version": 1}).json()["version"] == 2
    )
    refused = admin.put(pianos, json=mine)
    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    problem = refused.json()
    assert (problem["newest_version"], problem["saved_by"]) == (2, "Sue")
    assert "Sue has saved version 2 meanwhile" in problem["detail"]
    assert admin.get(pianos).json()["body"] == "Yes, by balloon."
    assert admin.put(pianos, json={**mine, "version": 2}).json()["version"] == 3


def test_a_comment_of_the_review_reaches_the_author_and_nobody_outside(
    app: TestClient, admin: TestClient, writer: TestClient, as_staff: SignIn
) -> None:
    made = writer.post("/api/v1/admin/articles", json=PIANOS).json()
    path = f"/api/v1/admin/articles/{made['id']}"
    assert made["sent_back"] is None
    writer.post(f"{path}/submit")
    admin.post(f"{path}/send-back", json={"comment": "Which couriers?"})
    told = writer.get(path).json()["sent_back"]
    assert (told["comment"], told["by"]) == ("Which couriers?", "Ada")
    [row] = writer.get("/api/v1/admin/articles").json()["articles"]
    assert row["sent_back"] is True
    assert as_staff("Grace").get(path).status_code == 403
    assert app.get(path).status_code in (401, 403)
    assert admin.post(f"{path}/send-back", json={"comment": "x" * 2001}).status_code == 422
    assert writer.post(f"{path}/submit").json()["sent_back"] is None


def test_golden_questions_say_how_they_stand(admin: TestClient, pianos: str) -> None:
    [golden] = admin.get("/api/v1/admin/golden").json()["questions"]
    assert (golden["right"], golden["title"], golden["added_by"]) == (True, "Do you ship pianos?", "Ada")
    again = admin.post("/api/v1/admin/golden", json={"question": ASKED, "decision": "abstain"})
    assert again.status_code == 409
    bad = admin.post("/api/v1/admin/golden", json={"question": "x", "article_id": "nope"})
    assert (bad.status_code, bad.json()["field"]) == (422, "article_id")
    file = {"name": "golden.csv", "text": "question,article_id\nboats?,\ncars?,nope\n"}
    done = admin.post("/api/v1/admin/golden/import", json=file).json()
    assert (done["added"], done["failed"][0]["cause"]) == (1, "there is no article “nope”")
    assert admin.delete(f"/api/v1/admin/golden/{golden['id']}").status_code == 204
    assert admin.delete(f"/api/v1/admin/golden/{golden['id']}").status_code == 404


def test_an_article_for_staff_is_found_at_the_desk_and_nowhere_else(
    app: TestClient, admin: TestClient, as_staff: SignIn
) -> None:
    secret = {"title": "Which courier to blame", "body": "The piano courier.", "audience": "staff"}
    made = admin.post("/api/v1/admin/articles", json=secret).json()
    admin.post(f"/api/v1/admin/articles/{made['id']}/publish")
    agent = as_staff("Grace")
    [hit] = agent.get("/api/v1/desk/articles?q=which courier to blame").json()["hits"]
    assert (hit["article_id"], hit["url"]) == (made["id"], "")
    assert "piano courier" in agent.get(f"/api/v1/desk/articles/{made['id']}").json()["html"]
    assert app.get(f"/api/v1/articles/{made['id']}").status_code == 404
    assert app.get("/api/v1/articles").json()["articles"] == []
    assert app.get("/api/v1/articles?q=which courier to blame").json()["articles"] == []
    for page in (f"/help/{made['id']}", "/help", "/help?q=courier"):
        assert "blame" not in app.get(page, headers={"accept": "text/html"}).text.replace("q=", "")
    assert admin.post("/api/v1/admin/search", json={"text": "courier to blame"}).json()["hits"] == []


@pytest.fixture
def answered(visitor: VisitorPage, dialogue: ScriptedDialogue) -> int:
    """A visitor was answered; the number of the bot's message."""
    dialogue.replies = [Reply("It takes 5 days.", payload={"kind": "answer", "article_id": "shipping"})]
    visitor.say("I'm Jo: does my piano come soon?")
    return next(line["seq"] for line in visitor.lines() if line["author"] == "bot")


def test_an_agents_correction_becomes_a_golden_question_when_an_admin_confirms_it(
    admin: TestClient, as_staff: SignIn, visitor: VisitorPage, pianos: str, answered: int
) -> None:
    agent = as_staff("Grace")
    right = pianos.rpartition("/")[2]
    said = {"message_seq": answered, "question": "does my piano come soon?", "right_article_id": right}
    path = f"/api/v1/desk/conversations/{visitor.id}/corrections"
    made = agent.post(path, json={**said, "add_variant": True})
    assert (made.status_code, made.json()["state"]) == (201, "open")
    assert made.json()["shown_article_id"] == "shipping"
    [waiting] = admin.get("/api/v1/admin/corrections?state=open").json()["corrections"]
    assert (waiting["proposed_by"], waiting["right_title"]) == ("Grace", "Do you ship pianos?")
    done = admin.post(f"/api/v1/admin/corrections/{waiting['id']}/confirm", json={}).json()
    assert (done["correction"]["state"], done["article_id"]) == ("confirmed", right)
    assert admin.get(pianos).json()["variants"][-1] == "does my piano come soon?"
    assert len(admin.get("/api/v1/admin/golden").json()["questions"]) == 2
    assert admin.post(f"/api/v1/admin/corrections/{waiting['id']}/dismiss").status_code == 409


def test_what_an_admin_corrects_is_confirmed_at_once(
    admin: TestClient, visitor: VisitorPage, answered: int
) -> None:
    said = {"message_seq": answered, "question": "does my piano come soon?"}
    made = admin.post(f"/api/v1/desk/conversations/{visitor.id}/corrections", json=said).json()
    assert (made["state"], made["decided_by"]) == ("confirmed", "Ada")
    [golden] = admin.get("/api/v1/admin/golden").json()["questions"]
    assert golden["decision"] == "abstain"


def test_only_the_bots_messages_of_conversations_one_may_see_can_be_corrected(
    firstline: Firstline, as_staff: SignIn, visitor: VisitorPage, answered: int
) -> None:
    agent = as_staff("Grace", department="billing")
    path = f"/api/v1/desk/conversations/{visitor.id}/corrections"
    for seq in (answered - 1, answered + 50):
        refused = agent.post(path, json={"message_seq": seq, "question": "x"})
        assert (refused.status_code, refused.json()["field"]) == (422, "message_seq")
    assert agent.post(path, json={"message_seq": answered, "question": " "}).status_code == 422
    firstline.conversations.update(visitor.id, firstline.now(), department="returns")
    assert agent.post(path, json={"message_seq": answered, "question": "x"}).status_code == 403
    assert firstline.knowledge.curator.corrections() == []


@pytest.mark.parametrize("meanwhile", ["archived", "for staff"])
def test_what_visitors_may_no_longer_read_is_not_listed_though_a_search_still_finds_it(
    app: TestClient,
    admin: TestClient,
    firstline: Firstline,
    pianos: str,
    monkeypatch: pytest.MonkeyPatch,
    meanwhile: str,
) -> None:
    stale = firstline.knowledge.search(ASKED)
    assert stale.hits
    if meanwhile == "for staff":
        admin.put(pianos, json={**PIANOS, "audience": "staff"})
    step = "archive" if meanwhile == "archived" else "publish"
    assert admin.post(f"{pianos}/{step}", json={"despite": "a trial"}).status_code == 200
    monkeypatch.setattr(firstline.knowledge, "search", lambda *_, **__: stale)
    assert app.get("/api/v1/articles", params={"q": ASKED}).json()["articles"] == []
    page = app.get("/help", params={"q": ASKED}, headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "ship pianos" not in page.text
