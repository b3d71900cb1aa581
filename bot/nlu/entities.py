"""What a message names: order numbers, e-mail addresses, countries, codes, phones, amounts, quantities.

Pure functions on text. Where two readings overlap, the more specific one wins ("$10,045" is an amount, not
an order number).
"""

import re
from collections.abc import Iterator, Mapping

from bot.nlu.model import Entity, EntityKind

EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?![\w-])", re.I
)

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,9}(?:\.\d{1,2})?"
_CURRENCY = r"dollars?|bucks?|usd|us\s?dollars?|euros?|eur|pounds?|gbp|quid|cad|aud"
AMOUNT = re.compile(
    rf"(?<![\w.,])(?:[$€£]\s?(?P<after>{_NUMBER})(?P<thousand>k\b)?|(?P<before>{_NUMBER})\s?(?:[$€£]|(?:{_CURRENCY})\b))"
    r"(?![\d])",
    re.I,
)
PHONE = re.compile(
    r"(?<![\w#$€£+.,])(?:\+\d{1,3}[\s.-]?)?(?:\(\d{2,4}\)[\s.-]?)?\d{2,4}(?:[\s.-]\d{2,4}){1,4}(?![\w])"
)
ORDER_MARKED = re.compile(
    r"(?:#\s?|\b(?:order|purchase|ord)\b\s*(?:number|numbr|num|nr|no|id)?\b\.?\s*(?:is|was)?\s*[:#]?\s*)(\d{5})(?!\d)",
    re.I,
)
ORDER_BARE = re.compile(r"(?<![\w$€£+.,@/-])(\d{5})(?![\d@]|[.,-]\d|\s?(?:%|[$€£]))\b")
CODE = re.compile(r"(?<![\w#$€£+.,@/-])(\d{3}[ -]?\d{3})(?![\w@]|[.,-]\d|\s\d)")
QUANTITY = re.compile(
    r"(?<![\w#$€£.,@/-])(?P<number>\d{1,3}(?:,\d{3})+|\d{1,4}|{words})\s?(?:x\s|pieces?\s(?:of\s)?|units?\s(?:of\s)?)?"
    r"(?P<noun>(?:[a-z][a-z-]*\s){0,2}?[a-z][a-z-]*s|(?:[a-z]+\s)?(?:people|pcs|pieces|units))\b".replace(
        "{words}",
        r"(?:a |two |three |four |five )?(?:couple|dozen)(?: of)?"
        r"|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|eighty|hundred",
    ),
    re.I,
)
_STREET = re.compile(
    r"\s+(?:[\w.'-]+\s+){0,3}(?:st|street|ave|avenue|rd|road|ln|lane|dr|drive|blvd|boulevard|way|court|ct|place|pl)\b",
    re.I,
)
_POSTCODE_BEFORE = re.compile(r"(?:\b[A-Z]{2}|\b(?:zip|zipcode|zip code|postcode|postal code|plz)\b:?)\s*$")
_NUMBER_WORDS = {
    "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "eighty": 80, "hundred": 100,
}  # fmt: skip
_MULTIPLES = {"two": 2, "three": 3, "four": 4, "five": 5}
_NOT_THINGS = frozenset(
    {
        *("days", "hours", "minutes", "mins", "hrs", "weeks", "months", "years", "secs", "seconds", "times"),
        *(
            "cents",
            "pounds",
            "dollars",
            "bucks",
            "euros",
            "percent",
            "stars",
            "inches",
            "centimeters",
            "meters",
        ),
        *(
            "centimetres",
            "metres",
            "feet",
            "lbs",
            "kilos",
            "is",
            "was",
            "this",
            "us",
            "as",
            "does",
            "has",
            "its",
        ),
        *(
            "business",
            "working",
            "street",
            "orders",
            "emails",
            "messages",
            "calls",
            "details",
            "address",
            "status",
        ),
    }
)
"""Plural nouns, and words that look like them, that are not counted goods."""
_PRECEDENCE: tuple[EntityKind, ...] = (
    "email",
    "amount",
    "order_number",
    "code",
    "phone",
    "quantity",
    "country",
)


