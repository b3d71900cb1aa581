"""Changing the name, e-mail address or phone number of an account; a code proves a new address."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from actions.buttons import button
from actions.details import (
    EMAIL,
    NAME,
    PHONE,
    details_in,
    name_in,
    new_email_in,
    phone_in,
    valid_email,
    valid_name,
)
from actions.flow import FlowForm, UndoableFlowEnd
from actions.identity import Code, CustomerEmail, EmailCode, customer_of, send_proof
from actions.steps import Confirmed, Slots, Step, Taken
from actions.turn import Outcome, Turn
from bot.backoffice.customers import Customer, Details
from bot.backoffice.refusals import Refusal, RefusalCode
from bot.conversation.replies import Reply
from bot.errors import InvalidInput

CALLED: Mapping[str, str] = {NAME: "name", EMAIL: "e-mail address", PHONE: "phone number"}
NAMED = ("named_name", "named_email", "named_phone")
NEW = ("details", "new_name", "new_email", "email_code", "new_phone")


class AccountOf(CustomerEmail):
    """Whose account: an address that is to replace another is not the one of the account yet."""

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """The address that is named beside the new one."""
        new = new_email_in(turn.text)
        others = [entity for entity in turn.facts.get("entities", ()) if entity["value"] != new]
        return super().offered(replace(turn, facts={**turn.facts, "entities": others}), slots)


class WhatToChange(Step):
    """Name, e-mail or phone, or several; what the message gives of them is kept until they are known."""

    slot = "details"
    also = NAMED
    shown_as = "to change"
    again = "what shall I change: your name, e-mail or phone?"

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """The message may say what, and to what."""
        details = details_in(turn.text)
        return {**({"details": details} if details else {}), **named(turn)}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask."""
        buttons = [button(f"My {called}", "inform", detail=what) for what, called in CALLED.items()]
        return Reply("What shall I change in your account?", (*buttons, button("Stop", "stop")))

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """One or several of them."""
        picked = turn.picked.get("detail")
        details = [picked] if picked in CALLED else details_in(turn.text)
        if not details:
            return Taken(
                problem="I can change your name, your e-mail address or your phone number. Which is it?"
            )
        return Taken({"details": details, **{slot: value for slot, value in named(turn).items() if value}})


class _Detail(Step):
    """What the three have in common."""

    detail = ""

    def applies(self, slots: Slots) -> bool:
        """Only what they want to change."""
        return self.detail in (slots.get("details") or ())

    def customer(self, turn: Turn) -> Customer | None:
        """Whose account it is, once that was shown."""
        customer_id = customer_of(self.conversation(turn))
        return self.services.shop.customer(customer_id) if customer_id else None


class NewName(_Detail):
    """The whole name."""

    slot, detail, shown_as = "new_name", NAME, "new name"
    again = "what's your full name, as it should be?"
    called = frozenset({"name", "full name"})

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """What was named; a last name goes behind the first."""
        customer, given = self.customer(turn), slots.get("named_name")
        if customer is None or not given:
            return {}
        first = customer.name.rsplit(" ", 1)[0]
        name = f"{first} {given['name']}" if given["last"] and " " in customer.name else given["name"]
        return {"new_name": name} if name != customer.name else {}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask."""
        return Reply("What's your full name, as it should be in your account?", (button("Stop", "stop"),))

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """A name, and another one than before."""
        given, customer = name_in(turn.text), self.customer(turn)
        name = given.name if given else valid_name(turn.text)
        if name is None:
            return Taken(problem="I can't take that as a name. Please write just the name, first and last.")
        if customer is not None and name == customer.name:
            return Taken(problem=f"“{name}” is the name in your account already. What should it be instead?")
        return Taken({"new_name": name})


class NewEmail(_Detail):
    """The new address; a code goes there as soon as it is known."""

    slot, detail, shown_as = "new_email", EMAIL, "new e-mail"
    again = "what's the new e-mail address?"
    called = frozenset({"email", "e-mail", "email address", "e-mail address"})

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """What was named, once they have shown who they are: one code at a time."""
        email = slots.get("named_email")
        if self.customer(turn) is None or not email:
            return {}
        return self._with(turn, email).values

    def is_known(self, turn: Turn, slots: Slots) -> bool:
        """A step back asks for it: what is known without asking was sent a code."""
        return False

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask."""
        text = "What's the new e-mail address? I'll send a code there, to be sure that it reaches you."
        return Reply(text, (button("Stop", "stop"),))

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """An address that can get mail, and another one than before."""
        return self._with(turn, turn.entity("email") or turn.text)

    def _with(self, turn: Turn, text: str) -> Taken:
        email, customer = valid_email(text), self.customer(turn)
        if email is None:
            return Taken(problem="That can't be an e-mail address. It should look like name@example.com.")
        if customer is not None and email == customer.email.lower():
            return Taken(problem=f"{email} is the address of your account already. What's the new one?")
        return send_proof(self, turn, self.slot, email)


