"""Rows of the sample shop's tables, made of the port's objects and the other way round."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from bot.backoffice import tables
from bot.backoffice.customers import Address, Customer, Membership
from bot.backoffice.orders import Order, OrderItem, OrderStatus, Pieces, Shipment
from bot.backoffice.payments import Charge, ChargeKind, ChargeStatus, FailureReason, Invoice
from bot.backoffice.returns import Refund, RefundStatus, Return, ReturnReason, ReturnStatus


def customer_where(connection: Connection, condition: Any) -> Customer | None:
    """The customer for whom this holds; whoever was erased is nobody any more."""
    table = tables.customers
    statement = select(table).where(condition, table.c.erased_at.is_(None))
    row = connection.execute(statement).mappings().first()
    if row is None:
        return None
    facts = {name: row[name] for name in ("id", "name", "email", "phone", "tier", "since", "closes_at")}
    return Customer(address=_address(row, ""), **facts)


def customer_row(of: Customer) -> dict[str, Any]:
    """The row of a customer."""
    row = asdict(of)
    return {**row, **row.pop("address")}


def orders_where(connection: Connection, condition: Any, public_url: str) -> list[Order]:
    """The orders for which this holds, newest first; parcels are tracked at `public_url`."""
    rows = connection.execute(
        select(tables.orders).where(condition).order_by(tables.orders.c.placed_at.desc())
    ).mappings()
    found = {row["number"]: row for row in rows}
    items: dict[str, list[OrderItem]] = {number: [] for number in found}
    lines = tables.order_items
    statement = (
        select(lines).where(lines.c.order_number.in_(found)).order_by(lines.c.order_number, lines.c.position)
    )
    for line in connection.execute(statement).mappings() if found else ():
        items[line["order_number"]].append(
            OrderItem(line["sku"], line["name"], line["quantity"], dollars(line["price_cents"]))
        )
    return [_order(row, tuple(items[number]), public_url) for number, row in found.items()]


def order_row(of: Order) -> dict[str, Any]:
    """The row of an order, without its items."""
    shipment = of.shipment
    return {
        "number": of.number,
        "customer_id": of.customer_id,
        "status": of.status.value,
        "shipping_cents": cents(of.shipping),
        "total_cents": cents(of.total),
        "placed_at": of.placed_at,
        **{f"ship_{part}": value for part, value in asdict(of.ship_to).items()},
        "method": of.method,
        "carrier": shipment.carrier if shipment else None,
        "tracking": shipment.tracking if shipment else None,
        "shipped_at": shipment.shipped_at if shipment else None,
        "expected": shipment.expected if shipment else None,
        "delivered_at": shipment.delivered_at if shipment else None,
    }


def item_rows(of: Order) -> list[dict[str, Any]]:
    """The rows of an order's items."""
    return [
        {
            "order_number": of.number,
            "position": position,
            "sku": item.sku,
            "name": item.name,
            "quantity": item.quantity,
            "price_cents": cents(item.price),
        }
        for position, item in enumerate(of.items)
    ]


def membership(row: RowMapping) -> Membership:
    """The membership of a row."""
    price = dollars(row["price_cents"])
    return Membership(row["customer_id"], row["plan"], price, row["since"], row["until"], row["renews"])


def membership_row(of: Membership) -> dict[str, Any]:
    """The row of a membership."""
    return _in_cents(asdict(of), "price")


def returns_where(connection: Connection, condition: Any, public_url: str) -> list[Return]:
    """The returns for which this holds, newest first; labels lie at `public_url`."""
    table, lines = tables.returns, tables.return_lines
    statement = select(table).where(condition).order_by(table.c.started_at.desc(), table.c.number.desc())
    made = []
    for row in connection.execute(statement).mappings().all():
        of = select(lines).where(lines.c.return_number == row["number"]).order_by(lines.c.sku)
        pieces = [Pieces(line["sku"], line["quantity"]) for line in connection.execute(of).mappings()]
        made.append(_return(row, tuple(pieces), public_url))
    return made


