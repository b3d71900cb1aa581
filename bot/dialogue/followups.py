"""Follow-ups: "and to Canada?", "how much is that?"; whether a message is one, and what it asks. Pure.

A follow-up leaves out what the question before it named. Here it is only said whether a message may be one,
and how both read as one question; which reading is right is decided by what the knowledge base knows of each
(`bot.dialogue.interpreter`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST_WORDS = 9
_MOST_KEPT = 300
_WORD = re.compile(r"[^\W_]+(?:['’][a-z]+)?", re.I)
_OPENER = re.compile(
    r"^(?:(?:ok(?:ay)?|so|and|or|but|also|then|oh|hm+)[,.\s]+)*"
    r"(?:(?:and|or|but|also)\b|(?:what|how) about\b|what if\b|same for\b|even\b)"
    r"[,\s]*(?:also\b|then\b|for\b)?",
    re.I,
)
_LEAD = re.compile(
    r"^(?:(?:ok(?:ay)?|so|and|or|but|also|then|oh|hm+|(?:what|how) about|same for|even|please)\b[,.\s]*)+",
    re.I,
)
_REFERS = re.compile(
    r"\b(?:it|they|them|this|those|these|ones?|the same|its)\b(?!['’]?s?\s+(?:true|possible|ok|okay)\b)"
    r"|\bthat\b(?!\s+(?:i|we|you|it|they|the|my|your)\b)|(?<!is )(?<!are )\bthere\b(?!['’]s)",
    re.I,
)
_ASKS = re.compile(
    r"^(?:how|what|what['’]?s|when|where|who|which|why|can|could|do|does|did|is|are|will|would|should|may)\b",
    re.I,
)
_PART = re.compile(r"^(?:to|in|for|with|from|by|via|on|at|within|outside|without|under|over)\b", re.I)
_FRAME = re.compile(
    r"^(?:(?:please|so|and|hi|hello)\b[,\s]*)*"
    r"(?:(?:how (?:much|long|many|often|far|soon)|how|what|when|where|who|which|why)\b(?:['’]?s\b)?\s*)?"
    r"(?:(?:can|could|do|does|did|is|are|was|will|would|should|may|to)\b\s*)*"
    r"(?:(?:i|we|you|u|it|they|there)\b\s*)?(?:(?:have|need|want|get|take|cost|offer|sell)\b\s*(?:to\b\s*)?)*",
    re.I,
)
_DOES = re.compile(
    r"\b(?:(?:can|could|do|does|did|will|would|should|may)\s+(?:i|we|you|u|they)|to)\s*$", re.I
)
_TAIL = re.compile(
    r"\s*\b(?:(?:to )?(?:take|takes|cost|costs|work|works|last|be|arrive)|usually|normally)\s*$", re.I
)
_EMPTY_WORDS = """
a about again all also an and any anything are as at be been but by can come cost costs could did do
does else even far find for from get go goes happen happens have how i if in is it its just last
like long look many may me mean much my no not of often ok okay on one ones only or our out over
please price same say should so soon still take takes tell than that the their them then there these
they this those to too true under until up us use via was we were what what's whats when where which
who why will with within without work works would you your
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
"""Words that name nothing: without any other word, a question is about what was named before."""


@dataclass(frozen=True)
class Ellipsis:
    """Why a message may lean on the question before; `names` says whether it names something itself."""

    because: str
    names: bool