class NewEmailCode(EmailCode):
    """The code that shows that the new address is theirs."""

    address = "new_email"

    def applies(self, slots: Slots) -> bool:
        """Only with a new address."""
        return EMAIL in (slots.get("details") or ())

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """As every code; another address is asked for anew, and not the one that was named."""
        taken = super().take(turn, slots)
        other = turn.picked.get("other_email")
        return replace(taken, values={**taken.values, "named_email": None}) if other else taken


class NewPhone(_Detail):
    """The new number, by the rules of the account's country where it has no other."""

    slot, detail, shown_as = "new_phone", PHONE, "new phone"
    again = "what's the new phone number?"
    called = frozenset({"phone", "phone number"})

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """What was named."""
        customer, given = self.customer(turn), slots.get("named_phone")
        phone = phone_in(given, customer.address.country) if customer and given else None
        return {"new_phone": phone} if phone else {}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask."""
        return Reply("What's the new phone number?", (button("Stop", "stop"),))

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """A number that can exist."""
        customer = self.customer(turn)
        phone = phone_in(turn.text, customer.address.country if customer else None)
        if phone is None:
            return Taken(
                problem="That can't be a phone number. Please give me all of it, with the country's code if "
                "it's from abroad, such as +44 20 7946 0958."
            )
        return Taken({"new_phone": phone})


class DetailsConfirmed(Confirmed):
    """Old and new, side by side."""

    yes, no = "Yes, save it", "No, change it"
    unclear = "Please say yes to save it, or no to change it."

    def summary(self, turn: Turn, slots: Slots) -> str:
        """What will be what."""
        customer = self.services.shop.customer(str(self.conversation(turn).customer_id))
        before = asdict(customer) if customer else {}
        lines = [
            f"- {CALLED[what].capitalize()}: {before.get(what)} → **{slots[f'new_{what}']}**"
            for what in _chosen(slots)
        ]
        return "\n".join(["Here's what I'll change:", "", *lines, "", "Shall I save it?"])

    def denied(self, turn: Turn, slots: Slots) -> Taken:
        """Asked again from the start."""
        return Taken(dict.fromkeys((*NEW, *NAMED)))


class AccountDetailsForm(FlowForm):
    """Who, what, to what, and a yes."""

    flow = "account_details"
    subject = "your account"
    needs = "verified"
    opening = "I can change your name, e-mail address or phone number."
    own_steps = (WhatToChange, NewName, NewEmail, NewEmailCode, NewPhone, DetailsConfirmed)

    @classmethod
    def all_steps(cls) -> tuple[type[Step], ...]:
        """Whose account it is, told from the address that is to be its new one."""
        return (AccountOf, Code, *cls.own_steps)

    def objection(self, turn: Turn, slots: Slots) -> Refusal | None:
        """The new address may be another account's: told to who has shown that it's theirs."""
        if slots.get("email_code") is None:
            return None
        other = self.services.shop.customer_by_email(str(slots.get("new_email")))
        if other is None or other.id == self.conversation(turn).customer_id:
            return None
        return Refusal(RefusalCode.EMAIL_TAKEN, "Another account has this e-mail address already.")


class AccountDetails(UndoableFlowEnd):
    """Changes them in the shop."""

    form = AccountDetailsForm

    def finish(self, turn: Turn) -> Outcome:
        """Change it, and say what it was."""
        new = {what: str(turn.slots[f"new_{what}"]) for what in _chosen(turn.slots)}
        customer = self.services.shop.customer(self.customer_id(turn))
        before = asdict(customer) if customer else {}
        back = {what: before[what] for what in new if before.get(what)}
        return self._change(turn, new, back)

    def undo(self, turn: Turn, what: Any) -> Outcome:
        """As it was before."""
        return self._change(turn, dict(what), {})

    def _change(self, turn: Turn, new: Mapping[str, str], back: Mapping[str, str]) -> Outcome:
        key = turn.key("account_details")
        try:
            changed = self.services.shop.change_details(
                self.customer_id(turn), Details(**new), turn.at, key=key
            )
        except InvalidInput as error:
            return self.gave_up(turn, f"I couldn't save that: {error}", cause="refused")
        self.services.conversations.update(
            turn.conversation_id, turn.at, name=changed.name, email=changed.email
        )
        now = asdict(changed)
        told = " and ".join(f"your {CALLED[what]} is now **{now[what]}**" for what in new)
        where = " A note about it went to the address that you had before." if EMAIL in new else ""
        undo = button("Undo", self.flow, undo=dict(back)) if back else None
        return self.completed(turn, f"Done: {told}.{where}", undo=undo)


def named(turn: Turn) -> dict[str, Any]:
    """What a message gives of the new details, for when it is known whose they are."""
    name, phone = name_in(turn.text), turn.entity("phone")
    return {
        "named_name": asdict(name) if name else None,
        "named_email": new_email_in(turn.text),
        "named_phone": phone or phone_in(turn.text),
    }


def _chosen(slots: Slots) -> list[str]:
    return [what for what in CALLED if what in (slots.get("details") or ())]
