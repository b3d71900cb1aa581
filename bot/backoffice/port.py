"""What Firstline needs of a shop's systems; every adapter passes the suite in tests/contract/backoffice.

Every method raises `BackofficeUnavailable` when the system behind it doesn't answer, and `Refused` with the
code `not_supported` where the shop has nothing of the kind: then a person has to do it. Every changing one

- takes `at`, the moment, for shops whose rules are decided here, and `key`, an idempotency key: the same call
  with the same key again changes and mails nothing a second time and answers as things are then; another call
  with that key raises `Conflict`;
- raises `NotFound` when there is no such customer, order or return, or it isn't this customer's;
- raises `Refused`, with a `RefusalCode` and words for the visitor, when the shop's rules say no, and then
  nothing was changed;
- expects that the caller has made sure who is asking.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.backoffice.customers import AccountOptions, Address, Customer, Details, Membership, NewsletterStatus
from bot.backoffice.delivery import Destination
from bot.backoffice.orders import Cancellation, Order, OrderChange, OrderOptions, Pieces
from bot.backoffice.payments import Charge, Invoice
from bot.backoffice.returns import Refund, Return, ReturnOptions, ReturnReason
from bot.backoffice.stores import Store


class Mailer(Protocol):
    """Sends Firstline's own plain-text mail (codes, answers); a shop's mail is the shop's matter."""

    def send_mail(self, to: str, subject: str, text: str, at: datetime, *, key: str | None = None) -> None:
        """Put a mail where it will be sent from; with a `key`, only once however often it is said.

        Raises:
            Unavailable: it can't be taken now.
        """


class Customers(Protocol):
    """Accounts."""

    def customer(self, customer_id: str) -> Customer | None:
        """The customer of this id."""

    def customer_by_email(self, email: str) -> Customer | None:
        """The customer with this address; case and surrounding spaces don't matter."""

    def change_address(self, customer_id: str, address: Address, at: datetime, *, key: str) -> Customer:
        """Change the address in the customer's account; the shop tells the customer by mail.

        Orders already placed keep theirs. The address before is the way back.

        Raises:
            InvalidInput: the address is incomplete, or in a country the shop doesn't deliver to.
        """

    def change_details(self, customer_id: str, details: Details, at: datetime, *, key: str) -> Customer:
        """Change name, e-mail or phone; the shop tells the customer (about a new e-mail at the old one).

        The caller has proven that a new e-mail is the customer's.

        Raises:
            InvalidInput: something can't be a name, an e-mail address or a phone number.
            Refused: `email_taken` by another account.
        """

    def send_password_link(self, email: str, at: datetime, *, key: str) -> None:
        """Mail a link with which a new password can be set.

        Nothing that the caller can see tells whether there is an account with this address.
        """

    def account_options(self, customer_id: str, at: datetime) -> AccountOptions:
        """What closing an account would mean.

        Raises:
            NotFound: there is no such customer.
        """

    def close_account(self, customer_id: str, at: datetime, *, key: str) -> Customer:
        """Close the account; it is deleted at the `closes_at` of what comes back. The shop tells by mail.

        Raises:
            Refused: `open_orders`: something is on its way, to the customer or back.
        """

    def keep_account(self, customer_id: str, at: datetime, *, key: str) -> Customer:
        """Open an account again that waits for its deletion; an open one stays as it is.

        Raises:
            Refused: `too_late`.
        """


class Memberships(Protocol):
    """Paid memberships and the newsletter."""

    def membership(self, customer_id: str) -> Membership | None:
        """The membership that runs now; None without one."""

    def set_renewal(self, customer_id: str, renews: bool, at: datetime, *, key: str) -> Membership:
        """Turn the yearly renewal on or off; the other way is the way back.

        Raises:
            Refused: `no_membership`.
        """

    def newsletter(self, email: str) -> NewsletterStatus:
        """Whether this address gets the newsletter. Only for who has proven that it's theirs."""

    def set_newsletter(self, email: str, on: bool, at: datetime, *, key: str) -> NewsletterStatus:
        """Turn the newsletter on or off for this address, whoever has it; the other way is the way back.

        The caller has proven that an address to turn it on for is the visitor's.
        """


