"""The calls that a shop has to answer: one table for the adapter and for the contract document."""

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from bot.backoffice.customers import AccountOptions, Address, Customer, Details, Membership, NewsletterStatus
from bot.backoffice.delivery import Destination
from bot.backoffice.orders import Cancellation, Order, OrderChange, OrderOptions, Pieces
from bot.backoffice.payments import Charge, Invoice
from bot.backoffice.returns import Refund, Return, ReturnOptions, ReturnReason
from bot.backoffice.stores import Store

A = TypeVar("A")


@dataclass(frozen=True)
class Email:
    """An e-mail address; in a body, because addresses of calls are logged along the way."""

    email: str


@dataclass(frozen=True)
class Renewal:
    """Whether a membership is to renew."""

    renews: bool


@dataclass(frozen=True)
class NewsletterWish:
    """Whether an address is to get the newsletter."""

    email: str
    on: bool


@dataclass(frozen=True)
class NewsletterState:
    """Whether an address gets the newsletter."""

    status: NewsletterStatus


@dataclass(frozen=True)
class ByCustomer:
    """Whose order or return it has to be; 404 when it is not."""

    customer_id: str


@dataclass(frozen=True)
class NewOrderAddress(ByCustomer):
    """Where an order is to go."""

    address: Address


@dataclass(frozen=True)
class WantedChange(ByCustomer):
    """What of an order is to change."""

    change: OrderChange


@dataclass(frozen=True)
class NewReturn(ByCustomer):
    """What goes back, and why."""

    lines: tuple[Pieces, ...]
    reason: ReturnReason


@dataclass(frozen=True)
class InvoiceMail(ByCustomer):
    """Who gets the invoice; the customer when `to` is null."""

    to: str | None = None


@dataclass(frozen=True)
class Operation(Generic[A]):
    """A call; `answer` is None where nothing comes back, `changes` needs the header Idempotency-Key.

    With `many` it answers with a list of those.
    """

    id: str
    method: str
    path: str
    summary: str
    answer: type[A] | None = None
    body: Any = None
    changes: bool = False
    many: bool = field(default=False, kw_only=True)


