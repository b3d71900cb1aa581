"""Messages are kept once, in order, and answered once."""

from datetime import timedelta

import pytest
from sqlalchemy.event import listen, remove

from bot.conversation.machine import State, Trigger
from bot.conversation.model import Happening
from bot.conversation.replies import Button, Reply
from bot.errors import Conflict, InvalidInput, NotFound

BUTTONS = (Button("yes", "Yes", "affirm"), Button("no", "No", "deny", {"about": "answer"}))


def test_a_conversation_begins_with_the_bot_and_before_its_first_episode(store, conversation, told):
    kept = store.get(conversation.id)
    assert kept == conversation
    assert kept.state is State.BOT
    assert kept.sender_id == f"{conversation.id}.1"
    assert kept.episode_started_at is None
    assert kept.signals == {"page": "/cart?x=1"}
    assert told(conversation.id) == ["conversation_started"]


def test_a_conversation_that_is_not_there_is_not_found(store, clock):
    with pytest.raises(NotFound):
        store.get("nobody")
    with pytest.raises(NotFound):
        store.keep_visitor_message("nobody", "hello", "m1", clock())


def test_the_first_message_begins_the_episode_and_is_owed_an_answer(store, conversation, events, clock):
    kept = store.keep_visitor_message(conversation.id, "Hello", "m1", clock.passes(minutes=1))
    assert kept.new
    assert (kept.message.seq, kept.message.text, kept.message.owed) == (1, "Hello", True)
    assert kept.conversation == store.get(conversation.id)
    assert kept.conversation.episode_started_at == clock()
    heard = events.for_conversation(conversation.id)
    assert [event.type for event in heard] == ["conversation_started", "episode_started", "message_received"]
    assert heard[2].data == {"seq": 1, "length": 5, "chat": "bot", "substance": True}
    assert {event.episode_id for event in heard} == {conversation.episode_id}


def test_the_same_message_sent_again_is_the_same_message(store, conversation, told, clock):
    first = store.keep_visitor_message(conversation.id, "Hello", "m1", clock())
    again = store.keep_visitor_message(conversation.id, "Hello", "m1", clock.passes(hours=48))
    assert not again.new
    assert again.message == first.message
    assert store.get(conversation.id).last_seq == 1
    assert told(conversation.id).count("message_received") == 1


def test_another_text_under_the_same_id_is_a_conflict_and_changes_nothing(store, conversation, clock):
    store.keep_visitor_message(conversation.id, "Hello", "m1", clock())
    with pytest.raises(Conflict, match="client_message_id"):
        store.keep_visitor_message(conversation.id, "Goodbye", "m1", clock())
    assert [message.text for message in store.messages(conversation.id)] == ["Hello"]


def test_two_conversations_may_use_the_same_client_message_id(store, conversation, clock):
    other = store.start(visitor_id="visitor-2", at=clock())
    store.keep_visitor_message(conversation.id, "Hello", "m1", clock())
    assert store.keep_visitor_message(other.id, "Goodbye", "m1", clock()).new


@pytest.mark.parametrize("client_message_id", ["", "x" * 65, "a\x00b", "naïve"])
def test_an_unusable_client_message_id_is_refused_with_its_field(
    store, conversation, client_message_id, clock
):
    with pytest.raises(InvalidInput) as refusal:
        store.keep_visitor_message(conversation.id, "Hello", client_message_id, clock())
    assert refusal.value.field == "client_message_id"


@pytest.mark.parametrize("text", ["", "   ", "\x00"])
def test_a_message_without_words_is_refused(store, conversation, text, clock):
    with pytest.raises(InvalidInput, match="write something"):
        store.keep_visitor_message(conversation.id, text, "m1", clock())
    assert store.messages(conversation.id) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "ab"),
        ("smile \ud83d", "smile ?"),
        ("שלום 👋🏽", "שלום 👋🏽"),
        ("'; DROP TABLE x;--", "'; DROP TABLE x;--"),
    ],
)
def test_whatever_people_type_is_kept(store, conversation, typed, kept, clock):
    assert store.keep_visitor_message(conversation.id, typed, "m1", clock()).message.text == kept
    assert store.messages(conversation.id)[0].text == kept
    assert not store.keep_visitor_message(conversation.id, typed, "m1", clock()).new


def test_a_message_that_was_not_answered_is_found_after_a_crash(store, conversation, clock):
    store.keep_visitor_message(conversation.id, "One", "m1", clock())
    store.keep_visitor_message(conversation.id, "Two", "m2", clock.passes(seconds=1))
    assert store.owed(clock()) == [(conversation.id, 1)]
    assert [message.text for message in store.owed_in(conversation.id)] == ["One", "Two"]
    store.keep_replies(conversation.id, 1, [Reply("Answer one")], clock())
    assert store.owed(clock.passes(seconds=1)) == [(conversation.id, 2)]


