"""How likely it is that showing the best article would be wrong: the model that ships with the product.

A logistic model and small neural networks on the features of a ranking, averaged in log odds; fitted by
`bench/kb_risk_fit.py` on knowledge bases made of public data sets and kept in `risk_model.json`.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from kb.features import FEATURE_NAMES, Quantiles, Reference, Spread

Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Network:
    """One hidden layer of rectified units: shapes (features, units), (units,), (units,) and a number."""

    inner: Values
    inner_bias: Values
    outer: Values
    outer_bias: float


@dataclass(frozen=True)
class LogOdds:
    """The log odds of an event from standardised features: a linear model averaged with networks."""

    means: Values
    scales: Values
    weights: Values
    bias: float
    networks: tuple[Network, ...]

    def of(self, rows: Values) -> Values:
        """The log odds for rows of features: shape (n, features) to (n,)."""
        standard = np.clip((rows - self.means) / self.scales, -8.0, 8.0)
        members = [standard @ self.weights + self.bias]
        for network in self.networks:
            hidden = np.maximum(standard @ network.inner + network.inner_bias, 0.0)
            members.append(hidden @ network.outer + network.outer_bias)
        return np.asarray(np.mean(members, axis=0))


@dataclass(frozen=True)
class RiskModel:
    """Log odds that the best article is wrong, and that none of the best three is right.

    `reference` is how knowledge bases usually are, for one that can't be tried on itself; `thresholds` are
    pairs (bound on wrong answers among those shown, highest risk that kept it in the made knowledge bases).
    `digest` tells models apart, `fitted_on` names the data sets.
    """

    wrong: LogOdds
    absent: LogOdds
    reference: Reference
    thresholds: tuple[tuple[float, float], ...]
    digest: str = ""
    fitted_on: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def shipped_model() -> RiskModel:
    """The model that ships with the product."""
    text = files("kb").joinpath("risk_model.json").read_text(encoding="utf-8")
    return replace(model_from(json.loads(text)), digest=hashlib.sha256(text.encode()).hexdigest())


def model_from(facts: Mapping[str, Any]) -> RiskModel:
    """Read a model from its JSON form.

    Raises:
        ValueError: it was fitted on other features than the search has.
    """
    if tuple(facts["features"]) != FEATURE_NAMES:
        raise ValueError("the risk model was fitted on other features; run bench/kb_risk_fit.py")
    return RiskModel(
        wrong=_log_odds(facts["wrong"]),
        absent=_log_odds(facts["absent"]),
        reference=reference_from(facts["reference"]),
        thresholds=tuple((float(bound), float(risk)) for bound, risk in facts["thresholds"]),
        fitted_on=tuple(facts["fitted_on"]),
    )


def reference_from(facts: Mapping[str, Any]) -> Reference:
    """Read a reference from its JSON form, as `dataclasses.asdict` writes it."""
    return Reference(_spread(facts["answered"]), _spread(facts["unanswered"]), float(facts["accuracy"]))


def _spread(facts: Mapping[str, Mapping[str, Sequence[float]]]) -> Spread:
    return Spread(**{name: Quantiles(tuple(quantiles["values"])) for name, quantiles in facts.items()})


def _log_odds(facts: Mapping[str, Any]) -> LogOdds:
    return LogOdds(
        means=np.array(facts["means"]),
        scales=np.array(facts["scales"]),
        weights=np.array(facts["weights"]),
        bias=float(facts["bias"]),
        networks=tuple(
            Network(
                inner=np.array(one["inner"]),
                inner_bias=np.array(one["inner_bias"]),
                outer=np.array(one["outer"]),
                outer_bias=float(one["outer_bias"]),
            )
            for one in facts["networks"]
        ),
    )
