"""Ranking articles for a question, and deciding what to do with the ranking; no I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

import numpy as np

from kb.calibration import Calibration, Risk
from kb.encoder import Vectors
from kb.facts import Fact, NotListed, look_up
from kb.features import features
from kb.ranking import Candidate, rank
from kb.snapshot import Snapshot

NEAR_TIE = 0.15
FEWEST_OPTIONS = 2
MOST_OPTIONS = 3
# Asking back is worth it where one of the options is right this much more often than not.
HIGHEST_MISSING = 0.3


class SearchDecision(StrEnum):
    """What to do with the best hit: show it, ask which of a few is meant, or say that there is no answer."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    ABSTAIN = "abstain"


@dataclass(frozen=True)
class Hit:
    """An article found: the short answer as Markdown, the passage that fits best as plain text.

    `fact` is what its tables say to the question (Markdown, often empty), `not_listed` what the question
    names and a table would list if it had it. `score` grows with the fit; `risk` is the probability that
    showing this article would be wrong.
    """

    article_id: str
    version: int
    title: str
    answer: str
    passage: str
    url: str
    score: float
    risk: float
    fact: str = ""
    not_listed: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchResult:
    """The decision and the hits, best first. For `clarify`, the first `options` hits are to ask between."""

    decision: SearchDecision
    hits: tuple[Hit, ...]
    options: int = 0


def decide(
    candidates: Sequence[Candidate], risk: Risk, calibration: Calibration, answer_risk: float
) -> SearchDecision:
    """Answer where the risk allows it, ask where one of the best few is probably right, else abstain."""
    if not candidates:
        return SearchDecision.ABSTAIN
    if risk.best <= calibration.highest_risk(answer_risk):
        return SearchDecision.ANSWER
    if risk.missing <= HIGHEST_MISSING and len(candidates) >= FEWEST_OPTIONS:
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
    cautious: bool,
    answer_risk: float,
    limit: int,
    help_url: str,
) -> SearchResult:
    """The decision for a question and the best `limit` articles.

    The bound is `answer_risk`, or the best article's own. With `cautious` risks are taken for higher: the
    calibration is of an earlier state of the knowledge base.
    """
    ranking = rank(snapshot, text, vector)
    candidates = ranking.candidates
    if not candidates or not ranking.words:
        return SearchResult(SearchDecision.ABSTAIN, ())
    risk = calibration.risk(features(snapshot, ranking, calibration.reference), cautious=cautious)
    own = snapshot.articles[candidates[0].number].content.answer_risk
    decision = decide(candidates, risk, calibration, answer_risk if own is None else own)
    risks = _risks(candidates, risk)
    hits = tuple(
        _hit(snapshot, candidate, hit_risk, text if place == 0 else "", help_url)
        for place, (candidate, hit_risk) in enumerate(zip(candidates[:limit], risks, strict=False))
    )
    asked = min(options(candidates), len(hits)) if decision is SearchDecision.CLARIFY else 0
    return SearchResult(decision, hits, asked)


def _risks(candidates: Sequence[Candidate], risk: Risk) -> list[float]:
    """The risk of each hit: what is left of the probability after the best goes to the next two by score."""
    left = max(risk.best - risk.missing, 0.0)
    runners_up = candidates[1:MOST_OPTIONS]
    weights = np.exp([8 * (candidate.score - candidates[0].score) for candidate in runners_up])
    shares = left * weights / weights.sum() if len(runners_up) else []
    rest = [1.0] * (len(candidates) - 1 - len(runners_up))
    return [risk.best, *(max(1.0 - float(share), risk.best) for share in shares), *rest]


def _hit(snapshot: Snapshot, candidate: Candidate, risk: float, question: str, help_url: str) -> Hit:
    """An article as a hit; its tables are asked if there is a question."""
    article = snapshot.articles[candidate.number]
    passage = "" if candidate.passage is None else snapshot.unit(candidate.passage)
    found = look_up(article.body, question) if question else None
    return Hit(
        article_id=article.id,
        version=article.version,
        title=article.title,
        answer=article.answer,
        passage=passage,
        url=help_url + quote(article.id, safe=""),
        score=round(candidate.score, 4),
        risk=round(risk, 4),
        fact=found.answer if isinstance(found, Fact) else "",
        not_listed=_not_listed(found),
    )


def _not_listed(found: Fact | NotListed | None) -> tuple[str, ...]:
    if isinstance(found, NotListed):
        return (found.name,)
    return found.not_listed if found else ()
