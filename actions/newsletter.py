"""The newsletter: off for any address, on for one that was shown to be the visitor's.

Nothing that is said tells whether an address gets it: stopping has the same words for all, and only a code
that came there shows that it may be turned on.
"""

from collections.abc import Mapping
from typing import Any

from actions.buttons import button
from actions.flow import FlowForm, UndoableFlowEnd
from actions.identity import PROVEN, VERIFIED, EmailCode, customer_of, send_proof
from actions.on_off import OFF, ON, on_or_off
from actions.steps import Confirmed, Slots, Step, Taken
from actions.turn import Outcome, Turn
from bot.backoffice.customers import NewsletterStatus
from bot.conversation.replies import Reply


class NewsletterWish(Step):
    """On or off."""

    slot = "newsletter_wish"
    also = ("named_email",)
    shown_as = "newsletter"
    again = "shall it come, or stop?"

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """The message may say it, and the address too."""
        wish = turn.picked.get("wish") or on_or_off(turn.text)
        said = {"newsletter_wish": wish} if wish else {}
        return {**said, "named_email": turn.entity("email")}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask."""
        buttons = (button("Sign me up", "inform", wish=ON), button("Stop sending it", "inform", wish=OFF))
        return Reply("Shall the newsletter come to you, or stop?", buttons)

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """One of the two."""
        wish = turn.picked.get("wish") or on_or_off(turn.text)
        if wish not in (ON, OFF):
            return Taken(problem="Do you want to get the newsletter, or no longer? Please say on or off.")
        return Taken({"newsletter_wish": wish})


class NewsletterEmail(Step):
    """The address; one that is to get the newsletter is sent a code."""

    slot = "newsletter_email"
    shown_as = "e-mail"
    again = "which e-mail address is it about?"
    called = frozenset({"email", "e-mail", "email address", "e-mail address"})

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """The one that was named, or is known of the visitor."""
        conversation = self.conversation(turn)
        email = turn.entity("email") or slots.get("named_email") or conversation.email
        if slots.get("newsletter_wish") is None or email is None:
            return {}
        return self._with(turn, slots, email).values

    def is_known(self, turn: Turn, slots: Slots) -> bool:
        """A step back asks for it: what is known without asking was sent a code."""
        return False

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask for it."""
        which = "Which e-mail address shall get it?"
        if slots.get("newsletter_wish") == OFF:
            which = "Which e-mail address shall no longer get it? It stands in the mail itself, after “To”."
        return Reply(which, (button("Stop", "stop"),))

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """Read it."""
        email = turn.entity("email")
        if email is None:
            return Taken(problem="I need an e-mail address, such as name@example.com. Which one is it?")
        return self._with(turn, slots, email)

    def _with(self, turn: Turn, slots: Slots, email: str) -> Taken:
        conversation = self.conversation(turn)
        if slots.get("newsletter_wish") == OFF:
            return Taken({"newsletter_email": email})
        if customer_of(conversation) is not None and conversation.email == email:
            return Taken({"newsletter_email": email, "email_code": VERIFIED})
        return send_proof(self, turn, self.slot, email)


class NewsletterCode(EmailCode):
    """The code that shows whose address it is: nobody signs up somebody else."""

    address = "newsletter_email"

    def applies(self, slots: Slots) -> bool:
        """Stopping needs none."""
        return slots.get("newsletter_wish") == ON


class NewsletterConfirmed(Confirmed):
    """The address once more; typing the code in was a yes already."""

    yes, no = "Yes", "No"
    unclear = "Please say yes if that's right, or no to leave it as it is."

    def applies(self, slots: Slots) -> bool:
        """Not after a code."""
        return slots.get("email_code") != PROVEN

    def summary(self, turn: Turn, slots: Slots) -> str:
        """What will happen to which address."""
        email = slots["newsletter_email"]
        if slots["newsletter_wish"] == ON:
            return f"Shall I sign **{email}** up for the newsletter?"
        return f"Shall I take **{email}** off the newsletter?"

    def denied(self, turn: Turn, slots: Slots) -> Taken:
        """Nothing happens."""
        return Taken({"confirmed": False})


class NewsletterForm(FlowForm):
    """On or off, for which address."""

    flow = "newsletter"
    subject = "the newsletter"
    own_steps = (NewsletterWish, NewsletterEmail, NewsletterCode, NewsletterConfirmed)


class Newsletter(UndoableFlowEnd):
    """Turns it on or off."""

    form = NewsletterForm

    def finish(self, turn: Turn) -> Outcome:
        """Change it; what is said about stopping is the same for every address."""
        slots, shop = turn.slots, self.services.shop
        if slots["confirmed"] is False:
            return self.kept(turn, "All right, nothing changes.")
        email, wish = slots["newsletter_email"], slots["newsletter_wish"]
        before = shop.newsletter(email)
        shop.set_newsletter(email, wish == ON, turn.at, key=turn.key("newsletter"))
        # Taken back, an address that didn't get it before doesn't get it afterwards: that needs its owner.
        back = {"email": email, "on": wish == OFF and before is NewsletterStatus.ON}
        text = (
            f"Done! **{email}** gets the newsletter from now on. Each letter has a link to stop it."
            if wish == ON
            else f"Done. **{email}** gets no newsletter any more; one that is on its way may still arrive."
        )
        return self.completed(turn, text, undo=button("Undo", self.flow, undo=back))

    def undo(self, turn: Turn, what: Any) -> Outcome:
        """As it was before."""
        key = turn.key("newsletter_undo")
        self.services.shop.set_newsletter(what["email"], bool(what["on"]), turn.at, key=key)
        return self.completed(
            turn, f"Taken back: the newsletter for **{what['email']}** is as it was before."
        )
