"""Which rows of a table a question names: by their words and word forms, as countries, or by an amount."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from kb.amounts import Range, amounts, range_of
from kb.countries import (
    country_codes,
    country_names,
    display_name,
    is_in_region,
    places_in,
    region_names,
)
from kb.question_words import STOP_WORDS, Question, folded_words, stem_of

_PARENTHESIS = re.compile(r"\(([^)]*)\)")
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;/]|\band\b|\bor\b|&)\s*", re.I)
_BEFORE_PLACES = frozenset(("to", "in", "into", "from", "for", "the", "and", "or"))
_ALL_OTHERS = frozenset(
    ("other", "others", "elsewhere", "rest", "everywhere", "international", "worldwide", "abroad", "anywhere")
)  # fmt: skip
_SHORTEST_NAME_WITH_TYPOS = 5
_SHORTEST_WORD_WITH_TYPOS = 6
_LONG_WORD = 8
_LONGEST_NAME = 6
_COUNTRY_COLUMN = 0.5


@dataclass(frozen=True)
class Named:
    """What a question names of a column: cells as they stand there, and countries that are not there."""

    cells: frozenset[str]
    not_listed: tuple[str, ...] = ()


def named_in(
    cells: Iterable[str],
    question: Question,
    *,
    about: frozenset[str] = frozenset(),
    subject: frozenset[str] = frozenset(),
) -> Named:
    """The cells that the question names.

    Args:
        cells: what stands in a column, as a reader sees it.
        question: the question.
        about: stems that name nothing here, such as a header's.
        subject: stems that single out no cell when they are all that is said of it.
    """
    keys = _keys(tuple(dict.fromkeys(cells)))
    if keys.are_countries:
        return _named_countries(keys, question)
    given = tuple(amounts(question.text))
    ranges = {key.cell: key.range for key in keys.all if key.range is not None}
    if any(one.unit == amount.unit for one in ranges.values() for amount in given):
        return Named(
            frozenset(cell for cell, one in ranges.items() if any(one.holds(amount) for amount in given))
        )
    return Named(_named_by_words(keys, question, about, subject))


@dataclass(frozen=True)
class _Key:
    """One cell: its names as folded words, and the countries and regions that it is."""

    cell: str
    names: tuple[tuple[str, ...], ...]
    countries: frozenset[str]
    regions: frozenset[str]

    @cached_property
    def range(self) -> Range | None:
        """The range of amounts that it is."""
        return range_of(self.cell)

    @property
    def is_all_others(self) -> bool:
        """Whether it stands for whatever is not in the table."""
        return any(not _ALL_OTHERS.isdisjoint(name) for name in self.names)

    @cached_property
    def stems(self) -> tuple[frozenset[str], ...]:
        """The stems of each of its names."""
        return tuple(
            stems
            for name in self.names
            if (stems := frozenset(stem_of(word) for word in name if self._means_something(word)))
        )

    def _means_something(self, word: str) -> bool:
        return word not in STOP_WORDS and not (self.range is not None and word.isdecimal())


@dataclass(frozen=True)
class _Keys:
    all: tuple[_Key, ...]

    @cached_property
    def are_countries(self) -> bool:
        places = sum(bool(key.countries or key.regions) for key in self.all)
        return places >= 2 and places >= _COUNTRY_COLUMN * len(self.all)

    @cached_property
    def are_told_apart(self) -> bool:
        """Whether it is known of every country if it is in the table: not where a cell may mean many."""
        return all(
            key.countries or any(name in self.places for name in key.names)
            for key in self.all
            if not key.is_all_others
        ) and not any(key.regions for key in self.all)

    @cached_property
    def own_names(self) -> Mapping[tuple[str, ...], str]:
        """What the cells call themselves."""
        return {name: key.cell for key in reversed(self.all) for name in key.names}

    @cached_property
    def places(self) -> Mapping[tuple[str, ...], str]:
        """States and cities of the countries in the cells -> country code."""
        found: dict[tuple[str, ...], str] = {}
        for code in sorted({code for key in self.all for code in key.countries}):
            for place in places_in(code):
                found.setdefault(tuple(folded_words(place)), code)
        return found

    @cached_property
    def distinctive(self) -> Mapping[str, str]:
        """Stems that stand in one cell only -> the cell."""
        counts = Counter(stem for key in self.all for stem in frozenset().union(*key.stems))
        return {
            stem: key.cell
            for key in self.all
            for stem in frozenset().union(*key.stems)
            if counts[stem] == 1 and len(stem) > 2
        }


@lru_cache(maxsize=4096)
def _keys(cells: tuple[str, ...]) -> _Keys:
    return _Keys(tuple(_key(cell) for cell in cells))


def _key(cell: str) -> _Key:
    plain = _PARENTHESIS.sub(" ", cell).strip()
    texts = [cell, plain, *_PARENTHESIS.findall(cell)]
    parts = [part for part in _BETWEEN_NAMES.split(plain) if part]
    whole = _country(plain)
    countries = {whole} if whole else {code for part in parts if (code := _country(part))}
    regions = {region_names()[part.lower()] for part in [plain, *parts] if part.lower() in region_names()}
    names = dict.fromkeys(tuple(folded_words(text)) for text in [*texts, *([] if whole else parts)])
    return _Key(cell, tuple(name for name in names if name), frozenset(countries), frozenset(regions))


def _country(name: str) -> str | None:
    return _world().get(tuple(folded_words(name))) or country_codes().get(name)


@lru_cache(maxsize=1)
def _world() -> Mapping[tuple[str, ...], str]:
    """Names of countries as folded words; those that are words only without their accents are left out."""
    names: dict[tuple[str, ...], str] = {}
    for name, code in country_names().items():
        words = tuple(folded_words(name))
        if words and (name.isascii() or words not in names):
            names[words] = code
    # "Ísland" is a country, "island" is a word.
    names.pop(("island",), None)
    return names


def _named_countries(keys: _Keys, question: Question) -> Named:
    cells: dict[str, None] = {}
    missing: dict[str, None] = {}
    for found in _places(keys, question):
        if found in keys.own_names.values():
            cells[found] = None
            continue
        holding = [key.cell for key in keys.all if found in key.countries]
        regional = [key for key in keys.all for region in key.regions if is_in_region(found, region)]
        others = [key.cell for key in keys.all if key.is_all_others]
        if holding:
            cells.update(dict.fromkeys(holding))
        elif regional or (others and keys.are_told_apart):
            cells[regional[0].cell if regional else others[0]] = None
        elif keys.are_told_apart:
            missing[display_name(found)] = None
    return Named(frozenset(cells), tuple(missing))


def _places(keys: _Keys, question: Question) -> Iterator[str]:
    """Cells by their own name, and codes of countries, in the question's order; the longest name wins."""
    words = question.words
    left: list[int] = []
    position = 0
    while position < len(words):
        for length in range(min(_LONGEST_NAME, len(words) - position), 0, -1):
            found = _exact(keys, question, position, length)
            if found:
                yield found
                break
        else:
            left.append(position)
            length = 1
        position += length
    yield from _misspelt(keys, [words[position].folded for position in left])


