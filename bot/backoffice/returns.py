"""Goods that go back, and the money that follows them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bot.backoffice.orders import Pieces
from bot.backoffice.refusals import Refusal


class ReturnReason(StrEnum):
    """Why something goes back."""

    CHANGED_MIND = "changed_mind"
    DOES_NOT_FIT = "does_not_fit"
    NOT_AS_EXPECTED = "not_as_expected"
    ORDERED_BY_MISTAKE = "ordered_by_mistake"
    ARRIVED_LATE = "arrived_late"
    DAMAGED = "damaged"
    FAULTY = "faulty"
    WRONG_ITEM = "wrong_item"


OUR_FAULT = frozenset({ReturnReason.DAMAGED, ReturnReason.FAULTY, ReturnReason.WRONG_ITEM})
"""Reasons with which nobody should have to fill in a return: a person makes it good."""


class ReturnStatus(StrEnum):
    """Where a return is."""

    STARTED = "started"
    ON_ITS_WAY = "on_its_way"
    ARRIVED = "arrived"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class ReturnLine:
    """What of an order's line could go back: `quantity` pieces in this `condition`, or why not."""

    sku: str
    name: str
    quantity: int
    price: Decimal
    refusal: Refusal | None = None
    condition: str = ""


@dataclass(frozen=True)
class ReturnOptions:
    """What of an order may go back, until when, and what the label or the pickup costs.

    `refusal` is about the order as a whole; then no line can go back.
    """

    lines: tuple[ReturnLine, ...]
    until: date | None = None
    label_cost: Decimal = Decimal(0)
    pickup_cost: Decimal = Decimal(0)
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Return:
    """A return that was started.

    `cost` is taken from the refund; `label_url` is empty when furniture is picked up (`pickup`); `expected`
    is what will be refunded.
    """

    number: str
    order_number: str
    lines: tuple[Pieces, ...]
    reason: ReturnReason
    status: ReturnStatus
    started_at: datetime
    send_by: date
    pickup: bool
    label_url: str
    cost: Decimal
    expected: Decimal
    arrived_at: datetime | None = None


class RefundStatus(StrEnum):
    """Where money that goes back is."""

    PENDING = "pending"
    SENT = "sent"


@dataclass(frozen=True)
class Refund:
    """Money back for an order; `account_by` is the day by which the bank has it on the account."""

    order_number: str
    amount: Decimal
    status: RefundStatus
    asked_at: datetime
    to: str
    sent_at: datetime | None = None
    account_by: date | None = None
    reference: str = ""
