"""Names of countries, so that "do you ship to Japan" is understood even where the shop doesn't ship to."""

from collections.abc import Iterable, Mapping
from typing import Any


def country_names(shipping: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Lower-case name or alias -> ISO 3166-1 alpha-2 code.

    Args:
        shipping: rows of `data/shop/shipping.yml` (country, name, aliases); their names win over the general
            ones, which are those of ISO 3166 as pycountry has them.
    """
    import pycountry

    names: dict[str, str] = {}
    for country in pycountry.countries:
        for name in (
            country.name,
            getattr(country, "common_name", ""),
            getattr(country, "official_name", ""),
        ):
            if name:
                names[name.lower().split(",")[0]] = country.alpha_2
    for row in shipping:
        for name in (row["name"], *row.get("aliases", ())):
            names[str(name).lower()] = str(row["country"])
    return names
