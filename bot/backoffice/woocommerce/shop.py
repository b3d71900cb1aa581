"""A shop on WooCommerce.

What its core can't do is refused with `not_supported`, for a person to do: returns, changed lines,
memberships, the newsletter, and accounts that are closed first and deleted later. Its API has no idempotency
keys: what was done under which key is kept here, changes say what is to be (so that they may come twice), and
money only goes back as far as it hasn't yet.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, NoReturn

from bot.backoffice import done, outbox
from bot.backoffice.customers import AccountOptions, Address, Customer, Details, Membership, NewsletterStatus
from bot.backoffice.delivery import Destination
from bot.backoffice.letters import password_page
from bot.backoffice.orders import Cancellation, Order, OrderChange, OrderOptions, Pieces, plain_number
from bot.backoffice.payments import Charge, Invoice
from bot.backoffice.refusals import Refusal, RefusalCode, not_supported
from bot.backoffice.remembered import Remembered
from bot.backoffice.returns import Refund, Return, ReturnOptions, ReturnReason
from bot.backoffice.stores import Store
from bot.backoffice.transport import Patience
from bot.backoffice.woocommerce import reading, rules, zones
from bot.backoffice.woocommerce.calls import Calls, WooError, read
from bot.errors import InvalidInput, NotFound
from kb.database import Database

_REMEMBERED_SECONDS = 300
_ORDER, _CUSTOMER = "/orders/{id}", "/customers/{id}"
_EMAIL_IN_USE = "woocommerce_rest_customer_invalid_email"
_NO_REFUND = "woocommerce_rest_cannot_create_order_refund"


class WooShop:
    """WooCommerce at `base_url`; orders above `limit` are cancelled by a person."""

    def __init__(
        self,
        db: Database,
        base_url: str,
        key: str,
        secret: str,
        *,
        limit: Decimal = rules.LIMIT,
        patience: Patience | None = None,
    ) -> None:
        self._db = db
        self._url = base_url.rstrip("/")
        self._calls = Calls(self._url, key, secret, patience)
        self._limit = limit
        self._reach = Remembered(self._ask_reach, _REMEMBERED_SECONDS)

    def close(self) -> None:
        """Let go of the connections."""
        self._calls.close()

    # --- customers

    def customer(self, customer_id: str) -> Customer | None:
        """The customer of this id."""
        if not customer_id.isdecimal():
            return None
        try:
            return read(reading.customer, self._calls.get(_CUSTOMER, {"id": customer_id}))
        except NotFound:
            return None

    def customer_by_email(self, email: str) -> Customer | None:
        """The customer with this address; case and surrounding spaces don't matter."""
        wanted = email.strip().lower()
        if "@" not in wanted:
            return None
        try:
            found = self._calls.get("/customers", email=wanted)
        except InvalidInput:
            # WordPress checks addresses itself, and says so.
            return None
        made = (read(reading.customer, one) for one in found)
        return next((one for one in made if one is not None and one.email == wanted), None)

    def change_address(self, customer_id: str, address: Address, at: datetime, *, key: str) -> Customer:
        """Change the address parcels go to, and the one for bills where it was the same. No mail is sent."""
        address = self._checked(address)

        def change() -> None:
            body = self._customer_body(customer_id)
            new = reading.address_body(address)
            same = reading.address(body["billing"]) == reading.address(body["shipping"])
            also = {"billing": new} if same or not body["shipping"]["address_1"] else {}
            self._calls.put(_CUSTOMER, {"id": customer_id}, {"shipping": new, **also})

        self._once(key, at, ("change_address", customer_id, address), change)
        return self._existing(customer_id)

    def change_details(self, customer_id: str, details: Details, at: datetime, *, key: str) -> Customer:
        """Change name, e-mail or phone; WordPress itself tells the old address of a new one."""
        changes = rules.details_body(details)

        def change() -> None:
            self._customer_body(customer_id)
            try:
                self._calls.put(_CUSTOMER, {"id": customer_id}, changes)
            except WooError as error:
                if error.code != _EMAIL_IN_USE:
                    raise
                words = "Another account has this e-mail address; a person can merge the two."
                raise Refusal(RefusalCode.EMAIL_TAKEN, words).error() from error

        if changes:
            self._once(key, at, ("change_details", customer_id, details), change)
        return self._existing(customer_id)

    def send_password_link(self, email: str, at: datetime, *, key: str) -> None:
        """Mail the address of the shop's own page for a new password, whoever asked."""
        what = ("send_password_link", email.strip().lower())
        with self._db.write() as connection:
            if done.reference_of(connection, key, what) is None:
                letter = password_page(f"{self._url}/my-account/lost-password/")
                outbox.put(self._db, connection, email, letter, at)
                done.remember(self._db, connection, key, what, at)

    def account_options(self, customer_id: str, at: datetime) -> AccountOptions:
        """Not supported."""
        _cannot("close an account for a while before it is deleted")

    def close_account(self, customer_id: str, at: datetime, *, key: str) -> Customer:
        """Not supported."""
        _cannot("close an account for a while before it is deleted")

    def keep_account(self, customer_id: str, at: datetime, *, key: str) -> Customer:
        """Not supported."""
        _cannot("open a closed account again")

    # --- memberships and the newsletter

    def membership(self, customer_id: str) -> Membership | None:
        """Not supported: subscriptions are an extension."""
        _cannot("look up memberships")

    def set_renewal(self, customer_id: str, renews: bool, at: datetime, *, key: str) -> Membership:
        """Not supported."""
        _cannot("change the renewal of a membership")

    def newsletter(self, email: str) -> NewsletterStatus:
        """Not supported."""
        _cannot("look up who gets the newsletter")

    def set_newsletter(self, email: str, on: bool, at: datetime, *, key: str) -> NewsletterStatus:
        """Not supported."""
        _cannot("change who gets the newsletter")

    # --- orders

    def order(self, number: str) -> Order | None:
        """The order of this number; a leading "#" and spaces don't matter."""
        body = self._order_body(number)
        return None if body is None else read(reading.order, body)

    def orders_of(self, customer_id: str) -> Sequence[Order]:
        """A customer's orders, newest first."""
        made = (read(reading.order, body) for body in self._orders_of(customer_id))
        return [one for one in made if one is not None]

    def order_options(self, number: str, at: datetime) -> OrderOptions:
        """What may still be done about an order."""
        return rules.order_options(self._theirs(None, number)[1], self._limit)

    def change_order_address(
        self, customer_id: str, number: str, address: Address, at: datetime, *, key: str
    ) -> Order:
        """Send an order elsewhere in the same country. No mail is sent."""
        address = self._checked(address)

        def change() -> None:
            body, order = self._theirs(customer_id, number)
            rules.check_order_address(order, address, self._limit)
            new = {"shipping": reading.address_body(address)}
            self._calls.put(_ORDER, {"id": str(body["id"])}, new)

        self._once(key, at, ("change_order_address", customer_id, plain_number(number), address), change)
        return self._theirs(customer_id, number)[1]

    def preview_change(self, number: str, change: OrderChange, at: datetime) -> Order:
        """Not supported, as `change_order`."""
        return self._refuse_change(None, number)

    def change_order(
        self, customer_id: str, number: str, change: OrderChange, at: datetime, *, key: str
    ) -> Order:
        """Not supported: WooCommerce changes lines, but neither charges nor refunds the difference."""
        return self._refuse_change(customer_id, number)

    def cancel_order(self, customer_id: str, number: str, at: datetime, *, key: str) -> Cancellation:
        """Cancel an order; what was paid goes back through the payment's own gateway.

        WooCommerce then calls a paid order refunded and an unpaid one cancelled.
        """
        mark = hashlib.sha256(key.encode()).hexdigest()[:12]

        def cancel() -> None:
            body, order = self._theirs(customer_id, number)
            if any(mark in str(one["reason"]) for one in body["refunds"]):
                # The answer to this refund was lost on its way here.
                return
            if refusal := rules.order_options(order, self._limit).cancel:
                raise refusal.error()
            ids, left = {"id": str(body["id"])}, reading.left_to_refund(body)
            if left:
                self._refund(ids, left, mark)
            else:
                self._calls.put(_ORDER, ids, {"status": "cancelled"})

        self._once(key, at, ("cancel_order", customer_id, plain_number(number)), cancel)
        body, order = self._theirs(customer_id, number)
        return Cancellation(order, Decimal(0), read(reading.refunded, body))

    # --- returns

    def return_options(self, number: str, at: datetime) -> ReturnOptions:
        """Not supported."""
        _cannot("start a return")

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
        """Not supported."""
        _cannot("start a return")

    def cancel_return(self, customer_id: str, return_number: str, at: datetime, *, key: str) -> Return:
        """Not supported."""
        _cannot("take a return back")

    def returns_of(self, number: str) -> Sequence[Return]:
        """Not supported."""
        _cannot("look up returns")

    def refunds_of(self, number: str) -> Sequence[Refund]:
        """The refunds of an order, newest first."""
        body = self._order_body(number)
        if body is None:
            return []
        to = str(body["payment_method_title"])
        found = self._calls.pages("/orders/{id}/refunds", {"id": str(body["id"])})
        return [read(lambda one: reading.refund(one, str(body["number"]), to), one) for one in found]

    # --- payments

    def charges_of(self, customer_id: str) -> Sequence[Charge]:
        """What was charged for a customer's orders, newest first."""
        made = (read(reading.charge, body) for body in self._orders_of(customer_id))
        return sorted((one for one in made if one), key=lambda one: one.at, reverse=True)

    def invoice(self, number: str) -> Invoice | None:
        """The page of a paid order's details, which is what WooCommerce has for an invoice."""
        body = self._order_body(number)
        return None if body is None else read(lambda one: reading.invoice(one, self._url), body)

    def send_invoice(
        self, customer_id: str, number: str, at: datetime, *, key: str, to: str | None = None
    ) -> Invoice:
        """Have WooCommerce mail the order's details to the customer; elsewhere it would change the order."""
        if to is not None:
            _cannot("mail an invoice to another address")
        body, _ = self._theirs(customer_id, number)
        invoice = read(lambda one: reading.invoice(one, self._url), body)
        if invoice is None:
            words = "There is an invoice when the order is paid."
            raise Refusal(RefusalCode.NOT_INVOICED_YET, words).error()
        ids = {"id": str(body["id"])}
        what = ("send_invoice", customer_id, plain_number(number))
        self._once(
            key, at, what, lambda: self._calls.post("/orders/{id}/actions/send_order_details", ids, {})
        )
        return invoice

    # --- what everybody may know

    def destinations(self) -> Sequence[Destination]:
        """All countries the shop delivers to; how long it takes WooCommerce doesn't know."""
        return self._reach().destinations

    def shipping_options(self, country: str) -> Destination | None:
        """How the shop delivers to a country, given by code, name or alias."""
        return self._reach().find(country)

    def stores(self, at: datetime) -> Sequence[Store]:
        """WooCommerce knows of no stores."""
        return ()

    # --- calls

    def _ask_reach(self) -> zones.Reach:
        known, path = [], "/shipping/zones/{id}"
        for zone in sorted(self._calls.pages("/shipping/zones"), key=lambda one: int(one["order"])):
            ids = {"id": str(zone["id"])}
            locations = self._calls.get(f"{path}/locations", ids)
            known.append(zones.Zone(zone["id"], locations, self._calls.get(f"{path}/methods", ids)))
        continents = self._calls.get("/data/continents")
        return read(lambda found: zones.reach(found, continents), known)

    def _once(self, key: str, at: datetime, what: object, do: Callable[[], object]) -> None:
        """Do what hasn't been done under this key. No transaction is open while the shop is asked."""
        with self._db.write() as connection:
            known = done.reference_of(connection, key, what)
        if known is None:
            do()
            with self._db.write() as connection:
                done.remember(self._db, connection, key, what, at)

    def _refund(self, ids: dict[str, str], amount: Decimal, mark: str) -> None:
        reason = f"Cancelled by the customer in the chat ({mark})."
        body = {"amount": str(amount), "reason": reason, "api_refund": True}
        try:
            self._calls.post("/orders/{id}/refunds", ids, body)
        except WooError as error:
            if error.code != _NO_REFUND:
                raise
            words = "This payment can't be sent back automatically, so a person has to cancel the order."
            raise Refusal(RefusalCode.NEEDS_A_PERSON, words).error() from error

    def _existing(self, customer_id: str) -> Customer:
        found = self.customer(customer_id)
        if found is None:
            raise NotFound("There is no such customer.")
        return found

    def _customer_body(self, customer_id: str) -> Any:
        self._existing(customer_id)
        return self._calls.get(_CUSTOMER, {"id": customer_id})

    def _order_body(self, number: str) -> Any:
        """An order by its number, which extensions may make another than its id."""
        wanted = plain_number(number)
        if not wanted.isalnum():
            return None
        if wanted.isdecimal():
            try:
                body = self._calls.get(_ORDER, {"id": wanted})
            except NotFound:
                body = None
            if body is not None and read(lambda one: str(one["number"]), body) == wanted:
                return body
        found = self._calls.get("/orders", search=wanted)
        return next((one for one in found if read(lambda body: str(body["number"]), one) == wanted), None)

    def _orders_of(self, customer_id: str) -> list[Any]:
        if not customer_id.isdecimal() or int(customer_id) == 0:
            return []
        return self._calls.pages("/orders", customer=customer_id, orderby="date", order="desc")

    def _theirs(self, customer_id: str | None, number: str) -> tuple[Any, Order]:
        """An order, and a customer's own where one is named."""
        body = self._order_body(number)
        order = None if body is None else read(reading.order, body)
        if order is None or customer_id not in (None, order.customer_id):
            raise NotFound("There is no such order.")
        return body, order

    def _refuse_change(self, customer_id: str | None, number: str) -> NoReturn:
        _, order = self._theirs(customer_id, number)
        options = rules.order_options(order, self._limit)
        refusal = options.change_items
        raise refusal.error() if refusal else not_supported("change an order")

    def _checked(self, address: Address) -> Address:
        for part in ("line1", "city", "postal_code", "country"):
            if not getattr(address, part).strip():
                raise InvalidInput("The address is incomplete.", field=part)
        destination = self.shipping_options(address.country)
        if destination is None:
            raise InvalidInput("The shop doesn't deliver to this country.", field="country")
        return replace(address, country=destination.country)


def _cannot(what: str) -> NoReturn:
    raise not_supported(what)
