"""The training phrases cover every reason and dialogue act, and no phrase stands for two of them."""

from collections import Counter, defaultdict

ACTS = {
    "greet", "goodbye", "thank", "affirm", "deny", "ask_person", "ask_bot", "stop", "smalltalk", "inform",
    "out_of_scope", "confused",
}  # fmt: skip


def plain(text: str) -> str:
    return " ".join(text.lower().strip(" ?!.").split())


def test_every_intent_is_a_reason_or_a_dialogue_act(reasons, phrases):
    assert {intent for intent, _ in phrases} == {reason["key"] for reason in reasons} | ACTS


def test_every_reason_has_at_least_25_phrases(reasons, phrases):
    counts = Counter(intent for intent, _ in phrases)
    assert {r["key"]: counts[r["key"]] for r in reasons if counts[r["key"]] < 25} == {}


def test_every_act_has_at_least_25_phrases_and_out_of_scope_80(phrases):
    counts = Counter(intent for intent, _ in phrases)
    assert {act: counts[act] for act in ACTS if counts[act] < 25} == {}
    assert counts["out_of_scope"] >= 80


def test_no_phrase_stands_twice(phrases):
    intents = defaultdict(list)
    for intent, phrase in phrases:
        intents[plain(phrase)].append(intent)
    assert {phrase: found for phrase, found in intents.items() if len(found) > 1} == {}


def test_an_intent_is_written_in_one_file_only(phrases):
    changes = [
        intent for (intent, _), (after, _) in zip(phrases, phrases[1:], strict=False) if intent != after
    ]
    assert [intent for intent, times in Counter(changes).items() if times > 1] == []


def test_phrases_hold_no_markup_that_rasa_would_read(phrases):
    assert [phrase for _, phrase in phrases if phrase.startswith("/") or "](" in phrase] == []


def test_phrases_are_as_messy_as_what_people_type(phrases):
    typed = [phrase for intent, phrase in phrases if intent not in ACTS]
    unpunctuated = [phrase for phrase in typed if phrase[-1] not in ".?!"]
    long = [phrase for phrase in typed if len(phrase.split()) >= 14]
    short = [phrase for phrase in typed if len(phrase.split()) <= 3]
    assert len(unpunctuated) / len(typed) > 0.6
    assert len(long) >= 100
    assert len(short) >= 100
