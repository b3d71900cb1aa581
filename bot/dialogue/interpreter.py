"""Understanding a message for Rasa: what was picked or typed, what it is about, where it goes.

One encoding a message: the vector that understanding makes is the one the knowledge base is searched with.
Only a message with several wishes is encoded wish by wish.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Protocol

import numpy as np
from anyio import to_thread

from bot.conversation.machine import State
from bot.conversation.model import Conversation, Happening
from bot.conversation.store import ConversationStore
from bot.dialogue import intents
from bot.dialogue.evidence import agreed
from bot.dialogue.options import as_option, options_for
from bot.nlu.model import AFFIRM, ASK_PERSON, DENY, GOODBYE, GREET, THANK, Understanding, Vector
from bot.nlu.wishes import wish_texts
from bot.triage.decide import decide
from bot.triage.model import UNKNOWN, Decision, Route, Signals
from bot.triage.policy import Policy
from bot.triage.reasons import Reasons
from kb.search import SearchDecision, SearchResult

_NO_SUBSTANCE = frozenset({GREET, THANK, GOODBYE})
_UNCLEAR = frozenset({AFFIRM, DENY, "inform"})
_MOST_HITS = 3
_NO_VECTOR: Vector = np.zeros(0, dtype=np.float32)


class Understands(Protocol):
    """Turns a text into what it means."""

    def understand(self, text: str) -> Understanding:
        """One message, understood."""
        ...


class Searches(Protocol):
    """Finds articles."""

    def search(self, text: str, *, vector: Vector | None = None, limit: int = 5) -> SearchResult:
        """What the published articles say."""
        ...


@dataclass(frozen=True)
class Interpreter:
    """Answers Rasa's `/model/parse`."""

    conversations: ConversationStore
    understander: Understands
    knowledge: Searches
    reasons: Reasons
    policy: Callable[[], Policy]
    now: Callable[[], datetime]
    answer_risk: float = 0.05

    async def parse(self, text: str, sender_id: str) -> dict[str, Any]:
        """A message in Rasa's parse format, with what the actions need under `firstline`."""
        return await to_thread.run_sync(self.interpret, text, sender_id)

    def interpret(self, text: str, sender_id: str) -> dict[str, Any]:
        """The same, synchronously: stores and models are."""
        conversation, owed = self.conversations.with_owed(sender_id.partition(".")[0])
        message = next((m for m in owed if m.text.strip() == text.strip()), owed[0] if owed else None)
        choice = dict(message.payload.get("choice") or {}) if message is not None else {}
        seq = message.seq if message is not None else conversation.last_seq
        if choice and choice.get("intent") in intents.PICKED and choice["intent"] != ASK_PERSON:
            return self._picked(conversation, seq, text, choice)
        return self._typed(conversation, seq, text, asked=choice.get("intent") == ASK_PERSON)

    def _picked(
        self, conversation: Conversation, seq: int, text: str, choice: Mapping[str, Any]
    ) -> dict[str, Any]:
        """A button says what is meant; one that stands for a reason to write is triaged like words."""
        intent, picked = str(choice["intent"]), dict(choice.get("entities") or {})
        reason = str(
            picked.get("reason") or (_reason_of(intent, self.reasons) if intent in intents.FLOWS else "")
        )
        if reason in self.reasons:
            understanding = Understanding(text, _NO_VECTOR, reasons=((reason, 1.0),))
            decision = decide(understanding, signals_of(conversation, seq), self.reasons, self.policy())
            found = SearchResult(SearchDecision.ABSTAIN, ())
            facts = {**self._facts(seq, decision, understanding, found), "picked": picked}
            self._keep(conversation, seq, decision, understanding, intent, facts)
            return _parse(text, intent, 1.0, facts)
        substance = intent == intents.QUESTION
        event = Happening(
            "message_classified",
            {"seq": seq, "act": intent, "substance": substance},
            key=("classified", seq),
        )
        self.conversations.update(conversation.id, self.now(), events=[event], slots={"_unclear": None})
        return _parse(text, intent, 1.0, {"seq": seq, "picked": picked, "hits": [], "entities": []})

    def _typed(self, conversation: Conversation, seq: int, text: str, *, asked: bool) -> dict[str, Any]:
        understanding = self.understander.understand(text)
        if asked:
            understanding = Understanding(
                text, understanding.vector, ASK_PERSON, 1.0, language=understanding.language, wants_person=1.0
            )
        signals = signals_of(conversation, seq)
        decision = decide(understanding, signals, self.reasons, self.policy())
        running = intents.running_in(conversation.slots)
        later: list[dict[str, Any]] = []
        if running is None and decision.route.reach == 0 and understanding.wishes > 1:
            understanding, decision, later = self._first_wish(understanding, decision, signals)
        ended = conversation.slots.get("_last_flow")
        intent = intents.intent_of(decision, understanding, running, ended)
        result = self._search(understanding.text, understanding) if intent == intents.QUESTION else None
        facts = {**self._facts(seq, decision, understanding, result), "later": later}
        self._keep(conversation, seq, decision, understanding, intent, facts)
        return _parse(text, intent, decision.confidence, facts)

    def _first_wish(
        self, whole: Understanding, decision: Decision, signals: Signals
    ) -> tuple[Understanding, Decision, list[dict[str, Any]]]:
        """The first of several clear wishes that the bot settles itself, and ways to the others.

        One that needs a person goes before all others; if fewer than two are clear, it stays whole.
        """
        clear: dict[str, tuple[Understanding, Decision]] = {}
        for text in wish_texts(whole.text):
            part = replace(self.understander.understand(text), entities=whole.entities)
            decided = decide(part, signals, self.reasons, self.policy())
            if decided.route.reach and part.act is None and decided.confidence >= self.policy().sure:
                return part, decided, []
            if decided.route in (Route.ANSWER, Route.FLOW) and part.act is None and decided.reason != UNKNOWN:
                clear.setdefault(decided.reason, (part, decided))
        if len(clear) < 2:
            return whole, decision, []
        first, *others = clear.values()
        return *first, [as_option(self.reasons.named(other.reason)) for _, other in others]

    def _search(self, text: str, understanding: Understanding) -> SearchResult:
        found = self.knowledge.search(text, vector=understanding.vector)
        return agreed(found, understanding, self.reasons, self.answer_risk)

    def _facts(
        self, seq: int, decision: Decision, understanding: Understanding, result: SearchResult | None
    ) -> dict[str, Any]:
        found = result or SearchResult(SearchDecision.ABSTAIN, ())
        return {
            "seq": seq,
            **decision_as_json(decision),
            "act": understanding.act,
            "tone": asdict(understanding.tone),
            "language": understanding.language,
            "entities": [
                {"kind": entity.kind, "value": entity.value, "start": entity.start, "end": entity.end}
                for entity in understanding.entities
            ],
            "decision": found.decision.value,
            "hits": [asdict(hit) for hit in found.hits[:_MOST_HITS]],
            "options": options_for(decision, understanding, found, self.reasons),
            "polarity": intents.feedback_in(understanding),
        }

    def _keep(
        self,
        conversation: Conversation,
        seq: int,
        decision: Decision,
        understanding: Understanding,
        intent: str,
        facts: Mapping[str, Any],
    ) -> None:
        again = conversation.decision.get("seq") == seq
        asks = _asks_person(understanding, self.policy())
        substance = intent not in _NO_SUBSTANCE
        events = [
            Happening(
                "message_classified",
                {"seq": seq, "act": understanding.act or intent, "substance": substance},
                key=("classified", seq),
            ),
            Happening("triage_decided", {"seq": seq, **decision_as_json(decision)}, key=("triage", seq)),
        ]
        kept: dict[str, Any] = {
            "decision": {
                "seq": seq,
                "asked": asks,
                **decision_as_json(decision),
                "hits": _kept_hits(facts["hits"]),
            },
            "slots": {"_unclear": conversation.slots.get("_unclear") if intent in _UNCLEAR else None},
        }
        to_person = intent in (intents.HANDOFF, intents.OFFER_PERSON)
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
                "goal": self.reasons.named(decision.reason).goal,
                "department": decision.department,
            }
        if decision.handoff_reason is not None:
            matter["handoff_reason"] = decision.handoff_reason.value
        return matter


