"""How every flow goes: ask for one thing at a time, take what was said, ask again kindly, give up in time.

A flow is one of Rasa's forms. Its validation action does a whole turn of it: reads the message, says what is
wrong or asks for what is missing. Anything that is not an answer to the step is left to the rules, which
answer it and come back. What is done when all is known is another action, `action_<flow>`.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from actions.buttons import and_then, button, did_it_help, talk_to_person
from actions.skill import SkillAction
from actions.turn import MORE, NOT_FOR_ME, OFFER, REACTION, Outcome, Turn
from actions.unanswered import answer_missing, unanswered
from bot.conversation.model import Happening
from bot.conversation.replies import Reply

MOST_FAILURES = 2
ANSWERS = frozenset({"inform", "affirm", "deny"})
FAILED, DONE, BROKEN = "failed", "done", "broken"
TITLES: Mapping[str, str] = {
    "address_change": "Change my address",
    "order_status": "Where is my order?",
    "password_reset": "Reset my password",
    "shipping_times": "Shipping times",
}


@dataclass(frozen=True)
class Taken:
    """What a step made of a message: values for slots, or what was wrong with it.

    `over` ends the flow early: `failed`, or `done` when there is nothing more to do. `said` asks for the same
    step once more in words of its own, without counting as a failure.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    problem: str | None = None
    over: str | None = None
    said: str | None = None


class FlowForm(SkillAction):
    """One turn of a flow."""

    flow: ClassVar[str]
    steps: ClassVar[tuple[str, ...]]
    gathered: ClassVar[Mapping[str, str]] = {}
    """Slots that an agent should see in the packet, and their names there."""
    again: ClassVar[Mapping[str, str]] = {}
    """How a step is asked for once more after something else: shorter, and with where to find the answer."""

    def name(self) -> str:
        """The name under which Rasa looks for the form's validation."""
        return f"validate_{self.flow}_form"

    def begin(self, turn: Turn) -> dict[str, Any]:
        """What is known before anything is asked: from the first message, and from who the visitor is."""
        return {}

    @abstractmethod
    def take(self, step: str, turn: Turn, slots: Mapping[str, Any]) -> Taken:
        """Read the answer to a step."""

    @abstractmethod
    def ask(self, step: str, turn: Turn, slots: Mapping[str, Any]) -> Reply:
        """The question of a step."""

    def act(self, turn: Turn) -> Outcome:
        """One turn."""
        if turn.step is None:
            return self._start(turn)
        if not turn.fresh:
            return self._ask(turn, turn.step, {}, turn.slots, again=True)
        if turn.intent not in ANSWERS:
            return NOT_FOR_ME
        taken = self.take(turn.step, turn, turn.slots)
        if taken.over is not None:
            return Outcome(slots={**taken.values, turn.step: "-", **_end(taken.over, taken.problem)})
        if taken.problem is not None:
            return self._failed(turn, turn.step, taken)
        if taken.said is not None:
            return self._ask(turn, turn.step, taken.values, turn.slots, before=taken.said)
        return self._go_on(turn, taken.values)

    def _start(self, turn: Turn) -> Outcome:
        self.record(turn, "flow_started", flow=self.flow)
        others = [option for option in self.later(turn) if option["intent"] != self.flow]
        self.keep_for_later(turn, others)
        known: dict[str, Any] = dict.fromkeys(self.steps)
        if turn.picked.get("resume"):
            # Rasa's slots still hold what was said before the flow was put aside.
            known = {step: turn.slots.get(step) for step in self.steps}
        begun = {name: value for name, value in self.begin(turn).items() if known.get(name) is None}
        open_ = [text for text, _ in unanswered(turn)]
        if open_:
            events = [answer_missing(turn.seq)]
            self.services.conversations.update(turn.conversation_id, turn.at, events=events)
        one = "One thing at a time, then. " if turn.facts.get("later") else ""
        first = "\n\n".join([*open_, one.strip()]).strip() if open_ else one
        return self._go_on(turn, {**known, "flow_attempts": {}, "flow_end": None, **begun}, before=first)

    def _go_on(self, turn: Turn, values: Mapping[str, Any], before: str = "") -> Outcome:
        slots = {**turn.slots, **values}
        step = next((step for step in self.steps if slots.get(step) is None), None)
        if step is None:
            return Outcome(slots={**values, **_end(DONE)})
        return self._ask(turn, step, values, slots, before)

    def _ask(
        self,
        turn: Turn,
        step: str,
        values: Mapping[str, Any],
        slots: Mapping[str, Any],
        before: str = "",
        *,
        again: bool = False,
    ) -> Outcome:
        reply = self.ask(step, turn, slots)
        if again and step in self.again:
            reply = Reply(self.again[step], reply.buttons, reply.payload)
        # What was wrong asks for the same thing by itself; only another step's question is added to it.
        same = before and step == turn.step
        joint = "" if before.endswith(" ") else "\n\n"
        text = before if same else f"{before}{joint}{reply.text}".strip()
        shown = {name: slots.get(slot) for slot, name in self.gathered.items()}
        self.services.conversations.update(
            turn.conversation_id,
            turn.at,
            events=[Happening("flow_step", {"flow": self.flow, "step": step}, key=("step", turn.seq, step))],
            slots={"_flow": self.flow, "_step": step, **shown},
        )
        asked = Reply(text, reply.buttons, {**reply.payload, "flow": self.flow, "step": step})
        # A slot must be set for Rasa to see that the answer was taken, though it was not a good one.
        kept = {step: None, **values} if step not in values else dict(values)
        return Outcome((asked,), slots={**kept, "requested_slot": step})

    def _failed(self, turn: Turn, step: str, taken: Taken) -> Outcome:
        attempts = dict(turn.slots.get("flow_attempts") or {})
        attempts[step] = attempts.get(step, 0) + 1
        if attempts[step] >= MOST_FAILURES:
            return Outcome(slots={**taken.values, step: "-", **_end(FAILED, None)})
        slots = {**turn.slots, **taken.values, step: None}
        next_step = next(name for name in self.steps if slots.get(name) is None)
        values = {**taken.values, step: None, "flow_attempts": attempts}
        return self._ask(turn, next_step, values, slots, before=taken.problem or "")


