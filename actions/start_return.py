"""Sending something back: what, how many, why; then a label or a pickup, and what will be refunded."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from actions.buttons import button
from actions.flow import FlowForm, UndoableFlowEnd
from actions.order_steps import OwnOrder
from actions.order_words import dollars, named_among, number_in, spoken_day
from actions.steps import Confirmed, Slots, Step, Taken
from actions.turn import Outcome, Turn
from bot.backoffice.orders import Pieces
from bot.backoffice.refusals import Refusal, RefusalCode
from bot.backoffice.returns import OUR_FAULT, ReturnLine, ReturnReason
from bot.conversation.replies import Reply

EVERYTHING = "everything"
REASONS: Mapping[ReturnReason, str] = {
    ReturnReason.CHANGED_MIND: "I changed my mind",
    ReturnReason.DOES_NOT_FIT: "It doesn't fit",
    ReturnReason.NOT_AS_EXPECTED: "It's not what I expected",
    ReturnReason.ORDERED_BY_MISTAKE: "Ordered by mistake",
    ReturnReason.ARRIVED_LATE: "It came too late",
    ReturnReason.DAMAGED: "It arrived damaged",
    ReturnReason.FAULTY: "It doesn't work",
    ReturnReason.WRONG_ITEM: "It's the wrong item",
}


class ReturnItem(Step):
    """What of the order goes back; an order of one thing needs no question."""

    slot = "return_item"
    shown_as = "to send back"
    again = "what do you want to send back?"

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """The only thing that can go back, or the one that the message names."""
        if slots.get("order_number") is None:
            return {}
        lines = self.lines(turn, slots)
        named = named_among(turn.text, {line.sku: line.name for line in lines})
        if len(lines) == 1:
            return {"return_item": lines[0].sku}
        return {"return_item": named} if named else {}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask, with what can go back as buttons; what can't is said."""
        options = self.services.shop.return_options(slots["order_number"], turn.at)
        lines = [line for line in options.lines if line.refusal is None]
        not_these = [f"{line.name}: {line.refusal.words}" for line in options.lines if line.refusal]
        buttons = [button(line.name, "inform", item=line.sku) for line in lines]
        text = "\n\n".join(["What do you want to send back?", *not_these])
        return Reply(text, (*buttons, button("All of it", "inform", item=EVERYTHING), button("Stop", "stop")))

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """One thing, or everything."""
        lines = self.lines(turn, slots)
        picked = turn.picked.get("item")
        if picked is None and _ALL.search(turn.text):
            picked = EVERYTHING
        picked = picked or named_among(turn.text, {line.sku: line.name for line in lines})
        if picked in (EVERYTHING, *(line.sku for line in lines)):
            return Taken({"return_item": picked})
        names = ", ".join(line.name for line in lines)
        return Taken(problem=f"Which of these is it: {names}? Or say “all of it”.")

    def lines(self, turn: Turn, slots: Slots) -> list[ReturnLine]:
        """What may go back."""
        options = self.services.shop.return_options(slots["order_number"], turn.at)
        return [line for line in options.lines if line.refusal is None]


class ReturnQuantity(Step):
    """How many of it, where there are several."""

    slot = "return_quantity"
    again = "how many do you want to send back?"
    called = frozenset({"quantity"})

    def applies(self, slots: Slots) -> bool:
        """Everything is everything."""
        return slots.get("return_item") != EVERYTHING

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """One, where there is only one."""
        if slots.get("return_item") is None:
            return {}
        return {"return_quantity": 1} if self.most(turn, slots) == 1 else {}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask."""
        most = self.most(turn, slots)
        buttons = [button(str(number), "inform", quantity=number) for number in range(1, min(most, 4) + 1)]
        return Reply(f"How many of the {most} do you want to send back?", (*buttons, button("Stop", "stop")))

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """A number within what was bought."""
        most = self.most(turn, slots)
        typed = turn.picked.get("quantity") or number_in(turn.text, most)
        if typed is not None and 1 <= int(typed) <= most:
            return Taken({"return_quantity": int(typed)})
        return Taken(problem=f"Please tell me a number from 1 to {most}.")

    def most(self, turn: Turn, slots: Slots) -> int:
        """How many could go back."""
        options = self.services.shop.return_options(slots["order_number"], turn.at)
        return next((line.quantity for line in options.lines if line.sku == slots["return_item"]), 1)


class ReturnWhy(Step):
    """Why: what is our fault needs no form but a person."""

    slot = "return_why"
    shown_as = "why"
    again = "why do you want to send it back?"

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask, with the usual reasons."""
        buttons = [button(words, "inform", why=reason.value) for reason, words in REASONS.items()]
        return Reply("Why do you want to send it back?", (*buttons, button("Stop", "stop")))

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """A reason by button or in words; our own fault ends the form."""
        known = [reason.value for reason in ReturnReason]
        said_as = {reason.value: words for reason, words in _SAID_AS.items()}
        picked = turn.picked.get("why") or named_among(turn.text, said_as)
        if picked not in known:
            return Taken(problem="Which of these comes closest? It tells us what to do better.")
        if ReturnReason(picked) in OUR_FAULT:
            words = "I'm sorry, that's our mistake, and you shouldn't have to fill in a return for it."
            return Taken({"return_why": picked}, words, "failed", RefusalCode.NEEDS_A_PERSON.value)
        return Taken({"return_why": picked})


