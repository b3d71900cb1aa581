"""A shop that answers the contract in docs/api/shop.openapi.json, with the sample shop behind it.

What goes in and out is held against the document, and JSON is made without the adapter's own means.
"""

import json
import re
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.backoffice.customers import Address, Details
from bot.backoffice.orders import OrderChange, Pieces
from bot.backoffice.returns import ReturnReason
from bot.backoffice.sample.shop import SampleShop
from bot.errors import Conflict, InvalidInput, NotFound, Refused

DOCUMENT = Path(__file__).parents[3] / "docs" / "api" / "shop.openapi.json"
SECRET = "the shop's secret"


class ContractCheck:
    """Finds where requests and answers aren't as the document says."""

    def __init__(self) -> None:
        self._document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
        resource = Resource(contents=self._document, specification=DRAFT202012)
        self._registry = Registry().with_resource("urn:contract", resource)
        self.violations: list[str] = []
        self.seen: set[str] = set()

    def request(self, method: str, path: str, headers: Any, body: Any) -> None:
        place, operation = self._find(method, path)
        if operation is None:
            self.violations.append(f"{method} {path} is not in the document")
            return
        self.seen.add(operation["operationId"])
        required = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "header"}
        if required and "idempotency-key" not in headers:
            self.violations.append(f"{method} {path} has no key")
        if not required and "idempotency-key" in headers:
            self.violations.append(f"{method} {path} has a key")
        if ("requestBody" in operation) != (body is not None):
            self.violations.append(f"{method} {path}: body {body!r}")
        elif body is not None:
            self._valid(f"{place}/requestBody/content/application~1json/schema", body)

    def answer(self, method: str, path: str, status: int, kind: str, body: Any) -> None:
        place, operation = self._find(method, path)
        if operation is None:
            return
        if str(status) not in operation["responses"]:
            self.violations.append(f"{method} {path} answers {status}")
        elif body is not None:
            kind = kind.replace("/", "~1")
            self._valid(f"{place}/responses/{status}/content/{kind}/schema", body)

    def _find(self, method: str, path: str) -> tuple[str, Any]:
        for template, operations in sorted(self._document["paths"].items(), key=lambda one: "{" in one[0]):
            pattern = re.sub(r"{\w+}", "[^/]+", template)
            if re.fullmatch(pattern, path) and method.lower() in operations:
                place = f"/paths/{template.replace('/', '~1')}/{method.lower()}"
                return place, operations[method.lower()]
        return "", None

    def _valid(self, place: str, body: Any) -> None:
        pointer = place.replace("{", "%7B").replace("}", "%7D")
        validator = Draft202012Validator({"$ref": f"urn:contract#{pointer}"}, registry=self._registry)
        self.violations += [f"{place}: {error.message}" for error in validator.iter_errors(body)]


