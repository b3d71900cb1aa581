"""Notes with mentions, passing on, pauses and read marks."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from bot.conversation.machine import State
from bot.conversation.seen import Reader
from bot.errors import Conflict, InvalidInput, NotAllowed, TransitionRefused
from bot.handoff.assignment import Profile

CARL = SimpleNamespace(id="carl", name="Carl")


def test_whom_a_note_names_is_told_until_they_have_looked(desk, with_ada, clock, ada, ben):
    noted = desk.chats.note(with_ada.id, ada, "@Ben, your case?", clock(), colleagues=[ada, ben, CARL])
    assert noted.kept.message.payload == {"mentions": ["ben"]}
    [nudge] = desk.chats.nudges.unseen("ben")
    assert (nudge.kind, nudge.conversation_id, nudge.by_name) == ("mention", with_ada.id, "Ada")
    assert desk.chats.nudges.unseen("carl") == []
    assert desk.chats.nudges.seen("ben", with_ada.id, clock()) == 1
    assert desk.chats.nudges.unseen("ben") == []


def test_a_note_sent_twice_is_kept_once_and_tells_once(desk, store, with_ada, clock, ada, ben):
    for _ in range(2):
        desk.chats.note(with_ada.id, ada, "@Ben look", clock(), client_message_id="n1", colleagues=[ada, ben])
    notes = [one for one in store.messages(with_ada.id, notes=True) if one.author == "note"]
    assert len(notes) == len(desk.chats.nudges.unseen("ben")) == 1


def test_who_names_themselves_is_not_told(desk, with_ada, clock, ada, ben):
    desk.chats.note(with_ada.id, ada, "@Ada remember", clock(), colleagues=[ada, ben])
    assert desk.chats.nudges.unseen("ada") == []


def test_a_colleague_gets_the_conversation_with_the_note_and_the_visitor_is_told(
    desk, store, with_ada, clock, ada, ben, told
):
    desk.set_presence(ben.id, "online", clock())
    passed = desk.chats.pass_to_agent(with_ada.id, ada, ben, "Needs your eye", clock())
    assert (passed.conversation.state, passed.conversation.agent_id) == (State.ASSIGNED, "ben")
    *_, note, said = store.messages(with_ada.id, notes=True)
    assert (note.text, note.author) == ("Needs your eye", "note")
    assert "Ada has asked Ben to take over" in said.text
    assert [one.kind for one in desk.chats.nudges.unseen("ben")] == ["passed_on"]
    assert told(with_ada.id)[-2:] == ["transferred", "person_accepted"]
    desk.reply(with_ada.id, ben, "Hello", "b1", clock())
    with pytest.raises(NotAllowed, match="Ben's"):
        desk.reply(with_ada.id, ada, "Hello", "a1", clock())


def test_passing_on_twice_changes_nothing_more(desk, store, with_ada, clock, ada, ben):
    desk.set_presence(ben.id, "online", clock())
    desk.chats.pass_to_agent(with_ada.id, ada, ben, "", clock())
    before = store.get(with_ada.id)
    assert desk.chats.pass_to_agent(with_ada.id, ada, ben, "", clock()).conversation == before
    assert store.get(with_ada.id) == before


def test_a_colleague_who_is_not_there_gets_nothing(desk, store, with_ada, clock, ada, ben):
    with pytest.raises(Conflict, match="Ben isn't on duty"):
        desk.chats.pass_to_agent(with_ada.id, ada, ben, "", clock())
    with pytest.raises(InvalidInput, match="yours already"):
        desk.chats.pass_to_agent(with_ada.id, ada, ada, "", clock())
    assert store.get(with_ada.id) == with_ada


def test_nobody_passes_on_what_another_has(desk, with_ada, queued, clock, ben):
    desk.set_presence(ben.id, "online", clock())
    desk.set_presence(CARL.id, "online", clock())
    with pytest.raises(NotAllowed):
        desk.chats.pass_to_agent(with_ada.id, CARL, ben, "", clock())
    with pytest.raises(NotAllowed):
        desk.chats.pass_to_department(with_ada.id, CARL, "billing", "", clock())


def test_another_department_gets_the_visitor_with_all_that_is_known(
    desk, store, people, with_ada, clock, ada, ben, told
):
    people["ben"] = Profile("ben", "Ben", departments=("billing",))
    desk.set_presence(ben.id, "online", clock())
    store.update(with_ada.id, clock(), reason="damaged_item", slots={"order_number": "10045"})
    passed = desk.chats.pass_to_department(with_ada.id, ada, "billing", "Refund?", clock()).conversation
    assert (passed.state, passed.department, passed.agent_id) == (State.QUEUED, "billing", None)
    assert (passed.reason, passed.slots) == ("damaged_item", {"order_number": "10045"})
    said = store.messages(with_ada.id)[-1]
    assert "Ada is passing you on to our billing team" in said.text
    assert said.payload["position"] == 1
    assert told(with_ada.id)[-2:] == ["transferred", "queued"]
    assert desk.accept(with_ada.id, ben, clock()).agent_id == "ben"


def test_a_department_in_which_nobody_is_gets_nobody(desk, store, people, with_ada, clock, ada):
    people["ada"] = Profile("ada", "Ada", departments=("sales",))
    with pytest.raises(Conflict, match="Nobody of billing"):
        desk.chats.pass_to_department(with_ada.id, ada, "billing", "", clock())
    assert store.get(with_ada.id).state is State.ASSIGNED


def test_a_pause_is_promised_to_the_visitor_and_ends_when_the_agent_writes(
    desk, store, with_ada, clock, ada, last
):
    paused = desk.chats.pause(with_ada.id, ada, 10, clock())
    assert paused.paused_until == clock() + timedelta(minutes=10)
    assert "back here in about 10 minutes" in last(with_ada).text
    assert last(with_ada).payload["kind"] == "pause"
    desk.reply(with_ada.id, ada, "Here I am", "a1", clock.passes(minutes=5))
    assert store.get(with_ada.id).paused_until is None


def test_a_pause_ends_without_a_word_too_and_with_the_conversation(desk, store, with_ada, clock, ada):
    desk.chats.pause(with_ada.id, ada, 10, clock())
    assert desk.chats.resume(with_ada.id, ada, clock()).paused_until is None
    desk.chats.pause(with_ada.id, ada, 10, clock())
    assert desk.close(with_ada.id, ada, "resolved", None, clock()).paused_until is None


@pytest.mark.parametrize("minutes", [0, -1, 481])
def test_only_a_time_that_can_be_promised_is_promised(desk, store, with_ada, clock, ada, minutes):
    with pytest.raises(InvalidInput):
        desk.chats.pause(with_ada.id, ada, minutes, clock())
    assert store.get(with_ada.id) == with_ada


def test_what_the_visitor_has_not_seen_is_found_until_they_have(desk, store, with_ada, clock, ada):
    first = desk.reply(with_ada.id, ada, "One", "a1", clock()).message
    second = desk.reply(with_ada.id, ada, "Two", "a2", clock.passes(minutes=1)).message
    later = clock.passes(minutes=1)
    assert [one.text for one in store.unseen_replies(later)[with_ada.id]] == ["One", "Two"]
    assert [one.text for one in store.unseen_replies(second.at)[with_ada.id]] == ["One"]
    assert store.seen(with_ada.id, Reader.VISITOR, first.seq)
    assert [one.text for one in store.unseen_replies(later)[with_ada.id]] == ["Two"]
    assert store.seen(with_ada.id, Reader.VISITOR, second.seq)
    assert store.unseen_replies(later) == {}


def test_a_read_mark_only_moves_forward_and_never_past_the_end(store, with_ada):
    assert store.seen(with_ada.id, Reader.VISITOR, 2)
    assert not store.seen(with_ada.id, Reader.VISITOR, 2)
    assert not store.seen(with_ada.id, Reader.VISITOR, 1)
    assert not store.seen(with_ada.id, Reader.VISITOR, 1_000)
    assert store.get(with_ada.id).visitor_seen_seq == 2


def test_only_the_agent_who_has_the_conversation_reads_it_for_the_visitor(
    desk, store, with_ada, clock, ada, ben
):
    store.keep_visitor_message(with_ada.id, "Hello?", "m9", clock())
    end = store.get(with_ada.id).last_seq
    assert not desk.chats.seen_by_agent(with_ada.id, ben, end)
    assert store.unread([with_ada.id]) == {with_ada.id: 1}
    assert desk.chats.seen_by_agent(with_ada.id, ada, end)
    assert store.unread([with_ada.id]) == {}


def test_a_conversation_that_nobody_has_cannot_be_paused(desk, queued, clock, ada):
    with pytest.raises(TransitionRefused):
        desk.chats.pause(queued.id, ada, 5, clock())


def test_why_a_visitor_went_back_to_the_bot_stays_as_a_note(desk, store, with_ada, clock, ada):
    desk.return_to_bot(with_ada.id, ada, "Only wants opening hours", clock())
    notes = [one.text for one in store.messages(with_ada.id, notes=True) if one.author == "note"]
    assert notes == ["Given back to the assistant: Only wants opening hours"]
