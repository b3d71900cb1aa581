"""A published generator of passages and questions about a shop, for measuring the search at any size.

Up to `WRITTEN` passages are sentences from our own templates, each slot filled independently of the others
and encoded by the real model. Beyond that a passage's vector lies between those of two written ones, chosen
evenly, at an evenly chosen place: so neither random directions nor groups by design. Questions come from
templates of their own. Everything is seeded: the same count gives the same passages.
"""

import hashlib
import random
from pathlib import Path
from typing import Any

import numpy as np

from kb.encoder import SentenceEncoder, Vectors

WRITTEN = 10_000
SEED = 20261122

_THINGS = """
armchair, bookcase, desk lamp, wool rug, oak table, garden bench, mattress, duvet, coffee grinder,
kettle, rain jacket, hiking boots, backpack, phone case, wireless headphones, tablet stand, board game,
puzzle, baby carrier, stroller, bicycle helmet, yoga mat, dumbbell set, tent, sleeping bag, camera strap,
printer, router, power bank, electric toothbrush, hair dryer, face cream, dog bed, cat tree, aquarium
pump, plant pot, garden hose, lawn mower, cordless drill, toolbox, paint roller, wall clock, picture
frame, curtain, pillow, bath towel, shower head, washing machine, fridge, vacuum cleaner, winter tyre,
roof box, gift card, magazine subscription, coffee beans, olive oil
"""
_ADJECTIVES = """
second-hand, refurbished, made-to-order, oversized, discounted, engraved, limited-edition, imported,
waterproof, handmade, assembled, pre-ordered, fragile, damaged, child-sized, organic, foldable,
battery-powered
"""
_PLACES = """
Canada, Norway, Japan, the Canary Islands, Switzerland, Northern Ireland, Brazil, our Lisbon shop, a
parcel locker, a military address, a post office box, an office building, a student residence, Iceland,
Greece, the outlet store, a hotel, a neighbour, Australia, Poland
"""
_TIMES = """
within two working days, before noon, on the same evening, after fourteen days, by the end of the month,
within a year of buying, during the holidays, on Saturdays, the following Monday, after six weeks, at any
time, between five and eight days, once the payment has cleared, in the first week of January
"""
_WAYS = """
by bank transfer, with a credit card, on invoice, in three instalments, with a voucher, by direct debit,
with store credit, in cash at the counter, through your employer, with a foreign card, by phone, by chat
"""
_PEOPLE = """
students, members of our club, business customers, new customers, schools, charities, guests without an
account, families, our neighbours, people over 65, returning customers, resellers
"""
_PROBLEMS = """
a missing screw, a torn seam, a wrong colour, an unreadable invoice, a scratch, a strange smell, a dead
battery, a lost parcel, a broken zip, a double charge, a failed payment, a forgotten password, a cracked
screen, a loose handle, a leaking seal, a late courier, a mixed-up order, an expired code
"""

_STATEMENTS = (
    "The {adjective} {thing} is delivered to {place} {time}.",
    "You can pay for a {thing} {way}, and {people} may also pay {way2}.",
    "If your {thing} arrives with {problem}, send us a picture {time}.",
    "{People} get a discount on every {adjective} {thing} when they order {time}.",
    "We take back a {adjective} {thing} {time}, unless it was sent to {place}.",
    "The warranty of the {thing} covers {problem} but not {problem2}.",
    "An order of more than one {thing} to {place} is shipped in separate parcels {time}.",
    "To clean the {adjective} {thing}, use warm water and never a {thing2}.",
    "{Problem} on a {thing} is repaired free of charge {time}.",
    "A refund for the {thing} is paid {way} {time}.",
    "The {thing} can be picked up at {place} {time}; bring your order number.",
    "We do not sell the {adjective} {thing} to {people} in {place}.",
    "Customs duties on a {thing} for {place} are paid by {people} {way}.",
    "Subscriptions to {thing} refills can be paused {time} and cancelled {way}.",
    "Your address can be changed to {place} {time}, but not once the {thing} has left.",
    "The {thing} weighs more than the {thing2} and needs two people to carry it to {place}.",
    "Spare parts for the {adjective} {thing} are in stock {time}.",
    "{People} who report {problem} {way2} get a reply {time}.",
    "The price of the {adjective} {thing} includes assembly for {people}.",
    "Store the {thing} away from the {thing2} to avoid {problem}.",
)
_QUESTIONS = (
    "how long until my {thing} gets to {place}",
    "can {people} pay {way} for the {adjective} {thing}?",
    "my {thing} came with {problem}, what now",
    "is {problem} covered on a {adjective} {thing}",
    "do you ship the {thing} {time}?",
    "I want my money back {way} for the {thing}",
    "where do I collect a {thing} near {place}",
    "any discount for {people} on a {thing}",
    "how should I look after my {adjective} {thing}",
    "could you send it to {place} instead, {time}",
    "who do I tell about {problem}?",
    "do I owe taxes on a {adjective} {thing} sent to {place}",
    "when will there be parts for the {thing} again",
    "is the {thing} or the {thing2} heavier",
)


def statements(count: int) -> list[str]:
    """Distinct sentences as they stand in a shop's help pages."""
    return _written(_STATEMENTS, count, "statements")


def questions(count: int) -> list[str]:
    """Distinct questions as visitors type them, from templates of their own."""
    return _written(_QUESTIONS, count, "questions")


def passage_vectors(count: int, encoder: SentenceEncoder, cache: Path) -> Vectors:
    """The vectors of `count` passages: shape (count, dimension), float32, each of length one."""
    written = kept_vectors(statements(WRITTEN), encoder, cache)
    if count <= len(written):
        return written[:count]
    choose = np.random.default_rng(SEED)
    made = np.empty((count, written.shape[1]), dtype=np.float32)
    made[: len(written)] = written
    for first in range(len(written), count, 50_000):
        last = min(first + 50_000, count)
        one, other = choose.integers(0, len(written), size=(2, last - first))
        place = choose.random((last - first, 1), dtype=np.float32)
        between = (1 - place) * written[one] + place * written[other]
        made[first:last] = between / np.linalg.norm(between, axis=1, keepdims=True)
    return made


def kept_vectors(texts: list[str], encoder: SentenceEncoder, cache: Path) -> Vectors:
    """The vectors of texts, encoded once for all runs."""
    key = hashlib.sha256("\n".join([encoder.name, *texts]).encode()).hexdigest()[:16]
    file = cache / f"vectors-{key}.npy"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        np.save(file, encoder.encode(texts))
    return np.asarray(np.load(file), dtype=np.float32)


def _written(templates: tuple[str, ...], count: int, seed: str) -> list[str]:
    choose = random.Random(f"{SEED} {seed}")
    found: dict[str, None] = {}
    while len(found) < count:
        found[choose.choice(templates).format_map(_slots(choose))] = None
    return list(found)


def _slots(choose: random.Random) -> dict[str, Any]:
    slots: dict[str, Any] = {}
    for name, words in _WORDS.items():
        slots[name], slots[f"{name}2"] = choose.sample(words, 2)
    return slots | {name.capitalize(): _capital(slots[name]) for name in ("people", "problem")}


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _split(words: str) -> list[str]:
    return [word.strip() for word in words.replace("\n", " ").split(",")]


_WORDS = {
    "thing": _split(_THINGS),
    "adjective": _split(_ADJECTIVES),
    "place": _split(_PLACES),
    "time": _split(_TIMES),
    "way": _split(_WAYS),
    "people": _split(_PEOPLE),
    "problem": _split(_PROBLEMS),
}
