"""Ranking without a text, or without an article: as if it had never been written."""

import numpy as np
import pytest

from kb.articles import Article, Status, written
from kb.bm25 import WordIndex
from kb.passages import units
from kb.ranking import Without, rank
from kb.snapshot import build_snapshot, prepared

ASKED = {
    "shipping": ["How long does shipping take?", "delivery time", "when does my parcel arrive"],
    "returns": ["How do I return an item?", "send it back", "return label please"],
    "hours": ["When are you open?", "opening hours of the shop"],
}


@pytest.fixture
def snapshot_of(encoder, now):
    def snapshot_of(asked):
        articles = []
        for article_id, (title, *variants) in asked.items():
            content = written(title=title, variants=variants, body=f"About {article_id}.")
            of_one = units(content)
            vectors = encoder.encode([unit.encoded for unit in of_one])
            article = Article(article_id, content, Status.PUBLISHED, 1, False, now, "ada")
            articles.append(prepared(article, of_one, vectors))
        return build_snapshot(1, articles, encoder.dimension, WordIndex().changed(articles))

    return snapshot_of


def facts(snapshot, ranking):
    return {
        snapshot.articles[one.number].id: (one.regression, one.nearest, one.centroid)
        for one in ranking.candidates
    }


def test_without_a_text_the_ranking_is_as_if_it_had_not_been_written(snapshot_of, encoder):
    whole = snapshot_of(ASKED)
    row = whole.starts[1] + 1
    assert whole.unit(row) == "send it back"
    text, vector = "send it back", encoder.encode(["send it back"])[0]
    left_out = facts(whole, rank(whole, text, vector, Without(row, 1, whole_article=False)))
    never_there = snapshot_of(ASKED | {"returns": [ASKED["returns"][0], ASKED["returns"][2]]})
    expected = facts(never_there, rank(never_there, text, vector))
    assert left_out.keys() == expected.keys()
    for article_id, found in left_out.items():
        assert found == pytest.approx(expected[article_id], abs=1e-5)


def test_without_its_article_no_text_of_it_is_found(snapshot_of, encoder):
    whole = snapshot_of(ASKED)
    row = whole.starts[0]
    vector = whole.index.vectors(row, row + 1)[0]
    ranking = rank(whole, whole.unit(row), vector, Without(row, 0, whole_article=True))
    assert {one.number for one in ranking.candidates} == {1, 2}


def test_a_question_that_is_said_already_has_no_variance_and_a_strange_one_much(snapshot_of, encoder):
    whole = snapshot_of(ASKED)
    said, strange = encoder.encode(["delivery time", "quantum chromodynamics lectures"])
    near = rank(whole, "delivery time", said).variance
    assert near < 0.35
    assert rank(whole, "quantum chromodynamics lectures", strange).variance > 2 * near


def test_among_many_articles_the_one_with_the_identifier_comes_into_view(snapshot_of, encoder):
    many = {f"a{number}": [f"common words here {number}", f"common there {number}"] for number in range(300)}
    whole = snapshot_of(many | {"manual": ["Care", "the kx200 and common words"]})
    ranking = rank(whole, "kx200", np.full(encoder.dimension, encoder.dimension**-0.5, dtype=np.float32))
    assert whole.numbers["manual"] in {one.number for one in ranking.candidates}
