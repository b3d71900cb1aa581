"""What a transition changes besides the state, and what the ledger hears of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.consequences import check_agent_owns, consequence
from bot.conversation.machine import State, Trigger
from bot.conversation.model import Conversation
from bot.errors import Conflict, NotAllowed, TransitionRefused

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADA = {"agent_id": "ada", "agent_name": "Ada"}
BEN = {"agent_id": "ben", "agent_name": "Ben"}


def conversation(state=State.BOT, **facts):
    return Conversation(
        id="c1",
        visitor_id="v1",
        visitor_key="key",
        channel="web",
        state=state,
        stint=1,
        episode_number=1,
        episode_id="e1",
        episode_started_at=NOW,
        last_seq=3,
        created_at=NOW,
        updated_at=NOW,
        **facts,
    )


def types(follows):
    return [happening.type for happening in follows.events]


def test_accepting_names_the_owner_tells_how_long_the_visitor_waited_and_settles_the_bots_debts():
    waiting = conversation(State.QUEUED, queued_at=NOW)
    follows = consequence(waiting, Trigger.ACCEPT, NOW + timedelta(seconds=75), ADA)
    assert follows.columns["state"] is State.ASSIGNED
    assert follows.columns["agent_id"] == "ada"
    assert follows.events[0].data == {"agent_id": "ada", "waited_seconds": 75.0}
    assert follows.settles


def test_a_second_agent_who_accepts_is_told_who_was_faster():
    with pytest.raises(Conflict, match=r"^Ada was faster\.$"):
        consequence(conversation(State.ASSIGNED, **ADA), Trigger.ACCEPT, NOW, BEN)


def test_the_same_agent_who_accepts_again_changes_nothing():
    assert not consequence(conversation(State.HUMAN, **ADA), Trigger.ACCEPT, NOW, ADA).changed


@pytest.mark.parametrize(("state", "sentence"), [(State.CLOSED, "closed"), (State.BOT, "no longer waiting")])
def test_an_agent_who_accepts_too_late_is_told_why(state, sentence):
    with pytest.raises(TransitionRefused, match=sentence):
        consequence(conversation(state), Trigger.ACCEPT, NOW, ADA)


def test_queueing_after_an_offer_tells_that_the_offer_was_accepted():
    offered = conversation(State.OFFERED, value="high", complexity="low", reason="bulk_order")
    follows = consequence(
        offered, Trigger.QUEUE, NOW, {"handoff_reason": "high_value", "department": "sales"}
    )
    assert types(follows) == ["offer_accepted", "handoff_requested", "queued"]
    assert follows.events[1].data == {
        "handoff_reason": "high_value",
        "department": "sales",
        "value": "high",
        "complexity": "low",
        "reason": "bulk_order",
    }


@pytest.mark.parametrize(
    ("state", "trigger"),
    [
        (State.OFFERED, Trigger.OFFER),
        (State.QUEUED, Trigger.QUEUE),
        (State.BOT, Trigger.LEAVE_QUEUE),
        (State.RETURNED, Trigger.DECLINE),
        (State.CLOSED, Trigger.CLOSE),
    ],
)
def test_what_is_said_twice_changes_nothing_and_tells_nothing(state, trigger):
    follows = consequence(conversation(state), trigger, NOW, {"by": "visitor"})
    assert not follows.changed
    assert follows.events == ()


def test_returning_begins_a_new_stint_and_resets_what_the_bot_counted():
    held = conversation(
        State.HUMAN, **ADA, times_asked_for_person=2, failed_self_service=3, bot_turns=9, reason="refund"
    )
    columns = consequence(held, Trigger.RETURN, NOW, {"by": "ada"}).columns
    after = replace(held, **columns)
    assert (after.state, after.stint, after.agent_id) == (State.RETURNED, 2, None)
    assert (after.times_asked_for_person, after.failed_self_service, after.bot_turns) == (0, 0, 0)
    assert after.reason == "refund"


def test_reopening_forgets_the_old_matter():
    closed = conversation(
        State.CLOSED, **ADA, reason="refund", value="high", goal="wants money", slots={"order": "10045"}
    )
    after = replace(closed, **consequence(closed, Trigger.REOPEN, NOW, {}).columns)
    assert (after.state, after.stint) == (State.BOT, 2)
    assert (after.reason, after.value, after.goal, after.slots, after.agent_id) == (
        None,
        None,
        None,
        {},
        None,
    )


@pytest.mark.parametrize(
    ("trigger", "facts", "to"),
    [
        (Trigger.LEAVE_QUEUE, {}, "bot"),
        (Trigger.LEAVE_QUEUE, {"to": "timeout"}, "timeout"),
        (Trigger.LEAVE_MESSAGE, {"ticket_id": "t1"}, "message"),
        (Trigger.CLOSE, {"by": "visitor"}, "gone"),
    ],
)
def test_leaving_the_queue_tells_where_to(trigger, facts, to):
    follows = consequence(conversation(State.QUEUED, queued_at=NOW), trigger, NOW, facts)
    assert follows.events[0].type == "queue_left"
    assert follows.events[0].data == {"to": to}
    assert follows.columns["queued_at"] is None


def test_going_back_to_the_queue_is_a_transfer_only_when_somebody_passed_it_on():
    held = conversation(State.HUMAN, **ADA, department="support")
    assert types(consequence(held, Trigger.REQUEUE, NOW, {})) == ["queued"]
    passed_on = consequence(held, Trigger.REQUEUE, NOW, {"passed_on": True, "department": "sales"})
    assert types(passed_on) == ["transferred", "queued"]
    assert passed_on.columns["department"] == "sales"


def test_only_the_agent_who_has_it_passes_the_check():
    held = conversation(State.ASSIGNED, **ADA)
    check_agent_owns(held, "ada")
    with pytest.raises(NotAllowed, match="This conversation is Ada's"):
        check_agent_owns(held, "ben")
    with pytest.raises(TransitionRefused, match="Accept this conversation first"):
        check_agent_owns(conversation(State.QUEUED), "ada")
