"""Understanding a message for Rasa: what was picked or typed, what it is about, where it goes.

One encoding a message: the vector that understanding makes is the one the knowledge base is searched with.
Only a message with several wishes is encoded wish by wish.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
from anyio import to_thread

from bot.conversation.model import Conversation, Happening
from bot.conversation.store import ConversationStore
from bot.dialogue import intents
from bot.dialogue.circumstances import Circumstances, slots_after
from bot.dialogue.flows import FLOWS
from bot.dialogue.followups import Asked, ellipsis_in, joined, together_is_better
from bot.dialogue.options import options_for
from bot.dialogue.reading import Reader, Reading, Scene, Searches, Understands, because
from bot.dialogue.several import Part, facts_of, last_answered, parts_of, weightiest
from bot.dialogue.switched import SwitchedSearch
from bot.nlu.model import AFFIRM, ASK_PERSON, DENY, GOODBYE, GREET, INFORM, THANK, Understanding, Vector
from bot.switches.model import Switches
from bot.triage.decide import decide
from bot.triage.inputs import inputs_of
from bot.triage.model import UNKNOWN, Decision, HandoffReason, Route
from bot.triage.policy import Policy
from bot.triage.reasons import Reasons
from kb.search import SearchDecision, SearchResult

_NO_SUBSTANCE = frozenset({GREET, THANK, GOODBYE})
_UNCLEAR = frozenset({AFFIRM, DENY, "inform"})
_MOST_HITS = 3
_NO_VECTOR: Vector = np.zeros(0, dtype=np.float32)
_NOTHING = SearchResult(SearchDecision.ABSTAIN, ())


@dataclass(frozen=True)
class Interpreter:
    """Answers Rasa's `/model/parse`."""

    conversations: ConversationStore
    understander: Understands
    knowledge: Searches
    reasons: Callable[[], Reasons]
    policy: Callable[[], Policy]
    now: Callable[[], datetime]
    answer_risk: float = 0.05
    circumstances: Circumstances = Circumstances()
    model: Callable[[], str | None] = lambda: None
    switches: Callable[[], Switches] = Switches

    @cached_property
    def _reader(self) -> Reader:
        knowledge = SwitchedSearch(self.knowledge, self.switches)
        return Reader(self.understander, knowledge, self._reasons, self.policy, self.answer_risk)

    def _reasons(self) -> Reasons:
        """The reasons, those whose skill is off left to a person."""
        return self.switches().reasons(self.reasons())

    async def parse(self, text: str, sender_id: str) -> dict[str, Any]:
        """A message in Rasa's parse format, with what the actions need under `firstline`."""
        return await to_thread.run_sync(self.interpret, text, sender_id)

    def interpret(self, text: str, sender_id: str) -> dict[str, Any]:
        """The same, synchronously: stores and models are."""
        conversation, owed = self.conversations.with_owed(sender_id.partition(".")[0])
        message = next((m for m in owed if m.text.strip() == text.strip()), owed[0] if owed else None)
        choice = dict(message.payload.get("choice") or {}) if message is not None else {}
        seq = message.seq if message is not None else conversation.last_seq
        running, off = intents.running_in(conversation.slots), self.switches().off
        # A button for what is off is read by its words, so that it is triaged like them.
        means = choice.get("intent") if choice.get("intent") not in off else None
        if means in intents.PICKED and means != ASK_PERSON:
            parsed = self._picked(conversation, seq, text, choice)
        else:
            parsed = self._typed(conversation, seq, text, asks_person=means == ASK_PERSON)
        if off and intents.would_go_on(parsed["intent"]["name"], running, off):
            parsed = _left_to_a_person(parsed)
        return _for_rules(parsed, running)

    def _picked(
        self,
        conversation: Conversation,
        seq: int,
        text: str,
        choice: Mapping[str, Any],
        went_on: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """A button says what is meant; one that stands for a reason to write is triaged like words.

        `went_on` is kept where a typed "yes" stands for the button, so that a repeated turn does the same.
        """
        asked = Asked(str(choice.get("title") or text).removeprefix("Next: "))
        intent, picked = str(choice["intent"]), dict(choice.get("entities") or {})
        reasons = self._reasons()
        reason = str(picked.get("reason") or (_reason_of(intent, reasons) if intent in FLOWS else ""))
        if reason in reasons:
            understanding = Understanding(text, _NO_VECTOR, reasons=((reason, 1.0),))
            signals = self.circumstances.signals(conversation, seq, self.now())
            decision = decide(understanding, signals, reasons, self.policy())
            reading = Reading(understanding, signals, decision, intent)
            facts = {**self._facts(seq, reading), "picked": picked}
            self._keep(conversation, seq, reading, facts, asked, went_on)
            return _parse(text, intent, 1.0, facts)
        substance = intent == intents.QUESTION
        event = Happening(
            "message_classified",
            {"seq": seq, "act": intent, "substance": substance},
            key=("classified", seq),
        )
        slots = {
            "_unclear": None,
            "_go_on": went_on,
            **_asked(conversation, seq, asked, substance),
        }
        self.conversations.update(conversation.id, self.now(), events=[event], slots=slots)
        return _parse(text, intent, 1.0, {"seq": seq, "picked": picked, "hits": [], "entities": []})

    def _typed(self, conversation: Conversation, seq: int, text: str, *, asks_person: bool) -> dict[str, Any]:
        running = intents.running_in(conversation.slots)
        ended = conversation.slots.get("_last_flow")
        scene = Scene(
            self.circumstances.signals(conversation, seq, self.now()), running, str(ended) if ended else None
        )
        reading = self._reader.read(text, scene, asks_person=asks_person)
        if reading.understanding.act == AFFIRM and (following := _goes_on(conversation, seq)) is not None:
            went_on = {"taken": seq, "option": following}
            return self._picked(conversation, seq, text, following, went_on)
        earlier = Asked.kept(
            conversation.slots.get("_asked"),
            stint=conversation.stint,
            episode=conversation.episode_id,
            seq=seq,
        )
        open_ = reading.asks and (running is None or reading.intent == intents.QUESTION)
        parts = parts_of(reading, self._reader, scene) if open_ else ()
        if len(parts) == 1:
            reading = parts[0].reading
        elif parts:
            return self._several(conversation, seq, reading, parts)
        elif open_ and earlier is not None:
            reading = self._in_context(reading, earlier, scene)
        asked = Asked(reading.understanding.text, reading.country)
        if running is not None and earlier is not None and reading.intent == INFORM and reading.country:
            asked = joined(earlier, text, reading.country)
        facts = self._facts(seq, reading)
        self._keep(conversation, seq, reading, facts, asked)
        return _parse(text, reading.intent, reading.decision.confidence, facts)

    def _in_context(self, alone: Reading, earlier: Asked, scene: Scene) -> Reading:
        """The message by itself, or together with the question before where that is the better reading."""
        ellipsis = ellipsis_in(alone.understanding.text)
        if ellipsis is None:
            return alone
        full = joined(earlier, alone.understanding.text, alone.country)
        together = self._reader.read(full.text, scene)
        sure = alone.decision.reason != UNKNOWN and alone.decision.confidence >= self.policy().sure
        own = sure and (alone.answered or alone.intent in FLOWS)
        if not together.asks or not together_is_better(ellipsis, alone.risk, together.risk, own_matter=own):
            return alone
        why = f"A follow-up, read together with the question before: {ellipsis.because}."
        return because(together, why)

    def _several(
        self, conversation: Conversation, seq: int, whole: Reading, parts: Sequence[Part]
    ) -> dict[str, Any]:
        """Several questions: those that can be are answered in this turn, and only then a flow begins."""
        order_number = whole.understanding.entity("order_number")
        facts = facts_of(parts, self._reasons(), order_number)
        first_flow = next((part.reading for part in parts if part.flow), None)
        answers = any(part.answered for part in parts)
        reading, intent = weightiest(parts), intents.QUESTION
        if first_flow is not None and not answers:
            reading, intent = first_flow, first_flow.intent
            facts["later"] = facts["later"][1:]
        why = f"{len(parts)} questions in one message, each read by itself."
        reading = because(replace(reading, intent=intent), why)
        hits = [entry["hit"] for entry in facts["several"] if "hit" in entry]
        entities = _entities(whole.understanding)
        facts = {**self._facts(seq, reading), "hits": hits, "options": [], "entities": entities, **facts}
        self._keep(conversation, seq, reading, facts, last_answered(parts))
        return _parse(whole.understanding.text, intent, reading.decision.confidence, facts)

    def _facts(self, seq: int, reading: Reading) -> dict[str, Any]:
        understanding, decision, found = reading.understanding, reading.decision, reading.found or _NOTHING
        return {
            "seq": seq,
            **decision_as_json(decision),
            "act": understanding.act,
            "tone": asdict(understanding.tone),
            "language": understanding.language,
            "entities": _entities(understanding),
            "decision": found.decision.value,
            "hits": [asdict(hit) for hit in found.hits[:_MOST_HITS]],
            "options": options_for(decision, understanding, found, self._reasons()),
            "polarity": intents.feedback_in(understanding),
        }

    def _keep(
        self,
        conversation: Conversation,
        seq: int,
        reading: Reading,
        facts: Mapping[str, Any],
        asked: Asked,
        went_on: Mapping[str, Any] | None = None,
    ) -> None:
        decision, understanding, intent = reading.decision, reading.understanding, reading.intent
        again = conversation.decision.get("seq") == seq
        asks = _asks_person(understanding, self.policy())
        substance = intent not in _NO_SUBSTANCE
        events = [
            Happening(
                "message_classified",
                {"seq": seq, "act": understanding.act or intent, "substance": substance},
                key=("classified", seq),
            ),
            Happening(
                "triage_decided",
                {
                    "seq": seq,
                    **decision_as_json(decision),
                    "inputs": inputs_of(understanding, reading.signals),
                    "model_version": self.model(),
                    "arm": decision.arm,
                    "eligible": decision.eligible,
                },
                key=("triage", seq),
            ),
        ]
        kept: dict[str, Any] = {
            "decision": {
                "seq": seq,
                "asked": asks,
                **decision_as_json(decision),
                "hits": _kept_hits(facts["hits"]),
            },
            "slots": {
                "_unclear": conversation.slots.get("_unclear") if intent in _UNCLEAR else None,
                "_go_on": went_on,
                **slots_after(conversation, seq, reading.signals, decision),
                **_asked(conversation, seq, asked, _is_question(intent, asked, understanding)),
            },
        }
        to_person = intent in (intents.HANDOFF, intents.OFFER_PERSON, intents.LEAVE_MESSAGE)
        aside = intents.running_in(conversation.slots) is not None
        if to_person or (understanding.act is None and not aside):
            kept |= self._matter(conversation, decision)
        if understanding.act is None and decision.reason != UNKNOWN and decision.route is not Route.CLARIFY:
            kept["slots"]["_clarified"] = None
        if decision.route is Route.CLARIFY and not again:
            kept["slots"]["_clarified"] = int(conversation.slots.get("_clarified") or 0) + 1
        if asks:
            times = conversation.times_asked_for_person + (0 if again else 1)
            kept["times_asked_for_person"] = times
            requested = {"seq": seq, "times": max(1, times)}
            events.append(Happening("person_requested", requested, key=("person_requested", seq)))
        self.conversations.update(conversation.id, self.now(), events=events, **kept)

    def _matter(self, conversation: Conversation, decision: Decision) -> dict[str, Any]:
        """What the conversation is about now; an unknown matter doesn't replace a known one."""
        known = decision.reason != "unknown" or conversation.reason is None
        matter: dict[str, Any] = {"value": decision.value.value, "complexity": decision.complexity.value}
        if known:
            matter |= {
                "reason": decision.reason,
                "goal": self._reasons().named(decision.reason).goal,
                "department": decision.department,
            }
        if decision.handoff_reason is not None:
            matter["handoff_reason"] = decision.handoff_reason.value
        return matter


def decision_as_json(decision: Decision) -> dict[str, Any]:
    """A decision as the ledger and the packet keep it."""
    return {
        "reason": decision.reason,
        "value": decision.value.value,
        "complexity": decision.complexity.value,
        "value_score": decision.value_score,
        "complexity_score": decision.complexity_score,
        "route": decision.route.value,
        "confidence": decision.confidence,
        "because": list(decision.because),
        "department": decision.department,
        "skill": decision.skill,
        "handoff_reason": decision.handoff_reason.value if decision.handoff_reason else None,
        "policy_version": decision.policy_version,
    }


def _entities(understanding: Understanding) -> list[dict[str, Any]]:
    return [
        {"kind": entity.kind, "value": entity.value, "start": entity.start, "end": entity.end}
        for entity in understanding.entities
    ]


def _is_question(intent: str, asked: Asked, understanding: Understanding) -> bool:
    """Whether a follow-up may lean on it: a question, an errand, or the detail that completed one."""
    completed = intent == INFORM and asked.text != understanding.text
    return intent == intents.QUESTION or intent in FLOWS or completed


def _asked(conversation: Conversation, seq: int, asked: Asked, is_question: bool) -> dict[str, Any]:  # noqa: FBT001
    """The slot that follow-ups lean on; nothing where the message is none to lean on."""
    if not is_question:
        return {}
    before = conversation.slots.get("_asked")
    kept = asked.as_json(stint=conversation.stint, episode=conversation.episode_id, seq=seq, before=before)
    return {"_asked": kept}


def _goes_on(conversation: Conversation, seq: int) -> dict[str, Any] | None:
    """What a "yes" goes on with, where the bot has just asked whether to."""
    asked, waiting = conversation.slots.get("_go_on"), conversation.slots.get("_later") or []
    if not asked:
        return None
    if "taken" in asked:
        return dict(asked["option"]) if asked["taken"] == seq else None
    return dict(waiting[0]) if waiting else None


def _asks_person(understanding: Understanding, policy: Policy) -> bool:
    return understanding.act == ASK_PERSON or understanding.wants_person >= policy.asks_person


def _reason_of(flow: str, reasons: Reasons) -> str:
    """The reason that this flow settles; of several, the first in the table."""
    return next((reason.key for reason in reasons.values() if reason.skill == flow), "unknown")


def _kept_hits(hits: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{key: hit[key] for key in ("article_id", "title", "url", "score", "risk")} for hit in hits]


def _for_rules(parsed: dict[str, Any], running: intents.Running | None) -> dict[str, Any]:
    """The same, with a change of flows named as such and where to."""
    intent = parsed["intent"]["name"]
    if not intents.switches(intent, running):
        return parsed
    changed = {"name": intents.SWITCH_FLOW, "confidence": parsed["intent"]["confidence"]}
    return {**parsed, "intent": changed, "firstline": {**parsed["firstline"], "switch_to": intent}}


def _left_to_a_person(parsed: dict[str, Any]) -> dict[str, Any]:
    """The same, where the flow that it would begin or go on with is switched off."""
    offered = {"name": intents.OFFER_PERSON, "confidence": parsed["intent"]["confidence"]}
    facts = {**parsed["firstline"], "handoff_reason": HandoffReason.BOT_FAILURE.value}
    return {**parsed, "intent": offered, "firstline": facts}


def _parse(text: str, intent: str, confidence: float, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "entities": [],
        "firstline": dict(facts),
    }
