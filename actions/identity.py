"""Showing who one is: the address of the account, and the one-time code that goes there."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from actions.buttons import button
from actions.steps import Slots, Step, Taken
from actions.turn import Turn
from bot.backoffice.verification import Expired, Proven, Verified, Wrong
from bot.conversation.model import Conversation
from bot.conversation.replies import Reply
from bot.dialogue.intents import code_did_not_come
from bot.errors import TooManyRequests

VERIFIED, PROVEN = "verified", "proven"
_TOO_MANY = "I've sent several codes already and can't send another one for now."


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


class OneTimeCode(Step):
    """A one-time code: six digits, ten minutes, three tries (bot/backoffice/verification.py)."""

    repeatable = False
    again = (
        "what's the 6-digit code in the e-mail I sent? It works for 10 minutes; have a look into the spam "
        "folder too."
    )
    address: ClassVar[str]
    """The slot with the address that it went to."""

    @abstractmethod
    def sent(self, address: str) -> str:
        """What is said about the code that went there, up to "What does it say?"."""

    @abstractmethod
    def send(self, turn: Turn, email: str) -> Taken:
        """Send one to this address; the values of the slots then."""

    @abstractmethod
    def check(self, turn: Turn, slots: Slots, code: str) -> Any | Wrong | Expired:
        """Compare; `Wrong` or `Expired`, or what is accepted."""

    @abstractmethod
    def accepted(self, turn: Turn, slots: Slots, shown: Any) -> Taken:
        """What follows from the right code."""

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask for it, with the ways out."""
        return Reply(
            f"{self.sent(slots[self.address])} What does it say? It works for 10 minutes.",
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
            return Taken({self.address: None, self.slot: None})
        if (email := turn.entity("email")) is not None:
            return self.send(turn, email)
        if turn.picked.get("resend"):
            return self._resend(turn, slots)
        code = turn.entity("code") or "".join(character for character in turn.text if character.isdigit())
        if len(code) != 6 and code_did_not_come(turn.text):
            return self._resend(turn, slots)
        if len(code) != 6:
            return Taken(problem="The code has six digits and is in the e-mail I sent. What does it say?")
        result = self.check(turn, slots, code)
        if not isinstance(result, Wrong | Expired):
            return self.accepted(turn, slots, result)
        if isinstance(result, Wrong) and result.tries_left > 0:
            return Taken(problem="That's not the code I sent. Please look again: what does it say?")
        sent = self.send(turn, slots[self.address])
        return (
            sent
            if sent.over
            else Taken(problem="That code no longer works, so I've sent a new one. What does it say?")
        )

    def _resend(self, turn: Turn, slots: Slots) -> Taken:
        """Another code: said so, but not counted as a failed answer."""
        sent = self.send(turn, slots[self.address])
        if sent.over:
            return sent
        text = (
            f"I've sent a new code to {slots[self.address]}; only the newest one works. It can take a "
            "minute, and may sit in the spam folder. What does it say?"
        )
        return Taken({**sent.values, self.slot: None}, said=text)


class Code(OneTimeCode):
    """The code that shows whose account it is."""

    slot = "code"
    address = "customer_email"

    def sent(self, address: str) -> str:
        """The words are the same whether or not there is such an account."""
        return f"If {address} belongs to an account, a 6-digit code is on its way there."

    def send(self, turn: Turn, email: str) -> Taken:
        """Send one to the account's address."""
        return send_code(self, turn, email)

    def check(self, turn: Turn, slots: Slots, code: str) -> Verified | Wrong | Expired:
        """Compare."""
        return self.services.verification.check(turn.conversation_id, code, turn.at)

    def accepted(self, turn: Turn, slots: Slots, shown: Verified) -> Taken:
        """The conversation belongs to this customer."""
        customer = self.services.shop.customer(shown.customer_id)
        self.services.conversations.update(
            turn.conversation_id,
            turn.at,
            identity=VERIFIED,
            name=customer.name if customer else None,
            email=slots["customer_email"],
            customer_id=shown.customer_id,
        )
        return Taken({"code": VERIFIED})


class EmailCode(OneTimeCode):
    """The code that shows that an address is the visitor's, whether or not it has an account."""

    slot = "email_code"

    def sent(self, address: str) -> str:
        """It went to whatever address was given."""
        return f"To be sure that {address} is yours, I've sent a 6-digit code there."

    def send(self, turn: Turn, email: str) -> Taken:
        """Send one to the address."""
        return send_proof(self, turn, self.address, email)

    def check(self, turn: Turn, slots: Slots, code: str) -> Proven | Wrong | Expired:
        """Compare."""
        verification = self.services.verification
        return verification.check_address(turn.conversation_id, slots[self.address], code, turn.at)

    def accepted(self, turn: Turn, slots: Slots, shown: Proven) -> Taken:
        """The address is theirs."""
        return Taken({"email_code": PROVEN})


IDENTITY: tuple[type[Step], ...] = (CustomerEmail, Code)


def send_code(step: Step, turn: Turn, email: str) -> Taken:
    """Have a code sent; too many end the flow."""
    try:
        step.services.verification.start(turn.conversation_id, email, turn.at)
    except TooManyRequests:
        return Taken(problem=_TOO_MANY, over="failed", cause="too_many")
    return Taken({"customer_email": email})


def send_proof(step: Step, turn: Turn, slot: str, email: str) -> Taken:
    """Have a code sent that proves this address, which is kept in this slot; too many end the flow."""
    try:
        step.services.verification.start_for_address(turn.conversation_id, email, turn.at)
    except TooManyRequests:
        return Taken(problem=_TOO_MANY, over="failed", cause="too_many")
    return Taken({slot: email, "email_code": None})


def customer_of(conversation: Conversation) -> str | None:
    """Whose conversation it is, once that was shown by a code."""
    return conversation.customer_id if conversation.identity == VERIFIED else None
