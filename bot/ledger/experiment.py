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
UNBALANCED = 0.001
"""A p-value below this says that something is wrong with the split (R. Kohavi, D. Tang, Y. Xu, "Trustworthy
Online Controlled Experiments", 2020, chapter 21)."""


@dataclass(frozen=True)
class Effect:
    """The difference of two means, one arm less the other, with its 95 % interval."""

    value: float
    interval: tuple[float, float] | None


def effect(one: Values, other: Values) -> Effect:
    """The difference of the means of `one` - `other`, arrays of shape (visitors,).

    The interval is Welch's, corrected for skewness: costs are skewed and the arms of different size, which
    shifts the t statistic. The correction is Hall's cubic transformation, which can be inverted exactly, for
    two samples: P. Hall, "On the removal of skewness by transformation", Journal of the Royal Statistical
    Society B 54 (1992), 221-228; X.-H. Zhou and P. Dinh, "Nonparametric confidence intervals for the one- and
    two-sample problems", Biostatistics 6 (2005), 187-200.
    Chosen by coverage in `bench/holdout.py`.
    """
    difference = float(one.mean() - other.mean()) if len(one) and len(other) else float("nan")
    if len(one) < 3 or len(other) < 3:
        return Effect(difference, welch(_sample(one), _sample(other)))
    low, high = skew_corrected(one[np.newaxis], other[np.newaxis])
    return Effect(difference, (float(low[0]), float(high[0])))


def skew_corrected(one: Values, other: Values) -> tuple[Values, Values]:
    """The lower and upper bounds for many pairs of samples at once.

    Args:
        one: shape (pairs, visitors).
        other: shape (pairs, visitors of the other arm).

    Returns:
        Two arrays of shape (pairs,).
    """
    size, size_other = one.shape[1], other.shape[1]
    difference = one.mean(axis=1) - other.mean(axis=1)
    part, part_other = one.var(axis=1, ddof=1) / size, other.var(axis=1, ddof=1) / size_other
    error = np.sqrt(part + part_other)
    # Third central moments of the two means; their difference over error**3 is the skewness of the statistic.
    third = _third(one) / size**2 - _third(other) / size_other**2
    with np.errstate(divide="ignore", invalid="ignore"):
        freedom = (part + part_other) ** 2 / (part**2 / (size - 1) + part_other**2 / (size_other - 1))
        skewness = np.where(error > 0, third / error**3, 0.0)
    quantile = stdtrit(np.where(np.isfinite(freedom), freedom, 1.0), 0.975)
    low = difference - _untransformed(quantile, skewness) * error
    high = difference - _untransformed(-quantile, skewness) * error
    return low, high


def _third(values: Values) -> Values:
    third: Values = ((values - values.mean(axis=1, keepdims=True)) ** 3).mean(axis=1)
    return third


def _untransformed(quantile: Values, skewness: Values) -> Values:
    """What the statistic has to be for its transformed value to be this quantile.

    g(t) = t + a t^2 / 3 + a^2 t^3 / 27 + a / 6 with a the skewness; its inverse is
    3 ((1 + a (x - a / 6))^(1/3) - 1) / a.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        inverse = 3 * (np.cbrt(1 + skewness * (quantile - skewness / 6)) - 1) / skewness
    corrected: Values = np.where(np.abs(skewness) < 1e-9, quantile, inverse)
    return corrected


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
