"""What the classifiers learn from: the phrases, and phrases put together as people put them together.

Nobody who writes "hi, where is my order" only greets, and somebody who writes "where is my order, let me talk
to a human" asks for a person. Phrases alone don't teach that.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.classifier import Example
from bot.nlu.model import ACTS, ASK_PERSON, GREET, THANK
from bot.nlu.phrases import Phrases

_GREETED_EVERY = 4
_THANKED_EVERY = 9
_REASONS_BESIDE = 5
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
    greetings, thanks = phrases.by_intent.get(GREET, ()), phrases.by_intent.get(THANK, ())
    made = []
    for example in examples:
        if example.intent in ACTS:
            continue
        at = example.source
        if greetings and at % _GREETED_EVERY == 0:
            text = _joined(
                greetings[at // _GREETED_EVERY % len(greetings)], example.text, at // _GREETED_EVERY
            )
            made.append(Example(text, example.intent, at))
        elif thanks and at % _THANKED_EVERY == 1:
            text = _joined(example.text, thanks[at // _THANKED_EVERY % len(thanks)], at // _THANKED_EVERY)
            made.append(Example(text, example.intent, at))
    return examples + made


def person_requests(phrases: Phrases) -> list[Request]:
    """Requests for a person, alone and next to every kind of reason."""
    asks = phrases.by_intent.get(ASK_PERSON, ())
    reasons = phrases.reasons
    made = []
    for number, text in enumerate(asks):
        made.append(Request(text, asks=True))
        for turn in range(_REASONS_BESIDE) if reasons else ():
            texts = phrases.by_intent[reasons[(_REASONS_BESIDE * number + turn) % len(reasons)]]
            other = texts[number % len(texts)]
            first, second = (text, other) if turn % 2 else (other, text)
            made.append(Request(_joined(first, second, number + turn), asks=True))
    return made


def _joined(first: str, second: str, number: int) -> str:
    joint: str = _JOINTS[number % len(_JOINTS)]
    return first.rstrip(" .,!") + joint + second


def texts_of(examples: Sequence[Example], requests: Sequence[Request]) -> list[str]:
    """All texts that need a vector, in order."""
    return [example.text for example in examples] + [request.text for request in requests]
