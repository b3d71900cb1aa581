"""Departments as they are kept, and what their hours and timeouts do to visitors."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.conversation.machine import State
from bot.errors import Conflict, InvalidInput, NotFound, Overtaken
from bot.handoff.assignment import Profile
from bot.handoff.departments.hours import Hours, Span
from bot.handoff.departments.model import Assignment, Department
from bot.handoff.departments.store import DepartmentStore
from bot.handoff.model import Place

# The tests' clock starts on a Monday at 9:00 UTC.
AFTERNOONS = Hours("America/New_York", ((Span(540, 1020),),) * 5 + ((), ()))


@pytest.fixture
def waits(desk, store, clock):
    def queue(department, name="v"):
        made = store.start(visitor_id=name, at=clock())
        store.update(made.id, clock(), department=department)
        placement = desk.request_person(made.id, handoff_reason="policy", at=clock())
        return store.get(made.id), placement

    return queue


def test_a_department_comes_back_as_it_was_kept(departments, clock):
    full = Department(
        "sales",
        "Sales",
        Hours("Europe/Berlin", AFTERNOONS.week, "DE", "BY", {date(2026, 12, 24): "Christmas Eve"}),
        Assignment.PUSH,
        None,
        timedelta(minutes=4),
    )
    assert departments.add(full, clock()) == replace(full, version=1)
    assert departments.refresh().by_key == {"sales": replace(full, version=1)}
    with pytest.raises(Conflict, match="already"):
        departments.add(full, clock())


def test_a_change_is_seen_by_another_process_within_half_a_second(db, departments, clock):
    departments.add(Department("sales", "Sales"), clock())
    seconds = [0.0]
    other = DepartmentStore(db, lambda: seconds[0])
    assert other().named("sales").name == "Sales"
    departments.change(replace(departments().named("sales"), name="Orders"), clock())
    assert other().named("sales").name == "Sales"
    seconds[0] = 0.5
    assert other().named("sales").name == "Orders"


def test_of_two_who_change_the_same_the_second_is_told(departments, clock):
    known = departments.add(Department("sales", "Sales"), clock())
    departments.change(replace(known, name="Orders"), clock())
    with pytest.raises(Overtaken):
        departments.change(replace(known, name="Selling"), clock())
    assert departments().named("sales").name == "Orders"
    with pytest.raises(NotFound):
        departments.change(Department("moon", "Moon"), clock())
    with pytest.raises(InvalidInput):
        departments.change(replace(departments().named("sales"), next_key="moon"), clock())


def test_where_visitors_are_sent_on_to_can_not_be_removed(departments, clock):
    departments.add(Department("support", "Support"), clock())
    departments.add(Department("sales", "Sales", next_key="support"), clock())
    with pytest.raises(Conflict, match="Sales sends visitors there"):
        departments.remove("support")
    departments.remove("sales")
    departments.remove("support")
    assert departments().by_key == {}


def test_outside_its_hours_a_department_is_closed_though_somebody_is_there(desk, departments, waits, clock):
    departments.add(Department("sales", "Sales", AFTERNOONS), clock())
    desk.set_presence("ada", "online", clock())
    there = desk.availability("sales", clock())
    assert (there.open, there.agents_online) == (False, 0)
    assert there.opens == "today at 9:00 (New York time)"
    _, placement = waits("sales")
    assert placement.state is Place.DESK_CLOSED
    assert placement.line.text.startswith("We are back today at 9:00 (New York time). Leave a message here")
    assert placement.line.payload["opens_at"] == "2026-03-02T14:00:00+00:00"
    clock.passes(hours=5)
    desk.set_presence("ada", "online", clock())
    assert desk.is_open("sales", clock())
    assert desk.availability("sales", clock()).opens is None


def test_whom_nobody_takes_goes_on_to_the_next_department_that_is_open(
    desk, store, departments, people, waits, clock, last, told
):
    departments.add(Department("support", "Support"), clock())
    departments.add(Department("billing", "Billing", AFTERNOONS, next_key="support"), clock())
    sales = Department("sales", "Sales", next_key="billing", queue_timeout=timedelta(minutes=3))
    departments.add(sales, clock())
    people["ada"] = Profile("ada", "Ada", departments=("sales",))
    people["ben"] = Profile("ben", "Ben", departments=("support",))
    for agent in people:
        desk.set_presence(agent, "online", clock())
    one, _ = waits("sales")
    begun = clock()
    clock.passes(minutes=3)
    for agent in people:
        desk.sign_of_life(agent, clock())
    assert desk.expire(clock()) == [one.id]
    after = store.get(one.id)
    assert (after.state, after.department) == (State.QUEUED, "support"), "billing is closed now"
    assert (after.queued_at, after.line_since) == (begun, clock()), "what was waited counts in the next line"
    assert "I'm asking our department Support. You're next in line." in last(one).text
    assert "queue_left" not in told(one.id)
    for _ in range(10):
        clock.passes(minutes=1)
        desk.sign_of_life("ben", clock())
    assert desk.expire(clock()) == [one.id]
    assert store.get(one.id).state is State.BOT
    assert last(one).payload == {"kind": "leave_message"}


def test_with_no_next_department_a_message_can_be_left_and_it_is_said_when_somebody_is_back(
    desk, departments, waits, clock, last
):
    departments.add(Department("sales", "Sales", AFTERNOONS), clock())
    desk.set_presence("ada", "online", clock.passes(hours=12, minutes=58))
    one, _ = waits("sales")
    desk.set_presence("ada", "offline", clock.passes(minutes=3))
    assert desk.expire(clock()) == [one.id]
    assert "We are back tomorrow at 9:00 (New York time)." in last(one).text


def test_a_wait_that_grows_is_apologised_for_once_for_each_promise(desk, store, waits, clock, ada, last):
    desk.set_presence("ada", "online", clock())
    for number in range(4):
        quick, _ = waits("sales", f"quick-{number}")
        desk.accept(quick.id, ada, clock.passes(seconds=60))
        desk.close(quick.id, ada, "resolved", None, clock())
    one, placement = waits("sales")
    assert placement.expected_wait == (60, 60)
    assert one.promised_until == clock() + timedelta(seconds=60)
    assert desk.expire(clock.passes(seconds=59)) == []
    assert desk.expire(clock.passes(seconds=2)) == [one.id]
    assert last(one).text.startswith("I'm sorry, it's taking longer than I said. You're next in line")
    assert desk.expire(clock.passes(seconds=30)) == []


def test_an_agent_who_does_nothing_is_away_and_keeps_the_chats(desk, store, with_ada, clock, ada):
    for _ in range(9):
        desk.sign_of_life(ada.id, clock.passes(seconds=100), active=False)
        desk.expire(clock())
    assert desk.presence(ada.id) == "away"
    assert store.get(with_ada.id).agent_id == "ada"
