"""Questions about payments: facts are looked up, what can be explained is, and a person gets all of it."""

import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from actions.buttons import and_then, button
from actions.charges import Explanation, charge_explained, distinct, line_of, title_of
from actions.flow import FlowEnd
from actions.identity import customer_of
from actions.person import offer_buttons, offer_text
from actions.steps import Slots, Step, Taken
from actions.turn import MORE, OFFER, Outcome, Turn
from bot.backoffice.payments import Charge
from bot.conversation.machine import Trigger
from bot.conversation.replies import Reply

NONE = "none"
_MOST_BUTTONS = 5
_SHORTEST_NOTE, _LONGEST_NOTE = 3, 300
_CARD_NUMBER = re.compile(r"(?:\d[ -]?){13,19}")
_AMOUNT = re.compile(r"\d+(?:[.,]\d{2})?")
_NONE_OF_THESE = re.compile(
    r"\b(?:none|neither|not (?:there|listed|among)|something else|other)\b", re.IGNORECASE
)


class WhichCharge(Step):
    """Which payment it is about; what the message names of it is kept until they have shown who they are."""

    slot = "charge"
    also = ("named_order", "named_amount")
    again = "which payment is it about?"
    called = frozenset({"order", "order number"})
    question: ClassVar[str]

    @abstractmethod
    def among(self, charges: Sequence[Charge]) -> Sequence[Charge]:
        """The charges that it may be about, newest first."""

    def charges(self, turn: Turn) -> list[Charge] | None:
        """One of each that it may be about; None as long as nobody has shown who they are."""
        customer_id = customer_of(self.conversation(turn))
        if customer_id is None:
            return None
        return distinct(self.among(self.services.shop.charges_of(customer_id)))

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """The one that was named, or the only one there is; `none` where there are none."""
        charges = self.charges(turn)
        if charges is None:
            return {"named_order": turn.entity("order_number"), "named_amount": turn.entity("amount")}
        order = turn.entity("order_number") or slots.get("named_order")
        amount = turn.entity("amount") or slots.get("named_amount")
        fits = matching(charges, order, amount)
        if not charges:
            return {"charge": NONE}
        return {"charge": fits[0].id} if len(fits) == 1 else {}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask, with the latest as buttons."""
        charges = self.charges(turn) or []
        buttons = [button(title_of(one), "inform", charge=one.id) for one in charges[:_MOST_BUTTONS]]
        none = button("None of these", "inform", charge=NONE)
        return Reply(self.question, (*buttons, none, button("Stop", "stop")))

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """One of them, by button, order number or amount."""
        charges = self.charges(turn) or []
        picked = turn.picked.get("charge")
        if picked in (NONE, *(one.id for one in charges)):
            return Taken({"charge": picked})
        if _NONE_OF_THESE.search(turn.text):
            return Taken({"charge": NONE})
        number = _AMOUNT.search(turn.text)
        typed = number[0] if number else None
        fits = matching(charges, turn.entity("order_number"), turn.entity("amount") or typed)
        if len(fits) == 1:
            return Taken({"charge": fits[0].id})
        return Taken(
            problem="Which payment do you mean? Its amount or the order's number will do, or say “none”."
        )


class Explained(Step):
    """What it is, and whether that explains it."""

    slot = "explained"
    repeatable = False

    def applies(self, slots: Slots) -> bool:
        """Only about a payment that is known."""
        return slots.get("charge") not in (None, NONE)

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """What no explanation settles needs no question."""
        explanation = explanation_of(self, turn, slots)
        return {"explained": False} if explanation is not None and not explanation.plain else {}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Explain, and ask."""
        explanation = explanation_of(self, turn, slots)
        # Kept from here on: whoever asks for a person now brings it along.
        self.services.conversations.update(turn.conversation_id, turn.at, slots=facts_of(self, turn, slots))
        said = f"{explanation.text}\n\n" if explanation else ""
        buttons = (button("Yes, that explains it", "affirm"), button("No", "deny"), button("Stop", "stop"))
        return Reply(f"{said}Does that explain it?", buttons)

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """Yes or no."""
        if turn.intent in ("affirm", "deny"):
            return Taken({"explained": turn.intent == "affirm"})
        return Taken(problem="Does that explain it? Please say yes or no.")


