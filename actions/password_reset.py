"""Forgot the password: the shop mails a link, and the chat never tells whether there is an account."""

from collections.abc import Mapping
from typing import Any

from actions.buttons import button
from actions.flow import FlowEnd, FlowForm
from actions.steps import Slots, Step, Taken
from actions.turn import Outcome, Turn
from bot.conversation.replies import Reply
from bot.errors import TooManyRequests


class AccountEmail(Step):
    """The address of the account."""

    slot = "account_email"
    shown_as = "e-mail"
    again = "which e-mail address do you sign in with? The link goes there."
    called = frozenset({"email", "e-mail", "email address", "e-mail address"})

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """The message may hold it."""
        return {"account_email": turn.entity("email")}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask for it."""
        return Reply(
            "Happens to all of us. I'll have a link sent to you with which you can choose a new password. "
            "What's the e-mail address of your account?",
            (button("Stop", "stop"),),
        )

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """Read the e-mail address."""
        email = turn.entity("email")
        if email is None:
            return Taken(
                problem="That doesn't look like an e-mail address, such as name@example.com. What is yours?"
            )
        return Taken({"account_email": email})


class PasswordResetForm(FlowForm):
    """Asks for the e-mail address."""

    flow = "password_reset"
    subject = "your password"
    own_steps = (AccountEmail,)


class PasswordReset(FlowEnd):
    """Has the link sent."""

    form = PasswordResetForm

    def finish(self, turn: Turn) -> Outcome:
        """Send it; the words are the same whether or not there is such an account."""
        email = turn.slots["account_email"]
        try:
            self.services.shop.send_password_link(email, turn.at, key=turn.key("password_reset"))
        except TooManyRequests:
            return self.gave_up(
                turn, "Several links were sent already, please wait a little.", "too_many", retry=False
            )
        return self.completed(
            turn,
            f"If {email} belongs to an account, a link to choose a new password is in its mailbox now. "
            "It works for one hour. If you can't see it, have a look into the spam folder.",
            ask="Did that get you back in?",
        )
