"""Saying hello: who this is, that it is a bot, and what it can do."""

from actions.buttons import topics
from actions.skill import SkillAction
from actions.turn import Outcome, Turn
from bot.conversation.replies import Reply

AGAIN = ("Hi! What can I do for you?", "Hello again! Tell me in a sentence what you need, or pick a topic.")


class Greet(SkillAction):
    """The greeting with topics."""

    action_name = "action_greet"

    def act(self, turn: Turn) -> Outcome:
        """Greet."""
        times = self.times_before(turn, turn.intent)
        if times:
            return Outcome((Reply(AGAIN[times % len(AGAIN)], topics()),))
        shop = self.services.settings.shop_name
        return Outcome(
            (
                Reply(
                    f"Hi, I'm Wren, {shop}'s assistant. I'm a bot: I answer questions about orders, "
                    "shipping, returns and your account, and I can bring in a person. "
                    "What can I do for you?",
                    topics(),
                ),
            )
        )