def entities_of(text: str, countries: "CountryNames") -> tuple[Entity, ...]:
    """All that the text names, in the order of the text; no two overlap.

    Args:
        text: the message.
        countries: the names of countries that are known.
    """
    found = [
        *_emails(text),
        *_amounts(text),
        *_order_numbers(text),
        *_codes(text),
        *_phones(text),
        *_quantities(text),
        *countries.find(text),
    ]
    found.sort(key=lambda entity: (_PRECEDENCE.index(entity.kind), entity.start))
    kept: list[Entity] = []
    for entity in found:
        if all(entity.end <= other.start or entity.start >= other.end for other in kept):
            kept.append(entity)
    return tuple(sorted(kept, key=lambda entity: entity.start))


def _emails(text: str) -> Iterator[Entity]:
    for match in EMAIL.finditer(text):
        yield Entity("email", match.group().lower(), match.start(), match.end())


def _amounts(text: str) -> Iterator[Entity]:
    for match in AMOUNT.finditer(text):
        number = float((match["after"] or match["before"]).replace(",", ""))
        yield Entity(
            "amount", f"{number * (1000 if match['thousand'] else 1):.2f}", match.start(), match.end()
        )


def _order_numbers(text: str) -> Iterator[Entity]:
    marked = {match.span(1) for match in ORDER_MARKED.finditer(text)}
    for start, end in sorted(marked):
        before = start - 1 if text[start - 1 : start] == "#" else start
        yield Entity("order_number", text[start:end], before, end)
    for match in ORDER_BARE.finditer(text):
        house_number = _STREET.match(text, match.end())
        if match.span(1) in marked or house_number or _POSTCODE_BEFORE.search(text, 0, match.start()):
            continue
        yield Entity("order_number", match[1], match.start(1), match.end(1))


def _codes(text: str) -> Iterator[Entity]:
    for match in CODE.finditer(text):
        yield Entity("code", re.sub(r"\D", "", match[1]), match.start(1), match.end(1))


def _phones(text: str) -> Iterator[Entity]:
    for match in PHONE.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if 9 <= len(digits) <= 15:
            plus = "+" if match.group().startswith("+") else ""
            yield Entity("phone", plus + digits, match.start(), match.end())


def _quantities(text: str) -> Iterator[Entity]:
    for match in QUANTITY.finditer(text):
        if _NOT_THINGS.intersection(match["noun"].lower().split()) or match["noun"].lower().endswith("ss"):
            continue
        number = _whole_number(match["number"])
        if number >= 2:
            yield Entity("quantity", str(number), match.start(), match.end("number"))


def _whole_number(words: str) -> int:
    digits = words.replace(",", "")
    if digits.isdecimal():
        return int(digits)
    first, *rest = words.lower().split()
    unit = 12 if "dozen" in words.lower() else 2
    return _NUMBER_WORDS.get(first, _MULTIPLES.get(first, 1) * unit)


class CountryNames:
    """Finds names of countries; made once, since there are hundreds of names."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """`names`: lower-case name or alias -> ISO 3166-1 alpha-2 code."""
        self._names = dict(names)
        # The longest name first: "northern ireland" is not Ireland.
        longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<![\w@.-])(?:{longest_first})(?![\w@])", re.I) if names else None

    def find(self, text: str) -> Iterator[Entity]:
        """The countries that the text names."""
        for match in self._pattern.finditer(text) if self._pattern else ():
            name = match.group()
            # Two letters are a country in capitals only: "us" and "it" are words.
            if len(name) > 2 or name.isupper() or name.lower() == "uk":
                yield Entity("country", self._names[name.lower()], match.start(), match.end())
