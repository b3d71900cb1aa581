"""A figure of a period beside the period before, with the interval of the difference. Pure."""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, variance

from scipy.stats import t

from bot.alerts.rules import Compared
from bot.ledger.rates import Rate


def rates(now: Rate, before: Rate) -> Compared:
    """Two independent shares.

    R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of
    eleven methods", Statistics in Medicine 17 (1998), 873-890, method 10: the score intervals of both,
    combined.
    """
    difference = None
    if (
        now.value is not None
        and before.value is not None
        and (one := now.interval)
        and (two := before.interval)
    ):
        change = now.value - before.value
        difference = (
            change - sqrt((now.value - one[0]) ** 2 + (two[1] - before.value) ** 2),
            change + sqrt((one[1] - now.value) ** 2 + (before.value - two[0]) ** 2),
        )
    return Compared(now.value, now.denominator, before.value, before.denominator, difference)


def means(now: Sequence[float], before: Sequence[float]) -> Compared:
    """Two independent means, whose spreads may differ.

    B. L. Welch, "The generalization of Student's problem when several different population variances are
    involved", Biometrika 34 (1947), 28-35. Below two values on a side there is no interval.
    """
    value, earlier = (fmean(values) if values else None for values in (now, before))
    difference = None
    if value is not None and earlier is not None and min(len(now), len(before)) >= 2:
        a, b = variance(now) / len(now), variance(before) / len(before)
        half = 0.0
        if a + b > 0:
            freedom = (a + b) ** 2 / (a**2 / (len(now) - 1) + b**2 / (len(before) - 1))
            half = float(t.ppf(0.975, freedom)) * sqrt(a + b)
        difference = (value - earlier - half, value - earlier + half)
    return Compared(value, len(now), earlier, len(before), difference)
