"""Reading a postal address out of free text: what is clearly there, and nothing that isn't. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_LONGEST_PART = 120
"""Characters of a street or a city, with air: what is longer is no address but a text."""
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH"
    "|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC"
)
_REGIONS = f"{_STATES}|AB|BC|MB|NB|NL|NS|ON|PE|QC|SK|NSW|QLD|VIC|TAS"
_AMERICAN = re.compile(rf"(?:{_STATES}) \d{{5}}(?:-\d{{4}})?")
_REGION = re.compile(rf"\b({_REGIONS})\b\.?")
_POSTAL = re.compile(
    r"\b(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{5}(?:-\d{4})?"
    r"|\d{4} ?[A-Z]{2}|\d{4})\b",
    re.IGNORECASE,
)
_NUMBER_FIRST = re.compile(
    r"\b\d{1,6}[a-z]?(?:[-/]\d+)?\s+(?:[A-Za-z.'’-]|\d+(?:st|nd|rd|th)\b)", re.IGNORECASE
)
_NUMBER_LAST = re.compile(r"^[^\W\d][^,\d]{2,}\s\d{1,5}\s?[a-z]?$", re.IGNORECASE)
_LEAD = re.compile(
    r"^.*?\b(?:address|adress|adres|addres)\b(?:\s+(?:is|will be|now|has changed|changed))*(?:\s+to)?"
    r"\s*[:,-]?\s+"
    r"|^.*?\b(?:moved?|moving|relocat\w+|live|living)\b(?:\s+(?:now|house|home))*\s+(?:to|at|in)\s+"
    r"|^.*?\b(?:send|ship|deliver|redirect|forward)\w*\b.*?\bto\s+(?=\d)"
    r"|^(?:it'?s|its|it is|to|at|in|my new one is)\s+",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"^(?:(?:apt|apartment|unit|suite|ste|flat|floor|fl|room|rm|bldg|building|po box|p\.o\. box)\b|#)"
    r"\.?\s*#?\s*\w+$|^\d+(?:st|nd|rd|th) floor$",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"\s+instead\b.*$|[\s.!;]+$|\s+(?:please|pls|thanks|thank you)[.!]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Parts:
    """The parts of an address that a text names; None where it doesn't."""

    street: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None

    def named(self) -> dict[str, str]:
        """The parts that are there."""
        return {name: value for name, value in vars(self).items() if value}


def read_address(text: str, countries: Mapping[str, str]) -> Parts:
    """The parts of the address in a message such as "i moved, new adress is 5 elm st, portland, OR 97205".

    Nothing is taken without a street: a text that names none is not an address but words around one.

    Args:
        text: what the visitor wrote.
        countries: lower-case name or code → ISO code, of the countries that can be meant.
    """
    rest = " ".join(text.split())
    rest = _TRAIL.sub("", _LEAD.sub("", rest, count=1))
    segments = [part.strip(" .") for part in re.split(r"[,;\n]", rest) if part.strip(" .")]
    # "Apt 4" belongs to the street wherever it stands; a street or a city it is not.
    units = [part for part in segments if _UNIT.search(part)]
    segments = [part for part in segments if part not in units]
    start = next((i for i, part in enumerate(segments) if _street_in(part)), None)
    if start is None:
        return Parts()
    street = ", ".join((_street_in(segments[start]) or "", *units))
    if len(street) > _LONGEST_PART:
        return Parts()
    return Parts(street=street, **read_place(segments[start + 1 :], countries))


def read_place(segments: list[str], countries: Mapping[str, str]) -> dict[str, str | None]:
    """City, region, postal code and country from what follows the street."""
    found: dict[str, str | None] = dict.fromkeys(("city", "region", "postal_code", "country"))
    for segment in segments:
        rest = segment
        code = countries.get(rest.lower())
        if code is not None and found["country"] is None and found["city"]:
            found["country"] = code
            continue
        if (postal := _POSTAL.search(rest)) and found["postal_code"] is None:
            found["postal_code"] = postal.group().upper()
            rest = (rest[: postal.start()] + rest[postal.end() :]).strip(" .-")
        if (region := _REGION.search(rest)) and found["region"] is None:
            found["region"] = region.group(1)
            rest = (rest[: region.start()] + rest[region.end() :]).strip(" .")
        rest = _without_country(rest, countries, found)
        if found["city"] is None and _may_be_a_city(rest):
            found["city"] = rest if rest != rest.lower() else rest.title()
    if found["country"] is None and _AMERICAN.fullmatch(f"{found['region']} {found['postal_code']}"):
        found["country"] = countries.get("us")
    return found


def _may_be_a_city(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_PART and not any(character.isdigit() for character in text)


def _without_country(text: str, countries: Mapping[str, str], found: dict[str, str | None]) -> str:
    words = text.split()
    for length in range(min(3, len(words)), 0, -1):
        tail = " ".join(words[-length:]).lower()
        if tail in countries and found["country"] is None and (len(words) > length or found["city"]):
            found["country"] = countries[tail]
            return " ".join(words[:-length])
    return text


_NO_STREET = re.compile(
    r"\b(?:days?|weeks?|months?|years?|hours?|orders?|number|code|times?|items?|people|desks?|chairs?)\b",
    re.IGNORECASE,
)


def _street_in(segment: str) -> str | None:
    if _NO_STREET.search(segment):
        return None
    if match := _NUMBER_FIRST.search(segment):
        street = segment[match.start() :]
    elif match := _NUMBER_LAST.search(segment):
        street = segment
    else:
        return None
    return street if street != street.lower() else _titled(street)


def _titled(street: str) -> str:
    return " ".join(word if word[0].isdigit() else word.capitalize() for word in street.split())
