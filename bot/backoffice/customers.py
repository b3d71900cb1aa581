"""Who buys: customers with their addresses, memberships and newsletters."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from bot.backoffice.refusals import Refusal


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
    """Somebody with an account; `tier` is standard, silver or gold.

    `closes_at` is set while the account is closed and waits for its deletion at that moment.
    """

    id: str
    name: str
    email: str
    phone: str
    tier: str
    since: datetime
    address: Address
    closes_at: datetime | None = None


@dataclass(frozen=True)
class Details:
    """What of a customer is to change; None stays as it is."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class AccountOptions:
    """What may be done about an account: with `close` None it may be closed, a refusal says why not.

    Closed now it would be deleted at `closes_at`; what is closed already will be.
    """

    close: Refusal | None
    closes_at: datetime


@dataclass(frozen=True)
class Membership:
    """A paid membership: it renews by itself at `until` when `renews`, and ends there when not."""

    customer_id: str
    plan: str
    price: Decimal
    since: datetime
    until: datetime
    renews: bool


class NewsletterStatus(StrEnum):
    """Whether an address gets the newsletter."""

    ON = "on"
    OFF = "off"
