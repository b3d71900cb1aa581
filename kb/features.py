"""What the risk is judged by: facts of a ranking that don't depend on what the articles are about."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

import numpy as np

from kb.ranking import Candidate, Ranking, Without
from kb.snapshot import Snapshot

_QUANTILES = np.linspace(0.02, 0.98, 25)
_BACKGROUND = 5
_SHARE_SHARPNESS = 6.0


@dataclass(frozen=True)
class Quantiles:
    """How a fact of rankings is usually spread: its quantiles, smallest first."""

    values: tuple[float, ...]

    def log_odds(self, value: float) -> float:
        """The log odds of an usual value being smaller than this one.

        0 in the middle, 0 with nothing known.
        """
        count = len(self.values)
        if not count:
            return 0.0
        smaller = (int(np.searchsorted(self.values, value)) + 0.5) / (count + 1)
        return float(np.log(smaller / (1.0 - smaller)))

    @property
    def median(self) -> float:
        """The middle value."""
        return self.values[len(self.values) // 2] if self.values else 0.0


@dataclass(frozen=True)
class Spread:
    """How rankings of one kind of question usually look in a knowledge base."""

    score: Quantiles
    margin: Quantiles
    nearest: Quantiles
    variance: Quantiles


@dataclass(frozen=True)
class Reference:
    """How a knowledge base ranks what it answers and what it doesn't, and how often the best is right.

    Made by asking it its own ways of asking, each without itself (`answered`) or without its whole article
    (`unanswered`).
    """

    answered: Spread
    unanswered: Spread
    accuracy: float


@dataclass(frozen=True)
class Features:
    """Facts of one ranking: the best candidate, its lead over the others, and the neighbourhood."""

    regression: float
    regression_margin: float
    nearest: float
    nearest_margin: float
    asked: float
    told: float
    centroid: float
    centroid_margin: float
    letters: float
    letters_margin: float
    shared_words: float
    coverage: float
    coverage_margin: float
    unfamiliar: float
    variance: float
    region: float
    score: float
    margin: float
    third_margin: float
    share: float
    background: float
    above_background: float
    nearest_agrees: float
    centroid_agrees: float
    letters_agree: float
    words_agree: float
    score_as_answered: float
    score_as_unanswered: float
    margin_as_answered: float
    margin_as_unanswered: float
    nearest_as_answered: float
    nearest_as_unanswered: float
    variance_as_answered: float
    variance_as_unanswered: float
    usual_nearest_answered: float
    usual_nearest_unanswered: float
    accuracy: float
    log_words: float
    log_articles: float
    log_units: float


FEATURE_NAMES = tuple(field.name for field in fields(Features))
_all_values = attrgetter(*FEATURE_NAMES)


def spread(rankings: Sequence[Ranking]) -> Spread:
    """How these rankings look, all together; those without a candidate are left out."""
    found = [ranking for ranking in rankings if ranking.candidates]
    return Spread(
        score=_quantiles([ranking.candidates[0].score for ranking in found]),
        margin=_quantiles([_margin(ranking.candidates, "score") for ranking in found]),
        nearest=_quantiles([ranking.candidates[0].nearest for ranking in found]),
        variance=_quantiles([ranking.variance for ranking in found]),
    )


def features(
    snapshot: Snapshot, ranking: Ranking, reference: Reference, without: Without | None = None
) -> Features:
    """The facts of a ranking that has at least one candidate."""
    candidates = ranking.candidates
    best = candidates[0]
    nearest = sorted((candidate.nearest for candidate in candidates), reverse=True)
    background = float(np.mean(nearest[1 : 1 + _BACKGROUND])) if len(nearest) > 1 else 0.0
    weights = np.exp([_SHARE_SHARPNESS * (one.score - best.score) for one in candidates[:6]])
    coverage = _coverage(snapshot, ranking, best, without)
    margin = _margin(candidates, "score")
    answered, unanswered = reference.answered, reference.unanswered
    second = _coverage(snapshot, ranking, candidates[1], without) if len(candidates) > 1 else 0.0
    return Features(
        regression=best.regression,
        regression_margin=_margin(candidates, "regression"),
        nearest=best.nearest,
        nearest_margin=_margin(candidates, "nearest"),
        asked=best.asked,
        told=best.told,
        centroid=best.centroid,
        centroid_margin=_margin(candidates, "centroid"),
        letters=best.letters,
        letters_margin=_margin(candidates, "letters"),
        shared_words=best.shared_words,
        coverage=coverage,
        coverage_margin=coverage - second,
        unfamiliar=snapshot.table.unfamiliar(ranking.query, without.rows(snapshot) if without else (0, 0)),
        variance=ranking.variance,
        region=ranking.region,
        score=best.score,
        margin=margin,
        third_margin=best.score - (candidates[2].score if len(candidates) > 2 else 0.0),
        share=float(weights[0] / weights.sum()),
        background=background,
        above_background=nearest[0] - background,
        nearest_agrees=_agrees(candidates, "nearest"),
        centroid_agrees=_agrees(candidates, "centroid"),
        letters_agree=_agrees(candidates, "letters"),
        words_agree=_agrees(candidates, "shared_words"),
        score_as_answered=answered.score.log_odds(best.score),
        score_as_unanswered=unanswered.score.log_odds(best.score),
        margin_as_answered=answered.margin.log_odds(margin),
        margin_as_unanswered=unanswered.margin.log_odds(margin),
        nearest_as_answered=answered.nearest.log_odds(best.nearest),
        nearest_as_unanswered=unanswered.nearest.log_odds(best.nearest),
        variance_as_answered=answered.variance.log_odds(ranking.variance),
        variance_as_unanswered=unanswered.variance.log_odds(ranking.variance),
        usual_nearest_answered=answered.nearest.median,
        usual_nearest_unanswered=unanswered.nearest.median,
        accuracy=reference.accuracy,
        log_words=float(np.log1p(ranking.words)),
        log_articles=float(np.log1p(len(snapshot.numbers))),
        log_units=float(np.log1p(snapshot.starts[best.number + 1] - snapshot.starts[best.number])),
    )


def values(found: Features) -> tuple[float, ...]:
    """The facts in the order of `FEATURE_NAMES`."""
    return _all_values(found)


def _margin(candidates: Sequence[Candidate], fact: str) -> float:
    best = float(getattr(candidates[0], fact))
    return best - max((float(getattr(other, fact)) for other in candidates[1:]), default=0.0)


def _agrees(candidates: Sequence[Candidate], fact: str) -> float:
    return float(getattr(candidates[0], fact) >= max(getattr(candidate, fact) for candidate in candidates))


def _coverage(snapshot: Snapshot, ranking: Ranking, candidate: Candidate, without: Without | None) -> float:
    first, last = snapshot.starts[candidate.number], snapshot.starts[candidate.number + 1]
    spans = [(first, last)]
    if without and without.article == candidate.number:
        spans = [(first, without.row), (without.row + 1, last)]
    return snapshot.table.coverage(ranking.query, spans)


def _quantiles(found: Sequence[float]) -> Quantiles:
    return Quantiles(tuple(round(float(one), 4) for one in np.quantile(found, _QUANTILES)) if found else ())
