"""One reading of a message: what it says, where triage sends it, and what the knowledge base knows of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from bot.dialogue import intents
from bot.dialogue.evidence import agreed
from bot.dialogue.flows import FLOWS
from bot.nlu.model import ASK_PERSON, INFORM, OUT_OF_SCOPE, Entity, Understanding, Vector
from bot.triage.decide import decide
from bot.triage.model import Decision, HandoffReason, Route, Signals
from bot.triage.policy import Policy
from bot.triage.reasons import ANSWER, PERSON, Reasons
from kb.search import SearchDecision, SearchResult


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
class Scene:
    """Where a message falls: what triage knows besides the words, the flow that runs, the one that ended."""

    signals: Signals
    running: intents.Running | None = None
    ended: str | None = None


@dataclass(frozen=True)
class Reading:
    """A text, understood, decided on by `signals` too and, where it is a question, searched."""

    understanding: Understanding
    signals: Signals
    decision: Decision
    intent: str
    found: SearchResult | None = None

    @property
    def answered(self) -> bool:
        """Whether the knowledge base answers it."""
        return self.found is not None and self.found.decision is SearchDecision.ANSWER

    @property
    def risk(self) -> float:
        """How probably it is wrong to go on with this reading, in 0..1; 1 where it leads to nothing."""
        if self.found is not None and self.found.decision is not SearchDecision.ABSTAIN:
            return self.found.hits[0].risk
        settled = self.intent in FLOWS or self.decision.route.reach > 0
        return 1.0 - self.decision.confidence if settled else 1.0

    @property
    def asks(self) -> bool:
        """Whether it is a question or errand, or may be read as one: no other move in the conversation."""
        act = self.understanding.act
        if act not in (None, INFORM, OUT_OF_SCOPE) or self.understanding.wants_person >= 0.5:
            return False
        unsure = self.decision.handoff_reason is HandoffReason.LOW_CONFIDENCE
        return (self.decision.route.reach == 0 or unsure) and intents.feedback_in(self.understanding) is None

    @property
    def country(self) -> str:
        """The country that it names, in its own words."""
        named: Entity | None = next((e for e in self.understanding.entities if e.kind == "country"), None)
        return self.understanding.text[named.start : named.end] if named else ""


@dataclass(frozen=True)
class Reader:
    """Makes readings."""

    understander: Understands
    knowledge: Searches
    reasons: Callable[[], Reasons]
    policy: Callable[[], Policy]
    answer_risk: float = 0.05

    def read(self, text: str, scene: Scene, *, asks_person: bool = False) -> Reading:
        """Read one text; `asks_person` says that the page's own button asked for a person."""
        understanding = self.understander.understand(text)
        if asks_person:
            understanding = Understanding(
                text, understanding.vector, ASK_PERSON, 1.0, language=understanding.language, wants_person=1.0
            )
        decision = decide(understanding, scene.signals, self.reasons(), self.policy())
        intent = intents.intent_of(decision, understanding, scene.running, scene.ended)
        reading = Reading(understanding, scene.signals, decision, intent)
        if intent == intents.QUESTION:
            return self.searched(reading)
        return self._or_answered(reading, scene) if _is_unsure(decision) else self._or_told(reading, scene)

    def _or_answered(self, reading: Reading, scene: Scene) -> Reading:
        """What triage is unsure about, answered where an article surely does; none on what needs a person."""
        if scene.running is not None:
            return reading
        told = self.searched(replace(reading, intent=intents.QUESTION))
        by_person = {
            one for reason in self.reasons().values() if reason.skill == PERSON for one in reason.articles
        }
        if told.found is None or not told.answered or told.found.hits[0].article_id in by_person:
            return reading
        answer = replace(reading.decision, route=Route.ANSWER, skill=ANSWER, handoff_reason=None)
        return because(
            replace(told, decision=answer), "What it is about is unsure, and an article answers it."
        )

    def _or_told(self, reading: Reading, scene: Scene) -> Reading:
        """A flow's matter, or the question that an article answers where it serves better than the flow."""
        flow = FLOWS.get(reading.intent)
        if flow is None:
            return reading
        aside = flow.informs and scene.running is not None and scene.running.flow != reading.intent
        if not aside and not (flow.told and flow.told.search(reading.understanding.text)):
            return reading
        told = self.searched(replace(reading, intent=intents.QUESTION))
        sentence = "An article tells it, so there is nothing to go through for it."
        return because(told, sentence) if told.answered else reading

    def searched(self, reading: Reading) -> Reading:
        """The same with what the knowledge base says, by the vector that it was understood with."""
        understanding = reading.understanding
        found = self.knowledge.search(understanding.text, vector=understanding.vector)
        return replace(reading, found=agreed(found, understanding, self.reasons(), self.answer_risk))


def _is_unsure(decision: Decision) -> bool:
    """Whether a person would be offered only since it isn't known what the message is about."""
    unsure = decision.handoff_reason is HandoffReason.LOW_CONFIDENCE
    return unsure and decision.route is Route.OFFER_HUMAN


def because(reading: Reading, sentence: str) -> Reading:
    """The same, with a sentence that explains it first."""
    explained = (sentence, *reading.decision.because)
    return replace(reading, decision=replace(reading.decision, because=explained))


def at_once(reading: Reading) -> Mapping[str, str] | None:
    """The flow that needs to ask for nothing, with what the words give it; None for any other reading."""
    country = reading.understanding.entity("country")
    if reading.intent == "shipping_times" and country is not None:
        return {"flow": reading.intent, "country": country}
    return None
