"""Orders on their way, and what may still be changed about them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bot.backoffice.customers import Address
from bot.backoffice.delivery import ShippingMethod
from bot.backoffice.refusals import Refusal


def plain_number(number: str) -> str:
    """An order's number as it is kept: without a leading "#" and spaces."""
    return number.strip().lstrip("#").strip()


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
class OrderItem:
    """One line of an order; `price` is for one piece."""

    sku: str
    name: str
    quantity: int
    price: Decimal


@dataclass(frozen=True)
class Shipment:
    """A parcel on its way, or arrived; `url` is the carrier's page for it, empty when there is none."""

    carrier: str
    tracking: str
    shipped_at: datetime
    expected: date
    delivered_at: datetime | None = None
    url: str = ""


@dataclass(frozen=True)
class Order:
    """An order; `number` has no leading "#", amounts are in US dollars, `method` names how it is sent."""

    number: str
    customer_id: str
    status: OrderStatus
    items: tuple[OrderItem, ...]
    shipping: Decimal
    total: Decimal
    placed_at: datetime
    ship_to: Address
    shipment: Shipment | None = None
    method: str = ""

    @property
    def goods(self) -> Decimal:
        """What the items cost together."""
        return sum((item.price * item.quantity for item in self.items), Decimal(0))


@dataclass(frozen=True)
class Pieces:
    """So many pieces of one product."""

    sku: str
    quantity: int


@dataclass(frozen=True)
class OrderChange:
    """What is to be different: new quantities (0 takes the line out) and another way of sending it."""

    quantities: tuple[Pieces, ...] = ()
    method: str | None = None


@dataclass(frozen=True)
class OrderOptions:
    """What may still be done about an order: None is yes, a refusal says why not.

    Cancelling costs `cancel_fee`; `methods` are the ways of sending that it may be changed to.
    """

    cancel: Refusal | None
    change_address: Refusal | None
    change_items: Refusal | None
    change_method: Refusal | None
    cancel_fee: Decimal = Decimal(0)
    methods: tuple[ShippingMethod, ...] = ()


@dataclass(frozen=True)
class Cancellation:
    """A cancelled order: `fee` was kept, `refund` goes back (0 when nothing had been charged)."""

    order: Order
    fee: Decimal
    refund: Decimal