def _exact(keys: _Keys, question: Question, position: int, length: int) -> str | None:
    words = question.words[position : position + length]
    name = tuple(word.folded for word in words)
    if length == 1 and len(name[0]) <= 3 and name[0].isascii() and name[0] not in ("uk", "usa", "uae"):
        return _by_code(keys, question, position)
    return keys.own_names.get(name) or keys.places.get(name) or _world().get(name)


def _by_code(keys: _Keys, question: Question, position: int) -> str | None:
    """A code in capitals; where it may be a word ("IT", "TV") only after a word such as "to"."""
    word = question.words[position]
    code = country_codes().get(word.typed)
    if code is None or question.text.isupper():
        return None
    before = question.words[position - 1].folded if position else ""
    listed = any(code in key.countries for key in keys.all)
    return code if before in _BEFORE_PLACES or (listed and word.folded not in STOP_WORDS) else None


def _misspelt(keys: _Keys, words: Sequence[str]) -> Iterator[str]:
    """Names in the table with typing errors before those of all other countries."""
    own = {" ".join(name): cell for name, cell in keys.own_names.items()}
    world = {" ".join(name): code for name, code in _world().items()}
    for length in (2, 1):
        for start in range(len(words) - length + 1):
            typed = " ".join(words[start : start + length])
            if typed in STOP_WORDS:
                continue
            if match := _closest(typed, own) or _closest(typed, world, fewest=_LONG_WORD - 2):
                yield match


def _closest(typed: str, names: Mapping[str, str], fewest: int = _SHORTEST_NAME_WITH_TYPOS) -> str | None:
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    if len(typed) < fewest:
        return None
    allowed = 2 if len(typed) >= _LONG_WORD else 1
    found: Any = process.extractOne(
        typed, names.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=allowed
    )
    return names[found[0]] if found and found[0][0] == typed[0] else None


def _named_by_words(
    keys: _Keys, question: Question, about: frozenset[str], subject: frozenset[str]
) -> frozenset[str]:
    """Cells of which a name is said as a whole; else those of which a word is said that no other has."""
    whole = {key.cell: best for key in keys.all if (best := _longest_said(key, question, about))}
    if whole:
        longest = max(whole.values())
        return frozenset(cell for cell, length in whole.items() if length == longest)
    found = frozenset(
        cell
        for stem, cell in keys.distinctive.items()
        if stem not in about | subject and _said(stem, question)
    )
    # Words of half of the rows name none of them.
    return found if 2 * len(found) <= max(len(keys.all), 2) else frozenset()


def _longest_said(key: _Key, question: Question, about: frozenset[str]) -> int:
    said = [
        len(stems)
        for stems in key.stems
        if not stems <= about and all(_said(stem, question) for stem in stems)
    ]
    return max(said, default=0)


def _said(stem: str, question: Question) -> bool:
    from rapidfuzz.distance import DamerauLevenshtein

    if stem in question.stems:
        return True
    if len(stem) < _SHORTEST_WORD_WITH_TYPOS:
        return False
    allowed = 2 if len(stem) >= _LONG_WORD else 1
    return any(
        one[0] == stem[0] and DamerauLevenshtein.distance(stem, one, score_cutoff=allowed) <= allowed
        for one in question.forms
    )