CUSTOMER = Operation("customer", "GET", "/customers/{customer_id}", "A customer.", Customer)
LOOKUP = Operation(
    "customerByEmail", "POST", "/customers/lookup", "The customer with an e-mail address.", Customer, Email
)
CHANGE_ADDRESS = Operation(
    "changeAddress",
    "PUT",
    "/customers/{customer_id}/address",
    "Change the account's address, and tell the customer by mail. Orders already placed keep theirs.",
    Customer,
    Address,
    True,
)
CHANGE_DETAILS = Operation(
    "changeDetails",
    "PATCH",
    "/customers/{customer_id}",
    "Change what is not null, and tell the customer at the old e-mail address. Refuses `email_taken`.",
    Customer,
    Details,
    True,
)
PASSWORD_LINK: Operation[None] = Operation(
    "sendPasswordLink",
    "POST",
    "/password-links",
    "Mail a link to set a new password. The answer is the same whether or not there is an account.",
    None,
    Email,
    True,
)
ACCOUNT_OPTIONS = Operation(
    "accountOptions",
    "GET",
    "/customers/{customer_id}/options",
    "Whether an account may be closed, and when it would be deleted.",
    AccountOptions,
)
CLOSE = Operation(
    "closeAccount",
    "PUT",
    "/customers/{customer_id}/closure",
    "Close an account; it is deleted at `closes_at`. Refuses `open_orders`.",
    Customer,
    None,
    True,
)
KEEP = Operation(
    "keepAccount",
    "DELETE",
    "/customers/{customer_id}/closure",
    "Open a closed account again. Refuses `too_late`.",
    Customer,
    None,
    True,
)
MEMBERSHIP = Operation(
    "membership", "GET", "/customers/{customer_id}/membership", "The membership that runs now.", Membership
)
RENEWAL = Operation(
    "setRenewal",
    "PUT",
    "/customers/{customer_id}/membership/renewal",
    "Turn the renewal on or off. Refuses `no_membership`.",
    Membership,
    Renewal,
    True,
)
NEWSLETTER = Operation(
    "newsletter",
    "POST",
    "/newsletter/lookup",
    "Whether an address gets the newsletter.",
    NewsletterState,
    Email,
)
SET_NEWSLETTER = Operation(
    "setNewsletter",
    "PUT",
    "/newsletter",
    "Turn the newsletter on or off for an address; the caller has proven that it is the visitor's.",
    NewsletterState,
    NewsletterWish,
    True,
)
ORDER = Operation("order", "GET", "/orders/{number}", "An order.", Order)
ORDERS = Operation(
    "orders", "GET", "/customers/{customer_id}/orders", "A customer's orders, newest first.", Order, many=True
)
OPTIONS = Operation(
    "orderOptions", "GET", "/orders/{number}/options", "What may still be done about an order.", OrderOptions
)
ORDER_ADDRESS = Operation(
    "changeOrderAddress",
    "PUT",
    "/orders/{number}/address",
    "Send an order elsewhere. Refuses `already_packed` and later ones, `other_country`.",
    Order,
    NewOrderAddress,
    True,
)
PREVIEW = Operation(
    "previewChange",
    "POST",
    "/orders/{number}/changes/preview",
    "The order as a change would make it. Refuses as the change does.",
    Order,
    OrderChange,
)
CHANGE = Operation(
    "changeOrder",
    "POST",
    "/orders/{number}/changes",
    "Change quantities (0 takes a line out) or the way of sending. Refuses `already_packed` and later ones, "
    "`too_late`, `nothing_left`, `method_not_offered`, `amount_above_limit`.",
    Order,
    WantedChange,
    True,
)
CANCEL = Operation(
    "cancelOrder",
    "POST",
    "/orders/{number}/cancellation",
    "Cancel an order. Refuses `already_packed` and later ones, `already_cancelled`, `too_late`, "
    "`amount_above_limit`.",
    Cancellation,
    ByCustomer,
    True,
)
RETURN_OPTIONS = Operation(
    "returnOptions", "GET", "/orders/{number}/return-options", "What may go back.", ReturnOptions
)
START_RETURN = Operation(
    "startReturn",
    "POST",
    "/orders/{number}/returns",
    "Start a return, and mail the label. Refuses `not_delivered_yet`, `too_late`, `not_returnable`, "
    "`already_returned`, `needs_a_person`.",
    Return,
    NewReturn,
    True,
)
CANCEL_RETURN = Operation(
    "cancelReturn",
    "POST",
    "/returns/{return_number}/cancellation",
    "Take a return back. Refuses `already_on_its_way`.",
    Return,
    ByCustomer,
    True,
)
RETURNS = Operation(
    "returns", "GET", "/orders/{number}/returns", "An order's returns, newest first.", Return, many=True
)
REFUNDS = Operation(
    "refunds", "GET", "/orders/{number}/refunds", "An order's refunds, newest first.", Refund, many=True
)
CHARGES = Operation(
    "charges",
    "GET",
    "/customers/{customer_id}/charges",
    "A customer's charges and failed tries, newest first.",
    Charge,
    many=True,
)
INVOICE = Operation("invoice", "GET", "/orders/{number}/invoice", "An order's invoice.", Invoice)
SEND_INVOICE = Operation(
    "sendInvoice",
    "POST",
    "/orders/{number}/invoice/mails",
    "Mail an invoice. Refuses `not_invoiced_yet`.",
    Invoice,
    InvoiceMail,
    True,
)
DESTINATIONS = Operation(
    "destinations", "GET", "/destinations", "Where and how the shop delivers.", Destination, many=True
)
STORES = Operation(
    "stores",
    "GET",
    "/stores",
    "Places to go to; `week` has Monday first and null where it is closed.",
    Store,
    many=True,
)

OPERATIONS: tuple[Operation[Any], ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, Operation)
)
"""All of them, in the order above."""
