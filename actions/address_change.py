"""Changing the address in an account: a code by e-mail shows who it is, then what is missing, then done."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions.addresses import read_address, read_place
from actions.buttons import button
from actions.flow import FlowEnd, FlowForm, Taken
from actions.turn import Outcome, Turn
from bot.backoffice.port import Address, Backoffice
from bot.backoffice.verification import Verified, Wrong
from bot.conversation.replies import Reply
from bot.dialogue.intents import code_did_not_come
from bot.errors import InvalidInput, NotFound, TooManyRequests

STEPS = ("customer_email", "code", "street", "city", "postal_code", "country", "confirmed")
ADDRESS = ("street", "city", "region", "postal_code", "country")
VERIFIED = "verified"
_COUNTRY_BUTTONS = 4


class AddressChangeForm(FlowForm):
    """Gathers and confirms."""

    flow = "address_change"
    steps = STEPS
    gathered = {
        "customer_email": "e-mail",
        "street": "new street",
        "city": "new city",
        "postal_code": "new postal code",
        "country": "new country",
    }
    again = {
        "customer_email": "Back to your address: which e-mail address do you sign in with? A code goes "
        "there, so that nobody else can change it.",
        "code": "Back to your address: what's the 6-digit code in the e-mail I sent? It works for 10 "
        "minutes; have a look into the spam folder too.",
        "street": "Back to your address: what's the new street and number?",
        "city": "Back to your address: which city is it in?",
        "postal_code": "Back to your address: what's the postal code?",
        "country": "Back to your address: in which country is it?",
    }

    def begin(self, turn: Turn) -> dict[str, Any]:
        """The address may be in the first message already, and the visitor may be known."""
        known: dict[str, Any] = {"region": None, **self._whole_address(turn)}
        conversation = self.conversation(turn)
        if conversation.identity == VERIFIED and conversation.customer_id:
            return {**known, "customer_email": conversation.email or VERIFIED, "code": VERIFIED}
        email = turn.entity("email") or conversation.email
        if email:
            known |= self._send_code(turn, email).values
        return known

    def take(self, step: str, turn: Turn, slots: Mapping[str, Any]) -> Taken:
        """Read the answer to a step."""
        if step == "customer_email":
            email = turn.entity("email")
            if email is None:
                return Taken(problem="I need the e-mail address of your account, such as name@example.com.")
            return self._send_code(turn, email)
        if step == "code":
            return self._check_code(turn, slots)
        if step == "confirmed":
            return self._confirm(turn)
        return self._address(step, turn)

    def ask(self, step: str, turn: Turn, slots: Mapping[str, Any]) -> Reply:
        """The question of a step."""
        if step == "customer_email":
            return Reply(
                "I can change the address of your account. To be sure that it's yours, I'll e-mail you a "
                "code. What's the e-mail address of your account?",
                (button("Stop", "stop"),),
            )
        if step == "code":
            return Reply(
                f"If {slots['customer_email']} belongs to an account, a 6-digit code is on its way there. "
                "What does it say? It works for 10 minutes.",
                (
                    button("Send it again", "inform", resend=True),
                    button("Use another e-mail", "inform", other_email=True),
                    button("Stop", "stop"),
                ),
                {"kind": "code"},
            )
        if step == "confirmed":
            return Reply(
                f"Here's your new address:\n\n**{self._one_line(slots)}**\n\nShall I save it?",
                (
                    button("Yes, save it", "affirm"),
                    button("No, change it", "deny"),
                    button("Stop", "stop"),
                ),
            )
        return self._ask_address(step, turn)

    def _one_line(self, slots: Mapping[str, Any]) -> str:
        return one_line(address_of(slots), self.services.shop)

    def _ask_address(self, step: str, turn: Turn) -> Reply:
        if step == "country":
            names = list(self.services.shop.destinations())[:_COUNTRY_BUTTONS]
            buttons = tuple(button(place.name, "inform", country=place.country) for place in names)
            return Reply("And in which country is that?", buttons)
        asked = {
            "street": "What's the new street and number? You can give me the whole address at once.",
            "city": "Which city is that in?",
            "postal_code": "What's the postal code?",
        }
        return Reply(asked[step])

    def _send_code(self, turn: Turn, email: str) -> Taken:
        try:
            self.services.verification.start(turn.conversation_id, email, turn.at)
        except TooManyRequests:
            problem = "I've sent several codes already and can't send another one for now."
            return Taken(problem=problem, over="failed")
        return Taken({"customer_email": email})

    def _check_code(self, turn: Turn, slots: Mapping[str, Any]) -> Taken:
        if turn.picked.get("other_email"):
            return Taken({"customer_email": None, "code": None})
        if turn.picked.get("resend"):
            return self._resend(turn, slots)
        code = turn.entity("code") or "".join(character for character in turn.text if character.isdigit())
        if len(code) != 6 and code_did_not_come(turn.text):
            return self._resend(turn, slots)
        if len(code) != 6:
            return Taken(problem="The code has six digits and is in the e-mail I sent. What does it say?")
        result = self.services.verification.check(turn.conversation_id, code, turn.at)
        if isinstance(result, Verified):
            customer = self.services.shop.customer(result.customer_id)
            self.services.conversations.update(
                turn.conversation_id,
                turn.at,
                identity=VERIFIED,
                name=customer.name if customer else None,
                email=slots["customer_email"],
                customer_id=result.customer_id,
            )
            return Taken({"code": VERIFIED})
        if isinstance(result, Wrong) and result.tries_left > 0:
            return Taken(problem="That's not the code I sent. Please look again: what does it say?")
        sent = self._send_code(turn, slots["customer_email"])
        return (
            sent
            if sent.over
            else Taken(problem="That code no longer works, so I've sent a new one. What does it say?")
        )

    def _resend(self, turn: Turn, slots: Mapping[str, Any]) -> Taken:
        """Another code: said so, but not counted as a failed answer."""
        sent = self._send_code(turn, slots["customer_email"])
        if sent.over:
            return sent
        text = (
            f"I've sent a new code to {slots['customer_email']}; only the newest one works. It can take a "
            "minute, and may sit in the spam folder. What does it say?"
        )
        return Taken({**sent.values, "code": None}, said=text)

    def _address(self, step: str, turn: Turn) -> Taken:
        codes = country_codes(self.services.shop)
        text = turn.text.strip(" .")
        found: dict[str, Any] = {}
        if picked := turn.picked.get("country"):
            found = {"country": picked}
        elif step == "street":
            found = self._whole_address(turn)
        elif step == "country":
            code = codes.get(text.lower()) or turn.entity("country")
            found = {"country": code} if code in codes.values() else {}
        else:
            place = read_place([part.strip() for part in text.split(",")], codes)
            found = {name: value for name, value in place.items() if value}
            if step == "postal_code" and "postal_code" not in found and any(c.isdigit() for c in text):
                found["postal_code"] = text.upper()[:12]
        if found.get(step):
            return Taken(found)
        return Taken(found, problem=self._missing(step))

    def _whole_address(self, turn: Turn) -> dict[str, Any]:
        """What the message names of an address; nothing where it names no street."""
        codes = country_codes(self.services.shop)
        found = read_address(turn.text, codes).named()
        country = turn.entity("country")
        if found and "country" not in found and country in codes.values():
            found["country"] = str(country)
        return found

    def _missing(self, step: str) -> str:
        if step == "country":
            names = ", ".join(place.name for place in self.services.shop.destinations())
            return f"We deliver to these countries: {names}. Which one is it?"
        return {
            "street": "I couldn't find a street with a number in that. What's the new street and number?",
            "city": "I didn't catch the city. Which one is it?",
        }.get(step, "That doesn't look like a postal code. What is it?")

    def _confirm(self, turn: Turn) -> Taken:
        if turn.intent == "affirm":
            return Taken({"confirmed": True})
        corrected = self._whole_address(turn)
        if corrected:
            return Taken({**dict.fromkeys(ADDRESS), **corrected})
        if turn.intent == "deny":
            return Taken(dict.fromkeys(ADDRESS))
        return Taken(problem="Please say yes if the address is right, or no to change it.")


class AddressChange(FlowEnd):
    """Changes the address in the shop."""

    flow = "address_change"
    steps = (*STEPS, "region")

    def finish(self, turn: Turn) -> Outcome:
        """Change it, and say honestly what came of it."""
        conversation, address = self.conversation(turn), address_of(turn.slots)
        if conversation.identity != VERIFIED or conversation.customer_id is None:
            return self.gave_up(turn, cause="not_verified")
        try:
            self.services.shop.change_address(conversation.customer_id, address, turn.at)
        except (InvalidInput, NotFound) as error:
            return self.gave_up(turn, f"I couldn't save that address: {error}", cause="refused")
        return self.completed(
            turn,
            f"Done! The address of your account is now **{one_line(address, self.services.shop)}**. A "
            "confirmation is in your mailbox. Orders that you've already placed still go to the address they "
            "were placed with.",
        )


def address_of(slots: Mapping[str, Any]) -> Address:
    """The gathered address."""
    return Address(
        line1=slots["street"],
        city=slots["city"],
        postal_code=slots["postal_code"],
        country=slots["country"],
        region=slots.get("region") or "",
    )


def one_line(address: Address, shop: Backoffice) -> str:
    """The address as people write it, with the country's name."""
    names = {place.country: place.name for place in shop.destinations()}
    return replace(address, country=names.get(address.country, address.country)).one_line()


def country_codes(shop: Backoffice) -> dict[str, str]:
    """What the countries that the shop delivers to may be called → their codes."""
    return {
        name.lower(): place.country
        for place in shop.destinations()
        for name in (place.name, place.country, *place.aliases)
    }
