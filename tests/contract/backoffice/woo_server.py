"""A WooCommerce shop as its published documents of REST API v3 say it answers.

Follows: paths, HTTP Basic keys, pages with X-WP-Total and X-WP-TotalPages, roles, error bodies
`{code, message, data}`, refunds through the payment's gateway, and what a full refund does to an order.
"""

import base64
import json
import math
from datetime import datetime
from decimal import Decimal
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.backoffice.customers import Address, Customer
from bot.backoffice.delivery import Destination
from bot.backoffice.orders import Order

KEY, SECRET = "ck_of_the_tests", "cs_of_the_tests"
_BASE = "/wp-json/wc/v3"
_STATUS = {
    "placed": "pending",
    "paid": "processing",
    "packed": "packed",
    "shipped": "completed",
    "delivered": "completed",
    "returned": "completed",
    "refunded": "refunded",
    "cancelled": "cancelled",
}
_NO_GATEWAY = "Cheque"


class WooRefusal(Exception):
    """An error as WooCommerce answers it; `data` is a bare status in one place of it."""

    def __init__(self, status: int, code: str, message: str, data: Any = None) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "message": message, "data": data or {"status": status}}


class Woo:
    """What the shop has: resources as the API shows them; `mailed` are orders whose details were mailed."""

    def __init__(self) -> None:
        self.customers: dict[int, dict[str, Any]] = {}
        self.orders: dict[int, dict[str, Any]] = {}
        self.refunds: dict[int, list[dict[str, Any]]] = {}
        self.zones: list[dict[str, Any]] = []
        self.mailed: list[int] = []

    def add_customer(self, of: Customer, role: str = "customer") -> None:
        number = int(of.id.removeprefix("C"))
        first, _, last = of.name.partition(" ")
        names = {"first_name": first, "last_name": last, "company": ""}
        shipping = names | _address(of.address)
        self.customers[number] = {
            "id": number,
            **_dates("date_created", of.since),
            "email": of.email,
            "first_name": first,
            "last_name": last,
            "role": role,
            "username": of.email.partition("@")[0],
            "billing": {**shipping, "email": of.email, "phone": of.phone},
            "shipping": shipping,
            "is_paying_customer": True,
            "meta_data": [],
        }

    def add_order(self, of: Order, gateway: str = "Credit card") -> None:
        number, status = int(of.number), _STATUS[of.status]
        paid = status not in ("pending", "cancelled")
        self.orders[number] = {
            "id": number,
            "parent_id": 0,
            "number": of.number,
            "status": status,
            "currency": "USD",
            **_dates("date_created", of.placed_at),
            **_dates("date_modified", of.placed_at),
            **_dates("date_paid", of.placed_at if paid else None),
            **_dates("date_completed", of.shipment.shipped_at if of.shipment else None),
            "shipping_total": f"{of.shipping:.2f}",
            "total": f"{of.total:.2f}",
            "customer_id": int(of.customer_id.removeprefix("C")),
            "billing": {**_address(of.ship_to), "email": "", "phone": ""},
            "shipping": _address(of.ship_to),
            "payment_method": "cheque" if gateway == _NO_GATEWAY else "stripe",
            "payment_method_title": gateway,
            "transaction_id": f"txn_{of.number}" if paid else "",
            "line_items": [
                {
                    "id": position,
                    "name": item.name,
                    "product_id": position,
                    "quantity": item.quantity,
                    "total": f"{item.price * item.quantity:.2f}",
                    "sku": item.sku,
                    "price": float(item.price),
                }
                for position, item in enumerate(of.items, start=1)
            ],
            "shipping_lines": [
                {"id": 1, "method_title": of.method, "method_id": "flat_rate", "total": f"{of.shipping:.2f}"}
            ],
            "refunds": [],
        }
        if status == "refunded":
            self._refund(number, of.total, "Returned.", of.placed_at, by_gateway=True)

    def add_zone(self, of: Destination) -> None:
        methods = []
        for position, method in enumerate(of.methods, start=1):
            methods.append(_method(position, "flat_rate", method.name, {"cost": f"{method.price}"}))
            if method.free_from:
                settings = {"requires": "min_amount", "min_amount": f"{method.free_from}"}
                methods.append(_method(position + 100, "free_shipping", "Free shipping", settings))
        number = len(self.zones) + 1
        locations = [{"code": of.country, "type": "country"}]
        zone = {"id": number, "name": of.name, "order": number}
        self.zones.append({**zone, "locations": locations, "methods": methods})

    def put_customer(self, number: int, body: dict[str, Any]) -> dict[str, Any]:
        customer = self.existing(self.customers, number, "woocommerce_rest_invalid_id")
        if email := body.get("email"):
            if "@" not in email:
                data = {"status": 400, "params": {"email": "Invalid parameter."}}
                raise WooRefusal(400, "rest_invalid_param", "Invalid parameter(s): email", data)
            if any(one["email"] == email and one["id"] != number for one in self.customers.values()):
                code = "woocommerce_rest_customer_invalid_email"
                raise WooRefusal(400, code, "Email address is invalid.")
        return _merge(customer, body)

    def put_order(self, number: int, body: dict[str, Any]) -> dict[str, Any]:
        order = self.existing(self.orders, number, "woocommerce_rest_shop_order_invalid_id")
        return _merge(order, body)

    def post_refund(self, number: int, body: dict[str, Any], at: datetime) -> dict[str, Any]:
        order = self.existing(self.orders, number, "woocommerce_rest_shop_order_invalid_id")
        amount, code = Decimal(body["amount"]), "woocommerce_rest_cannot_create_order_refund"
        left = Decimal(order["total"]) + sum(Decimal(one["total"]) for one in order["refunds"])
        if amount <= 0:
            words = "Refund amount must be greater than zero."
            raise WooRefusal(400, "woocommerce_rest_invalid_order_refund", words)
        if amount > left:
            raise WooRefusal(500, code, "Invalid refund amount.", 500)
        by_gateway = body.get("api_refund", True)
        if by_gateway and order["payment_method_title"] == _NO_GATEWAY:
            words = "The payment gateway for this order does not support automatic refunds."
            raise WooRefusal(500, code, words, 500)
        made = self._refund(number, amount, body.get("reason", ""), at, by_gateway=by_gateway)
        if amount == left:
            order["status"] = "refunded"
        return made

    def existing(self, of: dict[int, dict[str, Any]], number: int, code: str) -> dict[str, Any]:
        if number not in of:
            raise WooRefusal(404, code, "Invalid ID.")
        return of[number]

    def _refund(
        self, number: int, amount: Decimal, reason: str, at: datetime, *, by_gateway: bool
    ) -> dict[str, Any]:
        made = {
            "id": number * 10 + len(self.refunds.setdefault(number, [])),
            **_dates("date_created", at),
            "amount": f"{amount:.2f}",
            "reason": reason,
            "refunded_payment": by_gateway,
        }
        self.refunds[number].append(made)
        self.orders[number]["refunds"].append({"id": made["id"], "reason": reason, "total": f"-{amount:.2f}"})
        return made


