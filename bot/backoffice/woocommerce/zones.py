"""WooCommerce's shipping zones as the countries that the shop delivers to. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

import pycountry

from bot.backoffice.delivery import Destination, ShippingMethod, find_destination

Json = Mapping[str, Any]
_REST_OF_THE_WORLD = 0
_BY_AMOUNT = frozenset({"min_amount", "either"})


@dataclass(frozen=True)
class Zone:
    """A zone with its places and ways of sending; 0 is the rest of the world."""

    id: int
    locations: Sequence[Json]
    methods: Sequence[Json]


@dataclass(frozen=True)
class Reach:
    """Where the shop delivers: named countries, and by `rest` to all others when there is any."""

    destinations: tuple[Destination, ...]
    rest: tuple[ShippingMethod, ...]

    def find(self, country: str) -> Destination | None:
        """How a country is delivered to, given by code or name."""
        named = find_destination(self.destinations, country)
        if named is not None or not self.rest:
            return named
        try:
            code = pycountry.countries.lookup(country.strip()).alpha_2
        except LookupError:
            return None
        return find_destination(self.destinations, code) or Destination(code, _name(code), (), self.rest)


def reach(zones: Sequence[Zone], continents: Sequence[Json]) -> Reach:
    """What all zones reach, the first that fits a country first.

    Zones for postal codes or parts of a country don't speak for the whole of it and are left out.
    """
    members = {one["code"]: [country["code"] for country in one["countries"]] for one in continents}
    found: dict[str, Destination] = {}
    rest: tuple[ShippingMethod, ...] = ()
    for zone in zones:
        ways = _ways(zone.methods)
        if zone.id == _REST_OF_THE_WORLD:
            rest = ways
            continue
        if not ways or any(one["type"] == "postcode" for one in zone.locations):
            continue
        for location in zone.locations:
            for country in _countries(location, members):
                found.setdefault(country, Destination(country, _name(country), (), ways))
    return Reach(tuple(sorted(found.values(), key=lambda one: one.name)), rest)


def _countries(location: Json, continents: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if location["type"] == "country":
        return [location["code"]]
    return continents.get(location["code"], ()) if location["type"] == "continent" else ()


def _ways(methods: Sequence[Json]) -> tuple[ShippingMethod, ...]:
    """Flat rates and free shipping; what depends on the cart has no price to be told."""
    enabled = [one for one in methods if one["enabled"]]
    ways = [ShippingMethod(one["title"], None, Decimal(0)) for one in enabled if _is_free(one)]
    flat = [(one, _amount(one, "cost")) for one in enabled if one["method_id"] == "flat_rate"]
    ways += [ShippingMethod(one["title"], None, cost) for one, cost in flat if cost is not None]
    limits = [_amount(one, "min_amount") for one in enabled if _setting(one, "requires") in _BY_AMOUNT]
    known = [limit for limit in limits if limit]
    if ways and known:
        cheapest = min(ways, key=lambda way: way.price)
        ways = [replace(way, free_from=min(known)) if way is cheapest else way for way in ways]
    return tuple(ways)


def _is_free(method: Json) -> bool:
    return method["method_id"] == "free_shipping" and not _setting(method, "requires")


def _setting(method: Json, name: str) -> str:
    return str(method["settings"].get(name, {}).get("value") or "")


def _amount(method: Json, name: str) -> Decimal | None:
    """An amount; None for a formula such as "10 * [qty]"."""
    try:
        return Decimal(_setting(method, name) or "0").quantize(Decimal("0.01"))
    except InvalidOperation:
        return None


def _name(country: str) -> str:
    known = pycountry.countries.get(alpha_2=country)
    return str(getattr(known, "common_name", known.name)) if known else country