def return_row(of: Return, token: str) -> dict[str, Any]:
    """The row of a return, without its lines; whoever knows `token` sees its label."""
    kept = ("number", "order_number", "started_at", "send_by", "pickup", "arrived_at", "cost", "expected")
    row = {name: getattr(of, name) for name in kept}
    row |= {"reason": of.reason.value, "status": of.status.value, "token": token}
    return _in_cents(row, "cost", "expected")


def return_line_rows(of: Return) -> list[dict[str, Any]]:
    """The rows of a return's lines."""
    return [{"return_number": of.number, "sku": p.sku, "quantity": p.quantity} for p in of.lines]


def refund(row: RowMapping) -> Refund:
    """The refund of a row."""
    return Refund(
        order_number=row["order_number"],
        amount=dollars(row["amount_cents"]),
        status=RefundStatus.PENDING if row["sent_at"] is None else RefundStatus.SENT,
        asked_at=row["asked_at"],
        to=row["to"],
        sent_at=row["sent_at"],
        account_by=row["account_by"],
        reference=row["reference"],
    )


def refund_row(of: Refund, refund_id: str) -> dict[str, Any]:
    """The row of a refund."""
    row = {name: value for name, value in asdict(of).items() if name != "status"}
    return _in_cents({"id": refund_id, **row}, "amount")


def charge(row: RowMapping) -> Charge:
    """The charge of a row."""
    return Charge(
        id=row["id"],
        customer_id=row["customer_id"],
        kind=ChargeKind(row["kind"]),
        status=ChargeStatus(row["status"]),
        amount=dollars(row["amount_cents"]),
        at=row["at"],
        method=row["method"],
        order_number=row["order_number"],
        failure=FailureReason(row["failure"]) if row["failure"] else None,
    )


def charge_row(of: Charge) -> dict[str, Any]:
    """The row of a charge."""
    failure = of.failure.value if of.failure else None
    row = asdict(of) | {"kind": of.kind.value, "status": of.status.value, "failure": failure}
    return _in_cents(row, "amount")


def invoice(row: RowMapping, public_url: str) -> Invoice:
    """The invoice of a row, to be read at `public_url`."""
    url = paper_url(public_url, row["token"])
    return Invoice(row["number"], row["order_number"], row["issued_at"], dollars(row["total_cents"]), url)


def paper_url(public_url: str, token: str) -> str:
    """Where an invoice or a label is shown to whoever knows its token."""
    return f"{public_url}/papers/{token}"


def cents(amount: Decimal) -> int:
    """Dollars as the database keeps them."""
    return int((amount * 100).to_integral_value())


def dollars(amount: int) -> Decimal:
    """Cents as everybody else has them."""
    return (Decimal(amount) / 100).quantize(Decimal("0.01"))


def _in_cents(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {
        f"{name}_cents" if name in names else name: cents(v) if name in names else v
        for name, v in row.items()
    }


def _order(row: RowMapping, items: tuple[OrderItem, ...], public_url: str) -> Order:
    shipment = None
    if row["shipped_at"] is not None:
        url = f"{public_url}/track/{row['tracking']}"
        shipment = Shipment(
            row["carrier"], row["tracking"], row["shipped_at"], row["expected"], row["delivered_at"], url
        )
    return Order(
        number=row["number"],
        customer_id=row["customer_id"],
        status=OrderStatus(row["status"]),
        items=items,
        shipping=dollars(row["shipping_cents"]),
        total=dollars(row["total_cents"]),
        placed_at=row["placed_at"],
        ship_to=_address(row, "ship_"),
        shipment=shipment,
        method=row["method"],
    )


def _return(row: RowMapping, lines: tuple[Pieces, ...], public_url: str) -> Return:
    same = ("number", "order_number", "started_at", "send_by", "pickup", "arrived_at")
    return Return(
        lines=lines,
        reason=ReturnReason(row["reason"]),
        status=ReturnStatus(row["status"]),
        label_url="" if row["pickup"] else paper_url(public_url, row["token"]),
        cost=dollars(row["cost_cents"]),
        expected=dollars(row["expected_cents"]),
        **{name: row[name] for name in same},
    )


def _address(row: RowMapping, prefix: str) -> Address:
    parts = ("line1", "city", "postal_code", "country", "line2", "region")
    return Address(**{part: row[f"{prefix}{part}"] for part in parts})
