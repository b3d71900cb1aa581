"""What visitors say about the bot itself: praise, or that it did not help."""

from actions.answers import reactions
from actions.buttons import button, rephrase, talk_to_person, topics
from actions.skill import SkillAction
from actions.turn import MORE, OFFER, Outcome, Turn
from bot.conversation.replies import Reply


class Feedback(SkillAction):
    """Takes praise with thanks, and criticism as a reaction with ways on."""

    action_name = "action_feedback"

    def act(self, turn: Turn) -> Outcome:
        """Keep the reaction where something was shown, and answer it."""
        positive = turn.facts.get("polarity") == "positive"
        shown = bool(turn.slots.get("last_help"))
        if positive:
            if shown:
                happened = reactions(turn, "positive")
                self.services.conversations.update(turn.conversation_id, turn.at, events=happened)
            return Outcome((Reply("Thank you, that's good to hear! Anything else I can do?"),), MORE)
        failed = self.conversation(turn).failed_self_service
        if not shown and not failed and not self.upset_before(turn):
            # Nothing was tried that could have failed.
            text = (
                "I'm sorry you're having trouble. Tell me in a sentence what's wrong: I settle it right here "
                "or bring in a person."
            )
            return Outcome((Reply(text, (*topics(), talk_to_person())),))
        self.self_service_failed(turn, *(reactions(turn, "negative") if shown else ()))
        return take_over()


def take_over() -> Outcome:
    """The offer to somebody whom the bot has not helped."""
    text = (
        "I'm sorry I've not been of help so far. A person can take over, and will see our whole "
        "conversation. Or we try once more in other words."
    )
    buttons = (talk_to_person(), button("Leave a message", "leave_message"), rephrase())
    return Outcome((Reply(text, buttons),), awaiting=OFFER)
