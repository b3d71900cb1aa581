"""Nobody can talk a conversation into two owners, or into a corner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.machine import (
    BOT_OWNED,
    PERSON_OWNED,
    TRANSITIONS,
    Owner,
    State,
    Trigger,
    bot_may_speak,
    next_state,
    owner,
)
from bot.errors import TransitionRefused

triggers = st.lists(st.sampled_from(Trigger), max_size=40)


def walk(sequence):
    """All states passed, with refused triggers changing nothing."""
    state = State.BOT
    passed = [state]
    for trigger in sequence:
        try:
            state = next_state(state, trigger)
        except TransitionRefused:
            continue
        passed.append(state)
    return passed


def test_every_state_has_its_row_in_the_table_and_exactly_one_owner():
    assert set(TRANSITIONS) == set(State)
    assert {state: owner(state) for state in State} == {
        State.BOT: Owner.BOT,
        State.OFFERED: Owner.BOT,
        State.MESSAGE_LEFT: Owner.BOT,
        State.RETURNED: Owner.BOT,
        State.QUEUED: Owner.QUEUE,
        State.ASSIGNED: Owner.PERSON,
        State.HUMAN: Owner.PERSON,
        State.CLOSED: Owner.NOBODY,
    }


@given(triggers)
def test_no_sequence_of_triggers_makes_bot_and_person_own_it_together(sequence):
    for state in walk(sequence):
        assert not (state in BOT_OWNED and state in PERSON_OWNED)
        assert not (bot_may_speak(state) and owner(state) is Owner.PERSON)


@given(triggers)
def test_a_person_owns_it_only_after_accepting_it_from_the_queue(sequence):
    state = State.BOT
    for trigger in sequence:
        try:
            following = next_state(state, trigger)
        except TransitionRefused:
            continue
        if owner(following) is Owner.PERSON and owner(state) is not Owner.PERSON:
            assert (state, trigger) == (State.QUEUED, Trigger.ACCEPT)
        state = following


@given(triggers)
def test_it_can_be_closed_from_wherever_it_got_to_and_reopened_from_there(sequence):
    state = walk(sequence)[-1]
    assert next_state(state, Trigger.CLOSE) is State.CLOSED
    assert next_state(State.CLOSED, Trigger.REOPEN) is State.BOT


@given(triggers)
def test_whoever_waits_can_always_stop_waiting_or_leave_a_message(sequence):
    if walk(sequence)[-1] is State.QUEUED:
        assert next_state(State.QUEUED, Trigger.LEAVE_QUEUE) in BOT_OWNED
        assert next_state(State.QUEUED, Trigger.LEAVE_MESSAGE) is State.MESSAGE_LEFT


@pytest.mark.parametrize("state", sorted(BOT_OWNED))
def test_whoever_has_the_bot_can_always_get_in_line_or_leave_a_message(state):
    assert next_state(state, Trigger.QUEUE) is State.QUEUED
    assert next_state(state, Trigger.LEAVE_MESSAGE) is State.MESSAGE_LEFT


@pytest.mark.parametrize("state", sorted(PERSON_OWNED))
@pytest.mark.parametrize("trigger", [Trigger.ACCEPT, Trigger.OFFER, Trigger.QUEUE, Trigger.REOPEN])
def test_what_a_person_has_can_be_neither_taken_nor_queued_nor_offered(state, trigger):
    with pytest.raises(TransitionRefused, match="A person has this conversation"):
        next_state(state, trigger)


def test_every_state_is_reachable():
    reached = {State.BOT}
    while (more := {s for state in reached for s in TRANSITIONS[state].values()} | reached) != reached:
        reached = more
    assert reached == set(State)