def test_replies_stand_in_order_after_what_they_answer(store, conversation, events, clock):
    store.keep_visitor_message(conversation.id, "Hello", "m1", clock())
    replies = [Reply("Hi"), Reply("Did that help?", BUTTONS, {"kind": "answer", "article_id": "a"})]
    kept = store.keep_replies(conversation.id, 1, replies, clock.passes(milliseconds=120))
    assert [(message.seq, message.in_reply_to, message.author) for message in kept] == [
        (2, 1, "bot"),
        (3, 1, "bot"),
    ]
    assert store.messages(conversation.id, after=1) == kept
    assert store.get(conversation.id).bot_turns == 1
    assert events.for_conversation(conversation.id)[-1].data == {"seq": 1, "milliseconds": 120.0}


def test_a_message_is_answered_once(store, conversation, told, clock):
    store.keep_visitor_message(conversation.id, "Hello", "m1", clock())
    first = store.keep_replies(conversation.id, 1, [Reply("Hi")], clock())
    again = store.keep_replies(conversation.id, 1, [Reply("Hi there"), Reply("!")], clock())
    assert again == first
    assert [message.text for message in store.messages(conversation.id)] == ["Hello", "Hi"]
    assert told(conversation.id).count("bot_replied") == 1


def test_what_nobody_asked_is_not_answered(store, conversation, clock):
    assert store.keep_replies(conversation.id, 7, [Reply("Hi")], clock()) == []
    assert store.messages(conversation.id) == []


def test_an_empty_answer_owes_nothing_more(store, conversation, clock):
    store.keep_visitor_message(conversation.id, "Hello", "m1", clock())
    assert store.keep_replies(conversation.id, 1, (), clock()) == []
    assert store.owed_in(conversation.id) == []


def test_a_picked_button_is_kept_with_what_it_stands_for(store, conversation, clock):
    store.keep_visitor_message(conversation.id, "Hello", "m1", clock())
    store.keep_replies(conversation.id, 1, [Reply("Did that help?", BUTTONS), Reply("Tell me.")], clock())
    message = store.keep_visitor_message(conversation.id, "No", "m2", clock(), choice="no").message
    assert message.payload["choice"] == {
        "id": "no",
        "title": "No",
        "intent": "deny",
        "entities": {"about": "answer"},
    }
    assert message.public_payload() == {}


def test_a_button_of_an_older_turn_or_an_invented_one_is_refused(store, conversation, clock):
    store.keep_visitor_message(conversation.id, "Hello", "m1", clock())
    store.keep_replies(conversation.id, 1, [Reply("Sure?", BUTTONS)], clock())
    store.keep_visitor_message(conversation.id, "Something else", "m2", clock())
    store.keep_replies(conversation.id, 3, [Reply("I see.")], clock())
    for button in ("no", "made-up"):
        with pytest.raises(InvalidInput) as refusal:
            store.keep_visitor_message(conversation.id, "No", f"m-{button}", clock(), choice=button)
        assert refusal.value.field == "choice"
    assert store.get(conversation.id).last_seq == 4


def test_typed_text_that_looks_like_a_command_is_plain_text(store, conversation, clock):
    message = store.keep_visitor_message(conversation.id, "/affirm", "m1", clock()).message
    assert (message.text, message.payload) == ("/affirm", {})


def test_facts_are_updated_and_slots_and_signals_merged(store, conversation, events, clock):
    store.update(
        conversation.id, clock(), slots={"order": "10045", "city": "Oslo"}, signals={"cart_value": 90.5}
    )
    after = store.update(
        conversation.id, clock.passes(seconds=5), reason="damaged_item", value="high", slots={"city": None}
    )
    assert after == store.get(conversation.id)
    assert (after.reason, after.value, after.slots) == ("damaged_item", "high", {"order": "10045"})
    assert after.signals == {"page": "/cart?x=1", "cart_value": 90.5}
    assert after.updated_at == clock()


@pytest.mark.parametrize("fact", ["state", "agent_id", "last_seq", "episode_id", "nonsense"])
def test_what_only_a_transition_may_change_cannot_be_updated(store, conversation, fact, clock):
    with pytest.raises(TypeError, match=fact):
        store.update(conversation.id, clock(), **{fact: "x"})


def test_an_event_is_recorded_once_for_its_key(store, conversation, events, told, clock):
    for _ in range(2):
        store.record(conversation.id, "person_requested", clock(), key="turn 1", times=1)
    store.record(conversation.id, "person_requested", clock(), times=2)
    assert told(conversation.id) == ["conversation_started", "episode_started"] + ["person_requested"] * 2
    assert events.for_conversation(conversation.id)[-1].visitor_key == conversation.visitor_key


