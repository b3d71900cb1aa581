"""Amounts with their units, and ranges of them, as tables and questions write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CURRENCIES = {"dollar": "$", "usd": "$", "buck": "$", "euro": "€", "eur": "€", "pound": "£", "gbp": "£"}
_DIGITS = r"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = r"(?P<sign{0}>[$€£])?\s?(?P<number{0}>" + _DIGITS + r")\s?(?P<unit{0}>[€£%]|[a-z]+)?"
_AND_MORE = r"(?P<sign9>[$€£])?(?P<number9>\d[\d,]*)\s?\+\s?(?P<unit9>[a-z]+)?"
_AMOUNT = re.compile(_NUMBER.format(""), re.I)
_BETWEEN = re.compile(_NUMBER.format(1) + r"\s*(?:to|-|–|—|and)\s*" + _NUMBER.format(2), re.I)
_UP_TO = re.compile(r"\b(?:under|below|less than|up to|at most|until)\s+" + _NUMBER.format(""), re.I)
_FROM = re.compile(
    r"\b(?:over|above|more than|at least|from)\s+" + _NUMBER.format("") + "|" + _AND_MORE, re.I
)
_STRICT = re.compile(r"\b(?:under|below|less than|over|above|more than)\b", re.I)


@dataclass(frozen=True)
class Amount:
    """A number of something: `$`, `€`, `lb`, `day`; the unit is empty where none is said."""

    value: float
    unit: str


@dataclass(frozen=True)
class Range:
    """From `low` to `high` of a unit; both ends belong to it unless `strict`."""

    low: float
    high: float
    unit: str
    strict: bool = False

    def holds(self, amount: Amount) -> bool:
        """Whether an amount of the same unit lies in it."""
        if amount.unit != self.unit:
            return False
        if self.strict:
            return self.low < amount.value < self.high
        return self.low <= amount.value <= self.high


def amounts(text: str) -> Iterator[Amount]:
    """The amounts that a text names, without those that have no unit."""
    for match in _AMOUNT.finditer(text):
        amount = _amount(match["sign"], match["number"], match["unit"])
        if amount.unit:
            yield amount


def range_of(cell: str) -> Range | None:
    """The range that a cell says, such as `$50-100`, `under 130 lb` or `more than $50,000`."""
    strict = bool(_STRICT.search(cell))
    if between := _BETWEEN.search(cell):
        low = _amount(between["sign1"], between["number1"], between["unit1"])
        high = _amount(between["sign2"], between["number2"], between["unit2"])
        unit = high.unit or low.unit
        if low.unit in ("", unit) and low.value <= high.value:
            return Range(low.value, high.value, unit)
    if most := _UP_TO.search(cell):
        amount = _amount(most["sign"], most["number"], most["unit"])
        return Range(float("-inf"), amount.value, amount.unit, strict)
    if least := _FROM.search(cell):
        end = "" if least["number"] else "9"
        amount = _amount(least[f"sign{end}"], least[f"number{end}"], least[f"unit{end}"])
        return Range(amount.value, float("inf"), amount.unit, strict)
    return None


def _amount(sign: str | None, number: str, unit: str | None) -> Amount:
    word = (unit or "").lower()
    word = word.removesuffix("s") if len(word) > 2 else word
    return Amount(float(number.replace(",", "")), sign or _CURRENCIES.get(word, word))
