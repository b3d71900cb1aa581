"""What time does: nobody takes it, nobody is there, an agent is lost."""

import pytest

from bot.conversation.machine import State
from bot.errors import InvalidInput


def test_whom_nobody_takes_in_time_is_told_and_can_leave_a_message(
    desk, store, last, queued, told, clock, ada
):
    clock.passes(minutes=9, seconds=59)
    desk.sign_of_life(ada.id, clock())
    assert desk.expire(clock()) == []
    assert desk.expire(clock.passes(seconds=1)) == [queued.id]
    assert desk.expire(clock()) == []
    assert store.get(queued.id).state is State.BOT
    assert last(queued).payload == {"kind": "leave_message"}
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


def test_what_a_lost_agent_held_goes_back_in_line_announced(desk, store, last, with_ada, clock, ada, ben):
    desk.reply(with_ada.id, ada, "Hello", "a1", clock())
    desk.set_presence(ben.id, "online", clock.passes(seconds=119))
    assert desk.expire(clock()) == []
    assert desk.expire(clock.passes(seconds=1)) == [with_ada.id]
    after = store.get(with_ada.id)
    assert (after.state, after.agent_id, after.queued_at) == (State.QUEUED, None, clock())
    assert "the connection to Ada was lost" in last(with_ada).text
    assert desk.accept(with_ada.id, ben, clock()).agent_id == "ben"


def test_an_agent_who_gives_signs_of_life_keeps_their_conversations(desk, with_ada, clock, ada):
    for _ in range(5):
        desk.sign_of_life(ada.id, clock.passes(seconds=100))
        assert desk.expire(clock()) == []


def test_a_presence_that_does_not_exist_is_refused(desk, clock):
    with pytest.raises(InvalidInput, match="online, away, offline"):
        desk.set_presence("ada", "sleeping", clock())