def _end(how: str, said: str | None = None) -> dict[str, Any]:
    return {"requested_slot": None, "flow_end": {"how": how, "said": said}}


class FlowEnd(SkillAction):
    """What is done when a flow has everything, or could not get it."""

    flow: ClassVar[str]
    steps: ClassVar[Sequence[str]]

    def name(self) -> str:
        """The name under which the rules know it."""
        return f"action_{self.flow}"

    @abstractmethod
    def finish(self, turn: Turn) -> Outcome:
        """Do it and say so; `completed` and `gave_up` make the outcomes."""

    def act(self, turn: Turn) -> Outcome:
        """Finish, or say that it didn't work, and leave the flow's slots as they were before it."""
        end = turn.slots.get("flow_end") or {}
        if end.get("how") == BROKEN:
            outcome = Outcome()
        elif end.get("how") == FAILED:
            # What ended it with a reason of its own, such as too many codes, would end it again.
            outcome = self.gave_up(turn, end.get("said") or "", retry=not end.get("said"))
        else:
            outcome = self.finish(turn)
        cleared: dict[str, Any] = {**dict.fromkeys(self.steps), "flow_attempts": None, "flow_end": None}
        self.leave_flow(turn)
        self.services.conversations.update(turn.conversation_id, turn.at, slots={"_last_flow": self.flow})
        return Outcome(outcome.replies, outcome.awaiting, {**cleared, **outcome.slots})

    def completed(self, turn: Turn, text: str, *, ask: str = "Did that settle it?") -> Outcome:
        """The flow did what it was for."""
        self.record(turn, "flow_completed", flow=self.flow)
        about = {"about": "flow", "flow": self.flow, "seq": turn.seq}
        buttons = (*did_it_help(**about), *and_then(self.later(turn)))
        asked = Reply(ask, buttons, {"kind": "did_it_help"})
        return Outcome((Reply(text), asked), REACTION, {"last_help": about})

    def gave_up(
        self, turn: Turn, text: str = "", cause: str = "not_understood", *, retry: bool = True
    ) -> Outcome:
        """The flow could not do it: a person is offered, with what was gathered; `retry` if that may help."""
        step = self.conversation(turn).slots.get("_step")
        data = {"flow": self.flow, "cause": cause} | ({"step": step} if step else {})
        self.self_service_failed(turn, Happening("flow_failed", data, key=("flow_failed", turn.seq)))
        self.services.conversations.update(turn.conversation_id, turn.at, handoff_reason="flow_failed")
        said = text or "I'm sorry, we're not getting there together."
        return Outcome(
            (
                Reply(
                    f"{said} A person can finish this for you, and will see what you've told me so far.",
                    (
                        talk_to_person(),
                        button("Leave a message", "leave_message"),
                        *((button("Try again", self.flow),) if retry else ()),
                    ),
                ),
            ),
            OFFER,
        )


class StopFlow(SkillAction):
    """The visitor stops a flow."""

    action_name = "action_stop_flow"

    def act(self, turn: Turn) -> Outcome:
        """Stop, and say that nothing was changed."""
        slots = self.conversation(turn).slots
        flow = str(slots.get("_flow") or "unknown")
        data = {"flow": flow} | ({"step": slots["_step"]} if slots.get("_step") else {})
        self.leave_flow(turn, Happening("flow_cancelled", data, key=("flow_cancelled", turn.seq)))
        cleared: dict[str, Any] = {"flow_attempts": None, "flow_end": None}
        text = "No problem, I've stopped. Nothing was changed. Is there anything else?"
        return Outcome((Reply(text, and_then(self.ask_to_go_on(turn))),), MORE, cleared)


class SwitchFlow(SkillAction):
    """The visitor wants something else first: the running flow waits."""

    action_name = "action_switch_flow"

    def act(self, turn: Turn) -> Outcome:
        """Put the flow aside, and say so."""
        slots = self.conversation(turn).slots
        flow = str(slots.get("_flow") or "unknown")
        data = {"flow": flow} | ({"step": slots["_step"]} if slots.get("_step") else {})
        self.leave_flow(turn, Happening("flow_cancelled", data, key=("flow_cancelled", turn.seq)))
        title = TITLES.get(flow, "what we began")
        aside = {"title": title, "intent": flow, "entities": {"resume": True}}
        self.keep_for_later(turn, [*(o for o in self.later(turn) if o["intent"] != flow), aside])
        return Outcome((Reply(f"Sure, this first. We can come back to “{title}” afterwards."),))
