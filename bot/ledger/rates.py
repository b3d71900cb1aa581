"""A share with its sample and its interval. Pure."""

from dataclasses import dataclass
from math import sqrt

_Z95 = 1.959963984540054


@dataclass(frozen=True)
class Rate:
    """`numerator` of `denominator`; without a denominator there is no value."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the share."""
        return wilson(self.numerator, self.denominator)


def wilson(successes: int, trials: int, z: float = _Z95) -> tuple[float, float] | None:
    """The score interval of a binomial share; None without trials.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
    American Statistical Association 22 (1927), 209-212. It keeps its coverage at small samples and at shares
    near 0 and 1, where the textbook interval (share plus or minus z standard errors) loses it.

    Args:
        successes: 0 to `trials`.
        trials: the sample.
        z: the normal quantile; 1.96 gives 95 %.
    """
    if trials == 0:
        return None
    share, z2 = successes / trials, z * z
    centre = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = z / (1 + z2 / trials) * sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials))
    # At the ends the bound is the end itself; rounding must not move it.
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == trials else min(1.0, centre + half)
    return low, high


def newcombe(one: Rate, other: Rate) -> tuple[float, float] | None:
    """The 95 % interval of the difference `one` - `other` of two independent shares; None without a sample.

    Method 10 (hybrid score) of R. G. Newcombe, "Interval estimation for the difference between independent
    proportions: comparison of eleven methods", Statistics in Medicine 17 (1998), 873-890.
    """
    if one.interval is None or other.interval is None or one.value is None or other.value is None:
        return None
    (low, high), (other_low, other_high) = one.interval, other.interval
    difference = one.value - other.value
    below = sqrt((one.value - low) ** 2 + (other_high - other.value) ** 2)
    above = sqrt((high - one.value) ** 2 + (other.value - other_low) ** 2)
    return max(-1.0, difference - below), min(1.0, difference + above)
