"""The sample shop's rules, as its articles tell them: facts and `now` in, a refusal or None out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from bot.backoffice.delivery import Destination, ShippingMethod
from bot.backoffice.orders import Order, OrderChange, OrderItem, OrderOptions, OrderStatus, Pieces
from bot.backoffice.refusals import Refusal, RefusalCode
from bot.backoffice.returns import OUR_FAULT, ReturnLine, ReturnOptions, ReturnReason
from bot.backoffice.sample.catalogue import Product
from bot.errors import InvalidInput

RETURN_DAYS = 30
_SHIPPING_BACK = timedelta(days=14)
SEND_WITHIN = timedelta(days=7)
CHANGE_OF_MIND = timedelta(hours=48)
CLOSING = timedelta(days=14)
MADE_TO_ORDER_FEE = Decimal("0.20")
LIMIT = Decimal(2000)
"""Above this amount in dollars a person looks at what is to be changed or cancelled; a setting."""

EXPRESS, WHITE_GLOVE = "Express", "White Glove"
_WAY_BACK = {"US": ("5.90", "59.00"), "AU": ("24.90", "129.00")}
_WAY_BACK_ELSEWHERE = ("14.90", "89.00")
_CENT = Decimal("0.01")

_STAGES = {
    OrderStatus.PACKED: (RefusalCode.ALREADY_PACKED, "It is packed already and can't be stopped any more."),
    OrderStatus.SHIPPED: (RefusalCode.ALREADY_SHIPPED, "It has left already and is on its way."),
    OrderStatus.DELIVERED: (RefusalCode.ALREADY_DELIVERED, "It was delivered already."),
    OrderStatus.CANCELLED: (RefusalCode.ALREADY_CANCELLED, "It is cancelled already."),
    OrderStatus.RETURNED: (RefusalCode.ALREADY_RETURNED, "It came back to us already."),
    OrderStatus.REFUNDED: (RefusalCode.ALREADY_RETURNED, "It came back to us and is refunded already."),
}
Catalogue = Mapping[str, Product]
"""Products by their sku."""


@dataclass(frozen=True)
class WayBack:
    """What sending goods back costs."""

    label: Decimal
    pickup: Decimal


def order_options(
    order: Order,
    catalogue: Catalogue,
    destination: Destination | None,
    now: datetime,
    limit: Decimal = LIMIT,
) -> OrderOptions:
    """What may still be done about an order."""
    stage = _stage(order)
    made, late = _made_to_order(order, catalogue), now - order.placed_at > CHANGE_OF_MIND
    size = _too_large(limit) if order.total > limit else None
    too_late = None
    if made and late:
        too_late = Refusal(RefusalCode.TOO_LATE, "Made-to-order pieces can be changed for 48 hours only.")
    fee = (made * MADE_TO_ORDER_FEE).quantize(_CENT) if made and late else Decimal(0)
    return OrderOptions(
        cancel=stage or size,
        change_address=stage,
        change_items=stage or too_late or size,
        change_method=stage,
        cancel_fee=Decimal(0) if stage or size else fee,
        methods=() if stage else _methods(order, catalogue, destination),
    )


def changed(
    order: Order,
    change: OrderChange,
    catalogue: Catalogue,
    destination: Destination | None,
    now: datetime,
    *,
    free_standard: bool = False,
    limit: Decimal = LIMIT,
) -> Order:
    """The order as it would be with the change.

    Raises:
        InvalidInput: a product that isn't in the order, or less than none of it.
        Refused: the rules say no.
    """
    options = order_options(order, catalogue, destination, now, limit)
    asked = [options.change_items] if change.quantities else []
    asked += [options.change_method] if change.method is not None else []
    if refusal := next((one for one in asked if one), None):
        raise refusal.error()
    items = _with_quantities(order.items, change.quantities)
    if not items:
        words = "Nothing would be left of the order; it can be cancelled instead."
        raise Refusal(RefusalCode.NOTHING_LEFT, words).error()
    wanted = change.method or order.method
    after = replace(order, items=items, method=wanted)
    method = _named(_methods(after, catalogue, destination), wanted)
    if method is None:
        words = f"{wanted} isn't offered for this order."
        raise Refusal(RefusalCode.METHOD_NOT_OFFERED, words).error()
    free = free_standard and method.name not in (EXPRESS, WHITE_GLOVE)
    shipping = Decimal(0) if free else method.price_for(after.goods)
    after = replace(after, method=method.name, shipping=shipping, total=after.goods + shipping)
    if after.total > limit and after.total > order.total:
        raise _too_large(limit).error()
    return after


def return_options(
    order: Order, catalogue: Catalogue, back: Mapping[str, int], now: datetime, *, free_label: bool = False
) -> ReturnOptions:
    """What of an order may go back; `back` is how many pieces of each product are going back already."""
    shipment = order.shipment
    if order.status is not OrderStatus.DELIVERED or shipment is None or shipment.delivered_at is None:
        return ReturnOptions((), refusal=_not_here(order))
    until = (shipment.delivered_at + timedelta(days=RETURN_DAYS)).date()
    cost = way_back(order.ship_to.country, free_label=free_label)
    lines = tuple(_return_line(item, catalogue.get(item.sku), back.get(item.sku, 0)) for item in order.items)
    refusal = None
    if now.date() > until:
        words = f"Returns are possible for {RETURN_DAYS} days after the delivery; that was until {until}."
        refusal = Refusal(RefusalCode.TOO_LATE, words)
    elif all(line.refusal for line in lines):
        refusal = lines[0].refusal
    return ReturnOptions(() if refusal else lines, until, cost.label, cost.pickup, refusal)


def check_return(options: ReturnOptions, lines: Sequence[Pieces], reason: ReturnReason) -> None:
    """Refuse what may not go back.

    Raises:
        InvalidInput: no lines, or pieces that aren't in the order.
        Refused: the rules say no.
    """
    if reason in OUR_FAULT:
        words = "When something is damaged, faulty or wrong we make it good: a person takes care of it."
        raise Refusal(RefusalCode.NEEDS_A_PERSON, words).error()
    if options.refusal:
        raise options.refusal.error()
    known = {line.sku: line for line in options.lines}
    if not lines or len({piece.sku for piece in lines}) < len(lines):
        raise InvalidInput("Please say what goes back, each product once.", field="lines")
    for piece in lines:
        line = known.get(piece.sku)
        if line is None or piece.quantity < 1:
            raise InvalidInput("That isn't in the order.", field="lines")
        if line.refusal:
            raise line.refusal.error()
        if piece.quantity > line.quantity:
            raise InvalidInput(f"There are only {line.quantity} x {line.name} to return.", field="lines")


def shipping_back(order: Order, lines: Sequence[Pieces], now: datetime) -> Decimal:
    """What of the shipping cost is refunded: all of it with the whole order back within 14 days."""
    delivered = order.shipment.delivered_at if order.shipment else None
    whole = {piece.sku: piece.quantity for piece in lines} == {i.sku: i.quantity for i in order.items}
    soon = delivered is not None and now - delivered <= _SHIPPING_BACK
    return order.shipping if whole and soon else Decimal(0)


def way_back(country: str, *, free_label: bool) -> WayBack:
    """What a label and a pickup cost from this country."""
    label, pickup = _WAY_BACK.get(country, _WAY_BACK_ELSEWHERE)
    return WayBack(Decimal(0) if free_label else Decimal(label), Decimal(pickup))


def _too_large(limit: Decimal) -> Refusal:
    words = f"For orders above ${limit:,} a person looks at it first."
    return Refusal(RefusalCode.AMOUNT_ABOVE_LIMIT, words)


def _stage(order: Order) -> Refusal | None:
    known = _STAGES.get(order.status)
    return Refusal(*known) if known else None


def _not_here(order: Order) -> Refusal:
    if order.status in (OrderStatus.CANCELLED, OrderStatus.RETURNED, OrderStatus.REFUNDED):
        return Refusal(*_STAGES[order.status])
    words = "It hasn't been delivered yet, so there is nothing to send back."
    return Refusal(RefusalCode.NOT_DELIVERED_YET, words)


def _made_to_order(order: Order, catalogue: Catalogue) -> Decimal:
    """What of the order's price is for pieces made to order."""
    made = (item for item in order.items if item.sku in catalogue and catalogue[item.sku].lead_days > 0)
    return sum((item.price * item.quantity for item in made), Decimal(0))


