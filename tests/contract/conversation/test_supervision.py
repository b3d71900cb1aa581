"""What a supervisor does in others' chats, and what the board shows."""

from types import SimpleNamespace

import pytest

from bot.conversation.machine import State
from bot.errors import Conflict, InvalidInput, TransitionRefused
from bot.handoff.assignment import Profile
from bot.handoff.board import Waits
from bot.handoff.departments.model import Department

SUE = SimpleNamespace(id="sue", name="Sue")


def nudged(desk, staff_id):
    return [(one.kind.value, one.by_name) for one in desk.chats.nudges.unseen(staff_id)]


def test_a_supervisor_takes_a_chat_over_and_the_agent_is_told(desk, store, with_ada, clock, ada, last, told):
    taken = desk.supervision.take_over(with_ada.id, SUE, clock()).conversation
    assert (taken.agent_id, taken.state) == ("sue", State.ASSIGNED)
    assert last(with_ada).text == "Sue goes on with you from here, and has all you wrote so far."
    assert nudged(desk, ada.id) == [("taken_over", "Sue")]
    assert told(with_ada.id)[-2:] == ["transferred", "person_accepted"]
    desk.supervision.take_over(with_ada.id, SUE, clock())
    assert told(with_ada.id).count("transferred") == 1


def test_a_supervisor_takes_over_who_still_waits(desk, queued, clock):
    assert desk.supervision.take_over(queued.id, SUE, clock()).conversation.agent_id == "sue"
    assert desk.waiting(clock()) == []


def test_what_the_bot_has_can_not_be_taken_over(desk, conversation, clock):
    with pytest.raises(TransitionRefused):
        desk.supervision.take_over(conversation.id, SUE, clock())


def test_a_chat_is_given_to_a_colleague_on_duty_and_both_are_told(desk, with_ada, clock, ada, ben, last):
    with pytest.raises(Conflict, match="Ben isn't on duty"):
        desk.supervision.reassign(with_ada.id, SUE, ben, clock())
    desk.set_presence(ben.id, "online", clock())
    given = desk.supervision.reassign(with_ada.id, SUE, ben, clock()).conversation
    assert given.agent_id == "ben"
    assert "Ben goes on with you" in last(with_ada).text
    assert nudged(desk, "ada") == [("taken_over", "Sue")]
    assert nudged(desk, "ben") == [("passed_on", "Sue")]


def test_who_waits_is_given_to_a_colleague(desk, queued, clock, ada, last):
    given = desk.supervision.reassign(queued.id, SUE, ada, clock()).conversation
    assert given.agent_id == "ada"
    assert last(queued).text.startswith("Ada is here now")


def test_a_whisper_reaches_the_agent_and_never_the_visitor(desk, store, with_ada, clock, ada):
    said = desk.supervision.whisper(with_ada.id, SUE, "Offer a refund.", "w1", clock())
    again = desk.supervision.whisper(with_ada.id, SUE, "Offer a refund.", "w1", clock())
    assert (said.kept.new, again.kept.new) == (True, False)
    assert said.kept.message.payload == {"kind": "whisper"}
    assert "Offer a refund." not in [message.text for message in store.messages(with_ada.id)]
    assert "Offer a refund." in [message.text for message in store.messages(with_ada.id, notes=True)]
    assert nudged(desk, ada.id) == [("whisper", "Sue")]
    with pytest.raises(InvalidInput):
        desk.supervision.whisper(with_ada.id, SUE, "  ", None, clock())


def test_where_nobody_has_the_visitor_nobody_can_be_whispered_to(desk, queued, clock):
    with pytest.raises(Conflict, match="nobody would hear"):
        desk.supervision.whisper(queued.id, SUE, "Hello?", None, clock())


def test_the_board_shows_who_waits_who_is_on_what_and_who_gave_up(
    desk, store, departments, people, clock, ada
):
    departments.add(Department("sales", "Sales"), clock())
    departments.add(Department("support", "Support"), clock())
    people["ada"] = Profile("ada", "Ada", departments=("sales",), capacity=4)
    people["ben"] = Profile("ben", "Ben")
    people["cleo"] = Profile("cleo", "Cleo")
    for agent in ("ada", "ben"):
        desk.set_presence(agent, "online", clock())
    visitors = []
    for name in "abc":
        made = store.start(visitor_id=name, at=clock())
        store.update(made.id, clock(), department="sales")
        desk.request_person(made.id, handoff_reason="policy", at=clock.passes(seconds=10))
        visitors.append(made)
    desk.accept(visitors[0].id, ada, clock())
    desk.leave_queue(visitors[1].id, clock())
    board = desk.board.read(clock.passes(seconds=5))
    lines = {line.key: line for line in board.departments}
    sales = lines["sales"]
    assert (sales.waiting, sales.on_duty, sales.chats, sales.capacity) == (1, 2, 1, 7)
    assert sales.longest_since == store.get(visitors[2].id).queued_at
    assert sales.today == Waits(begun=3, abandoned=1)
    assert (lines["support"].waiting, lines["support"].on_duty) == (0, 1)
    agents = {line.profile.agent_id: line for line in board.agents}
    assert list(agents) == ["ada", "ben"]
    assert (agents["ada"].load, [chat.id for chat in agents["ada"].chats]) == (1, [visitors[0].id])
    clock.passes(days=1)
    tomorrow = {line.key: line for line in desk.board.read(clock()).departments}
    assert tomorrow["sales"].today == Waits()
