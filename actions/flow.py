"""How every flow goes: ask for one thing at a time, take what was said, ask again kindly, give up in time.

A flow is one of Rasa's forms. Its validation action does a whole turn of it: reads the message, says what is
wrong or asks for what is missing. Anything that is not an answer to the step is left to the rules, which
answer it and come back. What is done when all is known is another action, `action_<flow>`.
"""

from abc import abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from actions.buttons import and_then, button, did_it_help, talk_to_person
from actions.identity import IDENTITY
from actions.services import Services
from actions.skill import SkillAction
from actions.steps import Slots, Step, Taken
from actions.turn import MORE, NOT_FOR_ME, OFFER, REACTION, Outcome, Turn
from actions.unanswered import answer_missing, unanswered
from bot.backoffice.refusals import Refusal
from bot.conversation.model import Happening
from bot.conversation.replies import Button, Reply
from bot.dialogue.flows import FLOWS
from bot.dialogue.steering import correction_in, goes_back
from bot.errors import Refused

MOST_FAILURES = 2
ANSWERS = frozenset({"inform", "affirm", "deny"})
FAILED, DONE, BROKEN, UNDO = "failed", "done", "broken", "undo"
NEEDS_CODE = "verified"


class FlowForm(SkillAction):
    """One turn of a flow, put together of its steps."""

    aside = False
    flow: ClassVar[str]
    subject: ClassVar[str]
    """What it is about, as in "Back to your address: ..."."""
    opening: ClassVar[str] = ""
    """What is said before its first question."""
    needs: ClassVar[str] = "anonymous"
    """The identity that it takes: with `verified` a one-time code comes before everything else."""
    own_steps: ClassVar[tuple[type[Step], ...]]

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.steps = {step.slot: step(services) for step in self.all_steps()}

    @classmethod
    def all_steps(cls) -> tuple[type[Step], ...]:
        """In the order in which they are asked for."""
        return (*IDENTITY, *cls.own_steps) if cls.needs == NEEDS_CODE else cls.own_steps

    @classmethod
    def slots(cls) -> tuple[str, ...]:
        """Rasa's slots that belong to it."""
        return tuple(slot for step in cls.all_steps() for slot in (step.slot, *step.also))

    def name(self) -> str:
        """The name under which Rasa looks for the form's validation."""
        return f"validate_{self.flow}_form"

    def objection(self, turn: Turn, slots: Slots) -> Refusal | None:
        """What the shop's rules have against it, as soon as enough is known to tell."""
        return None

    def act(self, turn: Turn) -> Outcome:
        """One turn."""
        if turn.step not in self.steps:
            return self._start(turn)
        if not turn.fresh:
            return self._ask(turn, turn.step, {}, turn.slots, again=True)
        if turn.intent not in ANSWERS:
            return NOT_FOR_ME
        if goes_back(turn.text):
            return self._back(turn, turn.step)
        step, said = self._corrected(turn, turn.step)
        taken = self.steps[step].take(replace(turn, text=said), turn.slots)
        if taken.over is not None:
            end = _end(taken.over, taken.problem, taken.cause)
            return self._over(turn, {step: "-", **taken.values}, end)
        if taken.problem is not None:
            return self._failed(turn, step, taken)
        if taken.said is not None:
            return self._ask(turn, step, taken.values, turn.slots, instead=taken.said)
        return self._go_on(turn, taken.values, before="" if step == turn.step else "Got it, changed.")

    def _corrected(self, turn: Turn, step: str) -> tuple[str, str]:
        """The step that the message answers, and the words for it: this one, or an earlier one put right."""
        correction = correction_in(turn.text)
        if correction is None:
            return step, turn.text
        # "email" is the address that this step asks for before it is any earlier one.
        order = [step, *(name for name in self.steps if name != step and turn.slots.get(name) is not None)]
        called = next((name for name in order if correction.name in self.steps[name].called), None)
        return (step, turn.text) if called is None else (called, correction.value)

    def _back(self, turn: Turn, step: str) -> Outcome:
        """The step before is asked for again; who they are was shown and stays so."""
        names = list(self.steps)
        before = [name for name in names[: names.index(step)] if self._is_asked(turn, name)]
        if not before:
            return self._ask(turn, step, {}, turn.slots, before="This is the first step. ")
        return self._ask(turn, before[-1], {before[-1]: None}, turn.slots, before="Sure, one step back. ")

    def _is_asked(self, turn: Turn, name: str) -> bool:
        """Whether this step asks anything: it may not apply, or be known without asking."""
        step = self.steps[name]
        return step.repeatable and step.applies(turn.slots) and not step.is_known(turn, turn.slots)

    def _start(self, turn: Turn) -> Outcome:
        self.record(turn, "flow_started", flow=self.flow)
        if turn.picked.get("undo"):
            return Outcome(slots=_end(UNDO, cause=turn.picked["undo"]))
        others = [option for option in self.later(turn) if option["intent"] != self.flow]
        self.keep_for_later(turn, others)
        known: dict[str, Any] = dict.fromkeys(self.slots())
        if turn.picked.get("resume"):
            # Rasa's slots still hold what was said before the flow was put aside.
            known = {slot: turn.slots.get(slot) for slot in known}
        open_ = [text for text, _ in unanswered(turn)]
        if open_:
            events = [answer_missing(turn.seq)]
            self.services.conversations.update(turn.conversation_id, turn.at, events=events)
        one = "One thing at a time, then. " if turn.facts.get("later") else ""
        first = "\n\n".join([*open_, one.strip()]).strip() if open_ else one
        said = f"{first}{self.opening} " if self.opening and not open_ else first
        begun = {**known, **self._offered(turn, known, known), "flow_attempts": {}, "flow_end": None}
        return self._go_on(turn, begun, before=said)

    def _go_on(self, turn: Turn, values: Mapping[str, Any], before: str = "") -> Outcome:
        slots = {**turn.slots, **values}
        # What was just taken back is asked for, though the same message may seem to offer it.
        open_ = {name for name in self.steps if slots.get(name) is None and name not in values}
        values = {**values, **self._offered(turn, slots, open_)}
        slots |= values
        objection = self.objection(turn, slots)
        if objection is not None:
            return self._over(turn, values, _end(FAILED, objection.words, objection.code.value))
        step = self._next(slots)
        return (
            Outcome(slots={**values, **_end(DONE)})
            if step is None
            else self._ask(turn, step, values, slots, before)
        )

    def _over(self, turn: Turn, values: Mapping[str, Any], end: Mapping[str, Any]) -> Outcome:
        """End it before its time; whoever takes over sees what was gathered."""
        shown = self._shown({**turn.slots, **values})
        self.services.conversations.update(turn.conversation_id, turn.at, slots=shown)
        return Outcome(slots={**values, **end})

    def _shown(self, slots: Slots) -> dict[str, Any]:
        """What an agent should see of it, by the names it has there."""
        return {one.shown_as: slots.get(name) for name, one in self.steps.items() if one.shown_as}

    def _next(self, slots: Slots) -> str | None:
        open_ = (name for name, one in self.steps.items() if slots.get(name) is None and one.applies(slots))
        return next(open_, None)

    def _offered(self, turn: Turn, slots: Slots, open_: Collection[str]) -> dict[str, Any]:
        """What the message names in passing, or is known of the visitor, for steps that are still open."""
        found: dict[str, Any] = {}
        for name, step in self.steps.items():
            known = {**slots, **found}
            if name in open_ and known.get(name) is None and step.applies(known):
                offered = step.offered(turn, known)
                found |= {slot: value for slot, value in offered.items() if known.get(slot) is None}
        return found

    def _ask(
        self,
        turn: Turn,
        step: str,
        values: Mapping[str, Any],
        slots: Mapping[str, Any],
        before: str = "",
        instead: str = "",
        *,
        again: bool = False,
    ) -> Outcome:
        """Ask for a step; `before` is said first, `instead` asks for it in words of its own."""
        reply = self.steps[step].ask(turn, slots)
        if again and (short := self.steps[step].again):
            reply = Reply(f"Back to {self.subject}: {short}", reply.buttons, reply.payload)
        joint = "" if before.endswith(" ") else "\n\n"
        text = instead or f"{before}{joint}{reply.text}".strip()
        self.services.conversations.update(
            turn.conversation_id,
            turn.at,
            events=[Happening("flow_step", {"flow": self.flow, "step": step}, key=("step", turn.seq, step))],
            slots={"_flow": self.flow, "_step": step, **self._shown(slots)},
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
        next_step = self._next(slots) or step
        values = {**taken.values, step: None, "flow_attempts": attempts}
        problem = taken.problem or ""
        if next_step == turn.step:
            return self._ask(turn, next_step, values, slots, instead=problem)
        return self._ask(turn, next_step, values, slots, before=problem)


def _end(how: str, said: str | None = None, cause: Any = None) -> dict[str, Any]:
    return {"requested_slot": None, "flow_end": {"how": how, "said": said, "cause": cause}}


class FlowEnd(SkillAction):
    """What is done when a flow has everything, or could not get it."""

    form: ClassVar[type[FlowForm]]

    @property
    def flow(self) -> str:
        """The flow that it ends."""
        return self.form.flow

    def name(self) -> str:
        """The name under which the rules know it."""
        return f"action_{self.flow}"

    def customer_id(self, turn: Turn) -> str:
        """Whose account it is, once that was shown."""
        return str(self.conversation(turn).customer_id)

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
            said, cause = end.get("said") or "", end.get("cause") or "not_understood"
            outcome = self.gave_up(turn, said, cause, retry=not said)
        elif self.form.needs == NEEDS_CODE and not self._is_verified(turn):
            outcome = self.gave_up(turn, cause="not_verified")
        else:
            outcome = self._finish(turn, end)
        slots = dict.fromkeys(self.form.slots())
        cleared: dict[str, Any] = {**slots, "flow_attempts": None, "flow_end": None}
        self.leave_flow(turn)
        self.services.conversations.update(turn.conversation_id, turn.at, slots={"_last_flow": self.flow})
        return Outcome(outcome.replies, outcome.awaiting, {**cleared, **outcome.slots})

    def _finish(self, turn: Turn, end: Mapping[str, Any]) -> Outcome:
        try:
            return self._done(turn, end)
        except Refused as refusal:
            return self.gave_up(turn, str(refusal), refusal.code, retry=False)

    def _done(self, turn: Turn, end: Mapping[str, Any]) -> Outcome:
        return self.finish(turn)

    def ways_on(self, cause: str) -> tuple[Button, ...]:
        """What the visitor may do instead, where the flow ended for this cause."""
        return ()

    def _is_verified(self, turn: Turn) -> bool:
        conversation = self.conversation(turn)
        return conversation.identity == NEEDS_CODE and conversation.customer_id is not None

    def completed(
        self, turn: Turn, text: str, *, ask: str = "Did that settle it?", undo: Button | None = None
    ) -> Outcome:
        """The flow did what it was for; `undo` is the way back, where the shop has one."""
        self.record(turn, "flow_completed", flow=self.flow)
        about = {"about": "flow", "flow": self.flow, "seq": turn.seq}
        buttons = (*did_it_help(**about), *((undo,) if undo else ()), *and_then(self.later(turn)))
        asked = Reply(ask, buttons, {"kind": "did_it_help"})
        return Outcome((Reply(text), asked), REACTION, {"last_help": about})

    def kept(self, turn: Turn, text: str) -> Outcome:
        """The visitor decided to leave everything as it is."""
        step = self.conversation(turn).slots.get("_step")
        data = {"flow": self.flow} | ({"step": step} if step else {})
        self.record(turn, "flow_cancelled", **data)
        return Outcome((Reply(f"{text} Is there anything else?", and_then(self.ask_to_go_on(turn))),), MORE)

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
                        *self.ways_on(cause),
                        talk_to_person(),
                        button("Leave a message", "leave_message"),
                        *((button("Try again", self.flow),) if retry else ()),
                    ),
                ),
            ),
            OFFER,
        )


