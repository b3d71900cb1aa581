"""The adapter for shops that answer the contract in docs/api/shop.openapi.json."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import httpx

from bot.backoffice.customers import AccountOptions, Address, Customer, Details, Membership, NewsletterStatus
from bot.backoffice.delivery import Destination, find_destination
from bot.backoffice.orders import Cancellation, Order, OrderChange, OrderOptions, Pieces, plain_number
from bot.backoffice.payments import Charge, Invoice
from bot.backoffice.remembered import Remembered
from bot.backoffice.remote import operations as ops
from bot.backoffice.remote.operations import A, Operation
from bot.backoffice.remote.wire import read, read_many, sent
from bot.backoffice.returns import Refund, Return, ReturnOptions, ReturnReason
from bot.backoffice.stores import Store
from bot.backoffice.transport import Answer, Patience, Transport
from bot.errors import InvalidInput, NotFound

_LONGEST_KEY = 200
_REMEMBERED_SECONDS = 300


class Bearer(httpx.Auth):
    """The shop's secret in each request."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def auth_flow(self, request: httpx.Request) -> Any:
        """Add it."""
        request.headers["Authorization"] = f"Bearer {self._secret}"
        yield request


class RemoteShop:
    """A shop's systems at `base_url`; `at` is not sent, the shop decides by its own clock."""

    def __init__(self, base_url: str, secret: str, patience: Patience | None = None) -> None:
        self._transport = Transport(base_url, auth=Bearer(secret), patience=patience)
        self._destinations = Remembered(lambda: self._list(ops.DESTINATIONS), _REMEMBERED_SECONDS)

    def close(self) -> None:
        """Let go of the connections."""
        self._transport.close()

    # --- customers

    def customer(self, customer_id: str) -> Customer | None:
        """The customer of this id."""
        return self._find(ops.CUSTOMER, customer_id=customer_id)

    def customer_by_email(self, email: str) -> Customer | None:
        """The customer with this address; case and surrounding spaces don't matter."""
        return self._find(ops.LOOKUP, ops.Email(email.strip().lower()))

    def change_address(self, customer_id: str, address: Address, at: datetime, *, key: str) -> Customer:
        """Change the address in the customer's account."""
        return self._change(ops.CHANGE_ADDRESS, key, address, customer_id=customer_id)

    def change_details(self, customer_id: str, details: Details, at: datetime, *, key: str) -> Customer:
        """Change name, e-mail or phone."""
        return self._change(ops.CHANGE_DETAILS, key, details, customer_id=customer_id)

    def send_password_link(self, email: str, at: datetime, *, key: str) -> None:
        """Have the shop mail a link to set a new password."""
        self._change(ops.PASSWORD_LINK, key, ops.Email(email.strip().lower()))

    def account_options(self, customer_id: str, at: datetime) -> AccountOptions:
        """What closing an account would mean."""
        return self._ask(ops.ACCOUNT_OPTIONS, customer_id=customer_id)

    def close_account(self, customer_id: str, at: datetime, *, key: str) -> Customer:
        """Close the account."""
        return self._change(ops.CLOSE, key, customer_id=customer_id)

    def keep_account(self, customer_id: str, at: datetime, *, key: str) -> Customer:
        """Open a closed account again."""
        return self._change(ops.KEEP, key, customer_id=customer_id)

    # --- memberships and the newsletter

    def membership(self, customer_id: str) -> Membership | None:
        """The membership that runs now."""
        return self._find(ops.MEMBERSHIP, customer_id=customer_id)

    def set_renewal(self, customer_id: str, renews: bool, at: datetime, *, key: str) -> Membership:
        """Turn the yearly renewal on or off."""
        return self._change(ops.RENEWAL, key, ops.Renewal(renews), customer_id=customer_id)

    def newsletter(self, email: str) -> NewsletterStatus:
        """Whether this address gets the newsletter."""
        return self._ask(ops.NEWSLETTER, ops.Email(email.strip().lower())).status

    def set_newsletter(self, email: str, on: bool, at: datetime, *, key: str) -> NewsletterStatus:
        """Turn the newsletter on or off for this address."""
        wish = ops.NewsletterWish(email.strip().lower(), on)
        return self._change(ops.SET_NEWSLETTER, key, wish).status

    # --- orders

    def order(self, number: str) -> Order | None:
        """The order of this number; a leading "#" and spaces don't matter."""
        return self._find(ops.ORDER, number=plain_number(number))

    def orders_of(self, customer_id: str) -> Sequence[Order]:
        """A customer's orders, newest first."""
        return self._list(ops.ORDERS, customer_id=customer_id)

    def order_options(self, number: str, at: datetime) -> OrderOptions:
        """What may still be done about an order."""
        return self._ask(ops.OPTIONS, number=plain_number(number))

    def change_order_address(
        self, customer_id: str, number: str, address: Address, at: datetime, *, key: str
    ) -> Order:
        """Send an order elsewhere."""
        body = ops.NewOrderAddress(customer_id, address)
        return self._change(ops.ORDER_ADDRESS, key, body, number=plain_number(number))

    def preview_change(self, number: str, change: OrderChange, at: datetime) -> Order:
        """The order as `change_order` would make it."""
        return self._ask(ops.PREVIEW, change, number=plain_number(number))

    def change_order(
        self, customer_id: str, number: str, change: OrderChange, at: datetime, *, key: str
    ) -> Order:
        """Change lines or the way of sending."""
        body = ops.WantedChange(customer_id, change)
        return self._change(ops.CHANGE, key, body, number=plain_number(number))

    def cancel_order(self, customer_id: str, number: str, at: datetime, *, key: str) -> Cancellation:
        """Cancel an order."""
        return self._change(ops.CANCEL, key, ops.ByCustomer(customer_id), number=plain_number(number))

    # --- returns

    def return_options(self, number: str, at: datetime) -> ReturnOptions:
        """What of an order may go back."""
        return self._ask(ops.RETURN_OPTIONS, number=plain_number(number))

    def start_return(
        self,
        customer_id: str,
        number: str,
        lines: Sequence[Pieces],
        reason: ReturnReason,
        at: datetime,
        *,
        key: str,
    ) -> Return:
        """Start a return."""
        body = ops.NewReturn(customer_id, tuple(lines), reason)
        return self._change(ops.START_RETURN, key, body, number=plain_number(number))

    def cancel_return(self, customer_id: str, return_number: str, at: datetime, *, key: str) -> Return:
        """Take a return back."""
        body = ops.ByCustomer(customer_id)
        return self._change(ops.CANCEL_RETURN, key, body, return_number=return_number)

    def returns_of(self, number: str) -> Sequence[Return]:
        """The returns of an order, newest first."""
        return self._list(ops.RETURNS, number=plain_number(number))

    def refunds_of(self, number: str) -> Sequence[Refund]:
        """The refunds of an order, newest first."""
        return self._list(ops.REFUNDS, number=plain_number(number))

    # --- payments

    def charges_of(self, customer_id: str) -> Sequence[Charge]:
        """A customer's charges and failed tries, newest first."""
        return self._list(ops.CHARGES, customer_id=customer_id)

    def invoice(self, number: str) -> Invoice | None:
        """The invoice of an order."""
        return self._find(ops.INVOICE, number=plain_number(number))

    def send_invoice(
        self, customer_id: str, number: str, at: datetime, *, key: str, to: str | None = None
    ) -> Invoice:
        """Have the shop mail the invoice."""
        body = ops.InvoiceMail(customer_id, to)
        return self._change(ops.SEND_INVOICE, key, body, number=plain_number(number))

    # --- what everybody may know

    def destinations(self) -> Sequence[Destination]:
        """All countries the shop delivers to."""
        return self._destinations()

    def shipping_options(self, country: str) -> Destination | None:
        """How the shop delivers to a country, given by code, name or alias."""
        return find_destination(self._destinations(), country)

    def stores(self, at: datetime) -> Sequence[Store]:
        """The places people can go to."""
        return self._list(ops.STORES)

    # --- calls

    def _call(self, operation: Operation[A], body: Any = None, **ids: str) -> Answer:
        return self._transport.call(operation.method, operation.path, ids, body=sent(body))

    def _ask(self, operation: Operation[A], body: Any = None, **ids: str) -> A:
        return read(operation, self._call(operation, body, **ids))

    def _find(self, operation: Operation[A], body: Any = None, **ids: str) -> A | None:
        try:
            return self._ask(operation, body, **ids)
        except NotFound:
            return None

    def _list(self, operation: Operation[A], **ids: str) -> tuple[A, ...]:
        try:
            return read_many(operation, self._call(operation, **ids))
        except NotFound:
            return ()

    def _change(self, operation: Operation[A], key: str, body: Any = None, **ids: str) -> A:
        if not key or len(key) > _LONGEST_KEY:
            raise InvalidInput("An idempotency key has 1 to 200 characters.", field="key")
        headers = {"Idempotency-Key": key}
        path, method = operation.path, operation.method
        return read(operation, self._transport.call(method, path, ids, body=sent(body), headers=headers))
