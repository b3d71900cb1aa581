"""What phrases are put together to, and that little of it changes when a phrase comes or goes."""

from collections import Counter

from bot.nlu import load_phrases
from bot.nlu.examples import intent_examples, person_requests
from bot.nlu.phrases import Phrases, phrases_of
from bot.settings import PROJECT_ROOT


def shop_phrases(*more: tuple[str, list[str]]) -> Phrases:
    shipped = load_phrases(PROJECT_ROOT / "data" / "nlu")
    return phrases_of([*shipped.by_intent.items(), *more])


def texts(phrases: Phrases) -> set[str]:
    return {one.text for one in intent_examples(phrases)} | {one.text for one in person_requests(phrases)}


def test_a_new_reason_brings_few_new_texts_and_a_phrase_fewer() -> None:
    before = texts(shop_phrases())
    with_reason = texts(shop_phrases(("repairs", ["can you fix a wobbly table", "my chair leg is loose"])))
    assert len(with_reason - before) <= 40
    with_phrase = texts(shop_phrases(("order_status", ["wheres my stuff at then"])))
    assert len(with_phrase - before) <= 10


def test_a_phrase_that_is_put_together_stays_with_its_source_and_intent() -> None:
    examples = intent_examples(shop_phrases())
    made = [one for row, one in enumerate(examples) if one.source != row]
    assert len(made) > 500
    for one in made:
        source = examples[one.source]
        assert source.intent == one.intent
        assert source.text.rstrip(" .,!") in one.text


def test_requests_for_a_person_stand_beside_nearly_every_reason() -> None:
    phrases = shop_phrases()
    owner = {text.rstrip(" .,!"): reason for reason in phrases.reasons for text in phrases.by_intent[reason]}
    beside = Counter(
        next((reason for text, reason in owner.items() if text in one.text), None)
        for one in person_requests(phrases)
    )
    assert len(beside.keys() - {None}) > 0.9 * len(phrases.reasons)
