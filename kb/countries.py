"""Names of countries as people write them: in English and in their own languages, short and official.

The names are those of ISO 3166 (pycountry) and of CLDR (babel); what neither has as a name is added here.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

_COLLOQUIAL = {
    "america": "US",
    "the states": "US",
    "usa": "US",
    "u.s.": "US",
    "u.s.a.": "US",
    "uk": "GB",
    "u.k.": "GB",
    "britain": "GB",
    "great britain": "GB",
    "holland": "NL",
    "uae": "AE",
    "ivory coast": "CI",
}
_SHORTEST_FOREIGN_NAME = 4
# The parts of a country that people name instead of it; others share their names with common words.
_PARTS = frozenset(("State", "Province", "Country", "Land", "Nation", "Territory", "Region"))


def country_names(more: Iterable[Mapping[str, Any]] = ()) -> dict[str, str]:
    """Lower-case name or alias -> ISO 3166-1 alpha-2 code.

    Args:
        more: names that somebody gives, as rows (country, name, aliases); they win over the general ones.
    """
    names = dict(_general_names())
    for row in more:
        for name in (row["name"], *row.get("aliases", ())):
            names[str(name).lower()] = str(row["country"])
    return names


@lru_cache(maxsize=1)
def country_codes() -> Mapping[str, str]:
    """ISO 3166-1 codes of two and of three capital letters -> the code of two; `UK` with them."""
    import pycountry

    codes = {"UK": "GB"}
    for country in pycountry.countries:
        codes[country.alpha_2] = codes[country.alpha_3] = country.alpha_2
    return codes


@lru_cache(maxsize=512)
def display_name(code: str) -> str:
    """What a country is called in English."""
    return str(_english().get(code, code))


@lru_cache(maxsize=512)
def places_in(code: str) -> frozenset[str]:
    """Lower-case names of a country's states or provinces, and of cities that stand for its time zones."""
    import pycountry
    from babel.core import get_global

    known: Any = pycountry.subdivisions
    parts = known.get(country_code=code) or ()
    names = {
        part.name.split(" [")[0].lower() for part in parts if part.type in _PARTS and part.parent_code is None
    }
    zones = (zone.split("/") for zone in get_global("territory_zones").get(code, ()))
    return frozenset(names | {zone[1].replace("_", " ").lower() for zone in zones if len(zone) == 2})


@lru_cache(maxsize=1)
def region_names() -> Mapping[str, str]:
    """Lower-case names of regions of the world -> their code in CLDR (`150` is Europe)."""
    regions = {str(name).lower(): code for code, name in _english().items() if code.isdecimal()}
    return regions | {"european union": "EU", "eu": "EU"}


@lru_cache(maxsize=512)
def is_in_region(code: str, region: str) -> bool | None:
    """Whether a country lies in a region, by its time zones; None where they don't tell."""
    from babel.core import get_global

    if region == "001":
        return True
    areas = {zone.split("/")[0].lower() for zone in get_global("territory_zones").get(code, ())}
    name = str(_english().get(region, "")).lower()
    if name in areas:
        return True
    return None


@lru_cache(maxsize=1)
def _general_names() -> Mapping[str, str]:
    import pycountry
    from babel import Locale, UnknownLocaleError
    from babel.languages import get_official_languages

    names: dict[str, str] = {}
    english: dict[str, str] = {}
    for country in pycountry.countries:
        code = country.alpha_2
        for language in get_official_languages(code, de_facto=True):
            try:
                name = str(Locale.parse(language).territories.get(code, ""))
            except (UnknownLocaleError, ValueError):
                continue
            if len(name) >= _SHORTEST_FOREIGN_NAME or (name and not name.isascii()):
                names.setdefault(name.lower(), code)
        for name in (
            country.name,
            getattr(country, "common_name", ""),
            getattr(country, "official_name", ""),
            str(_english().get(code, "")),
        ):
            if name:
                english[name.lower().split(",")[0]] = code
    return names | english | _COLLOQUIAL


@lru_cache(maxsize=1)
def _english() -> Mapping[str, Any]:
    from babel import Locale

    return Locale("en").territories