def woo_app(woo: Woo, now: Any) -> Starlette:
    """The server; `now` is its clock."""

    def route(path: str, method: str, do: Any) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                _admit(request)
                raw = await request.body()
                ids = [int(value) for value in request.path_params.values()]
                found = await run_in_threadpool(do, request.query_params, json.loads(raw or b"{}"), *ids)
                return _page(request, found) if isinstance(found, list) else JSONResponse(found)
            except WooRefusal as error:
                return JSONResponse(error.body, error.status)

        return Route(f"{_BASE}{path}", endpoint, methods=[method])

    async def no_route(_request: Request, _error: Exception) -> Response:
        message = "No route was found matching the URL and request method."
        return JSONResponse({"code": "rest_no_route", "message": message, "data": {"status": 404}}, 404)

    def customers(query: Any, _body: Any) -> list[dict[str, Any]]:
        role, email = query.get("role", "customer"), query.get("email")
        return [
            one
            for one in woo.customers.values()
            if role in ("all", one["role"]) and email in (None, one["email"])
        ]

    def orders(query: Any, _body: Any) -> list[dict[str, Any]]:
        wanted, search = query.get("customer"), query.get("search")
        found = [
            one
            for one in woo.orders.values()
            if wanted in (None, str(one["customer_id"])) and (search is None or search in one["number"])
        ]
        return sorted(found, key=lambda one: one["date_created_gmt"], reverse=query.get("order") != "asc")

    def mail(_query: Any, _body: Any, number: int) -> dict[str, str]:
        woo.existing(woo.orders, number, "woocommerce_rest_shop_order_invalid_id")
        woo.mailed.append(number)
        return {"message": "Order details sent to the customer, via REST API."}

    def zone(number: int) -> dict[str, Any]:
        known = {one["id"]: one for one in woo.zones}
        return woo.existing(known, number, "woocommerce_rest_shipping_zone_invalid")

    bad = "woocommerce_rest_shop_order_invalid_id"
    # fmt: off
    return Starlette(routes=[
        route("/customers", "GET", customers),
        route("/customers/{c:int}", "GET",
              lambda q, b, c: woo.existing(woo.customers, c, "woocommerce_rest_invalid_id")),
        route("/customers/{c:int}", "PUT", lambda q, b, c: woo.put_customer(c, b)),
        route("/orders", "GET", orders),
        route("/orders/{n:int}", "GET", lambda q, b, n: woo.existing(woo.orders, n, bad)),
        route("/orders/{n:int}", "PUT", lambda q, b, n: woo.put_order(n, b)),
        route("/orders/{n:int}/refunds", "GET", lambda q, b, n: woo.refunds.get(n, [])),
        route("/orders/{n:int}/refunds", "POST", lambda q, b, n: woo.post_refund(n, b, now())),
        route("/orders/{n:int}/actions/send_order_details", "POST", mail),
        route("/shipping/zones", "GET", lambda q, b: woo.zones),
        route("/shipping/zones/{z:int}/locations", "GET", lambda q, b, z: zone(z)["locations"]),
        route("/shipping/zones/{z:int}/methods", "GET", lambda q, b, z: zone(z)["methods"]),
        route("/data/continents", "GET", lambda q, b: []),
    ], exception_handlers={404: no_route})
    # fmt: on


