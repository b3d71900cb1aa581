import json

import pytest

from kb.articles import Status, written
from kb.base import KnowledgeBase
from kb.errors import InvalidInput
from tests.databases import empty_sqlite


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "faq.json"
    path.write_text(
        json.dumps(
            [
                {"id": "hours", "title": "Opening hours", "questions": ["when open"], "answer": "9 to 5."},
                {"id": "returns", "title": "Returns", "answer": "30 days."},
                {"id": "bad", "title": "No answer"},
            ]
        )
    )
    return path


def test_an_import_adds_reports_what_failed_and_publishes_at_once(kb, another_process, file, now):
    report = kb.import_path(file, publish=True, at=now)
    assert (report.added, len(report.failed)) == (("hours", "returns"), 1)
    assert kb.search("when open").hits[0].article_id == "hours"
    assert another_process.search("when open").hits[0].article_id == "hours"


def test_importing_the_same_again_changes_nothing(kb, encoder, file, now):
    kb.import_path(file, publish=True, at=now)
    known = len(encoder.encoded)
    report = kb.import_path(file, publish=True, at=now)
    assert (report.added, report.updated, report.unchanged) == ((), (), ("hours", "returns"))
    assert kb.article("hours").version == 1
    assert kb.refresh_if_changed() is False
    assert len(encoder.encoded) == known


def test_only_what_changed_gets_a_new_version(kb, file, now):
    kb.import_path(file, publish=True, at=now)
    file.write_text(file.read_text().replace("30 days", "60 days"))
    report = kb.import_path(file, publish=True, at=now)
    assert (report.updated, report.unchanged) == (("returns",), ("hours",))
    assert kb.search("returns").hits[0].answer == "60 days."


def test_a_dry_run_reports_the_same_and_changes_nothing(kb, file, now):
    dry = kb.import_path(file, publish=True, at=now, dry_run=True)
    assert kb.articles() == []
    real = kb.import_path(file, publish=True, at=now)
    assert (dry.added, dry.updated, dry.unchanged) == (real.added, real.updated, real.unchanged)
    assert list(map(str, dry.failed)) == list(map(str, real.failed))


def test_without_publishing_articles_wait_as_drafts_until_a_later_import_publishes_them(kb, file, now):
    kb.import_path(file, publish=False, at=now)
    assert {article.status for article in kb.articles()} == {Status.DRAFT}
    assert kb.search("returns").hits == ()
    report = kb.import_path(file, publish=True, at=now)
    assert report.updated == ("hours", "returns")
    assert kb.article("returns").version == 1
    assert kb.search("returns").hits[0].article_id == "returns"


@pytest.fixture
def rich(kb, now):
    """Articles that use everything there is."""
    contents = {
        "plain": written(title="Plain", body="Words."),
        "rich": written(
            title='Colon: "quoted" — ünï',
            body="# Head\n\n- a\n- b\n\n---\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n```\ncode: {x}\n```",
            answer="Own answer:\n\n1. one\n2. two",
            variants=["- dash", "yes", "12", "a, b"],
            tags=["t1", "on"],
            category="No",
            department="sales",
            locale="de",
        ),
    }
    for title, content in contents.items():
        kb.publish(kb.save_draft(None, content, by="ada", at=now).id, by="ada", at=now)
        assert title
    return kb


@pytest.mark.parametrize("name", ["folder", "all.json"])
def test_what_was_exported_imports_as_the_same(rich, encoder, tmp_path, now, name):
    assert rich.export(tmp_path / name) == 2
    assert rich.import_path(tmp_path / name, publish=True, at=now).unchanged == ("colon-quoted-uni", "plain")
    db = empty_sqlite(tmp_path / "fresh.db")
    fresh = KnowledgeBase(db, encoder)
    assert fresh.import_path(tmp_path / name, publish=True, at=now).failed == ()
    assert [(one.id, one.content) for one in fresh.articles()] == [
        (one.id, one.content) for one in rich.articles()
    ]
    db.close()


def test_an_id_that_is_no_file_name_is_exported_and_comes_back(kb, tmp_path, now):
    file = tmp_path / "f.json"
    file.write_text('[{"id": "../../a/b", "title": "T", "answer": "A."}]')
    kb.import_path(file, publish=True, at=now)
    kb.export(tmp_path / "out")
    assert [path.parent for path in tmp_path.rglob("*.md")] == [tmp_path / "out"]
    assert kb.import_path(tmp_path / "out", publish=True, at=now).unchanged == ("../../a/b",)


def test_where_nothing_can_be_written_it_is_said(kb, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InvalidInput, match="can't be written"):
        kb.export(tmp_path / "file" / "folder")
