"""What WooCommerce answers, as the port's objects. Pure: JSON in, objects out."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape
from typing import Any

from bot.backoffice.customers import Address, Customer
from bot.backoffice.orders import Order, OrderItem, OrderStatus
from bot.backoffice.payments import Charge, ChargeKind, ChargeStatus, FailureReason, Invoice
from bot.backoffice.returns import Refund, RefundStatus

_CENT = Decimal("0.01")
_STATUS = {
    "pending": OrderStatus.PLACED,
    "on-hold": OrderStatus.PLACED,
    "failed": OrderStatus.PLACED,
    "processing": OrderStatus.PAID,
    # Shops complete an order when it leaves: its mail "usually indicates that the order has been shipped".
    "completed": OrderStatus.SHIPPED,
    "cancelled": OrderStatus.CANCELLED,
    "refunded": OrderStatus.REFUNDED,
}
_NO_ORDERS = frozenset({"trash", "checkout-draft", "auto-draft"})
_PARTS = {
    "line1": "address_1",
    "line2": "address_2",
    "city": "city",
    "region": "state",
    "postal_code": "postcode",
    "country": "country",
}

Json = Mapping[str, Any]


def customer(body: Json) -> Customer | None:
    """A customer; None for other roles, so that nobody reaches an account of the shop's staff by chat."""
    if body["role"] != "customer":
        return None
    return Customer(
        id=str(body["id"]),
        name=f"{body['first_name']} {body['last_name']}".strip() or str(body["username"]),
        email=str(body["email"]).lower(),
        phone=str(body["billing"].get("phone") or ""),
        tier="standard",
        since=_moment(body["date_created_gmt"]),
        address=address(body["shipping"]) if body["shipping"]["address_1"] else address(body["billing"]),
    )


def address(body: Json) -> Address:
    """An address."""
    return Address(**{ours: str(body.get(theirs) or "") for ours, theirs in _PARTS.items()})


def address_body(of: Address) -> dict[str, str]:
    """An address as WooCommerce takes it."""
    return {theirs: getattr(of, ours) for ours, theirs in _PARTS.items()}


def order(body: Json) -> Order | None:
    """An order; None for drafts and what is in the bin.

    A status that some extension added counts as packed: nothing may be changed about it any more.
    """
    if body["status"] in _NO_ORDERS:
        return None
    ways = body["shipping_lines"]
    return Order(
        number=str(body["number"]),
        customer_id=str(body["customer_id"] or ""),
        status=_STATUS.get(body["status"], OrderStatus.PACKED),
        items=tuple(_item(line) for line in body["line_items"] if line["quantity"] > 0),
        shipping=money(body["shipping_total"]),
        total=money(body["total"]),
        placed_at=_moment(body["date_created_gmt"]),
        ship_to=address(body["shipping"]) if body["shipping"]["address_1"] else address(body["billing"]),
        method=unescape(ways[0]["method_title"]) if ways else "",
    )


def is_paid(body: Json) -> bool:
    """Whether money was taken for an order."""
    return body["date_paid_gmt"] is not None


def left_to_refund(body: Json) -> Decimal:
    """What was paid for an order and has not gone back."""
    return money(body["total"]) - refunded(body) if is_paid(body) else Decimal(0)


def refunded(body: Json) -> Decimal:
    """What went back for an order."""
    return sum((abs(money(one["total"])) for one in body["refunds"]), Decimal(0))


def refund(body: Json, number: str, to: str) -> Refund:
    """A refund: sent when the payment gateway did it, pending when somebody has to do it by hand."""
    at = _moment(body["date_created_gmt"])
    sent = bool(body["refunded_payment"])
    return Refund(
        order_number=number,
        amount=abs(money(body["amount"])),
        status=RefundStatus.SENT if sent else RefundStatus.PENDING,
        asked_at=at,
        to=to,
        sent_at=at if sent else None,
        reference=str(body["id"]),
    )


def charge(body: Json) -> Charge | None:
    """What was charged for an order: WooCommerce keeps one payment an order; None without a try to pay."""
    failed = body["status"] == "failed"
    if not (failed or is_paid(body)):
        return None
    status = ChargeStatus.FAILED if failed else ChargeStatus.BOOKED
    if body["status"] == "refunded":
        status = ChargeStatus.REFUNDED
    return Charge(
        id=str(body["transaction_id"] or body["id"]),
        customer_id=str(body["customer_id"] or ""),
        kind=ChargeKind.ORDER,
        status=status,
        amount=money(body["total"]),
        at=_moment(body["date_modified_gmt"] if failed else body["date_paid_gmt"]),
        method=str(body["payment_method_title"]),
        order_number=str(body["number"]),
        failure=FailureReason.UNKNOWN if failed else None,
    )


def invoice(body: Json, shop_url: str) -> Invoice | None:
    """The paper about an order: WooCommerce's own is the page and mail of its details, once it is paid."""
    if not is_paid(body):
        return None
    url = f"{shop_url}/my-account/view-order/{body['id']}/"
    number = str(body["number"])
    return Invoice(number, number, _moment(body["date_paid_gmt"]), money(body["total"]), url)


def money(text: Any) -> Decimal:
    """An amount."""
    return Decimal(str(text or "0")).quantize(_CENT)


def _item(line: Json) -> OrderItem:
    price = (Decimal(str(line["total"])) / line["quantity"]).quantize(_CENT)
    return OrderItem(
        sku=str(line["sku"] or line["product_id"]),
        name=unescape(line["name"]),
        quantity=int(line["quantity"]),
        price=price,
    )


def _moment(text: str) -> datetime:
    """Times "as GMT" come without a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