def _admit(request: Request) -> None:
    wanted = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
    if request.headers.get("authorization") != f"Basic {wanted}":
        raise WooRefusal(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.")


def _page(request: Request, found: list[Any]) -> Response:
    query = request.query_params
    size, page = int(query.get("per_page", 10)), int(query.get("page", 1))
    if not 1 <= size <= 100:
        data = {"status": 400, "params": {"per_page": "per_page must be between 1 and 100"}}
        error = WooRefusal(400, "rest_invalid_param", "Invalid parameter(s): per_page", data)
        return JSONResponse(error.body, 400)
    headers = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(math.ceil(len(found) / size))}
    return JSONResponse(found[(page - 1) * size : page * size], headers=headers)


def _merge(of: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    for name, value in body.items():
        of[name] = {**of[name], **value} if isinstance(value, dict) else value
    return of


def _address(of: Address) -> dict[str, str]:
    return {
        "address_1": of.line1,
        "address_2": of.line2,
        "city": of.city,
        "state": of.region,
        "postcode": of.postal_code,
        "country": of.country,
    }


def _dates(name: str, at: datetime | None) -> dict[str, str | None]:
    """Without zones, as WooCommerce has them."""
    text = at.replace(tzinfo=None, microsecond=0).isoformat() if at else None
    return {name: text, f"{name}_gmt": text}


def _method(number: int, kind: str, title: str, settings: dict[str, str]) -> dict[str, Any]:
    return {
        "instance_id": number,
        "title": title,
        "order": number,
        "enabled": True,
        "method_id": kind,
        "settings": {name: {"id": name, "value": value} for name, value in settings.items()},
    }
