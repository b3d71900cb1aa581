"""Asking for a person, waiting in line, and leaving it."""

from bot.conversation.machine import State
from bot.conversation.replies import Reply
from bot.handoff.assignment import Profile
from bot.handoff.model import Place


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


def test_a_department_is_open_only_with_an_agent_who_serves_it(desk, people, conversation, clock):
    people["ada"] = Profile("ada", "Ada", departments=("sales", "billing"))
    desk.set_presence("ada", "online", clock())
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


def test_leaving_the_queue_brings_the_visitor_back_to_the_bot_once(desk, store, last, queued, told, clock):
    desk.leave_queue(queued.id, clock())
    desk.leave_queue(queued.id, clock())
    assert store.get(queued.id).state is State.BOT
    assert told(queued.id).count("queue_left") == 1
    assert "back with the assistant" in last(queued).text
