"""Ranking articles for a question, and deciding what to do with the ranking; no I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

import numpy as np

from kb.calibration import Calibration, Features, Risk
from kb.encoder import Vectors
from kb.index import Snapshot
from kb.lexical import GramQuery, words

NEIGHBOURS = 64
CANDIDATES = 12
CENTROID_WEIGHT = 0.5
CLASSIFIER_WEIGHT = 1.0
LEXICAL_WEIGHT = 0.3
NEAR_TIE = 0.15
FEWEST_OPTIONS = 2
MOST_OPTIONS = 3


class SearchDecision(StrEnum):
    """What to do with the best hit: show it, ask which of a few is meant, or say that there is no answer."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    ABSTAIN = "abstain"


@dataclass(frozen=True)
class Candidate:
    """An article that may answer, with the evidence for it; all likenesses are between -1 and 1.

    `asked` is the best of title and variants, `passage` the best passage's row (None without a body).
    """

    number: int
    score: float
    nearest: float
    asked: float
    told: float
    centroid: float
    classified: float
    lexical: float
    passage: int | None


@dataclass(frozen=True)
class Ranking:
    """The best candidates for a question, best first, with the question as it was compared."""

    candidates: tuple[Candidate, ...]
    query: GramQuery
    words: int


@dataclass(frozen=True)
class Hit:
    """An article found: the short answer as Markdown, the passage that fits best as plain text.

    `score` grows with the fit; `risk` is the probability that showing this article would be wrong.
    """

    article_id: str
    version: int
    title: str
    answer: str
    passage: str
    url: str
    score: float
    risk: float


@dataclass(frozen=True)
class SearchResult:
    """The decision and the hits, best first. For `clarify`, the first `options` hits are to ask between."""

    decision: SearchDecision
    hits: tuple[Hit, ...]
    options: int = 0