class SendItBack(Confirmed):
    """Shows what goes back, what it costs and what will be refunded."""

    yes, no = "Yes, start it", "No, change it"
    unclear = "Please say yes to start the return, or no to change it."

    def summary(self, turn: Turn, slots: Slots) -> str:
        """The lines, the cost and the last day."""
        options = self.services.shop.return_options(slots["order_number"], turn.at)
        chosen = _chosen(options.lines, slots)
        what = ", ".join(f"{count} x {line.name}" if count > 1 else line.name for line, count in chosen)
        goods = sum((line.price * count for line, count in chosen), Decimal(0))
        cost = " Sending it back is free."
        if options.label_cost or options.pickup_cost:
            label, pickup = dollars(options.label_cost), dollars(options.pickup_cost)
            cost = f" A label costs {label}, a pickup of furniture {pickup}; it's taken from the refund."
        until = f" It can go back until {spoken_day(options.until)}." if options.until else ""
        return f"Shall I start a return of **{what}** ({dollars(goods)})?{cost}{until}"

    def denied(self, turn: Turn, slots: Slots) -> Taken:
        """Asked again from what goes back."""
        return Taken({"return_item": None, "return_quantity": None, "return_why": None})


class StartReturnForm(FlowForm):
    """Gathers and confirms."""

    flow = "start_return"
    subject = "your return"
    needs = "verified"
    opening = "I can start a return for you."
    own_steps = (OwnOrder, ReturnItem, ReturnQuantity, ReturnWhy, SendItBack)

    def objection(self, turn: Turn, slots: Slots) -> Refusal | None:
        """It may be too late, or nothing of it may go back."""
        if not (number := slots.get("order_number")):
            return None
        options = self.services.shop.return_options(number, turn.at)
        refused = [line.refusal for line in options.lines if line.refusal is not None]
        nothing_left = len(refused) == len(options.lines)
        return options.refusal or (refused[0] if nothing_left and refused else None)


class StartReturn(UndoableFlowEnd):
    """Starts it."""

    form = StartReturnForm

    def finish(self, turn: Turn) -> Outcome:
        """Start it, and say how it goes on."""
        slots, shop = turn.slots, self.services.shop
        number = slots["order_number"]
        chosen = _chosen(shop.return_options(number, turn.at).lines, slots)
        made = shop.start_return(
            self.customer_id(turn),
            number,
            [Pieces(line.sku, count) for line, count in chosen],
            ReturnReason(slots["return_why"]),
            turn.at,
            key=turn.key("start_return"),
        )
        how = (
            "The carrier will call you about the pickup."
            if made.pickup
            else (
                f"[Print the label]({made.label_url}), put it on the parcel and hand it in by "
                f"{spoken_day(made.send_by)}."
            )
        )
        undo = button("Take the return back", "start_return", undo=made.number)
        return self.completed(
            turn,
            f"Done! Return **{made.number}** for order #{number} is open. {how} Once it's here, "
            f"{dollars(made.expected)} go back to you. All of this is in your mailbox too.",
            undo=undo,
        )

    def undo(self, turn: Turn, what: Any) -> Outcome:
        """Take the return back, as long as nothing is on its way."""
        key = turn.key("cancel_return")
        self.services.shop.cancel_return(self.customer_id(turn), str(what), turn.at, key=key)
        return self.completed(turn, f"Return **{what}** is taken back. Nothing has to be sent.")


def _chosen(lines: Sequence[ReturnLine], slots: Slots) -> list[tuple[ReturnLine, int]]:
    allowed = [line for line in lines if line.refusal is None]
    if slots["return_item"] == EVERYTHING:
        return [(line, line.quantity) for line in allowed]
    return [(line, int(slots["return_quantity"])) for line in allowed if line.sku == slots["return_item"]]


_ALL = re.compile(r"\b(?:all|everything|the whole (?:order|thing)|both)\b", re.IGNORECASE)
_SAID_AS: Mapping[ReturnReason, str] = {
    ReturnReason.CHANGED_MIND: "changed my mind, don't want or need it any more, don't like it",
    ReturnReason.DOES_NOT_FIT: "doesn't fit, too big, too small, wrong size, too wide, too tall",
    ReturnReason.NOT_AS_EXPECTED: "not as expected, looks different, colour, quality, uncomfortable",
    ReturnReason.ORDERED_BY_MISTAKE: "mistake, by accident, ordered twice, wrong one ordered",
    ReturnReason.ARRIVED_LATE: "too late, arrived late, took too long",
    ReturnReason.DAMAGED: "damaged, broken, scratched, cracked, dented, smashed",
    ReturnReason.FAULTY: "faulty, doesn't work, defective, stopped working",
    ReturnReason.WRONG_ITEM: "wrong item, not what I ordered, something else arrived",
}
