"""Charges and failed payments in plain words: what they are, and whether that explains them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.order_words import dollars, items_of, spoken_day
from bot.backoffice.orders import Order
from bot.backoffice.payments import Charge, ChargeKind, ChargeStatus, FailureReason

BOOKED_TWICE, UNKNOWN = "booked_twice", "unknown"
_LIVE = (ChargeStatus.RESERVED, ChargeStatus.BOOKED)
_FAILURES: Mapping[FailureReason, str] = {
    FailureReason.DECLINED: (
        "your bank declined it. It doesn't tell us why; mostly the amount is above a daily limit, the card "
        "is closed for payments abroad, or the billing address isn't the one the bank has. Your bank can say "
        "which, and another card or way to pay works at once."
    ),
    FailureReason.EXPIRED_CARD: "the card has expired. With the new card's date, or another card, it works.",
    FailureReason.NOT_CONFIRMED: (
        "your bank waited for you to confirm it, in its app or by a code, and that didn't come in time. Try "
        "it again with the app at hand."
    ),
    FailureReason.ABOVE_LIMIT: (
        "the amount is above what the card allows. Your bank can raise the limit, or take another way to pay."
    ),
}
_NOTHING_TAKEN = (
    "Nothing was taken: what your bank may show as pending is a reservation that it lets go by itself."
)


@dataclass(frozen=True)
class Explanation:
    """What a charge is, in words, with a key for why; `plain` where that can settle it without a person."""

    text: str
    cause: str
    plain: bool = True


def distinct(charges: Sequence[Charge]) -> list[Charge]:
    """One of each: charges of one kind and amount for one order are looked at together, the newest first."""
    found: dict[object, Charge] = {}
    for charge in charges:
        found.setdefault((charge.kind, charge.order_number or charge.id, charge.amount), charge)
    return list(found.values())


def line_of(charge: Charge) -> str:
    """A charge in one line, for the agent: amount, day, method, order and what came of it."""
    order = f", order #{charge.order_number}" if charge.order_number else ""
    why = f" ({charge.failure.value.replace('_', ' ')})" if charge.failure else ""
    paid = f"{dollars(charge.amount)} on {spoken_day(charge.at)}, {charge.method}"
    return f"{paid}{order}: {charge.status.value}{why}"


def title_of(charge: Charge) -> str:
    """A charge on a button."""
    what = {ChargeKind.MEMBERSHIP: "membership", ChargeKind.CARD_CHECK: "card check"}.get(
        charge.kind, f"order #{charge.order_number}"
    )
    return f"{dollars(charge.amount)} on {spoken_day(charge.at)}, {what}"


def failed_payment(charge: Charge, charges: Sequence[Charge]) -> Explanation:
    """Why a payment failed, and whether a later try of the same order went through."""
    reason = charge.failure or FailureReason.UNKNOWN
    when = f"The payment of **{dollars(charge.amount)}** with {charge.method} on {spoken_day(charge.at)}"
    later = next(
        (one for one in _same_order(charge, charges) if one.status in _LIVE and one.at >= charge.at), None
    )
    why = _FAILURES.get(reason)
    if later is not None:
        because = f": {why}" if why else "."
        text = (
            f"{when} failed{because}\n\nBut a later try went through: {dollars(later.amount)} with "
            f"{later.method}, so order **#{charge.order_number}** is paid and you needn't do anything."
        )
        return Explanation(text, "paid_later")
    if why is None:
        return Explanation(
            f"{when} failed, and the bank gave no reason. {_NOTHING_TAKEN}", UNKNOWN, plain=False
        )
    return Explanation(f"{when} failed: {why}\n\n{_NOTHING_TAKEN}", reason.value)


def charge_explained(charge: Charge, charges: Sequence[Charge], order: Order | None) -> Explanation:
    """What a payment is: why it failed, or what it is for.

    Args:
        charge: the payment.
        charges: all payments of its customer.
        order: its order, if it is for one.
    """
    if charge.status is ChargeStatus.FAILED:
        return failed_payment(charge, charges)
    what = f"**{dollars(charge.amount)}** on {spoken_day(charge.at)} with {charge.method}"
    if charge.kind is ChargeKind.MEMBERSHIP:
        text = f"{what} is the yearly fee of your membership, which renews by itself until you turn that off."
        return Explanation(text, "membership")
    if charge.kind is ChargeKind.CARD_CHECK:
        text = f"{what} is a check that was made when a card was saved. It is never booked and disappears."
        return Explanation(text, "card_check")
    twins = [one for one in _same_order(charge, charges) if one.amount == charge.amount]
    booked = [one for one in twins if one.status is ChargeStatus.BOOKED]
    pending = [one for one in twins if one.status in (ChargeStatus.RESERVED, ChargeStatus.RELEASED)]
    number = f"order **#{charge.order_number}**"
    if len(booked) > 1:
        text = f"I see {len(booked)} booked charges of {what} for {number}. That shouldn't be, and I'm sorry."
        return Explanation(text, BOOKED_TWICE, plain=False)
    if booked and pending:
        text = (
            f"For {number} {dollars(charge.amount)} was reserved first and then charged. It's taken once: "
            "the pending amount disappears from your statement by itself."
        )
        return Explanation(text, "reservation")
    return _one_charge(charge, what, number, order)


def _one_charge(charge: Charge, what: str, number: str, order: Order | None) -> Explanation:
    """A charge that stands alone, by what came of it."""
    text = {
        ChargeStatus.RESERVED: f"{what} is reserved for {number}: your bank sets it aside and may show it as "
        "pending. It's charged when the order ships, once.",
        ChargeStatus.RELEASED: f"{what} was reserved for {number} and has been let go: no money was taken, "
        "and it disappears from your statement by itself.",
        ChargeStatus.REFUNDED: f"{what} was charged for {number} and has been sent back.",
    }.get(charge.status)
    if text is not None:
        return Explanation(text, charge.status.value)
    if order is None:
        return Explanation(f"{what} is what we charged for {number}.", "order")
    bill = f"{items_of(order)} for {dollars(order.goods)} and shipping for {dollars(order.shipping)}"
    if charge.amount != order.total:
        text = f"{what} is a part of {number}, which is {dollars(order.total)} in all: {bill}."
        return Explanation(text, "part_of_order")
    return Explanation(f"{what} is what we charged for {number}: {bill}.", "order")


def _same_order(charge: Charge, charges: Sequence[Charge]) -> list[Charge]:
    return [one for one in charges if one.order_number == charge.order_number and one.order_number]
