"""How many things one message asks for."""

import re

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
_ANOTHER = re.compile(
    r"\b(?:and also|also|another thing|one more thing|second(?:ly)?|besides|plus)\b[,:]?"
    r"|\band\s+(?=(?:how|what|when|where|which|can|could|do|does|is|are|will) (?:\w+ )?"
    r"(?:i|we|you|my|the|a|it|much|long|to)\b)",
    re.I,
)
_ASKS = re.compile(
    r"^(?:and |so |but |hi |hello |please |pls )*"
    r"(?:how|what|when|where|who|which|why|can|could|do|does|did|is|are|will|would|may|should"
    r"|i want|i need|i'd like|i would like|need|want|please|change|cancel|send|tell|give|help)\b",
    re.I,
)


def wishes_in(text: str) -> int:
    """The number of questions and requests, at least 1; further ones may be joined by "also"."""
    return max(1, len(wish_texts(text)))


def wish_texts(text: str) -> tuple[str, ...]:
    """The questions and requests of a message, each in its own words; none where nothing is asked."""
    asked: list[str] = []
    for sentence in _SENTENCE_END.split(text.strip()):
        parts = [part.strip(" ,.") for part in _ANOTHER.split(sentence)]
        words = [part for part in parts if len(part.split()) >= 2]
        if not words:
            continue
        told = len(words) > 1 and all(len(part.split()) >= 3 for part in words)
        asks = told or sentence.rstrip().endswith("?") or any(_ASKS.match(part) for part in words)
        asked += words if asks else []
    return tuple(asked)
