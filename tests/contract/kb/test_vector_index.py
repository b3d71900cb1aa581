"""Every index gives these known answers; whatever is faster than exact search must still give them."""

import numpy as np
import pytest

from kb.index import EXACT_UP_TO, CompressedIndex, FlatIndex, LayeredIndex, index_of

ROOT = 2**-0.5


def layered(rows):
    """The first half in the base, a row that no longer counts after it, the rest later."""
    half = len(rows) // 2
    base = np.concatenate([rows[:half], np.ones((1, rows.shape[1]), dtype=np.float32)])
    dead = np.arange(len(rows) + 1) == half
    return _Renumbered(LayeredIndex(FlatIndex(base), rows[half:], dead), half)


class _Renumbered:
    """Without the row that no longer counts, so that the same answers are right."""

    def __init__(self, index, dead):
        self._index, self._dead = index, dead

    def nearest(self, vector, count):
        scores, rows = self._index.nearest(vector, count)
        return scores, np.where(rows > self._dead, rows - 1, rows)

    def vectors(self, first, last):
        parts = [self._index.vectors(row, row + 1) for row in range(len(self._index)) if row != self._dead]
        return np.concatenate([np.empty((0, 3), np.float32), *parts[first:last]])

    def __len__(self):
        return len(self._index) - 1


@pytest.fixture(params=[FlatIndex, CompressedIndex, layered])
def make(request):
    return request.param


@pytest.fixture
def index(make):
    return make(np.array([[1, 0, 0], [0, 1, 0], [ROOT, ROOT, 0], [-1, 0, 0]], dtype=np.float32))


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


def test_an_empty_index_finds_nothing(make):
    empty = make(np.empty((0, 3), dtype=np.float32))
    scores, rows = empty.nearest(vector(1, 0, 0), 5)
    assert (len(empty), len(scores), len(rows)) == (0, 0, 0)


def test_it_agrees_with_comparing_everything_on_random_vectors(make):
    choose = np.random.default_rng(7)
    rows = choose.normal(size=(500, 32)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    made = make(rows)
    for query in rows[:20] + np.float32(0.01):
        assert set(made.nearest(query, 10)[1].tolist()) == set(np.argsort(-(rows @ query))[:10].tolist())


def test_the_size_decides_what_is_compared_exactly():
    rows = np.zeros((EXACT_UP_TO + 1, 4), dtype=np.float32)
    assert isinstance(index_of(rows[:-1]), FlatIndex)
    assert isinstance(index_of(rows), CompressedIndex)


def test_compressed_rows_are_found_nearly_all_and_with_their_exact_likeness():
    choose = np.random.default_rng(11)
    # Like sentences' vectors, these vary in fewer directions than they have dimensions.
    rows = (choose.normal(size=(20_000, 12)) @ choose.normal(size=(12, 64))).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    made = CompressedIndex(rows)
    queries = rows[:50] + choose.normal(scale=0.05, size=(50, 64)).astype(np.float32)
    found = 0
    for query in queries:
        scores, numbers = made.nearest(query, 10)
        assert scores == pytest.approx(rows[numbers] @ query, abs=1e-5)
        found += len(set(numbers.tolist()) & set(np.argsort(-(rows @ query))[:10].tolist()))
    assert found >= 0.99 * 500


def test_rows_that_no_longer_count_never_crowd_out_those_that_do():
    same = np.tile(np.array([[1.0, 0.0]], dtype=np.float32), (100, 1))
    other = np.array([[0.0, 1.0]], dtype=np.float32)
    dead = np.arange(101) < 99
    made = LayeredIndex(FlatIndex(same), other, dead)
    assert made.nearest(vector(1, 0), 2)[1].tolist() == [99, 100]
    assert made.nearest(vector(1, 0), 5)[1].tolist() == [99, 100]


def test_growing_leaves_the_index_as_it_was_for_those_who_search_it():
    rows = np.eye(3, dtype=np.float32)
    before = LayeredIndex(FlatIndex(rows[:2]), rows[:0], np.zeros(2, dtype=bool))
    after = before.grown(rows[2:], np.array([True, False, False]))
    assert before.nearest(vector(1, 0, 0), 9)[1].tolist() == [0, 1]
    assert after.nearest(vector(0, 0, 1), 9)[1].tolist() == [2, 1]
