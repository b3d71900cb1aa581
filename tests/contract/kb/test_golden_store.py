"""Golden questions, corrections and overrides are kept the same on every database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kb.articles import Status, written
from kb.corrections import Correction, CorrectionState
from kb.errors import Conflict, NotFound
from kb.gate import Override
from kb.golden import Expectation, GoldenQuestion, golden_id
from kb.golden_store import GoldenStore
from kb.life import Step
from kb.listing import Filter
from kb.search import SearchDecision
from kb.store import ArticleStore

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ANSWER = Expectation("when ☎?", SearchDecision.ANSWER, "hours")
GOLDEN = GoldenQuestion(golden_id(ANSWER.question), ANSWER, "asked daily", "ada", NOW, "c1")
CORRECTION = Correction("k1", "c1", 4, "when?", None, "hours", True, CorrectionState.OPEN, "kim", NOW)


@pytest.fixture
def articles(db):
    store = ArticleStore(db)
    with db.write() as connection:
        content = written(title="Hours", body="9 to 5", owner="ada", review_by=NOW.date())
        store.keep_version(connection, "hours", content, "ada", NOW)
    return store


@pytest.fixture
def store(db, articles):
    return GoldenStore(db)


def keep(db, verb, thing):
    with db.write() as connection:
        return verb(connection, thing)


def test_a_golden_question_comes_back_as_it_was_kept_and_the_same_words_replace_it(db, store):
    keep(db, store.keep_golden, GOLDEN)
    assert store.golden() == [GOLDEN]
    other = replace(GOLDEN, expected=Expectation("WHEN ☎?", SearchDecision.ABSTAIN), conversation_id=None)
    keep(db, store.keep_golden, other)
    assert store.golden() == [other]
    store.remove_golden(GOLDEN.id)
    assert store.golden() == []
    with pytest.raises(NotFound):
        store.remove_golden(GOLDEN.id)


def test_a_correction_is_decided_once(db, store):
    keep(db, store.keep_correction, CORRECTION)
    assert store.correction("k1") == CORRECTION
    decided = replace(CORRECTION, state=CorrectionState.CONFIRMED, decided_by="ada", decided_at=NOW)
    assert keep(db, store.decide_correction, decided) is True
    assert keep(db, store.decide_correction, replace(decided, state=CorrectionState.DISMISSED)) is False
    assert store.corrections(CorrectionState.CONFIRMED) == [decided]
    assert store.corrections(CorrectionState.OPEN) == []


def test_what_was_published_nevertheless_is_listed_newest_first(db, store):
    first = Override("hours", 1, Step.PUBLISH, "because", "ada", NOW, (GOLDEN.id,))
    second = replace(first, step=Step.ARCHIVE, version=None, decided_at=NOW + timedelta(hours=1))
    imported = replace(first, article_id=None, version=None)
    for one in (first, second, imported, None):
        keep(db, store.keep_override, one)
    assert store.overrides("hours") == [second, first]
    assert store.overrides(None) == [imported]


def test_erasing_a_conversation_takes_what_came_from_it_and_nothing_else(db, store):
    keep(db, store.keep_golden, GOLDEN)
    keep(db, store.keep_correction, CORRECTION)
    other = Expectation("else?", SearchDecision.ABSTAIN)
    stays = GoldenQuestion(golden_id("else?"), other, "", "ada", NOW)
    keep(db, store.keep_golden, stays)
    assert store.erase("c1") == 2
    assert (store.golden(), store.corrections(None)) == ([stays], [])


def test_a_stage_is_left_only_by_who_saw_it(db, articles):
    def submit():
        with db.write() as connection:
            articles.set_submitted(connection, "hours", "ada", NOW)

    submit()
    assert articles.article("hours", latest=True).submitted_by == "ada"
    with pytest.raises(Conflict):
        submit()


def test_saving_publishing_and_saving_again_leave_the_right_stage(db, articles):
    with db.write() as connection:
        articles.set_published(connection, "hours", 1, "ada", NOW)
        articles.keep_version(connection, "hours", written(title="Hours", body="8 to 4"), "ada", NOW)
    newest = articles.article("hours", latest=True)
    assert (newest.status, newest.stage, newest.published_version) == (Status.PUBLISHED, Status.DRAFT, 1)
    with db.write() as connection:
        articles.set_published(connection, "hours", 1, "ada", NOW)
    assert articles.article("hours", latest=True).stage is Status.DRAFT, "version 2 is still not live"


def test_articles_are_narrowed_by_owner_and_overdue_review(articles):
    tomorrow = NOW.date() + timedelta(days=1)
    assert articles.count(Filter(overdue_on=tomorrow, owner="ada"), latest=True) == 1
    assert articles.count(Filter(overdue_on=NOW.date()), latest=True) == 0
    assert articles.articles(Filter(owner="bob"), latest=True) == []
    assert articles.shelves() == ([], ["ada"])
    assert [one.number for one in articles.versions("hours")] == [1]
    assert articles.titles(["hours", "nope"]) == {"hours": "Hours"}
