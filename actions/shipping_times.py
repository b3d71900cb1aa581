"""How long shipping takes: from the shop's own table, by country."""

from collections.abc import Mapping
from typing import Any

from actions.address_steps import country_codes
from actions.buttons import button
from actions.flow import FlowEnd, FlowForm
from actions.order_words import dollars
from actions.steps import Slots, Step, Taken
from actions.turn import Outcome, Turn
from bot.backoffice.delivery import Destination
from bot.backoffice.port import Backoffice
from bot.conversation.replies import Reply

_BUTTONS = 6


class ShipTo(Step):
    """The country it should go to."""

    slot = "ship_to"
    shown_as = "ship to"
    again = "which country should it go to?"
    called = frozenset({"country"})

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """The message may name the country."""
        return {"ship_to": turn.picked.get("country") or turn.entity("country")}

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """Read the country."""
        typed = country_codes(self.services.shop).get(turn.text.strip(" .!?").lower())
        country = turn.picked.get("country") or typed or turn.entity("country")
        if country is None:
            return Taken(problem="I don't know that country. Which one should it go to?")
        return Taken({"ship_to": country})

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask for it, with the countries as buttons."""
        places = list(self.services.shop.destinations())[:_BUTTONS]
        return Reply(
            "Which country should it go to?",
            tuple(button(place.name, "inform", country=place.country) for place in places),
        )


class ShippingTimesForm(FlowForm):
    """Asks for the country where the words don't name it."""

    flow = "shipping_times"
    subject = "shipping times"
    own_steps = (ShipTo,)


class TellShippingTimes(FlowEnd):
    """Says how long it takes."""

    form = ShippingTimesForm

    def finish(self, turn: Turn) -> Outcome:
        """Look it up and say it."""
        told = times_to(self.services.shop, turn.slots["ship_to"])
        return self.completed(turn, told.text, ask="Did that answer your question?")


def times_to(shop: Backoffice, country: str) -> Reply:
    """What is said about delivery to a country (ISO 3166-1 alpha-2), also where there is none."""
    place = shop.shipping_options(country)
    if place is not None:
        return Reply(times_text(place))
    names = ", ".join(place.name for place in shop.destinations())
    return Reply(f"I'm sorry, we don't deliver there. We deliver to {names}.")


def times_text(place: Destination) -> str:
    """All ways of delivery to a country: days, price, and from when it is free."""
    lines = [f"Delivery to {place.name}:"]
    for method in place.methods:
        days = f"{_days(method.days)}, " if method.days else ""
        price = "free" if method.price == 0 else dollars(method.price)
        free = f", free from {dollars(method.free_from)}" if method.free_from and method.price else ""
        lines.append(f"- **{method.name}:** {days}{price}{free}")
    return "\n".join(lines)


def _days(days: tuple[int, int]) -> str:
    low, high = days
    return f"{low} working days" if low == high else f"{low} to {high} working days"
