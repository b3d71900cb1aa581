"""Visitors and agents meet at the desk: the owner, a colleague, and an outsider who is refused."""

import pytest

from bot.conversation.machine import State
from bot.conversation.replies import Reply
from bot.errors import Conflict, InvalidInput, NotAllowed, NotFound, TransitionRefused
from bot.handoff.model import Place


def last(store, conversation):
    return store.messages(conversation.id)[-1]


# --- asking for a person


def test_with_nobody_there_the_desk_is_closed_and_a_message_can_be_left(desk, conversation, told, clock):
    availability = desk.availability(None, clock())
    assert (availability.open, availability.agents_online) == (False, 0)
    placement = desk.request_person(conversation.id, handoff_reason="visitor_request", at=clock())
    assert placement.state is Place.DESK_CLOSED
    assert placement.line.payload == {"kind": "leave_message"}
    desk.request_person(conversation.id, handoff_reason="visitor_request", at=clock())
    assert told(conversation.id).count("handoff_requested") == 1
    assert "queued" not in told(conversation.id)


def test_with_an_agent_there_the_visitor_is_queued_and_told_the_place(desk, store, conversation, told, clock):
    desk.set_presence("ada", "online", clock())
    placement = desk.request_person(conversation.id, handoff_reason="high_value", at=clock())
    assert (placement.state, placement.position, placement.expected_wait) == (Place.QUEUED, 1, None)
    assert placement.line.text.startswith("You're next in line.")
    assert store.get(conversation.id).state is State.QUEUED
    assert told(conversation.id)[-2:] == ["handoff_requested", "queued"]


def test_asking_again_says_where_the_visitor_stands_and_changes_nothing(desk, queued, told, clock):
    before = told(queued.id)
    again = desk.request_person(queued.id, handoff_reason="visitor_request", at=clock())
    assert (again.state, again.position) == (Place.QUEUED, 1)
    assert told(queued.id) == before


def test_whoever_has_a_person_is_told_so(desk, with_ada, clock):
    placement = desk.request_person(with_ada.id, handoff_reason="visitor_request", at=clock())
    assert placement.state is Place.WITH_PERSON
    assert "Ada" in placement.line.text


def test_a_department_is_open_only_with_an_agent_who_serves_it(desk, conversation, clock):
    desk.set_presence("ada", "online", clock(), department="sales")
    assert desk.availability("sales", clock()).open
    assert not desk.availability("support", clock()).open
    placement = desk.request_person(
        conversation.id, handoff_reason="policy", at=clock(), department="support"
    )
    assert placement.state is Place.DESK_CLOSED


def test_the_expected_wait_comes_from_what_others_waited(desk, store, clock, ada):
    desk.set_presence("ada", "online", clock())
    for number, seconds in enumerate((60, 120, 180, 240)):
        earlier = store.start(visitor_id=f"v{number}", at=clock())
        desk.request_person(earlier.id, handoff_reason="visitor_request", at=clock())
        desk.accept(earlier.id, ada, clock.passes(seconds=seconds))
    assert desk.availability(None, clock()).expected_wait == (105, 195)


def test_the_line_is_ordered_by_value_and_positions_follow(desk, store, clock, ada):
    desk.set_presence("ada", "online", clock())
    waiting = {}
    for value in ("low", "high", "medium"):
        waiting[value] = store.start(visitor_id=value, at=clock())
        store.update(waiting[value].id, clock(), value=value, complexity="low", department="support")
        desk.request_person(waiting[value].id, handoff_reason="policy", at=clock.passes(seconds=1))
    assert [item.value for item in desk.queue()] == ["high", "medium", "low"]
    assert desk.placement(store.get(waiting["low"].id), clock()).position == 3
    assert desk.queue("sales") == []


def test_the_queue_shows_who_waits_why_and_what_was_said_last(desk, store, queued, clock):
    store.update(queued.id, clock(), reason="damaged_item", value="high", name="Kim")
    store.keep_visitor_message(queued.id, "Hello?", "m2", clock())
    (item,) = desk.queue()
    assert (item.visitor, item.reason_title, item.last_text) == ("Kim", "Damaged item", "Hello?")
    assert item.goal == "The visitor wants a damaged item put right"
    assert item.handoff_reason_text == "This contact is worth a person's time."
    assert item.waiting_since == queued.queued_at


