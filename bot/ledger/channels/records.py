"""A contact, an order or a cart from elsewhere, made of a row of text. Pure."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isfinite
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.errors import InvalidInput
from bot.ledger.channels.identities import Identity, identities

What = Literal["contacts", "orders", "carts"]
CHANNELS = ("email", "phone", "form", "message", "chat", "social", "store")
_WHO = ("customer_id", "email", "phone", "visitor_id")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "contacts": ("channel", "at", *_WHO, "minutes", "cost", "reason", "department", "resolved", "id"),
    "orders": ("at", "value", *_WHO, "id", "kind", "items", "channel"),
    "carts": ("started_at", "ended_at", *_WHO, "items", "items_paid", "value", "value_paid", "id"),
}
"""What a row may have."""


@dataclass(frozen=True)
class Record:
    """What all have: an id that makes a second import change nothing, and who it was."""

    id: str
    visitor_key: str
    identities: tuple[Identity, ...] = field(compare=False)


@dataclass(frozen=True)
class ImportedContact(Record):
    """A contact on another channel; `minutes` of staff time, `cost` in dollars where it is known."""

    channel: str
    at: datetime
    minutes: float | None
    cost: float | None
    reason: str | None
    department: str | None
    resolved: bool


@dataclass(frozen=True)
class Order(Record):
    """An order, or a quote asked for; `channel` where it was placed."""

    at: datetime
    value: float
    kind: str
    items: int
    channel: str | None


@dataclass(frozen=True)
class Cart(Record):
    """What was put into the cart in one visit, and paid."""

    started_at: datetime
    ended_at: datetime
    items: int
    items_paid: int
    value: float
    value_paid: float


class Reader:
    """Makes records of rows.

    Args:
        keyed_hash: the ledger's; identifiers go no further than this.
        zone: the clocks of times without a zone.
        region: the country of phone numbers without one.
    """

    def __init__(self, keyed_hash: Callable[[str], str], zone: ZoneInfo, region: str = "US") -> None:
        self._keyed_hash = keyed_hash
        self._zone = zone
        self._region = region

    def read(self, what: What, row: Mapping[str, Any], now: datetime) -> ImportedContact | Order | Cart:
        """The record of a row.

        Raises:
            InvalidInput: it can't be used; says why and names the field, without what stood there.
        """
        text = {name: str(value).strip() for name, value in row.items() if value is not None}
        if unknown := text.keys() - set(COLUMNS[what]):
            raise InvalidInput(f"There is no column {sorted(unknown)[0]!r}.", field=sorted(unknown)[0])
        who = identities(text, self._keyed_hash, self._region)
        if not who:
            raise InvalidInput(f"Somebody has to be named: {', '.join(_WHO)}.", field="email")
        cells = _Cells(text, self._zone, now)
        if what == "contacts":
            return _contact(cells, who)
        return _order(cells, who) if what == "orders" else _cart(cells, who)


def _contact(cells: "_Cells", who: tuple[Identity, ...]) -> ImportedContact:
    channel = cells.one_of("channel", CHANNELS)
    at = cells.moment("at")
    minutes, cost = cells.number("minutes"), cells.number("cost")
    return ImportedContact(
        id=cells.id("contacts", who, channel, at, minutes, cost),
        visitor_key=who[0].key,
        identities=who,
        channel=channel,
        at=at,
        minutes=minutes,
        cost=cost,
        reason=cells.key("reason"),
        department=cells.key("department"),
        resolved=cells.one_of("resolved", ("yes", "no"), "no") == "yes",
    )


def _order(cells: "_Cells", who: tuple[Identity, ...]) -> Order:
    at, value = cells.moment("at"), cells.needed_number("value")
    return Order(
        id=cells.id("orders", who, at, value),
        visitor_key=who[0].key,
        identities=who,
        at=at,
        value=value,
        kind=cells.one_of("kind", ("order", "quote"), "order"),
        items=int(cells.number("items") or 0),
        channel=cells.key("channel"),
    )


def _cart(cells: "_Cells", who: tuple[Identity, ...]) -> Cart:
    started_at, ended_at = cells.moment("started_at"), cells.moment("ended_at")
    if ended_at < started_at:
        raise InvalidInput("The visit has to end after it began.", field="ended_at")
    cart = Cart(
        id=cells.id("carts", who, started_at),
        visitor_key=who[0].key,
        identities=who,
        started_at=started_at,
        ended_at=ended_at,
        items=int(cells.needed_number("items")),
        items_paid=int(cells.number("items_paid") or 0),
        value=cells.number("value") or 0.0,
        value_paid=cells.number("value_paid") or 0.0,
    )
    if cart.items_paid > cart.items:
        raise InvalidInput("No more can be paid than was put in.", field="items_paid")
    return cart


class _Cells:
    def __init__(self, text: Mapping[str, str], zone: ZoneInfo, now: datetime) -> None:
        self._text = text
        self._zone = zone
        self._now = now

    def moment(self, name: str) -> datetime:
        text = self._text.get(name, "")
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            raise InvalidInput("A time is needed, such as 2026-01-31T14:30.", field=name) from None
        at = (at if at.tzinfo else at.replace(tzinfo=self._zone)).astimezone(UTC)
        if at > self._now:
            raise InvalidInput("This time is still to come.", field=name)
        return at

    def number(self, name: str) -> float | None:
        text = self._text.get(name, "")
        if not text:
            return None
        try:
            value = float(text.replace(",", "") if "." in text else text)
        except ValueError:
            raise InvalidInput("That is no number.", field=name) from None
        if not isfinite(value) or value < 0 or value > 1e9:
            raise InvalidInput("A number of at least 0 is needed.", field=name)
        return value

    def needed_number(self, name: str) -> float:
        value = self.number(name)
        if value is None:
            raise InvalidInput("A number is needed.", field=name)
        return value

    def one_of(self, name: str, known: tuple[str, ...], default: str | None = None) -> str:
        value = self._text.get(name, "").lower().replace("-", "") or default
        if value not in known:
            raise InvalidInput(f"One of {', '.join(known)} is needed.", field=name)
        return value

    def key(self, name: str) -> str | None:
        text = self._text.get(name, "")
        if not text:
            return None
        if len(text) > 80 or not all(c.isascii() and (c.isalnum() or c in "_.:-") for c in text):
            raise InvalidInput("A key is needed: letters, digits, dots and dashes.", field=name)
        return text

    def id(self, what: str, who: tuple[Identity, ...], *parts: object) -> str:
        given = self._text.get("id", "")
        if len(given) > 200:
            raise InvalidInput("An id has up to 200 characters.", field="id")
        # Without an id the same row is the same record.
        known = (what, given) if given else (what, who[0].key, *map(str, parts))
        return hashlib.sha256(repr(known).encode()).hexdigest()
