"""Every index gives these known answers; whatever is faster than exact search must still give them."""

import numpy as np
import pytest

from kb.index import FlatIndex

ROOT = 2**-0.5


@pytest.fixture(params=[FlatIndex])
def index(request):
    return request.param(np.array([[1, 0, 0], [0, 1, 0], [ROOT, ROOT, 0], [-1, 0, 0]], dtype=np.float32))


def vector(*values):
    return np.array(values, dtype=np.float32)


def test_rows_come_best_first_with_their_inner_products(index):
    scores, rows = index.nearest(vector(1, 0, 0), 4)
    assert rows.tolist() == [0, 2, 1, 3]
    assert scores.tolist() == pytest.approx([1.0, ROOT, 0.0, -1.0], abs=1e-6)


def test_a_vector_that_points_the_other_way_is_the_last_not_the_first(index):
    assert index.nearest(vector(-1, 0, 0), 1)[1].tolist() == [3]


def test_more_rows_than_there_are_is_all_of_them(index):
    scores, rows = index.nearest(vector(0, 1, 0), 99)
    assert sorted(rows.tolist()) == [0, 1, 2, 3]
    assert len(scores) == 4


def test_given_vectors_come_back(index):
    assert index.vectors(1, 3) == pytest.approx(np.array([[0, 1, 0], [ROOT, ROOT, 0]]), abs=1e-6)
    assert index.vectors(2, 2).shape == (0, 3)


def test_an_empty_index_finds_nothing(index):
    empty = type(index)(np.empty((0, 3), dtype=np.float32))
    scores, rows = empty.nearest(vector(1, 0, 0), 5)
    assert (len(empty), len(scores), len(rows)) == (0, 0, 0)


def test_it_agrees_with_comparing_everything_on_random_vectors(index):
    choose = np.random.default_rng(7)
    rows = choose.normal(size=(500, 32)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    made = type(index)(rows)
    for query in rows[:20] + np.float32(0.01):
        assert set(made.nearest(query, 10)[1].tolist()) == set(np.argsort(-(rows @ query))[:10].tolist())
