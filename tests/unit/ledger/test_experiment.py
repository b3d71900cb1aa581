"""The holdout's statistics: known answers, and what has to hold whatever the numbers."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats

from bot.ledger.experiment import balance, effect, matched, needed
from bot.ledger.rates import Rate, newcombe
from bot.ledger.samples import Sample, welch


def test_welchs_interval_is_that_of_scipy():
    one, other = [3.0, 5.0, 9.0, 1.0], [2.0, 2.5, 4.0, 8.0, 1.0]
    reference = stats.ttest_ind(one, other, equal_var=False).confidence_interval(0.95)
    samples = [Sample(len(x), float(np.mean(x)), float(np.var(x, ddof=1))) for x in (one, other)]
    assert welch(*samples) == pytest.approx((reference.low, reference.high))


def test_students_interval_is_that_of_scipy():
    numbers = [4.0, 5.0, 2.0, 5.0]
    low, high = stats.t.interval(0.95, 3, loc=np.mean(numbers), scale=stats.sem(numbers))
    sample = Sample(4, float(np.mean(numbers)), float(np.var(numbers, ddof=1)))
    assert sample.interval == pytest.approx((low, high))
    assert Sample(1, 3.0).interval is None


def test_newcombes_worked_example():
    # Newcombe (1998), example (a): 56/70 - 48/80.
    low, high = newcombe(Rate(56, 70), Rate(48, 80))
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)
    assert newcombe(Rate(0, 0), Rate(1, 2)) is None


def test_the_effect_is_the_difference_of_visitors_means():
    bot, person = np.array([0.0, 0.0, 1.0, 0.0]), np.array([1.0, 1.0, 0.0, 2.0])
    found = effect(bot, person)
    assert found.value == pytest.approx(0.25 - 1.0)
    assert found.interval is not None
    assert found.interval[0] < found.value < found.interval[1]


def test_visitors_needed_by_hand():
    # Two arms alike with variance 1 and a difference of 0.5: 2 * (1.96 + 0.8416)^2 * (1 + 1) / 0.25 of both.
    one = np.array([0.5 - 1, 0.5 + 1] * 50) * 1.0
    other = np.array([-1.0, 1.0] * 50)
    variance = one.var(ddof=1)
    assert needed(one, other) == np.ceil(4 * variance * (1.959964 + 0.841621) ** 2 / 0.25)
    assert needed(other, other) is None


def test_the_split_is_judged_by_the_chi_square_test():
    reference = stats.chisquare([130, 870], [100, 900]).pvalue
    assert balance(130, 1000, 0.1) == pytest.approx(reference)
    assert balance(100, 1000, 0.1) == pytest.approx(1.0)
    assert balance(0, 0, 0.1) is None
    assert balance(5, 10, 0.0) is None


def test_handle_times_are_matched_by_reason():
    # The holdout takes 60 and 30 seconds longer; of bot-first handoffs 3 are of the one, 2 of the other.
    holdout = {"damage": [360.0, 360.0], "billing": [130.0, 130.0], "other": [999.0, 999.0]}
    bot = {"damage": [300.0, 300.0, 300.0], "billing": [100.0, 100.0], "lonely": [5.0, 5.0]}
    found, size = matched(holdout, bot)
    assert size == 5
    assert found.value == pytest.approx((3 * 60 + 2 * 30) / 5)
    assert matched(holdout, {"lonely": [1.0, 2.0]}) is None


_NUMBERS = st.lists(st.floats(0, 1000), min_size=3, max_size=40)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(0, 1000), min_size=3, max_size=40),
    st.lists(st.floats(0, 1000), min_size=3, max_size=40),
)
@example([0.0, 0.0, 0.0], [0.0, 0.0, 7.5e-118])
def test_swapping_the_arms_turns_the_interval_round(one, other):
    there, back = effect(np.array(one), np.array(other)), effect(np.array(other), np.array(one))
    assert there.value == pytest.approx(-back.value, abs=1e-6)
    assert there.interval == pytest.approx((-back.interval[1], -back.interval[0]), abs=1e-4, nan_ok=True)
