"""Replies as Rasa gives them, as they are kept, and as the visitor may see them."""

from datetime import UTC, datetime

from bot.conversation.model import Author, Message
from bot.conversation.replies import Button, Reply, choice_among


def test_a_reply_reads_text_card_and_buttons_of_our_own_actions():
    reply = Reply.from_rasa(
        {
            "recipient_id": "c.1",
            "text": "Did that help?",
            "custom": {"kind": "answer", "buttons": [{"id": "y", "title": "Yes", "intent": "affirm"}]},
        }
    )
    assert reply == Reply("Did that help?", (Button("y", "Yes", "affirm"),), {"kind": "answer"})


def test_a_reply_reads_buttons_of_a_domain_response_with_their_entities():
    reply = Reply.from_rasa(
        {
            "text": "Which one?",
            "buttons": [
                {"title": "Shipping", "payload": '/choose{"topic": "shipping"}'},
                {"title": "Odd", "payload": "/choose{not json"},
            ],
        }
    )
    assert reply.buttons == (
        Button("b1", "Shipping", "choose", {"topic": "shipping"}),
        Button("b2", "Odd", "choose", {}),
    )


def test_a_reply_of_a_card_alone_has_empty_text():
    assert Reply.from_rasa({"custom": {"kind": "leave_message"}}).text == ""


def test_the_visitor_sees_buttons_without_what_they_stand_for():
    reply = Reply("Sure?", (Button("y", "Yes", "affirm", {"order": "10045"}),), {"kind": "x"})
    message = Message(
        "c", 1, Author.BOT, reply.text, datetime(2026, 1, 1, tzinfo=UTC), payload=reply.kept_payload()
    )
    assert message.public_payload() == {"kind": "x", "buttons": [{"id": "y", "title": "Yes"}]}


def test_the_visitor_does_not_see_what_the_picked_button_stood_for():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    picked = Message("c", 1, Author.VISITOR, "Yes", at, payload={"choice": {"id": "y", "intent": "affirm"}})
    assert picked.public_payload() == {}


def test_only_a_button_that_is_shown_can_be_chosen():
    payload = Reply("Sure?", (Button("y", "Yes", "affirm", {"n": 1}),)).kept_payload()
    assert choice_among([{}, payload], "y") == {
        "id": "y",
        "title": "Yes",
        "intent": "affirm",
        "entities": {"n": 1},
    }
    assert choice_among([{}, payload], "z") is None