class Orders(Protocol):
    """Orders on their way."""

    def order(self, number: str) -> Order | None:
        """The order of this number; a leading "#" and spaces don't matter."""

    def orders_of(self, customer_id: str) -> Sequence[Order]:
        """A customer's orders, newest first; empty for an unknown customer."""

    def order_options(self, number: str, at: datetime) -> OrderOptions:
        """What may still be done about an order.

        Raises:
            NotFound: there is no such order.
        """

    def change_order_address(
        self, customer_id: str, number: str, address: Address, at: datetime, *, key: str
    ) -> Order:
        """Send an order elsewhere in the same country; the address before is the way back.

        Raises:
            InvalidInput: the address is incomplete, or in a country the shop doesn't deliver to.
            Refused: `already_packed` and later ones, `other_country`.
        """

    def preview_change(self, number: str, change: OrderChange, at: datetime) -> Order:
        """The order as `change_order` would make it; changes nothing.

        Raises:
            NotFound, InvalidInput, Refused: as `change_order`.
        """

    def change_order(
        self, customer_id: str, number: str, change: OrderChange, at: datetime, *, key: str
    ) -> Order:
        """Change quantities, take lines out, or send it another way; a difference is charged or refunded.

        Raises:
            InvalidInput: a product that isn't in the order, or less than none of it.
            Refused: `already_packed` and later ones, `too_late`, `nothing_left`, `method_not_offered`,
                `amount_above_limit`.
        """

    def cancel_order(self, customer_id: str, number: str, at: datetime, *, key: str) -> Cancellation:
        """Cancel an order; what was charged goes back, less a fee where there is one. There's no way back.

        Raises:
            Refused: `already_packed` and later ones, `already_cancelled`, `too_late`, `amount_above_limit`.
        """


class Returns(Protocol):
    """Goods and money that go back."""

    def return_options(self, number: str, at: datetime) -> ReturnOptions:
        """What of an order may go back.

        Raises:
            NotFound: there is no such order.
        """

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
        """Start a return: a label, or a pickup for furniture, and a mail with it.

        Raises:
            InvalidInput: no lines, or pieces that aren't in the order.
            Refused: `not_delivered_yet`, `too_late`, `not_returnable`, `already_returned`,
                `needs_a_person` when the fault is the shop's.
        """

    def cancel_return(self, customer_id: str, return_number: str, at: datetime, *, key: str) -> Return:
        """Take a return back as long as nothing is on its way.

        Raises:
            Refused: `already_on_its_way`.
        """

    def returns_of(self, number: str) -> Sequence[Return]:
        """The returns of an order, newest first; empty for an unknown one."""

    def refunds_of(self, number: str) -> Sequence[Refund]:
        """The refunds of an order, newest first; empty for an unknown one."""


class Payments(Protocol):
    """Charges and the papers about them."""

    def charges_of(self, customer_id: str) -> Sequence[Charge]:
        """A customer's charges and failed tries, newest first; empty for an unknown customer."""

    def invoice(self, number: str) -> Invoice | None:
        """The invoice of an order; None as long as there is none."""

    def send_invoice(
        self, customer_id: str, number: str, at: datetime, *, key: str, to: str | None = None
    ) -> Invoice:
        """Mail the invoice, to the customer or to another address.

        Raises:
            InvalidInput: `to` is no e-mail address.
            Refused: `not_invoiced_yet`.
        """


class Shop(Protocol):
    """What everybody may know of the shop."""

    def destinations(self) -> Sequence[Destination]:
        """All countries the shop delivers to."""

    def shipping_options(self, country: str) -> Destination | None:
        """How the shop delivers to a country, given by code, name or alias; None where it doesn't."""

    def stores(self, at: datetime) -> Sequence[Store]:
        """The places people can go to, with the opening hours around this moment; empty without any."""


class Backoffice(Customers, Memberships, Orders, Returns, Payments, Shop, Protocol):
    """The shop's systems."""
