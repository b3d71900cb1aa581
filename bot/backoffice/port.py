"""What Firstline needs of a shop's systems; every adapter passes the suite in tests/contract/backoffice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol


class OrderStatus(StrEnum):
    """Where an order is on its way."""

    PLACED = "placed"
    PAID = "paid"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURNED = "returned"
    REFUNDED = "refunded"


@dataclass(frozen=True)
class Address:
    """A postal address; `country` is an ISO 3166-1 alpha-2 code."""

    line1: str
    city: str
    postal_code: str
    country: str
    line2: str = ""
    region: str = ""

    def one_line(self) -> str:
        """The address as one line of text."""
        place = " ".join(part for part in (self.region, self.postal_code) if part)
        return ", ".join(part for part in (self.line1, self.line2, self.city, place, self.country) if part)


@dataclass(frozen=True)
class Customer:
    """Somebody with an account; `tier` is standard, silver or gold."""

    id: str
    name: str
    email: str
    phone: str
    tier: str
    since: datetime
    address: Address


@dataclass(frozen=True)
class OrderItem:
    """One line of an order; `price` is for one piece."""

    sku: str
    name: str
    quantity: int
    price: Decimal


@dataclass(frozen=True)
class Shipment:
    """A parcel on its way, or arrived."""

    carrier: str
    tracking: str
    shipped_at: datetime
    expected: date
    delivered_at: datetime | None = None


@dataclass(frozen=True)
class Order:
    """An order; `number` has no leading "#", amounts are in US dollars."""

    number: str
    customer_id: str
    status: OrderStatus
    items: tuple[OrderItem, ...]
    shipping: Decimal
    total: Decimal
    placed_at: datetime
    ship_to: Address
    shipment: Shipment | None = None


@dataclass(frozen=True)
class ShippingMethod:
    """A way to send a parcel: `days` is (fewest, most) working days; free from `free_from` dollars on."""

    name: str
    days: tuple[int, int]
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


class Mailer(Protocol):
    """Sends plain-text mail."""

    def send_mail(self, to: str, subject: str, text: str, at: datetime) -> None:
        """Send a mail, or leave it where it will be sent from.

        Raises:
            Unavailable: it can't be sent now.
        """


class Backoffice(Mailer, Protocol):
    """The shop's systems.

    All methods raise `Unavailable` when the system behind them doesn't answer.
    """

    def customer(self, customer_id: str) -> Customer | None:
        """The customer of this id."""

    def customer_by_email(self, email: str) -> Customer | None:
        """The customer with this address; case and surrounding spaces don't matter."""

    def order(self, number: str) -> Order | None:
        """The order of this number; a leading "#" and spaces don't matter."""

    def orders_of(self, customer_id: str) -> Sequence[Order]:
        """A customer's orders, newest first; empty for an unknown customer."""

    def change_address(self, customer_id: str, address: Address, at: datetime) -> Customer:
        """Change the address in the customer's account, and tell the customer by mail.

        Orders already placed keep theirs.

        Raises:
            NotFound: there is no such customer.
            InvalidInput: the address is incomplete, or in a country the shop doesn't deliver to.
        """

    def destinations(self) -> Sequence[Destination]:
        """All countries the shop delivers to."""

    def shipping_options(self, country: str) -> Destination | None:
        """How the shop delivers to a country, given by code, name or alias; None where it doesn't."""

    def send_password_link(self, email: str, at: datetime) -> None:
        """Mail a link with which a new password can be set.

        Nothing that the caller can see tells whether there is an account with this address.
        """