def _methods(
    order: Order, catalogue: Catalogue, destination: Destination | None
) -> tuple[ShippingMethod, ...]:
    furniture = any(item.sku in catalogue and catalogue[item.sku].furniture for item in order.items)
    unfit = EXPRESS if furniture else WHITE_GLOVE
    return tuple(method for method in destination.methods if method.name != unfit) if destination else ()


def _named(methods: Sequence[ShippingMethod], name: str) -> ShippingMethod | None:
    return next((method for method in methods if method.name.casefold() == name.strip().casefold()), None)


def _with_quantities(items: Sequence[OrderItem], wanted: Sequence[Pieces]) -> tuple[OrderItem, ...]:
    quantities = {piece.sku: piece.quantity for piece in wanted}
    if unknown := set(quantities) - {item.sku for item in items}:
        raise InvalidInput("New products need a new order.", field=min(unknown))
    if any(quantity < 0 for quantity in quantities.values()):
        raise InvalidInput("There can't be less than none of it.", field="quantity")
    kept = (replace(item, quantity=quantities.get(item.sku, item.quantity)) for item in items)
    return tuple(item for item in kept if item.quantity > 0)


def _return_line(item: OrderItem, product: Product | None, back: int) -> ReturnLine:
    left = item.quantity - back
    refusal = None
    if product is None or product.lead_days > 0:
        words = f"{item.name} was made to order, so it can't go back unless it's faulty."
        refusal = Refusal(RefusalCode.NOT_RETURNABLE, words)
    elif left < 1:
        refusal = Refusal(RefusalCode.ALREADY_RETURNED, f"{item.name} is on its way back already.")
    condition = product.returned if product else ""
    return ReturnLine(item.sku, item.name, max(left, 0), item.price, refusal, condition)
