"""Articles that are like another one are told, with how like they are, and never merged."""

import json

import numpy as np
import pytest

from kb.articles import written
from kb.importing.likeness import Candidate, Same, duplicates, summary

VECTORS = {"north": (1.0, 0.0), "nearly north": (0.96, 0.28), "east": (0.0, 1.0)}


def article(article_id, way, title="", body="", fresh=True, variants=()):
    content = written(
        title=title or f"T {article_id}", body=body or f"Body of {article_id}.", variants=variants
    )
    return Candidate(article_id, content, fresh), way


def found(*given, **more):
    ways = {summary(one.content).digest: VECTORS[way] for one, way in given}
    return duplicates(
        [one for one, _ in given], lambda unit: np.array(ways[unit.digest], dtype=np.float32), **more
    )


def told(*given, **more):
    return [(one.id, one.of, one.same, one.likeness) for one in found(*given, **more)]


def test_a_new_article_that_means_the_same_as_one_that_is_there_is_told_with_its_likeness():
    there, new = article("a", "north", fresh=False), article("b", "nearly north")
    assert told(there, new) == [("b", "a", Same.MEANING, 0.96)]


def test_articles_that_mean_something_else_are_not():
    assert told(article("a", "north"), article("b", "east")) == []


def test_two_articles_that_are_there_already_are_nobodys_business():
    assert told(article("a", "north", fresh=False), article("b", "north", fresh=False)) == []


def test_the_same_text_is_called_that():
    assert told(article("a", "north", body="It is so."), article("b", "north", body="It  is so!")) == [
        ("b", "a", Same.TEXT, 1.0)
    ]


def test_the_same_question_with_another_answer_is_told_with_the_question():
    one = article("a", "north", title="Do you ship?")
    other = article("b", "east", title="Shipping", variants=["do you SHIP"])
    (duplicate,) = found(one, other)
    assert (duplicate.same, duplicate.likeness, duplicate.questions) == (Same.QUESTION, 0.0, ("do you SHIP",))


def test_an_article_is_told_once_with_the_one_it_is_most_like():
    given = article("a", "nearly north"), article("b", "north"), article("c", "north")
    assert told(*given) == [("b", "a", Same.MEANING, 0.96), ("c", "b", Same.MEANING, 1.0)]


def test_what_may_be_skipped_is_and_what_is_like_only_a_skipped_one_stays():
    given = article("a", "north", fresh=False), article("b", "north"), article("c", "north")
    assert [(one.id, one.of, one.skipped) for one in found(*given, may_skip={"b", "c"})] == [
        ("b", "a", True),
        ("c", "a", True),
    ]
    only = article("b", "east", title="Q?"), article("c", "north", title="Q?")
    assert [one.skipped for one in found(*only, may_skip={"b", "c"})] == [False]


@pytest.fixture
def file(tmp_path):
    def write(*entries):
        path = tmp_path / "f.json"
        path.write_text(json.dumps(entries))
        return path

    return write


SHIPPING = {"id": "a", "title": "How long does shipping take?", "answer": "Shipping takes 3 days."}
AGAIN = {"id": "b", "title": "How long shipping does take", "answer": "Shipping takes 3 days!"}
RETURNS = {"id": "c", "title": "Returns", "answer": "Send it back within a month."}


def test_an_import_tells_likeness_within_itself_and_takes_all(kb, file, now):
    report = kb.import_path(file(SHIPPING, AGAIN, RETURNS), publish=True, at=now)
    assert report.added == ("a", "b", "c")
    assert [(one.id, one.of, one.skipped) for one in report.duplicates] == [("b", "a", False)]


def test_an_import_tells_likeness_with_what_is_there_and_a_dry_run_tells_the_same(kb, file, now):
    kb.import_path(file(SHIPPING), publish=True, at=now)
    dry = kb.import_path(file(AGAIN), publish=True, at=now, dry_run=True)
    real = kb.import_path(file(AGAIN), publish=True, at=now)
    assert [(one.id, one.of) for one in real.duplicates] == [("b", "a")]
    assert dry.duplicates == real.duplicates


def test_new_duplicates_can_be_left_out_and_updates_never_are(kb, file, now):
    kb.import_path(file(SHIPPING, RETURNS), publish=True, at=now)
    changed = {**AGAIN, "id": "c"}
    report = kb.import_path(file(AGAIN, changed), publish=True, at=now, skip_duplicates=True)
    assert (report.added, report.updated) == ((), ("c",))
    assert {one.id: one.skipped for one in report.duplicates} == {"b": True, "c": False}
    assert {one.id for one in kb.articles()} == {"a", "c"}


def test_an_import_of_the_same_again_compares_nothing(kb, encoder, file, now):
    kb.import_path(file(SHIPPING, AGAIN), publish=True, at=now)
    known = len(encoder.encoded)
    assert kb.import_path(file(SHIPPING, AGAIN), publish=True, at=now).duplicates == ()
    assert len(encoder.encoded) == known


def test_an_archived_article_is_no_duplicate_of_anything(kb, file, now):
    kb.import_path(file(SHIPPING), publish=True, at=now)
    kb.archive("a", by="ada", at=now)
    assert kb.import_path(file(AGAIN), publish=True, at=now).duplicates == ()


def test_progress_is_told_for_what_takes_long(kb, file, now):
    steps = []
    kb.import_path(file(SHIPPING), publish=True, at=now, progress=lambda *step: steps.append(step))
    assert steps[0] == ("Reading", 1, 1)
    assert ("Encoding", 1, 1) in steps