def test_an_event_that_does_not_fit_its_schema_undoes_the_whole_change(store, conversation, clock):
    wrong = Happening("handoff_requested", {"handoff_reason": "because I say so"})
    with pytest.raises(InvalidInput):
        store.update(conversation.id, clock(), reason="damaged_item", events=[wrong])
    assert store.get(conversation.id) == conversation


def test_no_personal_text_reaches_the_ledger(store, desk, events, conversation, clock):
    store.keep_visitor_message(conversation.id, "I am Kim Larsen, kim@example.org", "m1", clock())
    desk.leave_message(conversation.id, "Kim Larsen", "kim@example.org", "Call me please", clock())
    told = repr([event.data for event in events.for_conversation(conversation.id)])
    for secret in ("Kim", "kim@", "Call me"):
        assert secret not in told


def test_a_message_and_its_answer_cost_one_transaction_each(db, store, conversation, clock):
    commits = []

    def count(connection):
        commits.append(connection)

    listen(db.engine, "commit", count)
    try:
        store.keep_visitor_message(conversation.id, "Hello", "m1", clock())
        assert len(commits) == 1
        store.keep_replies(conversation.id, 1, [Reply("Hi"), Reply("How can I help?")], clock())
        assert len(commits) == 2
    finally:
        remove(db.engine, "commit", count)


# --- episodes


def test_after_a_closing_the_next_message_begins_a_new_episode_with_a_fresh_bot(
    store, conversation, events, clock
):
    store.keep_visitor_message(conversation.id, "Hello", "m1", clock())
    store.update(conversation.id, clock(), reason="damaged_item", times_asked_for_person=1, bot_turns=4)
    store.move(conversation.id, Trigger.CLOSE, clock(), by="visitor")
    kept = store.keep_visitor_message(conversation.id, "Me again", "m2", clock.passes(minutes=5))
    after = kept.conversation
    assert (after.state, after.stint, after.episode_number) == (State.BOT, 2, 2)
    assert after.episode_id != conversation.episode_id
    assert (after.reason, after.times_asked_for_person, after.bot_turns) == (None, 0, 0)
    assert kept.message.owed
    heard = events.for_episode(after.episode_id)
    assert [event.type for event in heard] == ["episode_started", "reopened", "message_received"]
    assert heard[0].data["number"] == 2


def test_after_a_day_of_silence_a_new_episode_begins_without_a_reopening(store, conversation, events, clock):
    store.keep_visitor_message(conversation.id, "Hello", "m1", clock())
    store.keep_replies(conversation.id, 1, [Reply("Hi")], clock())
    store.move(conversation.id, Trigger.OFFER, clock(), handoff_reason="low_confidence")
    after = store.keep_visitor_message(conversation.id, "Back", "m2", clock.passes(hours=24)).conversation
    assert (after.state, after.stint, after.episode_number) == (State.BOT, 2, 2)
    heard = [event.type for event in events.for_episode(after.episode_id)]
    assert heard == ["episode_started", "message_received"]


def test_silence_is_counted_from_the_bots_last_word_too(store, conversation, clock):
    store.keep_visitor_message(conversation.id, "Hello", "m1", clock())
    store.keep_replies(conversation.id, 1, [Reply("Hi")], clock.passes(hours=20))
    after = store.keep_visitor_message(conversation.id, "Back", "m2", clock.passes(hours=20)).conversation
    assert (after.stint, after.episode_number) == (1, 1)


def test_a_day_of_silence_with_a_person_begins_an_episode_and_leaves_the_person_in_charge(
    store, with_ada, clock
):
    clock.passes(hours=25)
    kept = store.keep_visitor_message(with_ada.id, "Are you there?", "m9", clock())
    assert (kept.conversation.state, kept.conversation.agent_id) == (State.ASSIGNED, "ada")
    assert (kept.conversation.episode_number, kept.conversation.stint) == (2, 1)
    assert not kept.message.owed


def test_asking_for_a_person_without_a_word_begins_the_episode(store, desk, conversation, told, clock):
    desk.request_person(conversation.id, handoff_reason="visitor_request", at=clock())
    assert told(conversation.id) == ["conversation_started", "episode_started", "handoff_requested"]


def test_a_visitors_conversations_are_found_the_latest_first(store, conversation, clock):
    later = store.start(visitor_id="visitor-1", at=clock() + timedelta(minutes=1))
    store.start(visitor_id="visitor-2", at=clock())
    assert [found.id for found in store.for_visitor("visitor-1")] == [later.id, conversation.id]


def test_a_strange_locale_is_left_out(store, events, clock):
    odd = store.start(visitor_id="v", locale="de-DE,de;q=0.9", at=clock())
    assert odd.locale is None
    assert "locale" not in events.for_conversation(odd.id)[0].data
