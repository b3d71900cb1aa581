"""Everything a search works on, of one moment: made whole, or grown by what changed since."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

import numpy as np

from kb.articles import Article
from kb.bm25 import WordSearcher
from kb.encoder import Vectors
from kb.index import LayeredIndex, Rows, index_of
from kb.lexical import Grams, GramTable, grams
from kb.passages import Kind, Unit


@dataclass(frozen=True)
class Prepared:
    """An article with what is computed once of its units.

    `shown[n]`, `vectors[n]` and `grams[n]` are of the same unit; the first `asked` are title and variants,
    the rest passages.
    """

    article: Article
    asked: int
    shown: tuple[str, ...]
    vectors: Vectors
    grams: tuple[Grams, ...]


def prepared(article: Article, units: Sequence[Unit], vectors: Sequence[Vectors] | Vectors) -> Prepared:
    """An article made ready; `vectors` has one for each of its units (title first, passages last)."""
    return Prepared(
        article=article,
        asked=sum(unit.kind is not Kind.PASSAGE for unit in units),
        shown=tuple(unit.shown for unit in units),
        vectors=np.array(vectors, dtype=np.float32),
        grams=tuple(grams(unit.shown) for unit in units),
    )


@dataclass(frozen=True)
class Snapshot:
    """Everything a search needs, of one moment; never changed, only replaced as a whole.

    `owners[row]` is the article (a number in `articles`) of a unit; the units of article `number` are the
    rows `starts[number]` up to `starts[number + 1]`, the first `asked[number]` of them title and variants;
    row `number` of `centroids` is the mean direction of its units. Articles that are no longer published
    may keep their number and rows until the next whole snapshot, but no index finds them; `numbers` has the
    others.
    """

    generation: int
    articles: tuple[Article, ...]
    numbers: Mapping[str, int]
    shown: tuple[tuple[str, ...], ...]
    owners: Rows
    starts: tuple[int, ...]
    asked: tuple[int, ...]
    index: LayeredIndex
    centroids: Vectors
    table: GramTable
    words: WordSearcher

    def unit(self, row: int) -> str:
        """The text of a unit as a reader sees it."""
        number = int(self.owners[row])
        return self.shown[number][row - self.starts[number]]

    def prepared(self, article_id: str) -> Prepared:
        """What was computed of a published article, to be used again.

        Raises:
            KeyError: it is not published.
        """
        number = self.numbers[article_id]
        first, last = self.starts[number], self.starts[number + 1]
        return Prepared(
            article=self.articles[number],
            asked=self.asked[number],
            shown=self.shown[number],
            vectors=self.index.vectors(first, last),
            grams=self.table.rows(first, last),
        )

    def everything(self) -> Iterator[Prepared]:
        """All published articles by id."""
        return (self.prepared(article_id) for article_id in sorted(self.numbers))

    @cached_property
    def unused(self) -> int:
        """How many rows are of articles that are no longer published."""
        return int(self.index.dead.sum())

    @property
    def overhead(self) -> int:
        """The rows that a whole snapshot made now would do away with: later ones, and those of no use."""
        return len(self.index.tail) + self.unused


def build_snapshot(
    generation: int, articles: Sequence[Prepared], dimension: int, words: WordSearcher
) -> Snapshot:
    """A whole snapshot of these articles, whose words `words` has."""
    starts = (0, *accumulate(len(one.shown) for one in articles))
    matrix = np.concatenate([np.empty((0, dimension), np.float32), *(one.vectors for one in articles)])
    return Snapshot(
        generation=generation,
        articles=tuple(one.article for one in articles),
        numbers={one.article.id: number for number, one in enumerate(articles)},
        shown=tuple(one.shown for one in articles),
        owners=np.repeat(np.arange(len(articles), dtype=np.int64), np.diff(starts)),
        starts=starts,
        asked=tuple(one.asked for one in articles),
        index=_layered(matrix),
        centroids=_directions(matrix, starts),
        table=GramTable([row for one in articles for row in one.grams]),
        words=words,
    )


def grown(
    before: Snapshot, generation: int, gone: Collection[str], fresh: Sequence[Prepared], words: WordSearcher
) -> Snapshot:
    """The snapshot without the articles `gone` and with `fresh` ones, which replace those of the same id.

    Takes time for what is fresh, not for what is there: the parts are shared, and the weights of
    n-grams, which are learned from all articles, stay as they were.
    """
    numbers = dict(before.numbers)
    replaced = {*gone, *(one.article.id for one in fresh)} & numbers.keys()
    dead_numbers = [numbers.pop(article_id) for article_id in replaced]
    count, rows = len(before.articles), len(before.owners)
    sizes = [len(one.shown) for one in fresh]
    dead_rows = np.concatenate([before.index.dead, np.zeros(sum(sizes), dtype=np.bool_)])
    for number in dead_numbers:
        dead_rows[before.starts[number] : before.starts[number + 1]] = True
    numbers |= {one.article.id: count + place for place, one in enumerate(fresh)}
    starts = tuple(accumulate(sizes, initial=0))
    dimension = before.index.tail.shape[1]
    matrix = np.concatenate([np.empty((0, dimension), np.float32), *(one.vectors for one in fresh)])
    owners = np.repeat(np.arange(count, count + len(fresh), dtype=np.int64), sizes)
    return replace(
        before,
        generation=generation,
        articles=before.articles + tuple(one.article for one in fresh),
        numbers=numbers,
        shown=before.shown + tuple(one.shown for one in fresh),
        owners=np.concatenate([before.owners, owners]),
        starts=before.starts + tuple(rows + start for start in starts[1:]),
        asked=before.asked + tuple(one.asked for one in fresh),
        index=before.index.grown(matrix, dead_rows),
        centroids=np.concatenate([before.centroids, _directions(matrix, starts)]),
        table=before.table.grown([row for one in fresh for row in one.grams]),
        words=words,
    )


def _layered(matrix: Vectors) -> LayeredIndex:
    return LayeredIndex(index_of(matrix), matrix[:0], np.zeros(len(matrix), dtype=np.bool_))


def _directions(matrix: Vectors, starts: tuple[int, ...]) -> Vectors:
    """The mean direction of the rows of each article, of length one."""
    if not len(matrix):
        return matrix
    sums = np.add.reduceat(matrix, np.asarray(starts[:-1]), axis=0)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.maximum(lengths, 1e-9), dtype=np.float32)
