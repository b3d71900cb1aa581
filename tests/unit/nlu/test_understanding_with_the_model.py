"""The real model and the shop's own phrases: messages that the phrases don't hold, read rightly."""

import time

import pytest
import yaml

from bot.nlu import load_phrases
from bot.nlu.encoders import MultilingualEncoder
from bot.nlu.understander import Understander
from bot.settings import PROJECT_ROOT
from bot.triage import DEFAULT_POLICY, HandoffReason, Level, Reasons, Route, Signals, decide, load_reasons
from kb.countries import country_names
from kb.encoder import Encoder
from tests.kept import CACHE

pytestmark = pytest.mark.model

DATA = PROJECT_ROOT / "data"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(CACHE)


@pytest.fixture(scope="module")
def understander(encoder: Encoder) -> Understander:
    shipping = yaml.safe_load((DATA / "shop" / "shipping.yml").read_text(encoding="utf-8"))
    return Understander(
        encoder, load_phrases(DATA / "nlu"), CACHE / "phrases", country_names(shipping), MultilingualEncoder()
    )


@pytest.fixture(scope="module")
def shop_reasons() -> Reasons:
    return load_reasons(DATA / "reasons.yml")


def test_every_reason_has_phrases_and_every_intent_is_a_reason_or_an_act(shop_reasons: Reasons) -> None:
    assert set(load_phrases(DATA / "nlu").reasons) | {"unknown"} == set(shop_reasons)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("no thats wrong", "deny"),
        ("ok thanks", "thank"),
        ("thank you kindly", "thank"),
        ("talk to a human", "ask_person"),
        ("can i pls chat with a real human being", "ask_person"),
        ("get me a human being, this lamp is broken", "ask_person"),
        ("are you a bot", "ask_bot"),
        ("hello wren!", "greet"),
        ("bye now", "goodbye"),
        ("yes please do", "affirm"),
        ("forget it, stop", "stop"),
        ("10045", "inform"),
        ("ada@example.com", "inform"),
        ("5 Elm Street, Portland OR 97205", "inform"),
        ("who won the world cup in 1998", "out_of_scope"),
    ],
)
def test_moves_in_the_conversation_are_told_from_reasons(
    understander: Understander, text: str, act: str
) -> None:
    assert understander.understand(text).act == act


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hi, where is my order 10045", "order_status"),
        ("hello there!! how long does shipping to canada take", "shipping_times"),
        ("i moved, new adress is 5 elm st", "address_change"),
        ("can't log in, forgot my pw", "password_reset"),
        ("do u take amex", "payment_methods"),
        ("I need 40 desks for our new office, who can quote?", "bulk_order"),
        ("someone hacked my account and ordered stuff", "fraud_report"),
        ("the mirror you sent is in a thousand pieces", "damaged_item"),
        ("how do i get off your mailing list", "newsletter"),
    ],
)
def test_reasons_are_found_whatever_is_around_them(
    understander: Understander, text: str, reason: str
) -> None:
    understood = understander.understand(text)
    assert understood.act is None
    assert understood.reasons[0][0] == reason
    assert understood.reasons[0][1] > 0.5


def test_an_angry_legal_threat_goes_to_a_person_at_once(
    understander: Understander, shop_reasons: Reasons
) -> None:
    text = (
        "Your courier smashed my 900 dollar mirror and nobody answers. "
        "I want my money back or I call my lawyer"
    )
    decision = decide(understander.understand(text), Signals(), shop_reasons, DEFAULT_POLICY)
    assert decision.route is Route.HANDOFF
    assert (decision.value, decision.complexity) == (Level.HIGH, Level.HIGH)
    assert "Speaks of $900: value up." in decision.because


def test_a_volume_order_is_offered_to_sales_at_once(
    understander: Understander, shop_reasons: Reasons
) -> None:
    understood = understander.understand("I need 40 desks for our new office, who can quote?")
    decision = decide(understood, Signals(), shop_reasons, DEFAULT_POLICY)
    assert (decision.route, decision.department) == (Route.OFFER_HUMAN, "sales")
    assert decision.handoff_reason is HandoffReason.HIGH_VALUE


@pytest.mark.parametrize(
    ("text", "what", "low", "high"),
    [
        ("This is the worst service ever, you absolute muppets!!", "anger", 0.6, 1.0),
        ("thanks for nothing, you lost my parcel again", "negative", 0.5, 1.0),
        ("What time do you open on Saturday?", "negative", 0.0, 0.35),
        ("lovely table, thank you", "negative", 0.0, 0.35),
        ("I am a bit sad about the scratch on the lamp", "negative", 0.6, 1.0),
        ("I am a bit sad about the scratch on the lamp", "anger", 0.0, 0.5),
        ("you will hear from my solicitor tomorrow", "threat", 0.7, 1.0),
        ("With regret we shall have to involve the courts.", "threat", 0.6, 1.0),
        ("can i get a refund for the second chair", "threat", 0.0, 0.4),
        ("do you deliver desks to law firms", "threat", 0.0, 0.5),
    ],
)
def test_tone_is_heard_without_a_word_list(
    understander: Understander, text: str, what: str, low: float, high: float
) -> None:
    assert low <= getattr(understander.understand(text).tone, what) <= high


def test_a_message_in_another_language_starts_nothing(
    understander: Understander, shop_reasons: Reasons
) -> None:
    understood = understander.understand("Wann kommt denn endlich mein neues Sofa an?")
    assert understood.language == "de"
    decision = decide(understood, Signals(), shop_reasons, DEFAULT_POLICY)
    assert decision.route is not Route.FLOW


def test_a_start_with_known_phrases_learns_and_encodes_nothing_again(
    encoder: Encoder, understander: Understander
) -> None:
    phrases = load_phrases(DATA / "nlu")
    encoder.load()
    started = time.process_time()
    Understander(encoder, phrases, CACHE / "phrases", second=MultilingualEncoder())
    # To encode them takes a minute.
    assert time.process_time() - started < 8


@pytest.mark.parametrize(
    "text", ["asdf qwer zzz", "dfgkjh sdkfjh!!", "blah blah blah", "jkl; jkl; fdsa", "zzzzz"]
)
def test_gibberish_brings_in_nobody(understander: Understander, shop_reasons: Reasons, text: str) -> None:
    decision = decide(understander.understand(text), Signals(), shop_reasons, DEFAULT_POLICY)
    assert decision.route in (Route.ANSWER, Route.CLARIFY)


@pytest.mark.parametrize("text", ["je voudrais parler à un conseiller", "quiero hablar con una persona"])
def test_a_request_for_a_person_counts_in_other_languages(
    understander: Understander, shop_reasons: Reasons, text: str
) -> None:
    assert understander.understand(text).act == "ask_person"
    decision = decide(
        understander.understand(text), Signals(times_asked_for_person=1), shop_reasons, DEFAULT_POLICY
    )
    assert decision.handoff_reason is HandoffReason.VISITOR_REQUEST


def test_a_short_question_in_another_language_is_known_as_such(understander: Understander) -> None:
    assert understander.understand("¿dónde está mi pedido?").language == "es"
    assert understander.understand("mi pedido?").language == "es"
