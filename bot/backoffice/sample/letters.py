"""The sample shop's mails: subject and text of each."""

from decimal import Decimal

from bot.backoffice.customers import Address, Customer, Membership
from bot.backoffice.letters import Letter
from bot.backoffice.orders import Cancellation, Order
from bot.backoffice.payments import Invoice
from bot.backoffice.returns import Return

_NOT_YOU = "If this wasn't you, answer this mail and we'll look into it at once.\n"


def address_changed(name: str, address: Address, shop: str) -> Letter:
    """The address in an account was changed."""
    return Letter(
        "Your address was changed",
        f"Hello {name},\n\nthe address in your {shop} account is now:\n\n{address.one_line()}\n\n{_NOT_YOU}",
    )


def password_link(name: str, link: str) -> Letter:
    """A link to set a new password."""
    return Letter(
        "Set a new password",
        f"Hello {name},\n\nset a new password here within one hour:\n\n{link}\n\n"
        "If you didn't ask for this, do nothing.\n",
    )


def no_account_for_password(shop: str) -> Letter:
    """A new password was asked for, but nobody has an account with this address."""
    return Letter(
        "Set a new password",
        f"Hello,\n\nsomebody asked for a new password for this address at {shop}, but there is no account "
        "with it. Perhaps you used another address? If it wasn't you, do nothing.\n",
    )


def details_changed(name: str, what: str, shop: str) -> Letter:
    """Name, phone or e-mail of an account were changed; `what` names them."""
    return Letter(
        "Your account details were changed",
        f"Hello {name},\n\nwhat was changed in your {shop} account just now: {what}.\n\n{_NOT_YOU}",
    )


def account_closed(customer: Customer, shop: str) -> Letter:
    """An account was closed and will be deleted."""
    assert customer.closes_at is not None  # noqa: S101 - the caller has just closed it
    until = customer.closes_at.date().isoformat()
    return Letter(
        "Your account is closed",
        f"Hello {customer.name},\n\nyour {shop} account is closed and will be deleted on {until}. Until then "
        "say in our chat that you'd like to keep it, and it's as before. Invoices stay for 7 years, because "
        f"the law asks for it.\n\n{_NOT_YOU}",
    )


def account_kept(name: str, shop: str) -> Letter:
    """A closed account was opened again."""
    return Letter("Welcome back", f"Hello {name},\n\nyour {shop} account is open again. {_NOT_YOU}")


def order_address_changed(name: str, order: Order) -> Letter:
    """An order goes elsewhere."""
    return Letter(
        f"Order #{order.number} goes to another address",
        f"Hello {name},\n\nyour order #{order.number} now goes to:\n\n{order.ship_to.one_line()}\n\n"
        f"{_NOT_YOU}",
    )


def order_changed(name: str, order: Order, difference: Decimal) -> Letter:
    """An order has other lines, or is sent another way."""
    lines = "\n".join(f"{item.quantity} x {item.name}" for item in order.items)
    more = f"That is ${difference} more" if difference >= 0 else f"That is ${-difference} less"
    return Letter(
        f"Order #{order.number} was changed",
        f"Hello {name},\n\nyour order #{order.number} is now:\n\n{lines}\n\nIt is sent by {order.method}, "
        f"and the total is ${order.total}. {more} than before.\n\n{_NOT_YOU}",
    )


def order_cancelled(name: str, done: Cancellation) -> Letter:
    """An order was cancelled."""
    money = (
        f"${done.refund} go back the way you paid."
        if done.refund
        else "Nothing was charged; a reservation on your card disappears within 7 days."
    )
    fee = f" We kept ${done.fee} for what was made to order." if done.fee else ""
    return Letter(
        f"Order #{done.order.number} is cancelled",
        f"Hello {name},\n\nyour order #{done.order.number} is cancelled. {money}{fee}\n\n{_NOT_YOU}",
    )


def return_started(name: str, started: Return) -> Letter:
    """A return was started."""
    how = (
        "The carrier writes to you to agree on a day for the pickup."
        if started.pickup
        else f"Your label: {started.label_url}\n\nPlease drop it off by {started.send_by.isoformat()}."
    )
    cost = f" That is after ${started.cost} for the way back." if started.cost else ""
    return Letter(
        f"Your return {started.number}",
        f"Hello {name},\n\nthe return of order #{started.order_number} is started. {how}\n\nYou get "
        f"${started.expected} back when it has arrived.{cost}\n",
    )


def return_cancelled(name: str, cancelled: Return) -> Letter:
    """A return was taken back."""
    return Letter(
        f"Your return {cancelled.number} is called off",
        f"Hello {name},\n\nyou keep what you ordered in order #{cancelled.order_number}; please don't use "
        "the label any more.\n",
    )


def invoice_copy(name: str, invoice: Invoice) -> Letter:
    """An invoice."""
    return Letter(
        f"Invoice {invoice.number}",
        f"Hello,\n\nhere is the invoice of {name}'s order #{invoice.order_number} over ${invoice.total}:\n\n"
        f"{invoice.url}\n",
    )


def renewal_changed(name: str, membership: Membership) -> Letter:
    """The renewal of a membership was turned on or off."""
    until = membership.until.date().isoformat()
    what = f"renews on {until} for ${membership.price}" if membership.renews else f"ends on {until}"
    return Letter(
        f"{membership.plan}: renewal {'on' if membership.renews else 'off'}",
        f"Hello {name},\n\nyour {membership.plan} {what}.\n\n{_NOT_YOU}",
    )
