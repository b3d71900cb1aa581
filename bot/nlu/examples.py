"""What the classifiers learn from: the phrases, and phrases put together as people put them together.

Nobody who writes "hi, where is my order" only greets, and somebody who writes "where is my order, let me talk
to a human" asks for a person. Phrases alone don't teach that.

What is put together is chosen by the words themselves, not by their place in a list: a phrase that comes or
goes changes what it is part of and nothing else, so that little has to be encoded again.
"""

import hashlib
from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.nlu.classifier import Example
from bot.nlu.model import ACTS, ASK_PERSON, GREET, THANK
from bot.nlu.phrases import Phrases

_GREETED_EVERY = 4
_THANKED_EVERY = 9
_REASONS_BESIDE = 5
_POINTS = 16
_JOINTS = (", ", ". ", " ", "! ", " - ")


@dataclass(frozen=True)
class Request:
    """A text that asks for a person, or doesn't."""

    text: str
    asks: bool


def intent_examples(phrases: Phrases) -> list[Example]:
    """All phrases of acts and reasons; then some of the reasons' phrases with a greeting or thanks around."""
    examples = [
        Example(text, intent, source)
        for source, (intent, text) in enumerate(
            (intent, text) for intent in phrases.intents for text in phrases.by_intent[intent]
        )
    ]
    greetings, thanks = _Ring(phrases.by_intent.get(GREET, ())), _Ring(phrases.by_intent.get(THANK, ()))
    made = []
    for example in examples:
        if example.intent in ACTS:
            continue
        number = _number(example.text)
        if greetings and number % _GREETED_EVERY == 0:
            text = _joined(greetings.at(example.text), example.text, number // _GREETED_EVERY)
        elif thanks and number % _THANKED_EVERY == 1:
            text = _joined(example.text, thanks.at(example.text), number // _THANKED_EVERY)
        else:
            continue
        made.append(Example(text, example.intent, example.source))
    return examples + made


def person_requests(phrases: Phrases) -> list[Request]:
    """Requests for a person, alone and next to every kind of reason."""
    reasons = _Ring(reason for reason in phrases.reasons if phrases.by_intent[reason])
    texts_of_reason = {reason: _Ring(phrases.by_intent[reason]) for reason in phrases.reasons}
    made = []
    for text in phrases.by_intent.get(ASK_PERSON, ()):
        made.append(Request(text, asks=True))
        for turn in range(_REASONS_BESIDE) if reasons else ():
            place = f"{turn} {text}"
            other = texts_of_reason[reasons.at(place)].at(place)
            first, second = (text, other) if turn % 2 else (other, text)
            made.append(Request(_joined(first, second, _number(place)), asks=True))
    return made


class _Ring:
    """Picks one of several texts for a place, and mostly the same one when others come or go.

    Consistent hashing: Karger et al., 1997. Each text stands at several points, so that all are picked about
    equally often.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._points = sorted((_number(f"{turn} {text}"), text) for text in texts for turn in range(_POINTS))

    def __len__(self) -> int:
        return len(self._points)

    def at(self, place: str) -> str:
        """The text whose point follows this place's."""
        return self._points[bisect(self._points, (_number(place), "")) % len(self._points)][1]


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _joined(first: str, second: str, number: int) -> str:
    joint: str = _JOINTS[number % len(_JOINTS)]
    return first.rstrip(" .,!") + joint + second


def texts_of(examples: Sequence[Example], requests: Sequence[Request]) -> list[str]:
    """All texts that need a vector, in order."""
    return [example.text for example in examples] + [request.text for request in requests]
