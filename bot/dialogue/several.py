"""Several questions in one message: each read by itself, and what is said to all of them together."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.dialogue import intents
from bot.dialogue.flows import FLOWS
from bot.dialogue.followups import Asked, ellipsis_in, joined, together_is_better
from bot.dialogue.options import as_option
from bot.dialogue.reading import Reader, Reading, Scene, at_once
from bot.nlu.wishes import wish_texts
from bot.triage.reasons import Reasons
from kb.search import SearchDecision

MOST = 3
"""So many questions of one message are answered; what was asked besides is kept for later."""
_MOST_READ = 6
_MOST_QUOTED = 80


@dataclass(frozen=True)
class Part:
    """One of the questions: its own words, how it is read, and what it asks together with what is before it.

    `full` is None where it says all itself.
    """

    text: str
    reading: Reading
    full: Asked | None = None

    @property
    def leans(self) -> bool:
        """Whether it leaves out what stands before it."""
        return self.full is not None

    @property
    def answered(self) -> bool:
        """Whether it is answered in this turn."""
        return self.reading.answered or at_once(self.reading) is not None

    @property
    def flow(self) -> bool:
        """Whether a flow settles it, which has to ask for something first."""
        return self.reading.intent in FLOWS and not self.answered


def parts_of(whole: Reading, reader: Reader, scene: Scene) -> tuple[Part, ...]:
    """The questions of a message; none where it is better taken as one.

    It is taken as one where it asks for one thing only, or where the parts are less than the whole: none of
    them is settled by itself. A part that needs a person stands alone: it goes before all others. So does the
    only part that is settled where the rest is talk and the whole is not understood.
    """
    text = whole.understanding.text
    texts = wish_texts(text)
    if len(texts) < 2:
        return ()
    parts: list[Part] = []
    doubtful: Part | None = None
    before = Asked(text[: max(0, text.find(texts[0]))].strip())
    for own in texts[:_MOST_READ]:
        part = _part(own, before, reader, scene)
        reading = part.reading
        sure = reading.decision.confidence >= reader.policy().sure
        if reading.decision.route.reach and reading.understanding.act is None and sure:
            return (part,)
        if reading.decision.route.reach and reading.understanding.act is None and not whole.answered:
            doubtful = doubtful or part
        if reading.intent == intents.QUESTION or reading.intent in FLOWS:
            parts.append(part)
            before = part.full or Asked(own, reading.country)
    return (doubtful,) if doubtful is not None else _worth(_distinct(parts), whole)


def _part(text: str, before: Asked, reader: Reader, scene: Scene) -> Part:
    """One question; where it names nothing itself, read together with what stands before it."""
    alone = _informed(reader.read(text, scene), reader)
    ellipsis = ellipsis_in(text)
    if ellipsis is None or not before.text:
        return Part(text, alone)
    full = joined(before, text, alone.country)
    if alone.answered and ellipsis.names:
        return Part(text, alone, full)
    together = _informed(reader.read(full.text, scene), reader)
    better = together.asks and together_is_better(ellipsis, alone.risk, together.risk)
    return Part(text, together if better else alone, full)


def _informed(reading: Reading, reader: Reader) -> Reading:
    """A flow that only informs, and would have to ask first, gives way to the article that answers."""
    if reading.intent not in FLOWS or not FLOWS[reading.intent].informs or at_once(reading) is not None:
        return reading
    searched = reader.searched(reading)
    return searched if searched.answered else reading


def _distinct(parts: Sequence[Part]) -> list[Part]:
    """Each article and each flow once, save for another fact from the same article's tables."""
    found: dict[object, Part] = {}
    for number, part in enumerate(parts):
        reading = part.reading
        key: object = number
        if reading.answered and reading.found is not None:
            key = (reading.found.hits[0].article_id, reading.found.hits[0].fact)
        elif reading.intent in FLOWS:
            key = (reading.intent, reading.understanding.entity("country"))
        found.setdefault(key, part)
    return list(found.values())


def _worth(parts: list[Part], whole: Reading) -> tuple[Part, ...]:
    settled = [part for part in parts if part.answered or part.flow]
    understood = whole.answered or whole.intent in FLOWS
    # Asked besides what the flow finds out, "and why?" is hardly a question of its own.
    flows = whole.intent in FLOWS
    open_ = [part for part in parts if part not in settled and not (part.leans and flows)]
    if not settled or len(settled) + len(open_) < 2:
        return () if understood else tuple(settled)
    alike = understood and whole.intent == settled[0].reading.intent and all(part.leans for part in open_)
    if len(settled) == 1 and alike and whole.risk < settled[0].reading.risk:
        return ()
    return tuple(part for part in parts if part in settled or part in open_)


def facts_of(parts: Sequence[Part], reasons: Reasons, order_number: str | None) -> dict[str, Any]:
    """What the actions are told: `several`, in the order asked, and `later`, what comes after them.

    An entry of `several` is `{question}` with `hit`, with `flow` and `country`, with `options` to choose
    between, or with nothing where there is no answer. The order number of the message goes with the flow.
    """
    several: list[dict[str, Any]] = []
    later: list[dict[str, Any]] = []
    for part in parts:
        reading, found = part.reading, part.reading.found
        entry: dict[str, Any] = {"question": quoted(part.text)}
        informs = at_once(reading)
        answers = sum("hit" in other or "flow" in other for other in several)
        if part.flow or (part.answered and answers == MOST):
            later.append(_option(part, reasons, order_number))
            continue
        if informs is not None:
            entry |= informs
        elif reading.answered and found is not None:
            entry["hit"] = asdict(found.hits[0])
        elif found is not None and found.decision is SearchDecision.CLARIFY:
            entry["options"] = [
                {"title": hit.title, "intent": intents.QUESTION, "entities": {"article_id": hit.article_id}}
                for hit in found.hits[: min(found.options or 2, 2)]
            ]
        several.append(entry)
    return {"several": several, "later": later}


def last_answered(parts: Sequence[Part]) -> Asked:
    """What a follow-up leans on: the last question that was answered, else the last."""
    last = next((part for part in reversed(parts) if part.answered), parts[-1])
    return last.full or Asked(last.text, last.reading.country)


def weightiest(parts: Sequence[Part]) -> Reading:
    """The reading that says what the conversation is about: of most value and complexity, else the first."""
    scored = [(part.reading.decision, part.reading) for part in parts]
    return max(scored, key=lambda one: one[0].value_score + one[0].complexity_score)[1]


def _option(part: Part, reasons: Reasons, order_number: str | None) -> dict[str, Any]:
    """The way to what is not settled in this turn."""
    reading = part.reading
    if reading.answered and reading.found is not None:
        hit = reading.found.hits[0]
        return {"title": hit.title, "intent": intents.QUESTION, "entities": {"article_id": hit.article_id}}
    option = as_option(reasons.named(reading.decision.reason))
    # What takes up the flow that ended last has no reason of its own.
    option |= {"intent": reading.intent} if reading.intent in FLOWS else {}
    if order_number and option["intent"] == "order_status":
        option["entities"] = {**option["entities"], "order_number": order_number}
    return option


def quoted(text: str) -> str:
    """The visitor's words as they are named again, shortened."""
    words = " ".join(text.split()).strip(" ?!.,;")
    return words if len(words) <= _MOST_QUOTED else f"{words[: _MOST_QUOTED - 1].rsplit(' ', 1)[0]} …"
