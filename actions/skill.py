"""The one shape of all actions: read the turn, act in a thread (stores are synchronous), say the outcome."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from anyio import to_thread
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.services import Services
from actions.turn import Outcome, Turn, turn_of
from bot.conversation.model import Conversation, Happening

LATER, GO_ON, UPSET_AT, SAID = "_later", "_go_on", "_upset_at", "_said"


class SkillAction(Action):
    """An action of ours; `act` is all that differs.

    What is said while a form runs is said aside: the form takes its turn again right after, and asks for its
    step once more, unless the outcome ends it. So no rule needs to know which form runs.
    """

    action_name: ClassVar[str]
    aside: ClassVar[bool] = True

    def __init__(self, services: Services) -> None:
        self.services = services

    def name(self) -> str:
        """The name under which the rules know it."""
        return self.action_name

    @abstractmethod
    def act(self, turn: Turn) -> Outcome:
        """Do it."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Called by Rasa through the action server's executor."""
        turn = turn_of(tracker, self.services.now())
        outcome = await to_thread.run_sync(self.act, turn)
        if not turn.form:
            outcome = replace(outcome, ends_form=False)
        elif self.aside and not outcome.ends_form:
            outcome = replace(outcome, begins=turn.form)
        for reply in outcome.replies:
            dispatcher.utter_message(text=reply.text, json_message=reply.kept_payload())
        return outcome.events()

    def conversation(self, turn: Turn) -> Conversation:
        """The conversation as it stands."""
        return self.services.conversations.get(turn.conversation_id)

    def record(self, turn: Turn, type_: str, **data: Any) -> None:
        """A ledger event, once for this message however often the turn is repeated."""
        key = (type_, turn.seq)
        self.services.conversations.record(turn.conversation_id, type_, turn.at, key=key, **data)

    def self_service_failed(self, turn: Turn, *events: Happening) -> Conversation:
        """Count a failed try of self-service, once a message, with the events that tell of it."""
        conversation = self.conversation(turn)
        failed = conversation.failed_self_service
        if conversation.slots.get("_failed_at") != turn.seq:
            failed += 1
        return self.services.conversations.update(
            turn.conversation_id,
            turn.at,
            events=events,
            failed_self_service=failed,
            slots={"_failed_at": turn.seq},
        )

    def upset_before(self, turn: Turn) -> bool:
        """Whether the visitor was upset earlier already; remembers that they are now."""
        before = self.conversation(turn).slots.get(UPSET_AT)
        if before is None:
            self.services.conversations.update(turn.conversation_id, turn.at, slots={UPSET_AT: turn.seq})
        return before not in (None, turn.seq)

    def later(self, turn: Turn) -> list[dict[str, Any]]:
        """What the visitor wants too: other wishes of this message, and what was put aside before."""
        return later_in(turn, self.conversation(turn))

    def ask_to_go_on(self, turn: Turn) -> list[dict[str, Any]]:
        """What is left of the visitor's wishes; a plain "yes" to the reply takes up the first of them."""
        later = self.later(turn)
        if later:
            slots: dict[str, Any] = {LATER: later, GO_ON: {"asked": turn.seq}}
            self.services.conversations.update(turn.conversation_id, turn.at, slots=slots)
        return later

    def keep_for_later(self, turn: Turn, options: Sequence[Mapping[str, Any]]) -> None:
        """Remember these, and nothing else, for when the matter in hand is settled."""
        self.services.conversations.update(
            turn.conversation_id, turn.at, slots={LATER: [dict(option) for option in options] or None}
        )

    def times_before(self, turn: Turn, what: str) -> int:
        """How often `what` was said before in the conversation; counted once a message."""
        said = dict(self.conversation(turn).slots.get(SAID) or {})
        times, last = said.get(what, (-1, -1))
        if last != turn.seq:
            said[what] = [int(times) + 1, turn.seq]
            self.services.conversations.update(turn.conversation_id, turn.at, slots={SAID: said})
        return int(said[what][0])

    def leave_flow(self, turn: Turn, *events: Happening) -> None:
        """No flow runs any more: what is typed next is understood without it."""
        nowhere = {"_flow": None, "_step": None}
        self.services.conversations.update(turn.conversation_id, turn.at, events=events, slots=nowhere)


def later_in(turn: Turn, conversation: Conversation) -> list[dict[str, Any]]:
    """What the visitor wants too, as this turn and the conversation tell it."""
    kept = list(conversation.slots.get(LATER) or [])
    return [*(option for option in turn.facts.get("later") or () if option not in kept), *kept]
