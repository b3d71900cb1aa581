"""Questions: answered from a published article, asked back between near ties, or plainly not known."""

from typing import Any

from actions.answers import answer_several, answer_shown, card, reactions
from actions.buttons import and_then, browse, button, did_it_help, of_option, rephrase, talk_to_person, topics
from actions.languages import only_english
from actions.person import offer_buttons, offer_text
from actions.skill import LATER, SkillAction, later_in
from actions.turn import MORE, OFFER, REACTION, Outcome, Turn
from actions.unanswered import answer_missing
from bot.conversation.machine import Trigger
from bot.conversation.replies import Reply
from bot.errors import NotFound
from bot.nlu.model import OUT_OF_SCOPE

MOST_OPTIONS = 3


class Answer(SkillAction):
    """Answers a question as the search decided."""

    action_name = "action_answer"

    def act(self, turn: Turn) -> Outcome:
        """Answer, ask back or say that there is no answer."""
        if turn.facts.get("several"):
            return answer_several(self, turn)
        picked = turn.picked.get("article_id")
        hits = [self._hit(picked)] if picked else list(turn.facts.get("hits", ()))
        options = turn.facts.get("options") or ()
        found = [hit for hit in hits if hit is not None]
        if (picked or turn.facts.get("decision") == "answer") and found:
            return self._answer(turn, found[0])
        if len(options) > 1:
            return self._clarify(turn, list(options)[:MOST_OPTIONS])
        return self._no_answer(turn)

    def _hit(self, article_id: str) -> dict[str, Any] | None:
        try:
            article = self.services.knowledge.article_for_visitors(article_id)
        except NotFound:
            return None
        return {
            "article_id": article.id,
            "version": article.version,
            "title": article.title,
            "answer": article.answer,
            "url": f"/help/{article.id}",
            "score": 1.0,
            "risk": 0.0,
        }

    def _answer(self, turn: Turn, hit: dict[str, Any]) -> Outcome:
        about = {"about": "answer", "article_id": hit["article_id"], "seq": turn.seq}
        later = self._shown(turn, hit)
        shown = card(hit)
        if turn.step:
            return Outcome((shown,), slots={"last_help": about})
        buttons = (*did_it_help(**about), *and_then(later))
        asked = Reply("Did that help?", buttons, {"kind": "did_it_help"})
        return Outcome((shown, asked), awaiting=REACTION, slots={"last_help": about})

    def _shown(self, turn: Turn, hit: dict[str, Any]) -> list[dict[str, Any]]:
        """Keep that the answer was shown; what the visitor wants besides it."""
        with self.services.conversations.changing(turn.conversation_id, turn.at) as change:
            change.record(answer_shown(turn.seq, hit))
            wanted = later_in(turn, change.conversation)
            later = [o for o in wanted if o.get("entities", {}).get("article_id") != hit["article_id"]]
            if not turn.step:
                change.merge("slots", {LATER: later or None})
        return later

    def _clarify(self, turn: Turn, options: list[dict[str, Any]]) -> Outcome:
        names = [option["article_id"] if "article_id" in option else option["reason"] for option in options]
        self.record(turn, "clarify_asked", seq=turn.seq, options=names)
        buttons = [of_option(option) for option in options]
        other = button("Something else", "rephrase")
        text = "I want to get this right. Which of these do you mean?"
        return Outcome((Reply(text, (*buttons, other), {"kind": "clarify"}),))

    def _no_answer(self, turn: Turn) -> Outcome:
        missing = answer_missing(turn.seq)
        foreign = only_english(str(turn.facts.get("language") or ""))
        if turn.facts.get("act") == OUT_OF_SCOPE and not foreign:
            self.services.conversations.update(turn.conversation_id, turn.at, events=[missing])
            text = "That's outside of what I know, sorry. I'm here for everything around your orders with us."
            return Outcome((Reply(text, () if turn.step else topics()),))
        failed = self.self_service_failed(turn, missing).failed_self_service
        if turn.step:
            return Outcome((Reply("I don't have an answer to that, sorry. A person would know."),))
        if foreign:
            return Outcome((Reply(foreign, (talk_to_person(), browse())),), awaiting=OFFER)
        if failed > 1:
            return self._offer_person(turn)
        return Outcome(
            (
                Reply(
                    "I don't have a reliable answer to that, and I'd rather not guess. "
                    "You can ask in other words, look through our help pages, or talk to a person.",
                    (talk_to_person(), rephrase(), browse()),
                    {"kind": "no_answer"},
                ),
            ),
            awaiting=OFFER,
        )

    def _offer_person(self, turn: Turn) -> Outcome:
        """Said once more, "I don't know" sends nobody on: a person is offered."""
        conversation = self.services.conversations.move(
            turn.conversation_id, Trigger.OFFER, turn.at, handoff_reason="low_confidence"
        )
        is_open = self.services.desk.is_open(conversation.department, turn.at)
        text = offer_text("no_answer", is_open)
        return Outcome((Reply(text, (*offer_buttons(is_open), browse())),), awaiting=OFFER)


class Helped(SkillAction):
    """Yes, it helped."""

    action_name = "action_helped"

    def act(self, turn: Turn) -> Outcome:
        """Keep the reaction and thank."""
        # What failed on the way was settled in the end.
        self.services.conversations.update(
            turn.conversation_id, turn.at, events=reactions(turn, "positive"), failed_self_service=0
        )
        later = and_then(self.ask_to_go_on(turn))
        more = "Shall we go on?" if later else "Is there anything else I can do for you?"
        return Outcome((Reply(f"Glad to hear it! {more}", later),), MORE)


class NotHelped(SkillAction):
    """No, it did not help."""

    action_name = "action_not_helped"

    def act(self, turn: Turn) -> Outcome:
        """Keep the reaction and offer ways on."""
        self.self_service_failed(turn, *reactions(turn, "negative"))
        return Outcome(
            (
                Reply(
                    "Sorry that wasn't it. Would you like to talk to a person? "
                    "They'll see what we've tried. Or tell me again in other words.",
                    (talk_to_person(), button("Leave a message", "leave_message"), rephrase()),
                ),
            ),
            awaiting=OFFER,
        )


class Rephrase(SkillAction):
    """The visitor will say it differently."""

    action_name = "action_rephrase"

    def act(self, turn: Turn) -> Outcome:
        """Ask for it."""
        return Outcome((Reply("Sure. Tell me in your own words what you need, a sentence is enough."),))


class BrowseHelp(SkillAction):
    """The visitor would rather look for themselves."""

    action_name = "action_browse_help"

    def act(self, turn: Turn) -> Outcome:
        """Point to the help centre."""
        return Outcome(
            (Reply("Here are all our help pages: [Help centre](/help). I'm here if you don't find it."),)
        )
