"""What the dialogue must know of each flow and of each thing that flows ask for. Data, one line each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.nlu.model import EntityKind


@dataclass(frozen=True)
class Flow:
    """A flow as visitors see it.

    `title` stands on buttons. `opened_by` are the kinds of details that take it up again after it has ended:
    "and norway?", another order's number. `informs` are flows that only tell what everybody may know: inside
    another flow, and beside other questions, an article that answers does as well. `told` finds questions
    about the matter that articles answer and the flow doesn't, such as what a membership costs.
    """

    title: str
    opened_by: tuple[EntityKind, ...] = ()
    informs: bool = False
    told: re.Pattern[str] | None = None


_OF_A_VISIT = re.compile(
    r"\b(?:dogs?|pets?|appointment|wheelchair|elevator|lift|try|sit|see|look at|display|returns?|chat|support"
    r"|customer service|agents?|advice|designers?)\b",
    re.IGNORECASE,
)
FLOWS: Mapping[str, Flow] = {
    "address_change": Flow("Change my address", ("email",)),
    "cancel_order": Flow("Cancel an order", ("order_number",)),
    "change_order": Flow("Change an order", ("order_number",)),
    "invoice_copy": Flow("Copy of an invoice", ("order_number", "email")),
    "opening_hours": Flow("Opening hours", informs=True, told=_OF_A_VISIT),
    "order_status": Flow("Where is my order?", ("order_number", "email")),
    "password_reset": Flow("Reset my password", ("email",)),
    "refund_status": Flow("Where is my refund?", ("order_number", "email")),
    "shipping_times": Flow("Shipping times", ("country",), informs=True),
    "start_return": Flow("Send something back", ("order_number",)),
}


@dataclass(frozen=True)
class Expected:
    """What an answer to a step looks like: something recognisable, or a few words of any kind."""

    kind: EntityKind | None = None
    free_text: bool = False


STEPS: Mapping[str, Expected] = {
    "account_email": Expected("email"),
    "address_for": Expected("order_number", free_text=True),
    "change_item": Expected(free_text=True),
    "change_what": Expected(free_text=True),
    "city": Expected(free_text=True),
    "code": Expected("code"),
    "confirmed": Expected(),
    "country": Expected(free_text=True),
    "customer_email": Expected("email"),
    "new_method": Expected(free_text=True),
    "new_quantity": Expected(free_text=True),
    "order_email": Expected("email"),
    "order_number": Expected("order_number"),
    "postal_code": Expected(free_text=True),
    "return_item": Expected(free_text=True),
    "return_quantity": Expected(free_text=True),
    "return_why": Expected(free_text=True),
    "ship_to": Expected("country", free_text=True),
    "store": Expected(free_text=True),
    "street": Expected(free_text=True),
}
