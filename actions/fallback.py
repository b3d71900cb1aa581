"""When nothing else fits, and when our side failed: never silence, never a loop, always a way to a person."""

from actions.buttons import and_then, browse, button, talk_to_person, topics
from actions.person import placement_replies
from actions.skill import SkillAction
from actions.turn import Outcome, Turn
from bot.conversation.model import Happening
from bot.conversation.replies import Reply
from bot.nlu.model import AFFIRM

MOST_UNCLEAR = 2


class Unclear(SkillAction):
    """A yes, a no or a detail that belongs to nothing the bot asked."""

    action_name = "action_unclear"

    def act(self, turn: Turn) -> Outcome:
        """Ask what it is about; the second time in a row, offer a person."""
        times = int(self.conversation(turn).slots.get("_unclear", 0)) + 1
        self.services.conversations.update(turn.conversation_id, turn.at, slots={"_unclear": times})
        later = and_then(self.ask_to_go_on(turn)) if turn.intent == AFFIRM else ()
        if later:
            return Outcome((Reply("Shall we go on with this?", later),))
        number = turn.entity("order_number")
        if number is not None:
            about = (
                button("Where is it?", "order_status", order_number=number),
                button("Something else", "rephrase"),
            )
            return Outcome((Reply(f"What would you like to know about order #{number}?", about),))
        if times >= MOST_UNCLEAR:
            text = "I'm not following, sorry. I can bring in a person, or you pick what it's about."
            return Outcome((Reply(text, (talk_to_person(), *topics()[:2], browse())),))
        return Outcome((Reply("Happy to help. What is it about?", (*topics(),)),))


class NothingMore(SkillAction):
    """No to "anything else?"."""

    action_name = "action_nothing_more"

    def act(self, turn: Turn) -> Outcome:
        """Say goodbye."""
        return Outcome((Reply("All right, have a good day! You can write here any time."),))


class BotFailure(SkillAction):
    """Our side failed: a person is brought in and the visitor is told."""

    action_name = "action_bot_failure"

    def act(self, turn: Turn) -> Outcome:
        """Bring in a person."""
        part = turn.facts.get("failed_part", "action")
        failed = Happening("bot_failed", {"part": part}, key=("bot_failed", turn.seq))
        self.leave_flow(turn, failed)
        placement = self.services.desk.request_person(
            turn.conversation_id, handoff_reason="bot_failure", at=turn.at
        )
        return Outcome(placement_replies(placement, "bot_failure"), ends_form=True)
