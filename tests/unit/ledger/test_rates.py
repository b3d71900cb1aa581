"""Shares and their intervals."""

import pytest
from scipy.stats import binomtest

from bot.ledger.rates import Rate, wilson


@pytest.mark.parametrize(
    ("successes", "trials"), [(0, 1), (1, 1), (0, 20), (3, 10), (50, 100), (997, 1000), (8, 8)]
)
def test_the_interval_is_wilsons(successes, trials):
    reference = binomtest(successes, trials).proportion_ci(0.95, method="wilson")
    assert wilson(successes, trials) == pytest.approx((reference.low, reference.high), abs=1e-12)


def test_a_worked_example():
    # 3 of 10: centre (0.3 + 1.92/10) / (1 + 3.84/10), half-width by the formula of 1927.
    assert wilson(3, 10) == pytest.approx((0.1078, 0.6032), abs=5e-5)


def test_without_a_sample_there_is_neither_share_nor_interval():
    assert (Rate(0, 0).value, Rate(0, 0).interval) == (None, None)
