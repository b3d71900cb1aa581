"""Small talk: short, friendly, honest about being a bot, and back to the matter."""

from collections.abc import Mapping

from actions.buttons import and_then, rephrase, talk_to_person, topics
from actions.feedback import take_over
from actions.skill import SkillAction
from actions.turn import MORE, NOTHING, OFFER, REACTION, Outcome, Turn
from bot.conversation.replies import Reply

UPSET = 0.7

SAID: Mapping[str, tuple[str, ...]] = {
    "greet": ("Hello again!", "Hi! Still here.", "Hello! What can I do for you?"),
    "goodbye": (
        "Goodbye, and thanks for stopping by. You can write here any time.",
        "Take care! I'm here whenever you need something.",
    ),
    "thank": (
        "You're welcome! Is there anything else I can do?",
        "Any time! Anything else?",
        "Happy to help! Is there more I can do for you?",
    ),
    "ask_bot": (
        "I'm Wren, a bot. I look things up in our help pages and can do a few things for you, such as "
        "changing your address. When something needs a person, I bring one in.",
        "Still a bot, and glad to say so. If you'd rather have a person, just ask for one.",
    ),
    "smalltalk": (
        "I'm only a bot and no great talker. I'm good at orders, shipping, returns and accounts.",
        "You'd find better company for a chat than me. For anything around your order, I'm the right one.",
        "I'd be out of my depth there! Ask me about orders, shipping, returns or your account.",
    ),
    "confused": (
        "Sorry, I wasn't clear. Tell me in your own words what you need, or pick one of these.",
        "Let me try again: say in a sentence what it's about, or pick one of these.",
    ),
}
"""What is said the first time, the second, and so on; then it begins anew."""


class SmallTalk(SkillAction):
    """Answers in kind; inside a flow it keeps short, since the flow goes on."""

    action_name = "action_smalltalk"

    def act(self, turn: Turn) -> Outcome:
        """Say something friendly."""
        in_flow = bool(turn.step)
        if turn.intent == "confused":
            return self._explain(turn)
        if turn.intent == "smalltalk" and self._sounds_upset(turn):
            if not in_flow and self.upset_before(turn):
                return take_over()
            upset = "I'm sorry this is frustrating. Tell me what happened: I settle it or bring in a person."
            return Outcome((Reply(upset, () if in_flow else (talk_to_person(),)),))
        said = self._said(turn)
        if in_flow and turn.intent in ("thank", "goodbye"):
            said = "You're welcome!" if turn.intent == "thank" else "We're nearly there."
        with_topics = turn.intent in ("ask_bot", "smalltalk") and not in_flow
        later = and_then(self.ask_to_go_on(turn)) if turn.intent == "thank" and not in_flow else ()
        awaiting = MORE if turn.intent == "thank" and not in_flow else NOTHING
        return Outcome((Reply(said, topics() if with_topics else later),), awaiting)

    def _said(self, turn: Turn) -> str:
        ways = SAID.get(turn.intent, SAID["smalltalk"])
        return ways[self.times_before(turn, turn.intent) % len(ways)]

    def _explain(self, turn: Turn) -> Outcome:
        """What the bot said last, said differently."""
        if turn.step:
            return Outcome((Reply("Sorry, let me say it differently."),))
        awaiting = turn.slots.get("awaiting")
        article_id = (turn.slots.get("last_help") or {}).get("article_id")
        if awaiting == OFFER:
            text = (
                "I mean: one of my colleagues, a person, can take over this chat and reads what you wrote. "
                "Or you tell me in other words what you need."
            )
            return Outcome((Reply(text, (talk_to_person(), rephrase())),), OFFER)
        if awaiting == REACTION and article_id:
            text = (
                f"Sorry, that was short. The [whole page](/help/{article_id}) says it step by step, "
                "or a person explains it to you."
            )
            return Outcome((Reply(text, (talk_to_person(), rephrase())),), REACTION)
        return Outcome((Reply(self._said(turn), topics()),))

    @staticmethod
    def _sounds_upset(turn: Turn) -> bool:
        tone = turn.facts.get("tone") or {}
        return max(float(tone.get("anger", 0.0)), float(tone.get("negative", 0.0))) >= UPSET