def signals_of(conversation: Conversation, seq: int) -> Signals:
    """What triage should know besides the words.

    A repeated turn (`seq` was decided before) must not count its own request for a person again.
    """
    told = conversation.signals
    again = conversation.decision.get("seq") == seq
    requested = again and conversation.decision.get("asked") is True
    running = intents.running_in(conversation.slots)
    # Who was with a person before and is back with the bot need not ask twice for one.
    asked_before = max(
        conversation.times_asked_for_person,
        (2 if requested else 1) if conversation.state is State.RETURNED else 0,
        1 if requested else 0,
    )
    return Signals(
        cart_value=_amount(told.get("cart_value")),
        order_value=_amount(told.get("order_value")),
        tier=told.get("tier") if isinstance(told.get("tier"), str) else None,
        repeat_customer=bool(told.get("repeat_customer", False)),
        page=str(told.get("page") or ""),
        failed_self_service=conversation.failed_self_service,
        times_asked_for_person=asked_before - (1 if requested else 0),
        clarified=int(conversation.slots.get("_clarified") or 0),
        active_flow=running.flow if running else None,
        bot_turns=conversation.bot_turns,
        prior_reason=conversation.reason,
        prior_value=conversation.value,  # type: ignore[arg-type]
        prior_complexity=conversation.complexity,  # type: ignore[arg-type]
    )


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


def _asks_person(understanding: Understanding, policy: Policy) -> bool:
    return understanding.act == ASK_PERSON or understanding.wants_person >= policy.asks_person


def _reason_of(flow: str, reasons: Reasons) -> str:
    """The reason that this flow settles; of several, the first in the table."""
    return next((reason.key for reason in reasons.values() if reason.skill == flow), "unknown")


def _kept_hits(hits: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{key: hit[key] for key in ("article_id", "title", "url", "score", "risk")} for hit in hits]


def _amount(value: Any) -> float:
    return max(0.0, float(value)) if isinstance(value, int | float) else 0.0


def _parse(text: str, intent: str, confidence: float, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "entities": [],
        "firstline": dict(facts),
    }
