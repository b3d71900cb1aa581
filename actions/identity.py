"""Showing who one is: the address of the account, and the one-time code that goes there."""

from collections.abc import Mapping
from typing import Any

from actions.buttons import button
from actions.steps import Slots, Step, Taken
from actions.turn import Turn
from bot.backoffice.verification import Verified, Wrong
from bot.conversation.replies import Reply
from bot.dialogue.intents import code_did_not_come
from bot.errors import TooManyRequests

VERIFIED = "verified"


class CustomerEmail(Step):
    """The address of the account; a code goes there as soon as it is known."""

    slot = "customer_email"
    repeatable = False
    shown_as = "e-mail"
    again = "which e-mail address do you sign in with? A code goes there, so nobody else can do this."
    called = frozenset({"email", "e-mail", "email address", "e-mail address"})

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """Who was verified in this conversation is not asked again; an address that was named gets a code."""
        conversation = self.conversation(turn)
        if conversation.identity == VERIFIED and conversation.customer_id:
            return {"customer_email": conversation.email or VERIFIED, "code": VERIFIED}
        email = turn.entity("email") or conversation.email
        return send_code(self, turn, email).values if email else {}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask for it, and say why."""
        return Reply(
            "To be sure that it's your account, I'll e-mail you a code. What's the e-mail address of your "
            "account?",
            (button("Stop", "stop"),),
        )

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """The address; its code is on its way then."""
        email = turn.entity("email")
        if email is None:
            return Taken(problem="I need the e-mail address of your account, such as name@example.com.")
        return send_code(self, turn, email)


class Code(Step):
    """The one-time code: six digits, ten minutes, three tries (bot/backoffice/verification.py)."""

    slot = "code"
    repeatable = False
    again = (
        "what's the 6-digit code in the e-mail I sent? It works for 10 minutes; have a look into the spam "
        "folder too."
    )

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask for it; the words are the same whether or not there is such an account."""
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

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """Compare it, or send another one."""
        if turn.picked.get("other_email"):
            return Taken({"customer_email": None, "code": None})
        if (email := turn.entity("email")) is not None:
            return send_code(self, turn, email)
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
        sent = send_code(self, turn, slots["customer_email"])
        return (
            sent
            if sent.over
            else Taken(problem="That code no longer works, so I've sent a new one. What does it say?")
        )

    def _resend(self, turn: Turn, slots: Slots) -> Taken:
        """Another code: said so, but not counted as a failed answer."""
        sent = send_code(self, turn, slots["customer_email"])
        if sent.over:
            return sent
        text = (
            f"I've sent a new code to {slots['customer_email']}; only the newest one works. It can take a "
            "minute, and may sit in the spam folder. What does it say?"
        )
        return Taken({**sent.values, "code": None}, said=text)


IDENTITY: tuple[type[Step], ...] = (CustomerEmail, Code)


def send_code(step: Step, turn: Turn, email: str) -> Taken:
    """Have a code sent; too many end the flow."""
    try:
        step.services.verification.start(turn.conversation_id, email, turn.at)
    except TooManyRequests:
        problem = "I've sent several codes already and can't send another one for now."
        return Taken(problem=problem, over="failed")
    return Taken({"customer_email": email})