def test_what_a_visitor_writes_while_waiting_is_kept_for_the_person(desk, store, queued, events, clock):
    kept = store.keep_visitor_message(queued.id, "Hello?", "m2", clock())
    assert not kept.message.owed
    assert store.keep_replies(queued.id, kept.message.seq, [Reply("I can help!")], clock()) == []
    assert events.for_conversation(queued.id)[-1].data["chat"] == "person"


def test_the_bots_turn_that_asked_for_the_person_may_end_with_its_words(desk, store, conversation, clock):
    desk.set_presence("ada", "online", clock())
    store.keep_visitor_message(conversation.id, "A person please", "m1", clock())
    placement = desk.request_person(conversation.id, handoff_reason="visitor_request", at=clock())
    said = store.keep_replies(
        conversation.id, 1, [Reply(placement.line.text, payload=placement.line.payload)], clock()
    )
    assert [message.payload["kind"] for message in said] == ["queue"]


def test_leaving_the_queue_brings_the_visitor_back_to_the_bot_once(desk, store, queued, told, clock):
    desk.leave_queue(queued.id, clock())
    desk.leave_queue(queued.id, clock())
    assert store.get(queued.id).state is State.BOT
    assert told(queued.id).count("queue_left") == 1
    assert "back with the assistant" in last(store, queued).text


# --- accepting


def test_an_agent_who_accepts_owns_it_and_is_announced(desk, store, with_ada, events):
    assert (with_ada.state, with_ada.agent_id, with_ada.agent_name) == (State.ASSIGNED, "ada", "Ada")
    assert last(store, with_ada).text == "Ada is here now and has read your conversation so far."
    accepted = events.for_conversation(with_ada.id)[-1]
    assert (accepted.type, accepted.data) == ("person_accepted", {"agent_id": "ada", "waited_seconds": 30.0})


def test_accepting_again_is_harmless_and_said_once(desk, store, with_ada, told, clock, ada):
    assert desk.accept(with_ada.id, ada, clock()).agent_id == "ada"
    assert told(with_ada.id).count("person_accepted") == 1
    assert [m.text for m in store.messages(with_ada.id)].count(last(store, with_ada).text) == 1


def test_a_colleague_who_accepts_later_is_told_who_was_faster(desk, store, with_ada, clock, ben):
    with pytest.raises(Conflict, match=r"^Ada was faster\.$"):
        desk.accept(with_ada.id, ben, clock())
    assert store.get(with_ada.id).agent_id == "ada"


def test_what_nobody_waits_for_cannot_be_accepted(desk, conversation, clock, ada):
    with pytest.raises(TransitionRefused, match="no longer waiting"):
        desk.accept(conversation.id, ada, clock())
    with pytest.raises(NotFound):
        desk.accept("nobody", ada, clock())


def test_the_bot_cannot_speak_once_a_person_has_it(desk, store, conversation, clock, ada):
    desk.set_presence("ada", "online", clock())
    store.keep_visitor_message(conversation.id, "Hello", "m1", clock())
    desk.request_person(conversation.id, handoff_reason="policy", at=clock())
    desk.accept(conversation.id, ada, clock())
    assert store.keep_replies(conversation.id, 1, [Reply("Late")], clock()) == []
    assert store.owed_in(conversation.id) == []
    assert "Late" not in [message.text for message in store.messages(conversation.id)]


# --- writing


def test_the_agents_first_line_makes_it_a_persons_and_is_told_as_the_first(
    desk, store, with_ada, events, clock, ada
):
    first = desk.reply(with_ada.id, ada, "Hello Kim", "a1", clock())
    desk.reply(with_ada.id, ada, "How are you?", "a2", clock())
    assert store.get(with_ada.id).state is State.HUMAN
    assert (first.message.author, first.message.agent_name) == ("agent", "Ada")
    wrote = [
        event.data["first"] for event in events.for_conversation(with_ada.id) if event.type == "agent_wrote"
    ]
    assert wrote == [True, False]


def test_an_agents_line_sent_again_is_the_same_line(desk, store, with_ada, clock, ada):
    first = desk.reply(with_ada.id, ada, "Hello Kim", "a1", clock())
    again = desk.reply(with_ada.id, ada, "Hello Kim", "a1", clock())
    assert (again.new, again.message) == (False, first.message)
    with pytest.raises(Conflict):
        desk.reply(with_ada.id, ada, "Something else", "a1", clock())


