"""Rows of the sample shop's tables, made of the port's objects and the other way round."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from bot.backoffice import tables
from bot.backoffice.port import Address, Customer, Order, OrderItem, OrderStatus, Shipment


def orders_where(connection: Connection, column: Any, value: str) -> list[Order]:
    """The orders with this value in the column, newest first."""
    rows = connection.execute(
        select(tables.orders).where(column == value).order_by(tables.orders.c.placed_at.desc())
    ).mappings()
    found = {row["number"]: row for row in rows}
    items: dict[str, list[OrderItem]] = {number: [] for number in found}
    lines = tables.order_items
    statement = (
        select(lines).where(lines.c.order_number.in_(found)).order_by(lines.c.order_number, lines.c.position)
    )
    for line in connection.execute(statement).mappings() if found else ():
        items[line["order_number"]].append(
            OrderItem(line["sku"], line["name"], line["quantity"], _dollars(line["price_cents"]))
        )
    return [_order(row, tuple(items[number])) for number, row in found.items()]


def _order(row: RowMapping, items: tuple[OrderItem, ...]) -> Order:
    shipment = None
    if row["shipped_at"] is not None:
        shipment = Shipment(
            row["carrier"], row["tracking"], row["shipped_at"], row["expected"], row["delivered_at"]
        )
    return Order(
        number=row["number"],
        customer_id=row["customer_id"],
        status=OrderStatus(row["status"]),
        items=items,
        shipping=_dollars(row["shipping_cents"]),
        total=_dollars(row["total_cents"]),
        placed_at=row["placed_at"],
        ship_to=_address(row, "ship_"),
        shipment=shipment,
    )


def customer(row: RowMapping) -> Customer:
    """The customer of a row."""
    return Customer(
        row["id"], row["name"], row["email"], row["phone"], row["tier"], row["since"], _address(row, "")
    )


def _address(row: RowMapping, prefix: str) -> Address:
    parts = ("line1", "city", "postal_code", "country", "line2", "region")
    return Address(**{part: row[f"{prefix}{part}"] for part in parts})


def customer_row(of: Customer) -> dict[str, Any]:
    """The row of a customer."""
    row = {key: getattr(of, key) for key in ("id", "name", "email", "phone", "tier", "since")}
    return row | asdict(of.address)


def order_row(of: Order) -> dict[str, Any]:
    """The row of an order, without its items."""
    shipment = of.shipment
    return {
        "number": of.number,
        "customer_id": of.customer_id,
        "status": of.status.value,
        "shipping_cents": _cents(of.shipping),
        "total_cents": _cents(of.total),
        "placed_at": of.placed_at,
        **{f"ship_{part}": value for part, value in asdict(of.ship_to).items()},
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
            "price_cents": _cents(item.price),
        }
        for position, item in enumerate(of.items)
    ]


def _cents(dollars: Decimal) -> int:
    return int((dollars * 100).to_integral_value())


def _dollars(cents: int) -> Decimal:
    return (Decimal(cents) / 100).quantize(Decimal("0.01"))
