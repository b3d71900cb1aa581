"""How many things one message asks for, and the words of each. Pure.

A message is cut only where what follows asks by itself and what stands before is complete, since a question
torn apart is answered worse than two questions taken as one.
"""

import re

_SENTENCE_END = re.compile(
    r"(?<=[.!?;:])(?<!\bmr\.)(?<!\bms\.)(?<!\bdr\.)(?<!\bst\.)(?<!\bmrs\.)(?<!\bvs\.)(?<!\be\.g\.)(?<!\bi\.e\.)\s+"
    r"|(?<=\?)(?=[A-Za-z]+\s)|\s(?=\d\)\s)|\n+",
    re.I,
)
_LEAD = re.compile(r"^\s*(?:\d+[.)]|[-*•])?\s*(?:(?:and )?(?:also|secondly|besides)\b[,:]?\s*)?", re.I)
_JOINT = re.compile(
    r"(?P<also>[,;:–-]*\s*\b(?:and|but|oh)\s+(?:also|besides|plus)\b[,:]?"
    r"|[,;:–-]+\s*(?:also|besides|plus)\b[,:]?"
    r"|\balso\b[,:]?(?=\s+(?:please|im|i'm|my|the|how|what|when|where|which|who|can|could|do|does|is|are|will)\b)"
    r"|,?\s*\b(?:and |oh )?(?:another|one more) thing(?: is)?\b[,:]?|\b(?:and )?secondly\b[,:]?)\s"
    r"|(?P<and>[,\s]\s*(?:and|&)(?: then)?\s)"
    r"|(?P<comma>,\s+)",
    re.I,
)
_ASKS = re.compile(
    r"^(?:and |so |but |also |hi |hello |please |pls |ok |okay )*"
    r"(?:how|what|what's|whats|when|where|where's|wheres|who|which|why"
    r"|can|could|do|does|did|is|are|will|would|may|should"
    r"|i want|i need|i'd like|i would like|need|want|please|change|cancel|send|tell|give|help)\b",
    re.I,
)
_SUBJECT = r"(?:i|we|you|u|it|they|that|this|there|my|your|our|the|a|an|any|he|she|someone|anyone)"
_AUX = r"(?:can|could|do|does|did|is|are|was|will|would|should|may|must|dont|don't|doesn't|isn't|can't)"
_INVERTED = re.compile(
    rf"^(?:and |so |also |hi |hello )*(?:{_AUX}\s+(?:\w+\s)?{_SUBJECT}\b"
    rf"|(?:what|when|where|who|why|how)(?:\s?'?s|\s+{_AUX}|\s+to)\b"
    rf"|(?:what|which|how)\s+\w+\s+(?:\w+\s)?{_AUX}\b|how (?:much|many|long|far|often)\b)",
    re.I,
)
_EMBEDDED = re.compile(rf"^(?:how|what|when|where|which|why)\s+(?:\w+\s)?{_SUBJECT}\b", re.I)
_UNFINISHED = re.compile(
    r"\b(?:i|we|you|it|they|can|could|do|does|did|is|are|was|will|would|should|may|to|of|for|at|with|from|by"
    r"|if|whether|that|how|what|when|where|which|who|why|the|a|an|my|your|and|or|both|between|me|know|about|so|am)$",
    re.I,
)
_COURTESY = re.compile(r"^(?:oh |ok |okay |no |yes )*(?:thank|thanks|thx|great|perfect|nice)\b", re.I)
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?", re.I)
_SAY_NOTHING_WORDS = """
a able advise again all and any anyone are ask assist assistance be but can could did do does few
for get give good have hello help hey hi how i if in is it know let like little me my need now of ok
okay on or out please pls possible quick question questions right correct fine true see should so
some somebody someone something support tell thank thanks that the then there this to u understand
us want way we what will with would you your i'd i'm i've
"""
_SAY_NOTHING = frozenset(_SAY_NOTHING_WORDS.split())
"""With these words alone nothing particular is asked: "can you help me?", "what should I do?"."""


def wishes_in(text: str) -> int:
    """The number of questions and requests, at least 1; further ones may be joined by "also"."""
    return max(1, len(wish_texts(text)))


def wish_texts(text: str) -> tuple[str, ...]:
    """The questions and requests of a message, each in its own words; none where nothing is asked."""
    asked: list[str] = []
    for sentence in _SENTENCE_END.split(text.strip()):
        parts, told = _parts(_LEAD.sub("", sentence))
        whole = len(parts) == 1 and sentence.rstrip().endswith("?")
        asked += [
            part
            for part in parts
            if _says_something(part) and (whole or _ASKS.match(part) or (told and not _COURTESY.match(part)))
        ]
    return tuple(asked)


def _parts(sentence: str) -> tuple[list[str], bool]:
    """A sentence, cut where another question or request begins; whether a joint says that it is another."""
    parts, begin, told = [], 0, False
    for joint in _JOINT.finditer(sentence):
        before, after = sentence[begin : joint.start()].strip(" ,.;"), sentence[joint.end() :].strip(" ,.;")
        if _are_two(str(joint.lastgroup), before, after):
            parts.append(before)
            begin, told = joint.end(), told or joint.lastgroup == "also"
    return [*parts, sentence[begin:].strip(" ,.;")], told


def _are_two(joint: str, before: str, after: str) -> bool:
    """Whether what stands before and after a joint are wishes of their own."""
    if _UNFINISHED.search(before) or not _says_something(before) or not _says_something(after):
        return False
    if joint == "also":
        return min(len(before.split()), len(after.split())) >= 3
    if joint == "comma":
        # "When it arrives broken, what do I do?" is one question: its first half asks nothing.
        return bool(_INVERTED.match(before) and _INVERTED.match(after))
    opens = _INVERTED.match(after) or (_ASKS.match(before) and _EMBEDDED.match(after))
    return bool(opens)


def _says_something(part: str) -> bool:
    """Whether there are two words at least, and one of them not from "can you help me?"."""
    words = _WORD.findall(part.lower())
    return len(words) >= 2 and any(word not in _SAY_NOTHING for word in words)
