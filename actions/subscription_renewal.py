"""The yearly renewal of a paid membership: what it costs and when, turned off or on again."""

from collections.abc import Mapping
from typing import Any

from actions.buttons import browse, button
from actions.flow import FlowForm, UndoableFlowEnd
from actions.identity import customer_of
from actions.on_off import OFF, ON, on_or_off
from actions.order_words import dollars
from actions.steps import Confirmed, Slots, Step, Taken
from actions.turn import Outcome, Turn
from bot.backoffice.customers import Membership
from bot.backoffice.refusals import Refusal, RefusalCode
from bot.conversation.replies import Button, Reply

ALREADY = "already"


class Renewal(Step):
    """Whether it is to renew; the question says how it stands."""

    slot = "renewal"
    shown_as = "renewal"
    again = "shall it renew, or not?"

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """The message may say it."""
        wish = turn.picked.get("renewal") or on_or_off(turn.text)
        return {"renewal": wish} if wish else {}

    def ask(self, turn: Turn, slots: Slots) -> Reply:
        """Say how it stands, and offer the other way."""
        membership = _membership(self, turn)
        if membership is None:
            return Reply("Shall your membership renew by itself?", _choices(None))
        return Reply(f"{standing(membership)} {_offer(membership)}", _choices(membership))

    def take(self, turn: Turn, slots: Slots) -> Taken:
        """On or off; a yes takes the offer, a no leaves it as it is."""
        membership = _membership(self, turn)
        wish = turn.picked.get("renewal") or on_or_off(turn.text)
        if wish in (ON, OFF):
            return Taken({"renewal": wish})
        if membership is not None and turn.intent in ("affirm", "deny"):
            offered, kept = (OFF, ON) if membership.renews else (ON, OFF)
            yes = turn.intent == "affirm"
            return Taken({"renewal": offered if yes else kept, "confirmed": yes})
        return Taken(problem="Shall it renew by itself, or end? Please say on or off.")


class RenewalConfirmed(Confirmed):
    """The day and the price once more."""

    yes, no = "Yes", "No, leave it"
    unclear = "Please say yes to change the renewal, or no to leave it as it is."

    def offered(self, turn: Turn, slots: Slots) -> Mapping[str, Any]:
        """There is nothing to confirm where it stands so already."""
        membership = _membership(self, turn)
        if membership is None or slots.get("renewal") is None:
            return {}
        return {"confirmed": ALREADY} if membership.renews == (slots["renewal"] == ON) else {}

    def summary(self, turn: Turn, slots: Slots) -> str:
        """What the change means."""
        membership = _membership(self, turn)
        return "Shall I change it?" if membership is None else f"{standing(membership)} {_offer(membership)}"

    def denied(self, turn: Turn, slots: Slots) -> Taken:
        """Nothing happens."""
        return Taken({"confirmed": False})


class SubscriptionRenewalForm(FlowForm):
    """Whether it renews, and whether they are sure."""

    flow = "subscription_renewal"
    subject = "your membership"
    needs = "verified"
    opening = "I can look up your membership and turn its renewal off or on."
    own_steps = (Renewal, RenewalConfirmed)

    def objection(self, turn: Turn, slots: Slots) -> Refusal | None:
        """There may be no membership that runs."""
        customer_id = customer_of(self.conversation(turn))
        if customer_id is None or slots.get("code") is None:
            return None
        membership = self.services.shop.membership(customer_id)
        if membership is None or membership.until <= turn.at:
            words = "I see no membership that runs with this account."
            return Refusal(RefusalCode.NO_MEMBERSHIP, words)
        return None


class SubscriptionRenewal(UndoableFlowEnd):
    """Turns it off or on."""

    form = SubscriptionRenewalForm

    def finish(self, turn: Turn) -> Outcome:
        """Change it, and say what follows."""
        wish, confirmed = turn.slots["renewal"], turn.slots["confirmed"]
        if confirmed is False:
            return self.kept(turn, "All right, your membership stays as it is.")
        if confirmed == ALREADY:
            membership = self.services.shop.membership(self.customer_id(turn))
            stands = standing(membership) if membership else ""
            return self.completed(turn, f"That's how it is already. {stands}")
        return self._set(turn, wish, undo=button("Undo", self.flow, undo=OFF if wish == ON else ON))

    def undo(self, turn: Turn, what: Any) -> Outcome:
        """The other way."""
        return self._set(turn, str(what))

    def ways_on(self, cause: str) -> tuple[Button, ...]:
        """How one becomes a member stands in the help centre."""
        return (browse(),) if cause == RefusalCode.NO_MEMBERSHIP else ()

    def _set(self, turn: Turn, wish: str, undo: Button | None = None) -> Outcome:
        key = turn.key("set_renewal")
        changed = self.services.shop.set_renewal(self.customer_id(turn), wish == ON, turn.at, key=key)
        text = f"Done! {standing(changed)} A confirmation is in your mailbox."
        return self.completed(turn, text, undo=undo)


def standing(membership: Membership) -> str:
    """How a membership stands, in a sentence or two: its end, and what is charged then."""
    day, name = f"{membership.until:%B} {membership.until.day}, {membership.until.year}", membership.plan
    if membership.renews:
        return f"Your **{name}** renews by itself on {day}, for {dollars(membership.price)}."
    return f"Your **{name}** runs until {day} and ends there; nothing more is charged."


def _offer(membership: Membership) -> str:
    if membership.renews:
        return "Shall I turn the renewal off? You keep the benefits until that day."
    return f"Shall I turn the renewal on, so that it goes on for {dollars(membership.price)} a year?"


def _choices(membership: Membership | None) -> tuple[Button, ...]:
    off, on = button("Turn it off", "inform", renewal=OFF), button("Turn it on", "inform", renewal=ON)
    leave = button("Leave it as it is", "deny")
    if membership is None:
        return off, on, button("Stop", "stop")
    return (off if membership.renews else on), leave, button("Stop", "stop")


def _membership(step: Step, turn: Turn) -> Membership | None:
    customer_id = customer_of(step.conversation(turn))
    return step.services.shop.membership(customer_id) if customer_id else None