class UndoableFlowEnd(FlowEnd):
    """The same for what the shop lets one take back, with the undo button of `completed`."""

    @abstractmethod
    def undo(self, turn: Turn, what: Any) -> Outcome:
        """Take back what the flow did; `what` is as its undo button carries it."""

    def _done(self, turn: Turn, end: Mapping[str, Any]) -> Outcome:
        return self.undo(turn, end["cause"]) if end.get("how") == UNDO else self.finish(turn)


class Stop(SkillAction):
    """The visitor stops what runs, if anything does."""

    action_name = "action_stop"

    def act(self, turn: Turn) -> Outcome:
        """Stop, and say that nothing was changed."""
        if not turn.form:
            said = "All right, we'll leave it there. I'm here if you need anything else."
            return Outcome((Reply(said),))
        slots = self.conversation(turn).slots
        flow = str(slots.get("_flow") or "unknown")
        data = {"flow": flow} | ({"step": slots["_step"]} if slots.get("_step") else {})
        self.leave_flow(turn, Happening("flow_cancelled", data, key=("flow_cancelled", turn.seq)))
        cleared: dict[str, Any] = {"flow_attempts": None, "flow_end": None}
        text = "No problem, I've stopped. Nothing was changed. Is there anything else?"
        return Outcome((Reply(text, and_then(self.ask_to_go_on(turn))),), MORE, cleared, ends_form=True)


class SwitchFlow(SkillAction):
    """The visitor wants another flow first: the running one waits."""

    action_name = "action_switch_flow"

    def act(self, turn: Turn) -> Outcome:
        """Put the flow aside, and say so."""
        slots = self.conversation(turn).slots
        flow = str(slots.get("_flow") or "unknown")
        data = {"flow": flow} | ({"step": slots["_step"]} if slots.get("_step") else {})
        self.leave_flow(turn, Happening("flow_cancelled", data, key=("flow_cancelled", turn.seq)))
        title = FLOWS[flow].title if flow in FLOWS else "what we began"
        aside = {"title": title, "intent": flow, "entities": {"resume": True}}
        self.keep_for_later(turn, [*(o for o in self.later(turn) if o["intent"] != flow), aside])
        said = Reply(f"Sure, this first. We can come back to “{title}” afterwards.")
        return Outcome((said,), ends_form=True, begins=f"{turn.facts['switch_to']}_form")