def test_a_colleague_may_not_write_close_or_return_what_is_adas(desk, store, with_ada, clock, ben):
    before = store.get(with_ada.id)
    for attempt in (
        lambda: desk.reply(with_ada.id, ben, "Hi", "b1", clock()),
        lambda: desk.close(with_ada.id, ben, "resolved", None, clock()),
        lambda: desk.return_to_bot(with_ada.id, ben, "", clock()),
    ):
        with pytest.raises(NotAllowed, match="This conversation is Ada's"):
            attempt()
    assert store.get(with_ada.id) == before


def test_nobody_may_write_into_what_nobody_accepted(desk, conversation, queued, clock, ada):
    with pytest.raises(TransitionRefused, match="Accept this conversation first"):
        desk.reply(queued.id, ada, "Hi", "a1", clock())


def test_notes_are_for_the_staff_only(desk, store, with_ada, clock, ben):
    desk.note(with_ada.id, ben, "Be careful with this one", clock())
    assert "note" not in [message.author for message in store.messages(with_ada.id)]
    assert store.messages(with_ada.id, notes=True)[-1].agent_name == "Ben"


# --- ending


def test_closing_says_how_it_ended_and_asks_how_it_was(desk, store, with_ada, events, clock, ada):
    closed = desk.close(with_ada.id, ada, "sale", "damaged_item", clock.passes(minutes=3), amount=199.0)
    assert (closed.state, closed.closed_at, closed.reason) == (State.CLOSED, clock(), "damaged_item")
    assert last(store, with_ada).payload == {"kind": "survey"}
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


# --- left messages


def test_a_left_message_becomes_a_ticket_once(desk, store, conversation, told, mailbox, clock):
    store.keep_visitor_message(conversation.id, "A person please", "m1", clock())
    ticket = desk.leave_message(conversation.id, " Kim ", "kim@example.org", "Call me", clock())
    again = desk.leave_message(conversation.id, "Kim", "kim@example.org", "Call me", clock())
    assert again == ticket
    assert list(desk.tickets()) == [ticket]
    after = store.get(conversation.id)
    assert (after.state, after.name, after.email) == (State.MESSAGE_LEFT, "Kim", "kim@example.org")
    assert told(conversation.id).count("message_left") == 1
    assert last(store, conversation).payload["kind"] == "left_message"


def test_the_bot_goes_on_while_a_message_waits(desk, store, conversation, clock):
    desk.leave_message(conversation.id, "Kim", "kim@example.org", "Call me", clock())
    assert store.keep_visitor_message(conversation.id, "Shipping to Canada?", "m1", clock()).message.owed


def test_leaving_a_message_while_waiting_leaves_the_queue(desk, store, queued, told, clock):
    desk.leave_message(queued.id, "Kim", "kim@example.org", "Call me", clock())
    assert desk.queue() == []
    assert told(queued.id)[-2:] == ["queue_left", "message_left"]


@pytest.mark.parametrize(
    ("name", "email", "text", "field"),
    [
        ("", "kim@example.org", "Call me", "name"),
        ("x" * 201, "kim@example.org", "Call me", "name"),
        ("Kim", "kim", "Call me", "email"),
        ("Kim", "kim@localhost", "Call me", "email"),
        ("Kim", "kim@example.org\nBcc: all@example.org", "Call me", "email"),
        ("Kim", "kim@example.org", "  ", "text"),
    ],
)
def test_a_left_message_that_nobody_could_answer_is_refused(
    desk, store, conversation, name, email, text, field, clock
):
    with pytest.raises(InvalidInput) as refusal:
        desk.leave_message(conversation.id, name, email, text, clock())
    assert refusal.value.field == field
    assert store.get(conversation.id).state is State.BOT
    assert desk.tickets() == []


def test_an_answer_is_kept_in_the_conversation_and_mailed(desk, store, conversation, mailbox, clock, ada):
    ticket = desk.leave_message(conversation.id, "Kim", "kim@example.org", "Where is it?", clock())
    answered = desk.answer_ticket(ticket.id, ada, "On its way.", clock.passes(hours=30))
    assert (answered.agent_name, answered.answered_at, answered.status) == ("Ada", clock(), "open")
    (mail,) = mailbox.sent
    assert (mail.to, mail.subject) == ("kim@example.org", "Your message to Larkwood")
    assert "On its way." in mail.text
    message = last(store, conversation)
    assert (message.author, message.text, message.agent_name) == ("agent", "On its way.", "Ada")
    assert store.get(conversation.id).state is State.MESSAGE_LEFT


