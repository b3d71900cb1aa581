"""Money that was taken or tried, and the papers about it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class ChargeKind(StrEnum):
    """What was charged for."""

    ORDER = "order"
    MEMBERSHIP = "membership"
    CARD_CHECK = "card_check"


class ChargeStatus(StrEnum):
    """What came of it: `reserved` may be shown as pending by the bank, `released` will vanish there."""

    RESERVED = "reserved"
    BOOKED = "booked"
    RELEASED = "released"
    FAILED = "failed"
    REFUNDED = "refunded"


class FailureReason(StrEnum):
    """Why a payment failed, as far as a shop gets to know it."""

    DECLINED = "declined"
    EXPIRED_CARD = "expired_card"
    NOT_CONFIRMED = "not_confirmed"
    ABOVE_LIMIT = "above_limit"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Charge:
    """One amount taken or tried; `method` is like "Visa ending in 4242", never a whole number."""

    id: str
    customer_id: str
    kind: ChargeKind
    status: ChargeStatus
    amount: Decimal
    at: datetime
    method: str
    order_number: str | None = None
    failure: FailureReason | None = None


@dataclass(frozen=True)
class Invoice:
    """An order's invoice, at `url` for whoever is signed in."""

    number: str
    order_number: str
    issued_at: datetime
    total: Decimal
    url: str
