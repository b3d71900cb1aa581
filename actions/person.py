"""Reaching a person: self-service once, then an offer or the queue, and a message when nobody is there."""

from actions.buttons import button, talk_to_person, topics
from actions.skill import SkillAction
from actions.turn import OFFER, Outcome, Turn
from bot.conversation.machine import State, Trigger
from bot.conversation.replies import Button, Reply
from bot.dialogue.circumstances import OFFER_DECLINED, declined_in
from bot.handoff.model import Place, Placement
from bot.handoff.words import wait_text

LEAVE_MESSAGE = Reply(
    "Write your message here, and a person will answer you by e-mail.", payload={"kind": "leave_message"}
)


class SelfServiceFirst(SkillAction):
    """The first request for a person: most things go faster here, and the way to a person stays open."""

    action_name = "action_self_service_first"

    def act(self, turn: Turn) -> Outcome:
        """Offer self-service once."""
        there = self.services.desk.availability(self.conversation(turn).department, turn.at)
        opening = (
            "I can bring you to a person."
            if there.open
            else f"{closed_text(there.opens)}, but leave a message and a person answers by e-mail."
        )
        person = talk_to_person() if there.open else button("Leave a message", "leave_message")
        if turn.step:
            text = f"{opening} If you'd rather finish this first, it won't take long."
            return Outcome((Reply(text, (person,)),))
        again = " Ask again and I connect you." if there.open else ""
        text = (
            f"{opening} Many things I can settle right away, though: tell me in a sentence what it's about, "
            f"or pick one of these.{again}"
        )
        return Outcome((Reply(text, (person, *topics()[:3])),), awaiting=OFFER)


class OfferPerson(SkillAction):
    """A person would serve better, and the visitor decides."""

    action_name = "action_offer_person"

    def act(self, turn: Turn) -> Outcome:
        """Offer a person, with what to expect."""
        conversation = self.conversation(turn)
        why = turn.facts.get("handoff_reason") or conversation.handoff_reason or "policy"
        self.leave_flow(turn)
        self.services.conversations.move(turn.conversation_id, Trigger.OFFER, turn.at, handoff_reason=why)
        there = self.services.desk.availability(conversation.department, turn.at)
        offer = Reply(offer_text(why, there.open, there.opens), offer_buttons(there.open))
        return Outcome((offer,), awaiting=OFFER, ends_form=True)


def closed_text(opens: str | None) -> str:
    """That nobody can be had now, and when somebody can, without a full stop."""
    return "Nobody is at the desk right now" if opens is None else f"My colleagues are back {opens}"


def offer_text(why: str, desk_open: bool, opens: str | None = None) -> str:
    """The offer in words; `opens` says when a closed desk is back."""
    opening = {
        "high_value": "That's something my colleagues should help you with personally.",
        "high_complexity": "That needs a person who can look into it.",
        "low_confidence": "I'm not sure I understand, and I don't want to send you in circles.",
        "flow_failed": "I'm sorry this isn't working.",
        "bot_failure": "I can't do this at the moment.",
        "no_answer": "I'm sorry, I don't have an answer to that either. A person will know.",
    }.get(why, "A person can help you better with this than I can.")
    if desk_open:
        return f"{opening} Shall I connect you? I'll pass on what you told me, so you won't repeat yourself."
    return f"{opening} {closed_text(opens)}; leave a message and they'll answer by e-mail."


def offer_buttons(desk_open: bool) -> tuple[Button, ...]:
    """Yes and no, or a message while the desk is closed."""
    no = button("No, thanks", "decline_offer")
    if desk_open:
        return button("Yes, connect me", "handoff", accepted=True), no
    return button("Leave a message", "leave_message"), no


class Handoff(SkillAction):
    """To a person now: a place in the queue, or a message when the desk is closed."""

    action_name = "action_handoff"

    def act(self, turn: Turn) -> Outcome:
        """Ask the desk and say what came of it."""
        conversation = self.conversation(turn)
        why = turn.facts.get("handoff_reason") or conversation.handoff_reason or "visitor_request"
        self.leave_flow(turn)
        placement = self.services.desk.request_person(turn.conversation_id, handoff_reason=why, at=turn.at)
        serious = turn.facts.get("complexity") == "high"
        return Outcome(placement_replies(placement, why, serious=serious), ends_form=True)


def placement_replies(placement: Placement, why: str, *, serious: bool = False) -> tuple[Reply, ...]:
    """What is said about a place in the queue, or about a closed desk."""
    serious = serious or why == "negative_tone"
    line = Reply(placement.line.text, payload=placement.line.payload)
    if placement.state is not Place.QUEUED:
        sorry = "I'm sorry about this. It needs a person, and I don't want you to lose time with me."
        return (Reply(sorry), line) if serious and placement.state is Place.DESK_CLOSED else (line,)
    opening = {
        "high_value": "I'm bringing in a person for this.",
        "bot_failure": "Something isn't working on my side, so I'm bringing in a person.",
    }.get(why, "I'm connecting you with a person.")
    if serious:
        opening = "I'm sorry about this. I'm bringing in a person right now."
    return (Reply(f"{opening} They'll see what you wrote, so you won't have to repeat it."), line)


class DeclineOffer(SkillAction):
    """The visitor would rather not, or not now."""

    action_name = "action_decline_offer"

    def act(self, turn: Turn) -> Outcome:
        """Carry on, with the way to a person still open."""
        conversation = self.conversation(turn)
        if conversation.state is State.OFFERED:
            self.services.conversations.move(turn.conversation_id, Trigger.DECLINE, turn.at)
            declined = {OFFER_DECLINED: declined_in(conversation)}
            self.services.conversations.update(turn.conversation_id, turn.at, slots=declined)
        return Outcome((Reply("All right. You can ask me anything, and ask for a person at any time."),))


class LeaveMessage(SkillAction):
    """The card on which a message is left: chosen by the visitor, or proposed while people are scarce."""

    action_name = "action_leave_message"

    def act(self, turn: Turn) -> Outcome:
        """Show the card; a flow that runs is over. Where triage proposes it, waiting stays possible."""
        self.leave_flow(turn)
        if turn.facts.get("route") != "leave_message":
            return Outcome((LEAVE_MESSAGE,), ends_form=True)
        conversation = self.conversation(turn)
        why = str(turn.facts.get("handoff_reason") or "policy")
        there = self.services.desk.availability(conversation.department, turn.at)
        if not there.open:
            placement = self.services.desk.request_person(
                turn.conversation_id, handoff_reason=why, at=turn.at
            )
            return Outcome(placement_replies(placement, why), ends_form=True)
        self.services.conversations.move(turn.conversation_id, Trigger.OFFER, turn.at, handoff_reason=why)
        busy = f"Everybody is busy right now. {wait_text(there.expected_wait)}"
        text = f"{busy} Leave a message, and a person answers by e-mail; or wait here, if you'd rather."
        ways = (button("Leave a message", "leave_message"), button("I'll wait", "handoff", accepted=True))
        return Outcome((Reply(text, ways),), awaiting=OFFER, ends_form=True)