class ChargeNote(Step):
    """What the visitor sees, in their own words, for the person who takes over."""

    slot = "charge_note"
    shown_as = "what they see"
    again = "what do you see?"

    def applies(self, slots: Slots) -> bool:
        """Where an explanation wasn't possible or didn't do."""
        return slots.get("charge") == NONE or slots.get("explained") is False

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask, behind what is known of a payment that no explanation settles."""
        explanation = explanation_of(self, turn, slots)
        known = f"{explanation.text}\n\n" if explanation and not explanation.plain else ""
        return Reply(
            f"{known}A person from our team should look at this. So that they can begin at once: what do you "
            "see, with the amount, the day and any message? Never write a whole card number, please.",
            (button("Stop", "stop"),),
        )

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """Any words, but no card number."""
        note = " ".join(turn.text.split())
        if _CARD_NUMBER.search(note):
            return Taken(problem="Please never write a whole card number here. What do you see, without it?")
        if len(note) < _SHORTEST_NOTE:
            return Taken(
                problem="A few words will do: the amount, the day, and what it says. What do you see?"
            )
        return Taken({"charge_note": note[:_LONGEST_NOTE]})


class PaymentEnd(FlowEnd):
    """Settled by the explanation, or offered to a person with all that is known."""

    def finish(self, turn: Turn) -> Outcome:
        """Close it, or offer a person."""
        self.record(turn, "flow_completed", flow=self.flow)
        if turn.slots.get("explained") is True:
            later = and_then(self.ask_to_go_on(turn))
            more = "Shall we go on?" if later else "Is there anything else I can do for you?"
            return Outcome((Reply(f"Good to hear. {more}", later),), MORE)
        return self._offer(turn)

    def _offer(self, turn: Turn) -> Outcome:
        note = {"what they see": turn.slots.get("charge_note"), "_gathered": self.flow}
        facts = {**facts_of(self, turn, turn.slots), **note}
        services = self.services
        services.conversations.update(turn.conversation_id, turn.at, slots=facts)
        conversation = services.conversations.move(
            turn.conversation_id, Trigger.OFFER, turn.at, handoff_reason="policy"
        )
        is_open = services.desk.is_open(conversation.department, turn.at)
        return Outcome((Reply(offer_text("policy", is_open), offer_buttons(is_open)),), OFFER)


def charge_of(part: Step | FlowEnd, turn: Turn, slots: Slots) -> Charge | None:
    """The payment that it is about."""
    customer_id = customer_of(part.conversation(turn))
    charges = part.services.shop.charges_of(customer_id) if customer_id else ()
    return next((one for one in charges if one.id == slots.get("charge")), None)


def explanation_of(part: Step | FlowEnd, turn: Turn, slots: Slots) -> Explanation | None:
    """What can be said about the payment; None where it isn't among ours."""
    charge, shop = charge_of(part, turn, slots), part.services.shop
    if charge is None:
        return None
    order = shop.order(charge.order_number) if charge.order_number else None
    return charge_explained(charge, shop.charges_of(charge.customer_id), order)


def facts_of(part: Step | FlowEnd, turn: Turn, slots: Slots) -> dict[str, str]:
    """What the packet says of the payment: the payment in a line, and the cause as a key."""
    charge, explanation = charge_of(part, turn, slots), explanation_of(part, turn, slots)
    if charge is None or explanation is None:
        return {"payment": "not found", "cause": "not_found"}
    return {"payment": line_of(charge), "cause": explanation.cause}


def matching(charges: Sequence[Charge], order: str | None, amount: str | None) -> list[Charge]:
    """The charges of this order or, where none is named or known, of this amount; all without either."""
    of_order = [one for one in charges if order and one.order_number == order]
    if not of_order and amount:
        of_order = [one for one in charges if one.order_number == amount]
    wanted = _decimal(amount)
    if wanted is not None:
        exact = [one for one in of_order or charges if one.amount == wanted]
        whole = [one for one in of_order or charges if int(one.amount) == wanted]
        of_amount = exact or whole
        return of_amount or of_order
    return of_order if order else list(charges)


def _decimal(amount: str | None) -> Decimal | None:
    try:
        return Decimal(amount.replace(",", ".")) if amount else None
    except InvalidOperation:
        return None
