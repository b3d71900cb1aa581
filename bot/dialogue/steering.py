"""How visitors steer a flow that runs: a step back, or a correction of what they said before. Pure."""

import re
from dataclasses import dataclass

_LEAD = r"(?:(?:ok|no|nope|wait|sorry|actually|oops|correction|hang on|i mean|i meant)\W+)*"
_BACK = re.compile(
    rf"^\W*{_LEAD}(?:(?:please|(?:can|could) (?:we|you|i)|let'?s|i(?:'d)? (?:want|like|need) to)\W+)*"
    r"(?:(?:(?:go|step|get)\s+)?(?:one\s+(?:step\s+)?|a\s+step\s+)?back|previous(?:\s+(?:step|question))?"
    r"|undo(?:\s+(?:that|this|it))?)(?:\W+(?:please|one|a|step|to|the|previous|question))*\W*$",
    re.IGNORECASE,
)
_NAME = (
    r"street|house number|address|city|town|zip(?:\s?code)?|post(?:al)?\s?code|country|order(?:\s+number)?"
    r"|e-?mail(?:\s+address)?|phone(?:\s+number)?|(?:last |first |full )?name|quantity"
)
_CORRECTS = re.compile(
    rf"^\W*{_LEAD}(?:(?:change|make|correct)\s+)?(?:the|my)?\s*(?:right|correct|new|real)?\s*(?P<name>{_NAME})"
    r"\s*(?:is(?:\s+(?:actually|really))?|should (?:be|have been)|must be|to|was|:|=)\s+(?P<value>\S.*)$",
    re.IGNORECASE,
)
_MOST_WORDS = 15


@dataclass(frozen=True)
class Correction:
    """What is put right, in the visitor's word for it ("zip code"), and what it should be."""

    name: str
    value: str


def steers(text: str) -> bool:
    """Whether the message steers the flow that runs rather than asking for something else."""
    return goes_back(text) or correction_in(text) is not None


def goes_back(text: str) -> bool:
    """Whether the message asks for the step before: "go back", "previous question"."""
    return bool(_BACK.match(text))


def correction_in(text: str) -> Correction | None:
    """What the message puts right: "no, the street is 5 Elm St", "sorry my zip should be 97205"."""
    found = _CORRECTS.match(" ".join(text.split()))
    if found is None or text.rstrip().endswith("?"):
        return None
    name, value = found["name"].lower(), found["value"].strip(" .")
    # "My order is late" says how it is, and not which.
    says_which = not name.startswith("order") or any(character.isdigit() for character in value)
    return Correction(name, value) if says_which and len(value.split()) <= _MOST_WORDS else None
