"""What the agent sees first."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from bot.backoffice.refusals import RefusalCode
from bot.conversation.machine import State
from bot.conversation.model import Author, Conversation, Message
from bot.handoff.packet import Material, build_packet
from bot.ledger.events import Event

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Reasons:
    def named(self, key):
        if key == "damaged_item":
            return SimpleNamespace(key=key, title="Damaged item", goal="wants a damaged item put right")
        return SimpleNamespace(key="unknown", title="Something else", goal="wants something else")


def conversation(**facts):
    known = {
        "id": "c1",
        "visitor_id": "v1",
        "visitor_key": "abcdef",
        "channel": "web",
        "state": State.QUEUED,
        "stint": 1,
        "episode_number": 1,
        "episode_id": "e1",
        "episode_started_at": NOW,
        "last_seq": 2,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Conversation(**{**known, **facts})


def event(type_, episode="e1", **data):
    return Event(f"{type_}{len(data)}{episode}", type_, 1, NOW, "c1", episode, "k", data)


def said(seq, author, text="hello", **payload):
    return Message("c1", seq, author, text, NOW, payload=payload)


def packet(conversation_=None, messages=(), events=(), **more):
    return build_packet(Material(conversation_ or conversation(), messages, events, **more), Reasons())


def test_the_packet_has_every_field_of_version_1_and_is_plain_json():
    made = packet()
    assert set(made) == {
        "version",
        "goal",
        "reason",
        "reason_title",
        "value",
        "complexity",
        "handoff_reason",
        "handoff_reason_text",
        "articles",
        "slots",
        "identity",
        "customer",
        "pages",
        "cart_value",
        "pre_chat",
        "history",
        "transcript_length",
        "bot_tried",
        "next_step",
        "candidate_articles",
    }
    assert made["version"] == 1
    assert json.loads(json.dumps(made)) == made


def test_the_goal_is_the_conversations_own_or_that_of_its_reason_with_the_visitors_words():
    of_reason = packet(conversation(reason="damaged_item"), messages=[])
    assert of_reason["goal"] == "The visitor wants a damaged item put right"
    own = conversation(reason="damaged_item", goal="wants the mirror paid back", decision={"seq": 3})
    lines = [
        said(seq, Author.VISITOR, text)
        for seq, text in ((1, "hi"), (3, "my mirror  came\nin pieces"), (5, "hello?"))
    ]
    assert packet(own, messages=lines)["goal"] == (
        "The visitor wants the mirror paid back: “my mirror came in pieces”"
    )


def test_levels_come_with_the_sentences_that_moved_them_and_those_about_both():
    decided = conversation(
        value="high",
        complexity="low",
        decision={
            "value_score": 0.9,
            "complexity_score": 0.2,
            "because": [
                "Looks like “Damaged item”.",
                "Cart of $1,240: value up.",
                "Two wishes at once: complexity up.",
                "A threat: value and complexity up.",
            ],
        },
    )
    made = packet(decided)
    assert made["value"] == {
        "level": "high",
        "score": 0.9,
        "because": [
            "Looks like “Damaged item”.",
            "Cart of $1,240: value up.",
            "A threat: value and complexity up.",
        ],
    }
    assert made["complexity"]["because"] == [
        "Looks like “Damaged item”.",
        "Two wishes at once: complexity up.",
        "A threat: value and complexity up.",
    ]


def test_articles_are_listed_once_with_score_risk_and_the_last_reaction():
    card = {"kind": "answer", "article_id": "returns", "title": "Returns", "url": "/help/returns"}
    made = packet(
        messages=[said(2, Author.BOT, **card), said(4, Author.BOT, **card)],
        events=[
            event("answer_shown", seq=1, article_id="returns", article_version=3, score=0.8, risk=0.04),
            event("reaction", seq=2, polarity="positive", about="answer", article_id="returns"),
            event("reaction", seq=4, polarity="negative", about="answer", article_id="returns"),
        ],
    )
    assert made["articles"] == [
        {
            "article_id": "returns",
            "title": "Returns",
            "url": "/help/returns",
            "score": 0.8,
            "risk": 0.04,
            "reaction": "negative",
        }
    ]
    assert "don't send it again" in made["next_step"]


def test_what_the_bot_tried_is_told_in_order_and_only_of_this_episode():
    made = packet(
        messages=[said(2, Author.BOT, kind="answer", article_id="returns", title="Returns", url="")],
        events=[
            event("flow_started", episode="e0", flow="password_reset"),
            event("answer_shown", seq=1, article_id="returns", article_version=1, score=1.0),
            event("reaction", seq=2, polarity="negative", about="answer"),
            event("flow_started", flow="address_change"),
            event("flow_failed", flow="address_change", step="new_address", cause="refused"),
            event("queued"),
        ],
    )
    assert made["bot_tried"] == [
        "Showed “Returns”.",
        "The visitor said that it did not help.",
        "Began “address change”.",
        "“address change” failed at “new address”: refused.",
    ]


def test_the_dialogues_own_bookkeeping_is_not_shown_among_the_slots():
    gathered = conversation(slots={"order_number": "10045", "_flow": "order_status", "_unclear": 1})
    assert packet(gathered)["slots"] == {"order_number": "10045"}


def test_notes_are_no_part_of_the_transcript():
    assert packet(messages=[said(1, Author.VISITOR), said(2, Author.NOTE)])["transcript_length"] == 1


def test_history_lists_other_conversations_and_never_this_one():
    earlier = conversation(id="c0", reason="damaged_item", agent_name="Ada", state=State.CLOSED)
    made = packet(earlier=[conversation(), earlier])
    assert made["history"] == [
        {
            "conversation_id": "c0",
            "at": "2026-03-02T09:00:00Z",
            "reason_title": "Damaged item",
            "outcome": "talked to Ada",
        }
    ]


@pytest.mark.parametrize(
    ("signals", "pages"),
    [
        ({}, []),
        ({"page": "/cart"}, ["/cart"]),
        ({"page": "/cart", "pages": ["/", "/cart"]}, ["/", "/cart"]),
    ],
)
def test_the_pages_are_those_the_visitor_saw(signals, pages):
    assert packet(conversation(signals=signals))["pages"] == pages


def test_a_stranger_is_to_be_asked_who_they_are_and_a_customer_is_not():
    assert "ask for the order number" in packet()["next_step"]
    customer = {"name": "Kim", "tier": "gold", "since": "2020-01-01", "orders": []}
    known = packet(customer=customer)
    assert "ask for the order number" not in known["next_step"]
    assert known["customer"] == customer


def test_the_next_step_says_what_to_do_about_why_a_flow_failed():
    failed = conversation(handoff_reason="flow_failed", identity="verified", email="a@b.example")
    events = [event("flow_failed", flow="cancel_order", step="order_number", cause="already_shipped")]
    assert "stop it at the carrier" in packet(failed, events=events)["next_step"]
    assert "by hand" in packet(failed)["next_step"]
    asked = conversation(handoff_reason="visitor_request", identity="verified", email="a@b.example")
    assert "carrier" not in packet(asked, events=events)["next_step"]


def test_every_refusal_of_a_shop_that_ends_a_flow_has_a_next_step():
    silent = {"already_cancelled", "already_returned", "not_delivered_yet", "not_invoiced_yet"}
    silent |= {"nothing_left", "method_not_offered", "other_country"}
    failed = conversation(handoff_reason="flow_failed", identity="verified", email="a@b.example")
    for code in {code.value for code in RefusalCode} - silent:
        events = [event("flow_failed", flow="cancel_order", cause=code)]
        assert packet(failed, events=events)["next_step"] != packet(failed)["next_step"], code


def test_the_next_step_says_what_to_do_about_the_facts_that_were_gathered():
    gathered = {
        "handoff_reason": "policy",
        "slots": {"_gathered": "charge_question", "cause": "booked_twice"},
    }
    assert "send the second amount back" in packet(conversation(**gathered))["next_step"]
    explained = {**gathered, "slots": {"_gathered": "charge_question", "cause": "membership"}}
    assert "line by line" in packet(conversation(**explained))["next_step"]
    elsewhere = {**gathered, "slots": {"cause": "booked_twice"}}
    assert "second amount" not in packet(conversation(**elsewhere))["next_step"]
