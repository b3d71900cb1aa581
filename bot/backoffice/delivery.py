"""Where and how the shop delivers."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class ShippingMethod:
    """A way to send a parcel, free from `free_from` dollars on.

    `days` is (fewest, most) working days, None when the shop's system doesn't know.
    """

    name: str
    days: tuple[int, int] | None
    price: Decimal
    free_from: Decimal | None = None

    def price_for(self, amount: Decimal) -> Decimal:
        """What sending goods of this amount costs."""
        return Decimal(0) if self.free_from is not None and amount >= self.free_from else self.price


@dataclass(frozen=True)
class Destination:
    """A country the shop delivers to, and how."""

    country: str
    name: str
    aliases: tuple[str, ...]
    methods: tuple[ShippingMethod, ...]


def find_destination(destinations: tuple[Destination, ...], country: str) -> Destination | None:
    """The destination with this code, name or alias; case doesn't matter."""
    wanted = country.strip().casefold()
    for destination in destinations:
        names = (destination.country, destination.name, *destination.aliases)
        if wanted in (name.casefold() for name in names):
            return destination
    return None