def test_an_answer_whose_mail_failed_can_be_sent_again_and_is_kept_once(
    desk, store, conversation, mailbox, told, clock, ada
):
    ticket = desk.leave_message(conversation.id, "Kim", "kim@example.org", "Where is it?", clock())
    mailbox.broken = True
    with pytest.raises(ConnectionError):
        desk.answer_ticket(ticket.id, ada, "On its way.", clock())
    mailbox.broken = False
    desk.answer_ticket(ticket.id, ada, "On its way.", clock())
    assert len(mailbox.sent) == 1
    assert [message.text for message in store.messages(conversation.id)].count("On its way.") == 1
    assert told(conversation.id).count("agent_wrote") == 1


def test_a_closed_ticket_is_told_of_once_and_answered_no_more(desk, conversation, told, clock, ada, ben):
    ticket = desk.leave_message(conversation.id, "Kim", "kim@example.org", "Where is it?", clock())
    closed = desk.close_ticket(ticket.id, ada, "resolved", clock())
    assert desk.close_ticket(ticket.id, ben, "spam", clock()) == closed
    assert (closed.agent_name, closed.disposition) == ("Ada", "resolved")
    assert (list(desk.tickets("closed")), list(desk.tickets("open"))) == ([closed], [])
    assert told(conversation.id).count("ticket_closed") == 1
    with pytest.raises(Conflict, match="Ada has closed"):
        desk.answer_ticket(ticket.id, ben, "Hello", clock())


def test_a_ticket_that_is_not_there_is_not_found(desk, clock, ada):
    with pytest.raises(NotFound):
        desk.answer_ticket("nothing", ada, "Hello", clock())
    with pytest.raises(InvalidInput):
        desk.tickets("lost")


# --- what time does


def test_whom_nobody_takes_in_time_is_told_and_can_leave_a_message(desk, store, queued, told, clock, ada):
    clock.passes(minutes=9, seconds=59)
    desk.sign_of_life(ada.id, clock())
    assert desk.expire(clock()) == []
    assert desk.expire(clock.passes(seconds=1)) == [queued.id]
    assert desk.expire(clock()) == []
    assert store.get(queued.id).state is State.BOT
    assert last(store, queued).payload == {"kind": "leave_message"}
    assert told(queued.id)[-1] == "queue_left"


def test_with_nobody_left_at_the_desk_waiting_ends_after_the_grace_time(desk, store, queued, clock, ada):
    desk.set_presence(ada.id, "offline", clock())
    assert desk.expire(clock.passes(seconds=119)) == []
    assert desk.expire(clock.passes(seconds=1)) == [queued.id]


def test_an_agent_without_a_sign_of_life_is_away(desk, clock):
    desk.set_presence("ada", "online", clock())
    desk.sign_of_life("ada", clock.passes(seconds=100))
    desk.expire(clock.passes(seconds=100))
    assert desk.presence("ada") == "online"
    desk.expire(clock.passes(seconds=20))
    assert desk.presence("ada") == "away"
    assert not desk.availability(None, clock()).open


def test_a_desk_that_is_open_puts_nobody_on_duty(desk, clock):
    desk.sign_of_life("cleo", clock())
    assert desk.presence("cleo") == "away"
    assert not desk.availability(None, clock()).open


def test_what_a_lost_agent_held_goes_back_in_line_announced(desk, store, with_ada, clock, ada, ben):
    desk.reply(with_ada.id, ada, "Hello", "a1", clock())
    desk.set_presence(ben.id, "online", clock.passes(seconds=119))
    assert desk.expire(clock()) == []
    assert desk.expire(clock.passes(seconds=1)) == [with_ada.id]
    after = store.get(with_ada.id)
    assert (after.state, after.agent_id, after.queued_at) == (State.QUEUED, None, clock())
    assert "the connection to Ada was lost" in last(store, with_ada).text
    assert desk.accept(with_ada.id, ben, clock()).agent_id == "ben"


def test_an_agent_who_gives_signs_of_life_keeps_their_conversations(desk, with_ada, clock, ada):
    for _ in range(5):
        desk.sign_of_life(ada.id, clock.passes(seconds=100))
        assert desk.expire(clock()) == []


def test_a_presence_that_does_not_exist_is_refused(desk, clock):
    with pytest.raises(InvalidInput, match="online, away, offline"):
        desk.set_presence("ada", "sleeping", clock())


# --- reading


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
