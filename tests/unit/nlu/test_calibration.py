"""From scores to probabilities."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.calibration import Calibration, calibrate
from bot.nlu.ranking import LOGISTIC, LOOKS


def made_scores(n: int, intents: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(n, intents, LOOKS))


@given(st.integers(0, 50), st.integers(2, 9))
@settings(max_examples=40, deadline=None)
def test_probabilities_are_probabilities_and_leave_room_for_none_of_them(seed: int, intents: int) -> None:
    probabilities = Calibration().probabilities(made_scores(20, intents, seed))
    assert (probabilities >= 0).all()
    assert (probabilities.sum(axis=1) <= 1 + 1e-9).all()


@given(st.integers(0, 50))
@settings(max_examples=40, deadline=None)
def test_calibrating_never_changes_which_intent_is_best(seed: int) -> None:
    calibration, scores = Calibration(), made_scores(20, 6, seed)
    assert (calibration.probabilities(scores).argmax(1) == (scores @ calibration.looks).argmax(1)).all()


def test_stated_confidence_is_the_share_that_is_right() -> None:
    rng = np.random.default_rng(3)
    n, intents = 3000, 5
    labels = rng.integers(intents, size=n)
    scores = rng.normal(size=(n, intents, LOOKS)) * 0.3
    scores[np.arange(n), labels, LOGISTIC] += rng.exponential(1.0, size=n)
    unforeseen = rng.normal(size=(600, intents, LOOKS)) * 0.3
    calibration = calibrate(scores[:2000], labels[:2000], unforeseen[:400])
    asked = np.concatenate([scores[2000:], unforeseen[400:576]])  # 15 % of what is asked fits nothing
    truth = np.concatenate([labels[2000:], np.full(176, -1)])
    probabilities = calibration.probabilities(asked)
    stated, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == truth
    for low, high in ((0.0, 0.5), (0.5, 0.8), (0.8, 1.0)):
        band = (stated >= low) & (stated < high)
        assert abs(stated[band].mean() - right[band].mean()) < 0.07


def test_a_calibration_survives_being_kept() -> None:
    calibration = Calibration(looks=(0.5, 1.0, 2.0, 4.0))
    assert Calibration.of_weights(*calibration.weights()).looks == calibration.looks