def rank(snapshot: Snapshot, text: str, vector: Vectors) -> Ranking:
    """The best candidates for a question, at most `CANDIDATES`."""
    query = snapshot.table.query(text)
    count = len(words(text))
    if not snapshot.articles:
        return Ranking((), query, count)
    _, rows = snapshot.index.nearest(vector, NEIGHBOURS)
    means = snapshot.centroids @ vector
    classes = snapshot.classifier.scores(vector)
    numbers = list(dict.fromkeys(snapshot.owners[rows].tolist()))[:CANDIDATES]
    central = np.argpartition(-means, min(CANDIDATES // 2, len(means)) - 1)[: CANDIDATES // 2]
    numbers = list(dict.fromkeys([*numbers, *central.tolist()]))
    found = [
        _candidate(snapshot, number, vector, float(means[number]), float(classes[number]), query)
        for number in numbers
    ]
    found.sort(key=lambda candidate: (-candidate.score, candidate.number))
    return Ranking(tuple(found[:CANDIDATES]), query, count)


def features(snapshot: Snapshot, ranking: Ranking) -> Features:
    """What the risk is judged by: facts of the ranking that don't depend on what the articles are about."""
    candidates = ranking.candidates
    best, others = candidates[0], candidates[1:]
    second = others[0] if others else None
    background = [candidate.nearest for candidate in others[1:10]] or [0.0]
    shares = np.exp(8 * np.array([candidate.score - best.score for candidate in candidates[:5]]))
    first, last = snapshot.starts[best.number], snapshot.starts[best.number + 1]
    return Features(
        nearest=best.nearest,
        nearest_margin=best.nearest - max((other.nearest for other in others), default=0.0),
        asked=best.asked,
        told=best.told,
        centroid=best.centroid,
        centroid_margin=best.centroid - max((other.centroid for other in others), default=0.0),
        classified=best.classified,
        classified_margin=best.classified - max((other.classified for other in others), default=0.0),
        lexical=best.lexical,
        lexical_margin=best.lexical - max((other.lexical for other in others), default=0.0),
        coverage=snapshot.table.coverage(ranking.query, first, last),
        score_margin=best.score - (second.score if second else 0.0),
        share=float(shares[0] / shares.sum()),
        above_background=best.nearest - float(np.mean(background)),
        background=float(np.mean(background)),
        dense_agrees=float(best.nearest >= max(candidate.nearest for candidate in candidates)),
        classifier_agrees=float(best.classified >= max(candidate.classified for candidate in candidates)),
        lexical_agrees=float(best.lexical >= max(candidate.lexical for candidate in candidates)),
        log_words=float(np.log1p(ranking.words)),
        log_articles=float(np.log1p(len(snapshot.articles))),
        log_units=float(np.log1p(last - first)),
    )


def decide(
    candidates: Sequence[Candidate], risk: Risk, calibration: Calibration, answer_risk: float
) -> SearchDecision:
    """Answer where the risk allows it, ask where one of the best few is probably right, else abstain."""
    if not candidates:
        return SearchDecision.ABSTAIN
    if risk.best <= calibration.highest_risk(answer_risk):
        return SearchDecision.ANSWER
    if risk.missing <= calibration.highest_missing and len(candidates) >= FEWEST_OPTIONS:
        return SearchDecision.CLARIFY
    return SearchDecision.ABSTAIN


def options(candidates: Sequence[Candidate]) -> int:
    """How many of the best to ask between: those that share the first place, at least two, at most three."""
    ties = sum(candidates[0].score - candidate.score <= NEAR_TIE for candidate in candidates[:MOST_OPTIONS])
    return min(max(ties, FEWEST_OPTIONS), len(candidates))


def search(
    snapshot: Snapshot,
    text: str,
    vector: Vectors,
    *,
    calibration: Calibration,
    answer_risk: float,
    limit: int,
    help_url: str,
) -> SearchResult:
    """The decision for a question and the best `limit` articles."""
    ranking = rank(snapshot, text, vector)
    candidates = ranking.candidates
    if not candidates or not ranking.words:
        return SearchResult(SearchDecision.ABSTAIN, ())
    risk = calibration.risk(features(snapshot, ranking))
    decision = decide(candidates, risk, calibration, answer_risk)
    risks = _risks(candidates, risk)
    hits = tuple(
        _hit(snapshot, candidate, hit_risk, help_url)
        for candidate, hit_risk in zip(candidates[:limit], risks, strict=False)
    )
    asked = min(options(candidates), len(hits)) if decision is SearchDecision.CLARIFY else 0
    return SearchResult(decision, hits, asked)


def _candidate(
    snapshot: Snapshot, number: int, vector: Vectors, centroid: float, classified: float, query: GramQuery
) -> Candidate:
    first, last = snapshot.starts[number], snapshot.starts[number + 1]
    passages = first + snapshot.asked[number]
    likeness = snapshot.index.vectors(first, last) @ vector
    asked = float(likeness[: passages - first].max())
    told, passage = 0.0, None
    if passages < last:
        best = int(likeness[passages - first :].argmax())
        told, passage = float(likeness[passages - first + best]), passages + best
    lexical = snapshot.table.likeness(query, first, passages)
    nearest = max(asked, told)
    return Candidate(
        number=number,
        score=(
            nearest + CENTROID_WEIGHT * centroid + CLASSIFIER_WEIGHT * classified + LEXICAL_WEIGHT * lexical
        ),
        nearest=nearest,
        asked=asked,
        told=told,
        centroid=centroid,
        classified=classified,
        lexical=lexical,
        passage=passage,
    )


def _risks(candidates: Sequence[Candidate], risk: Risk) -> list[float]:
    """The risk of each hit: what is left of the probability after the best goes to the next two by score."""
    left = max(risk.best - risk.missing, 0.0)
    runners_up = candidates[1:MOST_OPTIONS]
    weights = np.exp([8 * (candidate.score - candidates[0].score) for candidate in runners_up])
    shares = left * weights / weights.sum() if len(runners_up) else []
    rest = [1.0] * (len(candidates) - 1 - len(runners_up))
    return [risk.best, *(max(1.0 - float(share), risk.best) for share in shares), *rest]


def _hit(snapshot: Snapshot, candidate: Candidate, risk: float, help_url: str) -> Hit:
    article = snapshot.articles[candidate.number]
    passage = "" if candidate.passage is None else snapshot.units[candidate.passage].unit.shown
    return Hit(
        article_id=article.id,
        version=article.version,
        title=article.title,
        answer=article.answer,
        passage=passage,
        url=help_url + quote(article.id, safe=""),
        score=round(candidate.score, 4),
        risk=round(risk, 4),
    )
