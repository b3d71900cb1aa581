"""Closing an account for good, and keeping one that waits for its deletion."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from actions.buttons import button
from actions.flow import FlowForm, UndoableFlowEnd
from actions.identity import customer_of
from actions.steps import Confirmed, Slots, Step, Taken
from actions.turn import Outcome, Turn
from bot.backoffice.customers import Customer
from bot.backoffice.refusals import Refusal, RefusalCode
from bot.conversation.replies import Button, Reply
from bot.dialogue.flows import FLOWS

CLOSE, KEEP, ALREADY = "close", "keep", "already"
_KEEPS = re.compile(
    r"\b(?:undo|keep|restore|recover|reactivat\w*|re-?open|revert|by mistake|accident\w*"
    r"|(?:get|have|want|take)\b.* back|(?:do n[o']t|don['’]?t|do not) (?:delete|close|remove)"
    r"|(?:cancel|stop) (?:the |my )?(?:account )?(?:deletion|closing|closure|removal))\b",
    re.IGNORECASE,
)


class AccountWish(Step):
    """Whether the account is to be closed, or to be kept after all: it asks only where neither is known."""

    slot = "account_wish"
    shown_as = "wish"

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """What the message says, or what an account in this state leaves to do."""
        if _KEEPS.search(turn.text):
            return {"account_wish": KEEP}
        customer = _customer(self, turn)
        if customer is None:
            return {}
        return {"account_wish": CLOSE if customer.closes_at is None else KEEP}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Ask."""
        close, keep = button("Close it", "inform", wish=CLOSE), button("Keep it", "inform", wish=KEEP)
        return Reply("Shall the account be closed, or kept?", (close, keep, button("Stop", "stop")))

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """One of the two."""
        wish = turn.picked.get("wish") or (KEEP if _KEEPS.search(turn.text) else CLOSE)
        return Taken({"account_wish": wish})


class CloseIt(Confirmed):
    """What will happen, and when."""

    yes, no = "Yes", "No, leave it"
    unclear = "Please say yes or no: I won't touch the account without a clear yes."

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """An open account needs no keeping."""
        customer = _customer(self, turn)
        if customer is None or slots.get("account_wish") != KEEP:
            return {}
        return {"confirmed": ALREADY} if customer.closes_at is None else {}

    def summary(self, turn: Turn, slots: Slots) -> str:
        """What closing means, or until when the account can be kept."""
        customer = _customer(self, turn)
        if customer is not None and customer.closes_at is not None:
            return (
                f"Your account is closed and will be deleted on {_day(customer.closes_at)}. Shall I keep it?"
            )
        if customer is None:
            return "Shall I close the account?"
        day = _day(self.services.shop.account_options(customer.id, turn.at).closes_at)
        return (
            f"Shall I close the account of **{customer.name}** ({customer.email})?\n\n"
            "- It's closed at once, and you get a mail about it.\n"
            f"- Until **{day}** you can have the account back as it was, here in the chat.\n"
            "- Then everything in it is erased for good. Only what the law makes us keep stays, such as "
            "invoices."
        )

    def denied(self, turn: Turn, slots: Slots) -> Taken:
        """Nothing happens."""
        return Taken({"confirmed": False})


class DeleteAccountForm(FlowForm):
    """Who they are, and a clear yes."""

    flow = "delete_account"
    subject = "closing your account"
    needs = "verified"
    own_steps = (AccountWish, CloseIt)

    def objection(self, turn: Turn, slots: Slots) -> Refusal | None:
        """Something may be on its way."""
        customer_id = customer_of(self.conversation(turn))
        if customer_id is None or slots.get("account_wish") != CLOSE:
            return None
        return self.services.shop.account_options(customer_id, turn.at).close


class DeleteAccount(UndoableFlowEnd):
    """Closes it, or opens it again."""

    form = DeleteAccountForm

    def finish(self, turn: Turn) -> Outcome:
        """Do it, and name the last day."""
        if turn.slots["confirmed"] is False:
            return self.kept(turn, "All right, I've left the account as it is.")
        if turn.slots["confirmed"] == ALREADY:
            return self.completed(turn, "Your account is open, and nothing of it is being deleted.")
        if turn.slots["account_wish"] == KEEP:
            return self._keep(turn)
        closed = self.services.shop.close_account(
            self.customer_id(turn), turn.at, key=turn.key("close_account")
        )
        until = f" on **{_day(closed.closes_at)}**" if closed.closes_at else " soon"
        text = (
            f"Done. Your account is closed and will be deleted{until}. If you change your mind before "
            "that day, tell me, and it's yours again. A confirmation is in your mailbox."
        )
        return self.completed(turn, text, undo=button("Keep my account", self.flow, undo=KEEP))

    def undo(self, turn: Turn, what: Any) -> Outcome:
        """Open it again."""
        return self._keep(turn)

    def ways_on(self, cause: str) -> tuple[Button, ...]:
        """What is on its way can be looked up."""
        title = FLOWS["order_status"].title
        return (button(title, "order_status"),) if cause == RefusalCode.OPEN_ORDERS else ()

    def _keep(self, turn: Turn) -> Outcome:
        self.services.shop.keep_account(self.customer_id(turn), turn.at, key=turn.key("keep_account"))
        return self.completed(turn, "Done! Your account is open again, with everything in it as it was.")


def _customer(step: Step, turn: Turn) -> Customer | None:
    customer_id = customer_of(step.conversation(turn))
    return step.services.shop.customer(customer_id) if customer_id else None


def _day(moment: datetime) -> str:
    return f"{moment:%B} {moment.day}, {moment.year}"