def shop_app(shop: SampleShop, now: Callable[[], datetime], check: ContractCheck) -> Starlette:
    """The server; `now` is its clock."""

    def route(path: str, method: str, do: Callable[..., Any], status: int = 200) -> Route:
        async def endpoint(request: Request) -> Response:
            raw = await request.body()
            body = json.loads(raw) if raw else None
            check.request(method, request.url.path, request.headers, body)
            if request.headers.get("authorization") != f"Bearer {SECRET}":
                return Response(status_code=401)
            key = {"key": request.headers["idempotency-key"]} if "idempotency-key" in request.headers else {}
            try:
                found = await run_in_threadpool(do, body, **request.path_params, **key)
                made, code, kind = to_json(found), status, "application/json"
            except (NotFound, Conflict, InvalidInput) as error:
                made, code = problem(error)
                kind = "application/problem+json"
            check.answer(method, request.url.path, code, kind, made)
            content = b"" if made is None else json.dumps(made).encode()
            return Response(content, code, media_type=kind)

        return Route(path, endpoint, methods=[method])

    def existing(value: Any) -> Any:
        if value is None:
            raise NotFound("There is no such thing.")
        return value

    def items(values: Any) -> dict[str, Any]:
        return {"items": list(values)}

    def pieces(rows: Any) -> tuple[Pieces, ...]:
        return tuple(Pieces(**row) for row in rows)

    def change(body: Any) -> OrderChange:
        return OrderChange(pieces(body["quantities"]), body["method"])

    # fmt: off
    return Starlette(routes=[
        route("/customers/lookup", "POST", lambda b: existing(shop.customer_by_email(b["email"]))),
        route("/customers/{c}", "GET", lambda b, c: existing(shop.customer(c))),
        route("/customers/{c}", "PATCH",
              lambda b, c, key: shop.change_details(c, Details(**b), now(), key=key)),
        route("/customers/{c}/address", "PUT",
              lambda b, c, key: shop.change_address(c, Address(**b), now(), key=key)),
        route("/password-links", "POST",
              lambda b, key: shop.send_password_link(b["email"], now(), key=key), 204),
        route("/customers/{c}/options", "GET", lambda b, c: shop.account_options(c, now())),
        route("/customers/{c}/closure", "PUT", lambda b, c, key: shop.close_account(c, now(), key=key)),
        route("/customers/{c}/closure", "DELETE", lambda b, c, key: shop.keep_account(c, now(), key=key)),
        route("/customers/{c}/membership", "GET", lambda b, c: existing(shop.membership(c))),
        route("/customers/{c}/membership/renewal", "PUT",
              lambda b, c, key: shop.set_renewal(c, b["renews"], now(), key=key)),
        route("/newsletter/lookup", "POST", lambda b: {"status": shop.newsletter(b["email"])}),
        route("/newsletter", "PUT",
              lambda b, key: {"status": shop.set_newsletter(b["email"], b["on"], now(), key=key)}),
        route("/orders/{n}", "GET", lambda b, n: existing(shop.order(n))),
        route("/customers/{c}/orders", "GET", lambda b, c: items(shop.orders_of(c))),
        route("/orders/{n}/options", "GET", lambda b, n: shop.order_options(n, now())),
        route("/orders/{n}/address", "PUT", lambda b, n, key: shop.change_order_address(
            b["customer_id"], n, Address(**b["address"]), now(), key=key)),
        route("/orders/{n}/changes/preview", "POST", lambda b, n: shop.preview_change(n, change(b), now())),
        route("/orders/{n}/changes", "POST", lambda b, n, key: shop.change_order(
            b["customer_id"], n, change(b["change"]), now(), key=key)),
        route("/orders/{n}/cancellation", "POST",
              lambda b, n, key: shop.cancel_order(b["customer_id"], n, now(), key=key)),
        route("/orders/{n}/return-options", "GET", lambda b, n: shop.return_options(n, now())),
        route("/orders/{n}/returns", "POST", lambda b, n, key: shop.start_return(
            b["customer_id"], n, pieces(b["lines"]), ReturnReason(b["reason"]), now(), key=key)),
        route("/returns/{r}/cancellation", "POST",
              lambda b, r, key: shop.cancel_return(b["customer_id"], r, now(), key=key)),
        route("/orders/{n}/returns", "GET", lambda b, n: items(shop.returns_of(n))),
        route("/orders/{n}/refunds", "GET", lambda b, n: items(shop.refunds_of(n))),
        route("/customers/{c}/charges", "GET", lambda b, c: items(shop.charges_of(c))),
        route("/orders/{n}/invoice", "GET", lambda b, n: existing(shop.invoice(n))),
        route("/orders/{n}/invoice/mails", "POST",
              lambda b, n, key: shop.send_invoice(b["customer_id"], n, now(), key=key, to=b["to"])),
        route("/destinations", "GET", lambda b: items(shop.destinations())),
        route("/stores", "GET", lambda b: items(shop.stores(now()))),
    ])
    # fmt: on


def problem(error: Exception) -> tuple[dict[str, Any], int]:
    """An error as the document has it."""
    made: dict[str, Any] = {"detail": str(error)}
    if isinstance(error, Refused):
        return made | {"code": error.code}, 409
    if isinstance(error, InvalidInput):
        return made | ({"field": error.field} if error.field else {}), 422
    return made, 404 if isinstance(error, NotFound) else 409


def to_json(value: Any) -> Any:
    """An object of the port as the document has it."""
    if is_dataclass(value) and not isinstance(value, type):
        return to_json(asdict(value))
    if isinstance(value, dict):
        return {name: to_json(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(one) for one in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date | datetime | time) else value
