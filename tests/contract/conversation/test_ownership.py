"""A conversation is one agent's: accepted once, and no colleague's to write in, close or return."""

import pytest

from bot.conversation.machine import State
from bot.conversation.replies import Reply
from bot.errors import Conflict, NotAllowed, NotFound, TransitionRefused


def test_an_agent_who_accepts_owns_it_and_is_announced(desk, last, with_ada, events):
    assert (with_ada.state, with_ada.agent_id, with_ada.agent_name) == (State.ASSIGNED, "ada", "Ada")
    assert last(with_ada).text == "Ada is here now and has read your conversation so far."
    accepted = events.for_conversation(with_ada.id)[-1]
    assert (accepted.type, accepted.data) == ("person_accepted", {"agent_id": "ada", "waited_seconds": 30.0})


def test_accepting_again_is_harmless_and_said_once(desk, store, last, with_ada, told, clock, ada):
    assert desk.accept(with_ada.id, ada, clock()).agent_id == "ada"
    assert told(with_ada.id).count("person_accepted") == 1
    assert [m.text for m in store.messages(with_ada.id)].count(last(with_ada).text) == 1


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
    desk.chats.note(with_ada.id, ben, "Be careful with this one", clock())
    assert "note" not in [message.author for message in store.messages(with_ada.id)]
    assert store.messages(with_ada.id, notes=True)[-1].agent_name == "Ben"
