"""How well a way of answering does, from what came of each question; no I/O.

Questions without an answer are weighted so that they are a fixed share of all, whatever their number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kb.risk import Values
from kb.search import SearchDecision, SearchResult

Flags = npt.NDArray[np.bool_]

BOUNDS = (0.02, 0.05, 0.1)
OUT_OF_SCOPE = 0.3


@dataclass(frozen=True)
class Asked:
    """What came of each question; every array has the shape (questions,).

    `wrong`: the best article isn't the right one; `absent`: none of the best three is; `answerable`: there is
    a right one; `risks`: smaller where the best is surer; `shown`: for each bound that was set, whether the
    best was shown as the answer.
    """

    wrong: Flags
    absent: Flags
    answerable: Flags
    risks: Values
    shown: Mapping[float, Flags]


def asked_of(found: Sequence[SearchResult], right: Sequence[str | None], bound: float) -> Asked:
    """What came of searches, whose right articles are given by id (None: there is none).

    `bound` is the one that the searches were made with; they were to give three hits or more.
    """
    hits = [[hit.article_id for hit in one.hits[:3]] for one in found]
    return Asked(
        wrong=np.array([article not in first[:1] for article, first in zip(right, hits, strict=True)]),
        absent=np.array([article not in best for article, best in zip(right, hits, strict=True)]),
        answerable=np.array([article is not None for article in right]),
        risks=np.array([one.hits[0].risk if one.hits else 1.0 for one in found]),
        shown={bound: np.array([one.decision is SearchDecision.ANSWER for one in found])},
    )


def weights_of(answerable: Flags, out_of_scope: float = OUT_OF_SCOPE) -> Values:
    """The share of each question among all, where the unanswerable are `out_of_scope` of them."""
    inside, outside = max(int(answerable.sum()), 1), max(int((~answerable).sum()), 1)
    return np.where(answerable, (1 - out_of_scope) / inside, out_of_scope / outside)


def highest(risks: Values, wrong: Values | Flags, bound: float, weights: Values | None = None) -> float:
    """The highest risk up to which the share of wrong ones stays within the bound; below all if none does."""
    order = np.argsort(risks, kind="stable")
    ordered = risks[order]
    counted = np.ones(len(risks)) if weights is None else weights[order]
    share = np.cumsum(wrong[order] * counted) / np.cumsum(counted)
    # Equal risks are shown together or not at all.
    ends = np.append(ordered[1:] > ordered[:-1], True)
    held = np.flatnonzero((share <= bound) & ends)
    return float(ordered[held[-1]]) if len(held) else float(ordered[0]) - 1.0


def calibration_error(risks: Values, wrong: Values | Flags, weights: Values | None = None) -> float:
    """Expected calibration error over ten bins of equal width (Naeini, Cooper and Hauskrecht, 2015)."""
    counted = np.full(len(risks), 1.0 / len(risks)) if weights is None else weights / weights.sum()
    bins = np.minimum((risks * 10).astype(int), 9)
    gaps = [abs(float((counted * (risks - wrong))[bins == one].sum())) for one in set(bins)]
    return float(sum(gaps))


def ranked(asked: Asked) -> dict[str, float | None]:
    """The shares of answerable questions with the right article first, and among the best three."""
    inside = asked.answerable
    if not inside.any():
        return {"top1": None, "top3": None}
    return {"top1": float(1 - asked.wrong[inside].mean()), "top3": float(1 - asked.absent[inside].mean())}


def answered_at(asked: Asked, bound: float) -> float | None:
    """The share of answerable questions answered rightly where at most `bound` of the shown are wrong.

    The threshold is the best there is for these very questions; None without an answerable question.
    """
    inside = asked.answerable
    if not inside.any():
        return None
    shown = asked.risks <= highest(asked.risks, asked.wrong, bound, weights_of(inside))
    return float((shown & ~asked.wrong)[inside].mean())


@dataclass(frozen=True)
class Kept:
    """What came of a bound that was set.

    `answered`: the share of answerable questions that were answered rightly; `wrong`: of what was shown, the
    share of wrong ones; `false_answers`: the share of unanswerable questions that were answered all the same.
    None where there was nothing to take a share of: without an answerable question, all shown are wrong.
    """

    answered: float | None
    wrong: float | None
    false_answers: float | None


def kept(asked: Asked, bound: float) -> Kept:
    """What came of a bound that was set; it is one of `asked.shown`."""
    inside, shown, weights = asked.answerable, asked.shown[bound], weights_of(asked.answerable)
    wrong, right = weights[shown & asked.wrong].sum(), (shown & ~asked.wrong)[inside]
    return Kept(
        answered=float(right.mean()) if inside.any() else None,
        wrong=float(wrong / weights[shown].sum()) if inside.any() and shown.any() else None,
        false_answers=float(shown[~inside].mean()) if not inside.all() else None,
    )
