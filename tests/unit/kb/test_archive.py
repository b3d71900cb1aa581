"""An archive: taken from one knowledge base, brought into another that is empty, in use, or protected."""

import json

import pytest

from kb.articles import Status, written
from kb.base import KnowledgeBase
from kb.errors import PublicationStopped
from tests.databases import empty_sqlite

PARCEL = "when will my parcel arrive"


@pytest.fixture
def kb(db, encoder, risk_model):
    """Sure of what lies near, and of nothing else."""
    return KnowledgeBase(db, encoder, risk_model=risk_model(base=5.0, nearest=-10.0))


@pytest.fixture
def empty(tmp_path, encoder, risk_model):
    """Another knowledge base, with nothing in it."""
    db = empty_sqlite(tmp_path / "empty.db")
    yield KnowledgeBase(db, encoder, risk_model=risk_model(base=5.0, nearest=-10.0))
    db.close()


@pytest.fixture
def archive(kb, publish, shipping, returns, tmp_path, now):
    """One published with a newer draft, one in review, one archived, one golden question, one override."""
    published = publish(shipping)
    kb.save_draft(published.id, written(title="Shipping", body="Four days."), by="bob", at=now)
    reviewed = kb.save_draft(None, written(title="Hours", body="9 to 5.", answer_risk=0.02), by="bob", at=now)
    kb.submit(reviewed.id, by="bob", at=now)
    gone = publish(returns)
    kb.archive(gone.id, by="ada", at=now)
    kb.curator.add(PARCEL, None, published.id, why="asked daily", by="ada", at=now)
    path = tmp_path / "all.json"
    assert kb.export(path) == 3
    return path


def changed(path, change):
    facts = json.loads(path.read_text())
    change({one["id"]: one for one in facts["articles"]}, facts)
    path.write_text(json.dumps(facts))
    return path


def test_every_status_and_version_is_there_again(kb, empty, archive, now):
    report = empty.import_path(archive, publish=True, at=now, by="restorer")
    assert (len(report.added), report.failed, report.golden.added) == (3, (), 1)
    for one in kb.articles(latest=True):
        assert empty.article(one.id, latest=True) == one
        assert empty.versions(one.id) == kb.versions(one.id)
    assert [one.golden for one in empty.curator.standings()] == [one.golden for one in kb.curator.standings()]
    assert [one.right for one in empty.curator.standings()] == [True]
    assert empty.search(PARCEL).hits[0].version == 1


def test_without_publishing_nothing_is_live_and_the_rest_is_as_it_was(empty, archive, now):
    empty.import_path(archive, publish=False, at=now)
    stages = {one.id: one.stage for one in empty.articles(latest=True)}
    assert sorted(stages.values()) == [Status.ARCHIVED, Status.DRAFT, Status.IN_REVIEW]
    assert empty.search(PARCEL).hits == ()
    assert len(empty.versions("how-long-does-shipping-take")) == 2


def test_a_dry_run_reports_the_same_and_changes_nothing(empty, archive, now):
    dry = empty.import_path(archive, publish=True, at=now, dry_run=True)
    assert (empty.articles(), empty.curator.standings()) == ([], [])
    assert empty.import_path(archive, publish=True, at=now) == dry


def test_where_an_article_is_known_only_what_it_says_now_is_taken(kb, archive, now):
    hours = {one.id: one for one in kb.articles(latest=True)}["hours"]
    path = changed(archive, lambda articles, _: articles["hours"].update(body="10 to 6.", answer="10 to 6."))
    report = kb.import_path(path, publish=True, at=now, by="restorer")
    assert (report.added, report.updated) == ((), ("hours",))
    newest = kb.article("hours", latest=True)
    assert (newest.version, newest.stage, newest.updated_by) == (2, hours.stage, "restorer")


def test_a_golden_question_that_expects_something_else_is_replaced(kb, archive, now):
    def abstain(_, facts):
        facts["golden_questions"] = [
            {"question": PARCEL, "decision": "abstain", "added_by": "eve", "added_at": now.isoformat()}
        ]

    report = kb.import_path(changed(archive, abstain), publish=False, at=now)
    assert (report.golden.added, report.golden.updated, report.golden.unchanged) == (0, 1, 0)
    assert [one.right for one in kb.curator.standings()] == [False]


def test_an_archive_goes_through_the_gate(empty, archive, now):
    empty.curator.add(PARCEL, "abstain", None, why="", by="ada", at=now)
    for dry_run in (True, False):
        with pytest.raises(PublicationStopped):
            empty.import_path(archive, publish=True, at=now, dry_run=dry_run)
    assert empty.articles() == []
    empty.import_path(archive, publish=True, at=now, despite_regressions=True)
    assert len(empty.overrides()) == 1
    assert [one.golden.expected.decision for one in empty.curator.standings()] == ["answer"]


@pytest.mark.parametrize(
    ("fact", "value", "cause"),
    [
        ("status", "lost", "“status” is one of draft, in_review, published, archived."),
        ("status", "published", "“status” and “published_version” contradict each other."),
        ("published_version", 7, "“status” and “published_version” contradict each other."),
        ("version", 0, "“version” must be a whole number from 1."),
        (
            "written_at",
            "2026-01-01",
            "version 1: “written_at” must be a time like 2026-12-31T09:00:00+00:00.",
        ),
        ("written_by", "x" * 201, "version 1: “written_by” is longer than 200 characters."),
        ("title", "", "version 1: An article needs a title."),
        ("id", "", "The id is empty."),
        ("earlier", [{"version": 1}], "version 1: An article needs a title."),
        ("created_at", None, "“created_at” must be a time like 2026-12-31T09:00:00+00:00."),
    ],
)
def test_an_article_that_cannot_be_used_is_named_and_the_rest_is_imported(
    empty, archive, now, fact, value, cause
):
    path = changed(archive, lambda articles, _: articles["hours"].update({fact: value}))
    report = empty.import_path(path, publish=True, at=now)
    [problem] = report.failed
    assert (problem.file, problem.row, problem.cause) == ("all.json", 1, cause)
    assert len(report.added) == 2


def test_versions_out_of_order_are_refused(empty, archive, now):
    def swap(articles, _):
        articles["how-long-does-shipping-take"]["earlier"][0]["version"] = 2

    report = empty.import_path(changed(archive, swap), publish=False, at=now)
    assert [one.cause for one in report.failed] == [
        "Its versions must be in order, the newest last.",
        "golden question 1: there is no article “how-long-does-shipping-take”",
    ]


def test_a_golden_question_that_cannot_be_used_is_named(empty, archive, now):
    def spoil(_, facts):
        facts["golden_questions"] += [
            {"question": "boats?", "article_id": "nope", "added_by": "a", "added_at": now.isoformat()},
            {"question": "", "added_by": "a", "added_at": now.isoformat()},
            "what?",
        ]
        facts["published_nevertheless"] = [{"step": "dance", "golden_ids": []}]

    report = empty.import_path(changed(archive, spoil), publish=True, at=now)
    assert [one.cause for one in report.failed] == [
        "golden question 3: Which question?",
        "golden question 4: it must be an object",
        "published nevertheless, 1: “step” is one of save, submit, send_back, publish, archive.",
        "golden question 2: there is no article “nope”",
    ]
    assert report.golden.added == 1


def test_an_archive_of_a_later_form_is_refused_as_a_whole(empty, archive, now):
    path = changed(archive, lambda _, facts: facts.update(firstline_archive=2))
    report = empty.import_path(path, publish=True, at=now)
    assert [one.cause for one in report.failed] == ["an archive of form 2 can't be read here, only of 1"]
    assert report.added == ()
