"""Visitors of a push department ring at agents: who accepts, who lets pass, who is gone."""

import pytest

from bot.conversation.machine import State
from bot.errors import Conflict
from bot.handoff.assignment import Profile
from bot.handoff.departments.model import Assignment, Department


@pytest.fixture
def sales(departments, clock):
    return departments.add(Department("sales", "Sales", assignment=Assignment.PUSH), clock())


@pytest.fixture
def on_duty(desk, people, clock):
    def come(*ids, **duties):
        for id_ in ids:
            people[id_] = Profile(id_, id_.capitalize(), **duties)
            desk.set_presence(id_, "online", clock())

    return come


@pytest.fixture
def visitor(desk, store, clock, sales):
    def waits(name="v", **facts):
        made = store.start(visitor_id=name, at=clock())
        store.update(made.id, clock(), department="sales", **facts)
        desk.request_person(made.id, handoff_reason="high_value", at=clock())
        return store.get(made.id)

    return waits


def ringing(desk):
    return {id_: ring.agent_id for id_, ring in desk.ringing.now_ringing().items()}


def test_a_visitor_rings_at_one_agent_who_accepts(desk, visitor, on_duty, clock, ada, told):
    on_duty("ada")
    one = visitor()
    assert desk.give_out(clock()) == [one.id]
    assert ringing(desk) == {one.id: "ada"}
    assert desk.give_out(clock()) == []
    assert desk.accept(one.id, ada, clock()).state is State.ASSIGNED
    assert ringing(desk) == {}
    assert told(one.id)[-1] == "person_accepted"


def test_a_colleague_at_whom_it_does_not_ring_is_told_so(desk, visitor, on_duty, clock, ben):
    on_duty("ada")
    one = visitor()
    desk.give_out(clock())
    with pytest.raises(Conflict, match="ringing at Ada"):
        desk.accept(one.id, ben, clock())
    assert desk.accept(one.id, ben, clock(), freely=True).agent_id == "ben"
    assert ringing(desk) == {}


def test_who_does_not_answer_loses_it_to_the_next_and_the_visitor_is_told_once(
    desk, store, visitor, on_duty, clock, ada
):
    on_duty("ada", "ben")
    one = visitor()
    desk.give_out(clock())
    first = ringing(desk)[one.id]
    clock.passes(seconds=30)
    assert desk.give_out(clock()) == [one.id]
    second = ringing(desk)[one.id]
    assert {first, second} == {"ada", "ben"}
    clock.passes(seconds=30)
    desk.give_out(clock())
    assert ringing(desk)[one.id] == first, "everybody was asked: the first is asked again"
    said = [message.text for message in store.messages(one.id) if message.author == "system"]
    assert said == ["Nobody has picked up yet. I'm asking on, and your place is kept."]


def test_letting_pass_hands_it_on_at_once_and_is_for_the_one_at_whom_it_rings(
    desk, visitor, on_duty, clock, ada, ben
):
    on_duty("ada")
    one = visitor()
    desk.give_out(clock())
    with pytest.raises(Conflict, match="doesn't ring at you"):
        desk.let_pass(one.id, ben, clock())
    on_duty("ben")
    desk.let_pass(one.id, ada, clock())
    desk.give_out(clock())
    assert ringing(desk) == {one.id: "ben"}


def test_what_rings_at_an_agent_whose_browser_died_goes_on(desk, visitor, on_duty, clock):
    on_duty("ada")
    one = visitor()
    desk.give_out(clock())
    clock.passes(seconds=20)
    on_duty("ben")
    desk.set_presence("ada", "offline", clock())
    assert desk.give_out(clock()) == [one.id]
    assert ringing(desk) == {one.id: "ben"}


def test_what_was_given_out_and_accepted_comes_back_when_the_browser_dies(
    desk, store, visitor, on_duty, clock, ada, last
):
    on_duty("ada")
    one = visitor()
    desk.give_out(clock())
    desk.accept(one.id, ada, clock())
    clock.passes(minutes=2)
    on_duty("ben")
    assert desk.expire(clock()) == [one.id]
    assert "the connection to Ada was lost" in last(one).text
    assert store.get(one.id).state is State.QUEUED
    desk.give_out(clock())
    assert ringing(desk) == {one.id: "ben"}


def test_nobody_gets_more_than_they_take_and_the_rest_wait_in_order(desk, visitor, on_duty, clock, ada):
    on_duty("ada", capacity=2)
    first, second, third = (
        visitor(name, value=value) for name, value in zip("abc", ("low", "high", "medium"), strict=True)
    )
    desk.give_out(clock())
    assert ringing(desk) == {second.id: "ada", third.id: "ada"}
    desk.accept(second.id, ada, clock())
    desk.accept(third.id, ada, clock())
    desk.give_out(clock())
    assert ringing(desk) == {}
    desk.close(second.id, ada, "resolved", None, clock())
    desk.give_out(clock())
    assert ringing(desk) == {first.id: "ada"}


def test_a_full_agent_is_told_so_and_a_supervisor_may_go_beyond(desk, visitor, on_duty, clock, ada):
    on_duty("ada", capacity=1)
    one, another = visitor("a"), visitor("b")
    desk.accept(one.id, ada, clock())
    with pytest.raises(Conflict, match="You have a chat, as many as you take"):
        desk.accept(another.id, ada, clock())
    assert desk.accept(one.id, ada, clock()).agent_id == "ada", "what is theirs stays theirs"
    assert desk.accept(another.id, ada, clock(), freely=True).agent_id == "ada"


def test_it_stops_ringing_when_the_visitor_leaves_the_line(desk, visitor, on_duty, clock):
    on_duty("ada")
    one = visitor()
    desk.give_out(clock())
    desk.leave_queue(one.id, clock())
    assert desk.give_out(clock()) == [one.id]
    assert ringing(desk) == {}


def test_who_knows_the_matter_is_rung_first(desk, visitor, on_duty, clock):
    on_duty("ada", skills=("delivery",))
    on_duty("ben", skills=("payments",))
    one = visitor(reason="payments")
    desk.give_out(clock())
    assert ringing(desk) == {one.id: "ben"}


def test_a_pull_departments_visitors_ring_at_nobody(desk, queued, on_duty, clock):
    on_duty("ada")
    assert desk.give_out(clock()) == []
