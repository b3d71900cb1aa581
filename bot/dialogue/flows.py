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
    about the matter that articles answer and the flow doesn't, such as what a membership costs. `named_by`
    finds words that would stop another flow and name the matter of this one: "cancel it".
    """

    title: str
    opened_by: tuple[EntityKind, ...] = ()
    informs: bool = False
    told: re.Pattern[str] | None = None
    named_by: re.Pattern[str] | None = None


_OF_A_VISIT = re.compile(
    r"\b(?:dogs?|pets?|appointment|wheelchair|elevator|lift|try|sit|see|look at|display|returns?|chat|support"
    r"|customer service|agents?|advice|designers?)\b",
    re.IGNORECASE,
)
_OF_AN_ACCOUNT = re.compile(
    r"\b(?:two.?(?:step|factor)|2.?fa|authenticator|recovery codes?|birth\w*|language|preferences"
    r"|notification\w*|customer number|view|see)\b",
    re.IGNORECASE,
)
_OF_DELETING = re.compile(
    r"\b(?:what happens|points|guest|download|how long|what (?:do you|data)|which data|invoices?)\b",
    re.IGNORECASE,
)
_OF_LETTERS = re.compile(
    r"\b(?:how (?:often|many)|(?:not|n['’]t|nt|never) (?:get|getting|receiv\w+|come|arriv\w+)"
    r"|text messages?|sms|texts?|fewer|less|preferences|still (?:get|send|receiv\w+|come)|confirmation)\b",
    re.IGNORECASE,
)
_OF_A_MEMBERSHIP = re.compile(
    r"\b(?:what(?:['’]s| is| are| do i get)|how (?:much|does)|worth|benefits?|join|sign (?:me |us )?up"
    r"|upgrade|become|gift|presents?|trial|monthly or|shipping|card|refund|(?:money|fee|39).* back"
    r"|pause|canada|circle|by itself|automatically)\b",
    re.IGNORECASE,
)
FLOWS: Mapping[str, Flow] = {
    "account_details": Flow("Change my name, e-mail or phone", told=_OF_AN_ACCOUNT),
    "address_change": Flow("Change my address", ("email",)),
    "cancel_order": Flow(
        "Cancel an order", ("order_number",), named_by=re.compile(r"\bcancel\b", re.IGNORECASE)
    ),
    "change_order": Flow("Change an order", ("order_number",)),
    "charge_question": Flow("What a charge is for"),
    "delete_account": Flow("Delete my account", told=_OF_DELETING),
    "invoice_copy": Flow("Copy of an invoice", ("order_number", "email")),
    "newsletter": Flow("Newsletter on or off", ("email",), told=_OF_LETTERS),
    "opening_hours": Flow("Opening hours", informs=True, told=_OF_A_VISIT),
    "order_status": Flow("Where is my order?", ("order_number", "email")),
    "password_reset": Flow("Reset my password", ("email",)),
    "payment_failed": Flow("A payment that failed"),
    "refund_status": Flow("Where is my refund?", ("order_number", "email")),
    "shipping_times": Flow("Shipping times", ("country",), informs=True),
    "start_return": Flow("Send something back", ("order_number",)),
    "subscription_renewal": Flow("Membership renewal", told=_OF_A_MEMBERSHIP),
}


@dataclass(frozen=True)
class Expected:
    """What an answer to a step looks like: something recognisable, or a few words of any kind.

    `any_words`: also such as would mean to stop elsewhere, as in "I don't want it any more" for why.
    """

    kind: EntityKind | None = None
    free_text: bool = False
    any_words: bool = False


STEPS: Mapping[str, Expected] = {
    "account_email": Expected("email"),
    "account_wish": Expected(free_text=True),
    "address_for": Expected("order_number", free_text=True),
    "change_item": Expected(free_text=True),
    "change_what": Expected(free_text=True),
    "charge": Expected("amount", free_text=True),
    "charge_note": Expected(free_text=True),
    "city": Expected(free_text=True),
    "code": Expected("code"),
    "confirmed": Expected(),
    "country": Expected(free_text=True),
    "customer_email": Expected("email"),
    "new_method": Expected(free_text=True),
    "new_quantity": Expected(free_text=True),
    "details": Expected(free_text=True),
    "email_code": Expected("code"),
    "explained": Expected(),
    "new_email": Expected("email"),
    "new_name": Expected(free_text=True),
    "new_phone": Expected("phone", free_text=True),
    "newsletter_email": Expected("email"),
    "newsletter_wish": Expected(free_text=True),
    "order_email": Expected("email"),
    "order_number": Expected("order_number"),
    "postal_code": Expected(free_text=True),
    "renewal": Expected(free_text=True),
    "return_item": Expected(free_text=True),
    "return_quantity": Expected(free_text=True),
    "return_why": Expected(free_text=True, any_words=True),
    "ship_to": Expected("country", free_text=True),
    "store": Expected(free_text=True),
    "street": Expected(free_text=True),
}