@dataclass(frozen=True)
class Asked:
    """The question before, as it reads in full, and the country that it names, in its own words."""

    text: str
    country: str = ""

    @classmethod
    def kept(cls, slot: Any, *, stint: int, episode: str, seq: int) -> "Asked | None":
        """From the conversation's slot: of this stint and episode, and from before message `seq`."""
        while isinstance(slot, Mapping) and int(slot.get("seq", 0)) >= seq:
            slot = slot.get("before")
        if not isinstance(slot, Mapping) or (slot.get("stint"), slot.get("episode")) != (stint, episode):
            return None
        return cls(str(slot["text"]), str(slot.get("country") or ""))

    def as_json(
        self, *, stint: int, episode: str, seq: int, before: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        """For the slot; one question `before` is kept so that a repeated turn finds the same as the first."""
        while before is not None and int(before.get("seq", 0)) >= seq:
            before = before.get("before")
        earlier = {key: value for key, value in (before or {}).items() if key != "before"} or None
        own = {"text": self.text[:_MOST_KEPT], "country": self.country, "seq": seq}
        return {**own, "stint": stint, "episode": episode, "before": earlier}


def ellipsis_in(text: str) -> Ellipsis | None:
    """Whether a message leaves out what it is about, and how that shows; None where it says all itself."""
    words = [word.lower() for word in _WORD.findall(text)]
    if not words or len(words) > MOST_WORDS:
        return None
    named = sum(word.replace("’", "'") not in _EMPTY for word in words)
    opener = _OPENER.match(text.strip())
    rest = _LEAD.sub("", text.strip())
    asks = bool(_ASKS.match(rest)) or text.rstrip().endswith("?")
    if opener and opener.group().strip() and named <= 3:
        return Ellipsis(f"it begins with “{' '.join(_WORD.findall(opener.group())).lower()}”", named > 0)
    if _REFERS.search(rest) and named <= 2 and asks:
        found = _REFERS.search(rest)
        return Ellipsis(f"“{found.group().lower()}” stands for what was named before", named > 0)  # type: ignore[union-attr]
    if not named and asks:
        return Ellipsis("it names nothing of its own", names=False)
    if len(words) <= 4 and _PART.match(rest):
        return Ellipsis("it is only a part of a question", named > 0)
    if len(words) <= 3 and text.rstrip().endswith("?") and not _ASKS.match(rest):
        return Ellipsis("it is only a part of a question", named > 0)
    return None


def joined(earlier: Asked, text: str, country: str = "") -> Asked:
    """What a follow-up asks in full.

    Args:
        earlier: the question before, in full.
        text: the follow-up.
        country: the country that the follow-up names, in its own words.
    """
    asked = _LEAD.sub("", text.strip()).strip(" ,.!?") or text.strip(" ,.!?")
    before = earlier.text.strip(" ,.!?")
    if _ASKS.match(asked):
        topic = topic_of(before)
        if country and earlier.country:
            topic = _without(topic, earlier.country)
        full = _put_in(asked, topic, doing=_is_doing(before))
    elif country and earlier.country:
        named = rf"(?:\bthe\s+)?{re.escape(earlier.country)}"
        full = re.sub(named, lambda _: country, before, count=1, flags=re.I)
    else:
        full = f"{before} {asked}"
    return Asked(f"{full}?", country or earlier.country)


def together_is_better(
    ellipsis: Ellipsis, alone: float, together: float, *, own_matter: bool = False
) -> bool:
    """Whether a follow-up is read together with the question before, by the risks of both readings in 0..1.

    What names nothing itself is never answered by itself; what names a matter of its own (`own_matter`: it is
    surely one of the reasons to write, and settled as such) is never read into another. Otherwise the lower
    risk decides, and of two that are alike the message stands alone.
    """
    if not ellipsis.names:
        return True
    return not own_matter and together < alone


def topic_of(question: str) -> str:
    """What is asked about: "shipping to Canada" of "how long does shipping to Canada take".

    The question itself where nothing else is left.
    """
    topic = _TAIL.sub("", _FRAME.sub("", question.strip(" ,.!?"), count=1))
    topic = re.sub(r"\b(?:takes?|costs?)\b(?=\s+(?:to|for|in|with)\b)\s*", "", topic, flags=re.I).strip()
    return topic or question


def _is_doing(question: str) -> bool:
    """Whether a question's topic begins with what somebody does: "can I return a sofa"."""
    frame = _FRAME.match(question)
    return frame is not None and bool(_DOES.search(frame.group()))


def _put_in(asked: str, topic: str, *, doing: bool) -> str:
    """The follow-up's question with the topic for its pronoun, or behind it; `doing`: the topic is a verb."""
    match = _REFERS.search(asked)
    if doing and (match is None or match.group().lower() in ("it", "that")):
        return f"{asked} to {topic}"
    if match is None or match.group().lower() in ("there", "they"):
        # A place, or the shop: what is asked stays whole, and the topic stands behind it.
        return f"{asked} {topic}"
    return f"{asked[: match.start()]}{topic}{asked[match.end() :]}"


def _without(topic: str, country: str) -> str:
    return re.sub(
        rf"\s*\b(?:(?:to|in|from|for)\s+)?(?:the\s+)?{re.escape(country)}\b", "", topic, flags=re.I
    ).strip()
