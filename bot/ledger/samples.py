"""A mean of a sample, and the difference of two means, with their 95 % intervals. Pure."""

from dataclasses import dataclass
from math import sqrt

from scipy.special import stdtrit

SMALL = 30
"""Samples below this are marked: an interval says less there than it seems to."""


@dataclass(frozen=True)
class Sample:
    """`size` numbers with this `mean` and (unbiased) `variance`; mean None where there are none."""

    size: int
    mean: float | None = None
    variance: float | None = None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Student's interval of the mean; None below two numbers."""
        if self.size < 2 or self.mean is None or self.variance is None:
            return None
        half = float(stdtrit(self.size - 1, 0.975)) * sqrt(self.variance / self.size)
        return self.mean - half, self.mean + half


def welch(one: Sample, other: Sample) -> tuple[float, float] | None:
    """The interval of the difference `one` - `other` of two means; None below two numbers in either.

    B. L. Welch, "The generalization of 'Student's' problem when several different population variances are
    involved", Biometrika 34 (1947), 28-35.
    """
    if one.size < 2 or other.size < 2 or one.mean is None or other.mean is None:
        return None
    parts = [(sample.variance or 0.0) / sample.size for sample in (one, other)]
    error = sum(parts)
    difference = one.mean - other.mean
    if error == 0:
        return difference, difference
    # By shares of the whole, since squares of what is next to nothing are nothing.
    freedom = 1 / sum(
        (part / error) ** 2 / (sample.size - 1) for part, sample in zip(parts, (one, other), strict=True)
    )
    half = float(stdtrit(freedom, 0.975)) * sqrt(error)
    return difference - half, difference + half
