"""Publications at the same time, each harmless, can't break a golden question together, on every database."""

import threading
from datetime import UTC, datetime

import numpy as np
import pytest

from kb.articles import Status, written
from kb.base import KnowledgeBase
from kb.errors import PublicationStopped, PublishedMeanwhile
from kb.features import FEATURE_NAMES
from kb.golden_store import GoldenStore
from kb.risk import LogOdds, RiskModel, shipped_model
from kb.store import ArticleStore
from tests.unit.kb.conftest import WordEncoder

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ASKED = "a rug for the hall"


def odds(bias):
    nothing = np.zeros(len(FEATURE_NAMES))
    return LogOdds(nothing, np.ones(len(FEATURE_NAMES)), nothing, bias, ())


@pytest.fixture
def process(db):
    """A knowledge base as another process has it: never sure, it asks back where there are two articles."""
    model = RiskModel(odds(9.0), odds(-9.0), shipped_model().reference, ((0.05, 0.2),), digest="by hand")
    return lambda: KnowledgeBase(db, WordEncoder(), risk_model=model)


@pytest.fixture
def draft(process):
    def draft(name):
        content = written(title=f"Rugs {name}", body=f"A rug for the hall, {name}.")
        return process().save_draft(None, content, by="ada", at=NOW).id

    return draft


@pytest.fixture
def at_once():
    """Do things in threads; each goes on from its first look at the gate only when all have looked."""

    def at_once(*done):
        looked = threading.Barrier(len(done), timeout=30)
        outcomes = []

        def one(knowledge, do):
            compare, first = knowledge._publishing._gate.compare, [True]

            def compare_and_wait(*given):
                report = compare(*given)
                if first.pop() if first else False:
                    looked.wait()
                return report

            knowledge._publishing._gate.compare = compare_and_wait
            try:
                do(knowledge)
                outcomes.append("done")
            except PublicationStopped as stopped:
                outcomes.append([one["question"] for one in stopped.regressions])

        threads = [threading.Thread(target=one, args=pair) for pair in done]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(outcomes, key=str)

    return at_once


def publishing(article_id):
    return lambda knowledge: knowledge.publish(article_id, by="ada", at=NOW)


def archiving(article_id):
    return lambda knowledge: knowledge.archive(article_id, by="ada", at=NOW)


def importing(path):
    return lambda knowledge: knowledge.import_path(path, publish=True, at=NOW)


def live(process):
    return sorted(one.id for one in process().articles(Status.PUBLISHED))


def test_of_two_archivings_that_break_a_question_together_the_second_is_stopped(process, draft, at_once):
    articles = [draft(name) for name in ("red", "blue", "grey")]
    for one in articles:
        process().publish(one, by="ada", at=NOW)
    process().curator.add(ASKED, "clarify", None, why="", by="ada", at=NOW)
    outcomes = at_once((process(), archiving(articles[0])), (process(), archiving(articles[1])))
    assert outcomes == [[ASKED], "done"]
    assert len(live(process)) == 2
    assert [one.right for one in process().curator.standings()] == [True]


def test_the_very_first_publications_are_put_in_order_too(process, draft, at_once):
    one, other = draft("red"), draft("blue")
    process().curator.add(ASKED, "abstain", None, why="", by="ada", at=NOW)
    outcomes = at_once((process(), publishing(one)), (process(), publishing(other)))
    assert outcomes == [[ASKED], "done"]
    assert len(live(process)) == 1


def test_an_import_and_a_publication_are_put_in_order_too(process, draft, at_once, tmp_path):
    one = draft("red")
    path = tmp_path / "blue.json"
    path.write_text('[{"id": "blue", "title": "Rugs blue", "answer": "A rug for the hall, blue."}]')
    process().curator.add(ASKED, "abstain", None, why="", by="ada", at=NOW)
    outcomes = at_once((process(), publishing(one)), (process(), importing(path)))
    assert outcomes == [[ASKED], "done"]
    assert len(live(process)) == 1


def test_publications_at_once_that_break_nothing_are_all_made(process, draft, at_once):
    process().curator.add(ASKED, "abstain", None, why="", by="ada", at=NOW)
    for_staff = [
        process().save_draft(None, written(title=title, body="For us.", audience="staff"), by="ada", at=NOW)
        for title in ("One", "Two", "Three")
    ]
    wanted = [draft("red"), *(one.id for one in for_staff)]
    assert at_once(*((process(), publishing(one)) for one in wanted)) == ["done"] * 4
    assert live(process) == sorted(wanted)


def test_a_question_that_became_golden_meanwhile_stops_what_would_break_it(process, draft, monkeypatch):
    one, other = draft("red"), draft("blue")
    process().publish(one, by="ada", at=NOW)
    publishes, adds = process(), process()
    compare = publishes._publishing._gate.compare
    asked = []

    def compare_while_somebody_adds(golden, changed):
        report = compare(golden, changed)
        if not asked:
            asked.append(adds.curator.add(ASKED, "abstain", None, why="", by="bob", at=NOW))
        return report

    monkeypatch.setattr(publishes._publishing._gate, "compare", compare_while_somebody_adds)
    with pytest.raises(PublicationStopped):
        publishes.publish(other, by="ada", at=NOW)
    assert live(process) == [one]


def test_who_is_overtaken_again_and_again_is_told_so_and_has_written_nothing(db, process, draft, monkeypatch):
    one = draft("red")
    process().curator.add(ASKED, "abstain", None, why="", by="ada", at=NOW)
    publishes, store = process(), ArticleStore(db)
    compare = publishes._publishing._gate.compare

    def compare_while_others_publish(*given):
        report = compare(*given)
        with db.write() as connection, store.next_generation(connection):
            pass
        return report

    monkeypatch.setattr(publishes._publishing._gate, "compare", compare_while_others_publish)
    with pytest.raises(PublishedMeanwhile):
        publishes.publish(one, by="ada", at=NOW, despite="it is time")
    assert (live(process), GoldenStore(db).overrides(one)) == ([], [])
