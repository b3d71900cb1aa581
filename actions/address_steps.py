"""A postal address in four steps; what one message names of it is not asked for again."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions.addresses import read_address, read_place
from actions.buttons import button
from actions.steps import Slots, Step, Taken
from actions.turn import Turn
from bot.backoffice.customers import Address
from bot.backoffice.port import Backoffice
from bot.conversation.replies import Reply

ADDRESS = ("street", "city", "region", "postal_code", "country")
_COUNTRY_BUTTONS = 4
_NO_ADDRESS = re.compile(
    r"\border\s*(?:number|no\.?)?\s*#?\s*\d{5}\b|#\s?\d{5}\b|\S+@\S+\.\w+", re.IGNORECASE
)
"""An order's number and an e-mail address: their digits are no house number."""


class _AddressStep(Step):
    """What the four have in common."""

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """What the message names of an address, if this part is among it."""
        found = self.found(turn)
        return Taken(found) if found.get(self.slot) else Taken(found, problem=self.missing())

    def found(self, turn: Turn) -> dict[str, Any]:
        """City, region, postal code and country in the message."""
        codes = country_codes(self.services.shop)
        parts = [part.strip() for part in turn.text.strip(" .").split(",")]
        return {name: value for name, value in read_place(parts, codes).items() if value}

    def missing(self) -> str:
        """What is said when this part is not in the message."""
        return "I didn't catch that. What is it?"


class Street(_AddressStep):
    """Street and number; mostly the whole address comes with it."""

    slot = "street"
    also = ("region",)
    shown_as = "new street"
    again = "what's the new street and number?"
    called = frozenset({"street", "house number", "address"})

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """The message may hold the whole address already."""
        return {"region": None, **whole_address(turn, self.services.shop)}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask for it."""
        return Reply("What's the new street and number? You can give me the whole address at once.")

    def found(self, turn: Turn) -> dict[str, Any]:
        """The whole address, as far as it is named."""
        return whole_address(turn, self.services.shop)

    def missing(self) -> str:
        """No street in it."""
        return "I couldn't find a street with a number in that. What's the new street and number?"


class City(_AddressStep):
    """The city."""

    slot = "city"
    shown_as = "new city"
    again = "which city is it in?"
    called = frozenset({"city", "town"})

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask for it."""
        return Reply("Which city is that in?")

    def missing(self) -> str:
        """No city in it."""
        return "I didn't catch the city. Which one is it?"


class PostalCode(_AddressStep):
    """The postal code."""

    slot = "postal_code"
    shown_as = "new postal code"
    again = "what's the postal code?"
    called = frozenset({"zip", "zip code", "zipcode", "postcode", "post code", "postal code", "postalcode"})

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask for it."""
        return Reply("What's the postal code?")

    def found(self, turn: Turn) -> dict[str, Any]:
        """Codes of countries we don't know the form of are taken as they are, if they hold a digit."""
        found, text = super().found(turn), turn.text.strip(" .")
        if "postal_code" not in found and any(character.isdigit() for character in text):
            found["postal_code"] = text.upper()[:12]
        return found

    def missing(self) -> str:
        """No digits in it."""
        return "That doesn't look like a postal code. What is it?"


class Country(_AddressStep):
    """The country, among those the shop delivers to."""

    slot = "country"
    shown_as = "new country"
    again = "in which country is it?"
    called = frozenset({"country"})

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask for it, with the likeliest as buttons."""
        names = list(self.services.shop.destinations())[:_COUNTRY_BUTTONS]
        buttons = tuple(button(place.name, "inform", country=place.country) for place in names)
        return Reply("And in which country is that?", buttons)

    def found(self, turn: Turn) -> dict[str, Any]:
        """A country by name, code or button."""
        codes = country_codes(self.services.shop)
        if picked := turn.picked.get("country"):
            return {"country": picked}
        code = codes.get(turn.text.strip(" .").lower()) or turn.entity("country")
        return {"country": code} if code in codes.values() else {}

    def missing(self) -> str:
        """None that the shop delivers to."""
        names = ", ".join(place.name for place in self.services.shop.destinations())
        return f"We deliver to these countries: {names}. Which one is it?"


ADDRESS_STEPS: tuple[type[Step], ...] = (Street, City, PostalCode, Country)


def whole_address(turn: Turn, shop: Backoffice) -> dict[str, Any]:
    """What the message names of an address; nothing where it names no street."""
    codes = country_codes(shop)
    found = read_address(_NO_ADDRESS.sub(" ", turn.text), codes).named()
    country = turn.entity("country")
    if found and "country" not in found and country in codes.values():
        found["country"] = str(country)
    return found


def address_of(slots: Slots) -> Address:
    """The gathered address."""
    return Address(
        line1=slots["street"],
        city=slots["city"],
        postal_code=slots["postal_code"],
        country=slots["country"],
        region=slots.get("region") or "",
    )


def one_line(address: Address, shop: Backoffice) -> str:
    """The address as people write it, with the country's name."""
    names = {place.country: place.name for place in shop.destinations()}
    return replace(address, country=names.get(address.country, address.country)).one_line()


def country_codes(shop: Backoffice) -> dict[str, str]:
    """What the countries that the shop delivers to may be called → their codes."""
    return {
        name.lower(): place.country
        for place in shop.destinations()
        for name in (place.name, place.country, *place.aliases)
    }
