"""Judgements and the kept calibration, on every database."""

from datetime import UTC, datetime

import numpy as np
import pytest

from kb.database import Database
from kb.features import FEATURE_NAMES
from kb.judgements import JudgementStore, Source

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FACTS = tuple(float(number) for number in range(len(FEATURE_NAMES)))


@pytest.fixture
def store(db: Database) -> JudgementStore:
    return JudgementStore(db)


def test_what_was_judged_comes_back_as_figures(store: JudgementStore) -> None:
    store.add("shipping", FACTS, wrong=True, source=Source.REACTION, at=NOW)
    store.add("shipping", FACTS, wrong=False, source=Source.PICK, at=NOW)
    judged = store.judged()
    assert judged is not None
    assert judged.rows.shape == (2, len(FEATURE_NAMES))
    assert np.allclose(judged.rows[0], FACTS)
    assert sorted(judged.wrong.tolist()) == [0.0, 1.0]


def test_without_any_there_is_nothing_to_learn_from(store: JudgementStore) -> None:
    assert store.judged() is None
    assert store.count() == 0


def test_what_is_about_the_same_thing_counts_once(store: JudgementStore) -> None:
    for _ in range(2):
        store.add("shipping", FACTS, wrong=True, source=Source.REACTION, at=NOW, about="event-1")
    assert store.count() == 1
    assert store.not_judged(["event-1", "event-2"]) == {"event-2"}


def test_any_number_of_things_can_be_asked_about(store: JudgementStore) -> None:
    store.add("shipping", FACTS, wrong=True, source=Source.REACTION, at=NOW, about="event-69999")
    asked = [f"event-{number}" for number in range(70_000)]
    assert store.not_judged(asked) == set(asked[:-1])


def test_those_about_nothing_in_particular_all_count(store: JudgementStore) -> None:
    for _ in range(2):
        store.add("shipping", FACTS, wrong=True, source=Source.CORRECTION, at=NOW)
    assert store.count() == 2


def test_those_of_other_features_are_left_out(store: JudgementStore) -> None:
    store.add("shipping", (1.0, 2.0), wrong=True, source=Source.REACTION, at=NOW)
    assert store.judged() is None


def test_one_calibration_is_kept_the_newest(store: JudgementStore) -> None:
    store.keep({"slope": 1.0}, "model", 3, 0)
    store.keep({"slope": 2.0}, "model", 4, 7)
    assert store.kept("model") == ({"slope": 2.0}, 4, 7)


def test_a_calibration_of_another_model_counts_as_none(store: JudgementStore) -> None:
    store.keep({"slope": 1.0}, "model", 3, 0)
    assert store.kept("another") is None
