"""What an agent reads: the desk's lists and the packet of a conversation."""

import pytest

from bot.conversation.replies import Reply
from bot.errors import InvalidInput


def test_each_list_of_the_desk_shows_what_it_says(desk, store, with_ada, clock, ada, ben):
    other = store.start(visitor_id="visitor-2", at=clock())
    assert [c.id for c in desk.listed("mine", ada)] == [with_ada.id]
    assert desk.listed("mine", ben) == []
    assert {c.id for c in desk.listed("all", ben)} == {with_ada.id, other.id}
    desk.close(with_ada.id, ada, "resolved", None, clock())
    assert [c.id for c in desk.listed("done", ben)] == [with_ada.id]
    with pytest.raises(InvalidInput):
        desk.listed("secret", ada)


def test_the_packet_of_a_real_conversation_tells_what_happened(desk, store, conversation, clock):
    store.keep_visitor_message(conversation.id, "How do I return this?", "m1", clock())
    card = {"kind": "answer", "article_id": "returns", "title": "Returns", "url": "/help/returns"}
    store.keep_replies(conversation.id, 1, [Reply("Within 30 days.", payload=card)], clock())
    store.record(
        conversation.id, "answer_shown", clock(), seq=1, article_id="returns", article_version=1, score=0.9
    )
    store.record(
        conversation.id, "reaction", clock(), seq=2, polarity="negative", about="answer", article_id="returns"
    )
    packet = desk.packet(conversation.id)
    assert packet["articles"][0]["reaction"] == "negative"
    assert packet["bot_tried"] == ["Showed “Returns”.", "The visitor said that it did not help."]
    assert packet["pages"] == ["/cart?x=1"]
    assert packet["transcript_length"] == 2
