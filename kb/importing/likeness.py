"""Articles that say or ask the same: found by meaning and by their questions, told and never merged."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from kb.articles import Content
from kb.encoder import Vectors
from kb.passages import Kind, Unit, units

ALIKE = 0.85
"""From this cosine on two articles count as alike; chosen in docs/decisions/0011."""
_CHUNK = 512
_NOT_WORD = re.compile(r"\W+")


class Same(StrEnum):
    """What two articles have in common."""

    TEXT = "text"
    MEANING = "meaning"
    QUESTION = "question"


@dataclass(frozen=True)
class Duplicate:
    """An article of an import that is like another one, in the import or already there.

    `likeness` (0 to 1) is the cosine of title and answer; `questions` are the ways of asking that both have;
    `skipped` says that the article was left out because of it.
    """

    id: str
    of: str
    same: Same
    likeness: float
    questions: tuple[str, ...] = ()
    skipped: bool = False


@dataclass(frozen=True)
class Candidate:
    """An article to compare; only pairs in which at least one is `fresh` are looked at."""

    id: str
    content: Content
    fresh: bool


def summary(content: Content) -> Unit:
    """The unit that stands for an article's meaning: its title with the beginning of what it answers."""
    all_units = units(content)
    return next((unit for unit in all_units if unit.kind is Kind.PASSAGE), all_units[0])


def duplicates(
    candidates: Sequence[Candidate],
    vector_of: Callable[[Unit], Vectors],
    *,
    may_skip: Collection[str] = (),
    alike: float = ALIKE,
) -> tuple[Duplicate, ...]:
    """Fresh articles that are like an earlier candidate, each with the one it is most like.

    Args:
        candidates: what is there first, then what comes, in the order in which it stays.
        vector_of: the vector of a unit, of length one.
        may_skip: ids that are left out when they say the same as one that stays. The same question with
            another answer is told and never left out: one of the two must be wrong.
        alike: the cosine from which on two articles count as alike.
    """
    found: dict[tuple[int, int], Duplicate] = {}
    for later, earlier in _asked_alike(candidates):
        one, other = candidates[later], candidates[earlier]
        likeness = float(vector_of(summary(one.content)) @ vector_of(summary(other.content)))
        shared = tuple(
            question for question in _asked(one.content) if _folded(question) in _keys(other.content)
        )
        found[later, earlier] = Duplicate(one.id, other.id, Same.QUESTION, _share(likeness), shared)
    for later, earlier, likeness in _meant_alike(candidates, vector_of, alike):
        one, other = candidates[later], candidates[earlier]
        same = Same.TEXT if _folded(one.content.body) == _folded(other.content.body) else Same.MEANING
        before = found.get((later, earlier))
        questions = before.questions if before else ()
        found[later, earlier] = Duplicate(one.id, other.id, same, _share(likeness), questions)
    best: dict[int, Duplicate] = {}
    out: set[int] = set()
    for (later, earlier), duplicate in sorted(found.items(), key=lambda one: (one[0][0], -one[1].likeness)):
        if later in best or earlier in out:
            continue
        skipped = duplicate.id in may_skip and duplicate.same is not Same.QUESTION
        best[later] = replace(duplicate, skipped=skipped)
        if skipped:
            out.add(later)
    return tuple(best.values())


def _meant_alike(
    candidates: Sequence[Candidate], vector_of: Callable[[Unit], Vectors], alike: float
) -> Iterable[tuple[int, int, float]]:
    if not any(one.fresh for one in candidates):
        return
    matrix = np.array([vector_of(summary(one.content)) for one in candidates], dtype=np.float32)
    yield from _close(matrix, [one.fresh for one in candidates], alike)


def _close(
    matrix: npt.NDArray[np.float32], fresh: Sequence[bool], alike: float
) -> Iterable[tuple[int, int, float]]:
    """Pairs (later, earlier) of rows that point the same way, the later one or the earlier one fresh."""
    rows = np.flatnonzero(fresh)
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        cosines = matrix[chunk] @ matrix.T
        for at, other in np.argwhere(cosines >= alike):
            row, column = int(chunk[at]), int(other)
            # Of two fresh ones each pair comes twice; what is there already comes first in the order.
            if row > column:
                yield row, column, float(cosines[at, other])


def _asked_alike(candidates: Sequence[Candidate]) -> Iterable[tuple[int, int]]:
    """Pairs (later, earlier) that have a way of asking in common; the earlier one is the question's first."""
    first: dict[str, int] = {}
    pairs: set[tuple[int, int]] = set()
    for number, one in enumerate(candidates):
        for key in _keys(one.content):
            earlier = first.setdefault(key, number)
            if earlier != number and one.fresh:
                pairs.add((number, earlier))
    return sorted(pairs)


def _asked(content: Content) -> tuple[str, ...]:
    return (content.title, *content.variants)


def _keys(content: Content) -> Mapping[str, None]:
    return dict.fromkeys(key for question in _asked(content) if (key := _folded(question)))


def _folded(text: str) -> str:
    return _NOT_WORD.sub(" ", text.casefold()).strip()


def _share(likeness: float) -> float:
    return round(min(max(likeness, 0.0), 1.0), 4)
