"""Forgot the password: the shop mails a link, and the chat never tells whether there is an account."""

from collections.abc import Mapping
from typing import Any

from actions.buttons import button
from actions.flow import FlowEnd, FlowForm, Taken
from actions.turn import Outcome, Turn
from bot.conversation.replies import Reply
from bot.errors import TooManyRequests

STEPS = ("account_email",)


class PasswordResetForm(FlowForm):
    """Asks for the e-mail address."""

    flow = "password_reset"
    steps = STEPS
    gathered = {"account_email": "e-mail"}
    again = {
        "account_email": "Back to your password: which e-mail address do you sign in with? The link goes "
        "there."
    }

    def begin(self, turn: Turn) -> dict[str, Any]:
        """The first message may hold it."""
        return {"account_email": turn.entity("email")}

    def take(self, step: str, turn: Turn, slots: Mapping[str, Any]) -> Taken:
        """Read the e-mail address."""
        email = turn.entity("email")
        if email is None:
            return Taken(
                problem="That doesn't look like an e-mail address, such as name@example.com. What is yours?"
            )
        return Taken({"account_email": email})

    def ask(self, step: str, turn: Turn, slots: Mapping[str, Any]) -> Reply:
        """Ask for it."""
        return Reply(
            "Happens to all of us. I'll have a link sent to you with which you can choose a new password. "
            "What's the e-mail address of your account?",
            (button("Stop", "stop"),),
        )


class PasswordReset(FlowEnd):
    """Has the link sent."""

    flow = "password_reset"
    steps = STEPS

    def finish(self, turn: Turn) -> Outcome:
        """Send it; the words are the same whether or not there is such an account."""
        email = turn.slots["account_email"]
        try:
            self.services.shop.send_password_link(email, turn.at)
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
