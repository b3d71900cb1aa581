"""The holdout as an experiment: difference of two arms, by visitor, with its interval. Pure.

Everything is by intention to treat: a visitor counts in the arm that was drawn, whatever came of it. One
visitor is one observation (all contacts of seven days added up), so that repeated contacts of one visitor
don't count as independent ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, stdtrit

from bot.ledger.samples import Sample, welch

Values = NDArray[np.float64]
_Z_POWER = 0.8416212335729143  # of 80 %
_Z_LEVEL = 1.959963984540054  # of 95 %
ENOUGH = 200
"""Visitors of an arm from which on the intervals cover as they say (`bench/holdout.py`)."""
UNBALANCED = 0.001
"""A p-value below this says that something is wrong with the split (R. Kohavi, D. Tang, Y. Xu, "Trustworthy
Online Controlled Experiments", 2020, chapter 21)."""


@dataclass(frozen=True)
class Effect:
    """The difference of two means, one arm less the other, with its 95 % interval."""

    value: float
    interval: tuple[float, float] | None


def effect(one: Values, other: Values) -> Effect:
    """The difference of the means of `one` - `other`, arrays of shape (visitors,), with Welch's interval.

    Chosen by coverage in `bench/holdout.py`: with `ENOUGH` visitors in each arm it covers as it should also
    where costs are very skewed, and nothing that was tried covers better with narrower intervals.
    """
    difference = float(one.mean() - other.mean()) if len(one) and len(other) else float("nan")
    return Effect(difference, welch(_sample(one), _sample(other)))


def needed(one: Values, other: Values) -> int | None:
    """Visitors of both arms, split as now, that would show this difference at 80 % power; None without one.

    n = (z_0.975 + z_0.8)^2 (s1^2 / p + s2^2 / (1 - p)) / difference^2, with p the share of the first arm.
    """
    if len(one) < 2 or len(other) < 2:
        return None
    difference = float(one.mean() - other.mean())
    if difference == 0:
        return None
    share = len(one) / (len(one) + len(other))
    spread = float(one.var(ddof=1)) / share + float(other.var(ddof=1)) / (1 - share)
    return ceil((_Z_LEVEL + _Z_POWER) ** 2 * spread / difference**2)


def balance(held_out: int, visitors: int, share: float) -> float | None:
    """The p-value of the chi-square test of the share held out; None without a test."""
    if visitors == 0 or not 0 < share < 1:
        return None
    expected = visitors * share
    rest = visitors - expected
    statistic = (held_out - expected) ** 2 / expected + (visitors - held_out - rest) ** 2 / rest
    return float(chdtrc(1, statistic))


def matched(
    one: Mapping[str, Sequence[float]], other: Mapping[str, Sequence[float]]
) -> tuple[Effect, int] | None:
    """The difference of means `one` - `other`, reason by reason, weighted by the reasons of `other`.

    Reasons with fewer than two on either side are left out.

    Args:
        one: numbers by reason.
        other: the same of the other side.

    Returns:
        The effect, and how many of `other` it is about; None where no reason has two on both sides.
    """
    reasons = [reason for reason, own in one.items() if len(own) >= 2 and len(other.get(reason, ())) >= 2]
    size = sum(len(other[reason]) for reason in reasons)
    if not size:
        return None
    value = variance = below = 0.0
    for reason in reasons:
        weight = len(other[reason]) / size
        pair = [np.asarray(numbers, dtype=np.float64) for numbers in (one[reason], other[reason])]
        value += weight * float(pair[0].mean() - pair[1].mean())
        for numbers in pair:
            part = weight**2 * float(numbers.var(ddof=1)) / len(numbers)
            variance += part
            below += part**2 / (len(numbers) - 1)
    if variance == 0:
        return Effect(value, (value, value)), size
    half = float(stdtrit(variance**2 / below, 0.975)) * sqrt(variance)
    return Effect(value, (value - half, value + half)), size


def _sample(values: Values) -> Sample:
    if len(values) < 2:
        return Sample(len(values), float(values.mean()) if len(values) else None)
    return Sample(len(values), float(values.mean()), float(values.var(ddof=1)))
