"""How a conversation ends: closed by the agent or the visitor, or returned to the bot."""

import pytest

from bot.conversation.machine import State
from bot.conversation.replies import Reply
from bot.errors import InvalidInput


def test_closing_says_how_it_ended_and_asks_how_it_was(desk, store, last, with_ada, events, clock, ada):
    closed = desk.close(with_ada.id, ada, "sale", "damaged_item", clock.passes(minutes=3), amount=199.0)
    assert (closed.state, closed.closed_at, closed.reason) == (State.CLOSED, clock(), "damaged_item")
    assert last(with_ada).payload == {"kind": "survey"}
    assert events.for_conversation(with_ada.id)[-1].data == {
        "by": "agent",
        "disposition": "sale",
        "reason": "damaged_item",
        "amount": 199.0,
    }
    assert desk.close(with_ada.id, ada, "resolved", None, clock()) == store.get(with_ada.id)


def test_words_in_place_of_a_reason_neither_replace_it_nor_reach_the_ledger(
    desk, store, with_ada, events, clock, ada
):
    store.update(with_ada.id, clock(), reason="damaged_item")
    closed = desk.close(with_ada.id, ada, "resolved", "Kim was nice", clock())
    assert closed.reason == "damaged_item"
    assert events.for_conversation(with_ada.id)[-1].data["reason"] == "other"


def test_an_invented_disposition_is_refused_with_those_there_are(desk, store, with_ada, clock, ada):
    with pytest.raises(InvalidInput, match="resolved, unresolved, spam, sale") as refusal:
        desk.close(with_ada.id, ada, "whatever", None, clock())
    assert refusal.value.field == "disposition"
    assert store.get(with_ada.id).state is State.ASSIGNED


def test_an_amount_counts_for_a_sale_only(desk, with_ada, events, clock, ada):
    desk.close(with_ada.id, ada, "resolved", None, clock(), amount=50.0)
    assert "amount" not in events.for_conversation(with_ada.id)[-1].data


def test_a_visitor_may_close_at_any_time_and_the_bot_owes_nothing_then(desk, store, conversation, clock):
    store.keep_visitor_message(conversation.id, "Hello", "m1", clock())
    desk.close_by_visitor(conversation.id, clock())
    desk.close_by_visitor(conversation.id, clock())
    assert store.owed_in(conversation.id) == []
    assert store.keep_replies(conversation.id, 1, [Reply("Late")], clock()) == []
    assert [message.author for message in store.messages(conversation.id)] == ["visitor", "system"]


def test_after_a_return_the_bot_starts_anew_in_the_same_episode(desk, store, with_ada, told, clock, ada):
    returned = desk.return_to_bot(with_ada.id, ada, "answered by the help page", clock())
    assert (returned.state, returned.stint, returned.agent_id) == (State.RETURNED, 2, None)
    assert returned.episode_id == with_ada.episode_id
    assert store.keep_visitor_message(with_ada.id, "And now?", "m2", clock()).message.owed
    assert "returned" in told(with_ada.id)
