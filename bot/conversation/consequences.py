"""What a transition changes: the columns, and the events that tell of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.conversation.machine import BOT_OWNED, State, Trigger, next_state
from bot.conversation.model import Conversation, Happening
from bot.errors import Conflict, NotAllowed, TransitionRefused

NOBODY: Mapping[str, Any] = {"agent_id": None, "agent_name": None, "accepted_at": None, "paused_until": None}
NOT_WAITING: Mapping[str, Any] = {
    "queued_at": None,
    "queued_at_position": None,
    "line_since": None,
    "promised_until": None,
}
FRESH_BOT: Mapping[str, Any] = {"times_asked_for_person": 0, "failed_self_service": 0, "bot_turns": 0}
NEW_MATTER: Mapping[str, Any] = {
    **FRESH_BOT,
    "reason": None,
    "value": None,
    "complexity": None,
    "handoff_reason": None,
    "department": None,
    "goal": None,
    "decision": {},
    "slots": {},
}


@dataclass(frozen=True)
class Consequence:
    """What follows from a trigger; `settles` says that the bot owes no answer any more."""

    columns: Mapping[str, Any] = field(default_factory=dict)
    events: tuple[Happening, ...] = ()
    settles: bool = False
    changed: bool = True


NO_CHANGE = Consequence(changed=False)


def consequence(
    conversation: Conversation, trigger: Trigger, at: datetime, facts: Mapping[str, Any]
) -> Consequence:
    """What `trigger` at `at` changes in this conversation, given the facts that came with it.

    Raises:
        TransitionRefused: it can't happen in this state.
        Conflict: an agent accepts what another agent has.
        NotAllowed: an agent acts on a conversation that is another's.
    """
    state = conversation.state
    if trigger is Trigger.ACCEPT:
        if conversation.owned_by_person and conversation.agent_id == facts["agent_id"]:
            return NO_CHANGE
        check_acceptable(conversation)
    following = next_state(state, trigger)
    change = _CHANGES[trigger](conversation, at, facts)
    if following is state and trigger in _SAID_TWICE:
        return NO_CHANGE
    return Consequence({"state": following, **change.columns}, change.events, change.settles)


def check_acceptable(conversation: Conversation) -> None:
    """Refuse, in words for the agent who was too late, to accept what no longer waits."""
    if conversation.owned_by_person:
        raise Conflict(f"{conversation.agent_name} was faster.")
    if conversation.state is State.CLOSED:
        raise TransitionRefused("The visitor has gone: this conversation is closed.")
    if conversation.state in BOT_OWNED:
        raise TransitionRefused("The visitor is no longer waiting.")


def check_agent_owns(conversation: Conversation, agent_id: str) -> None:
    """Refuse an agent who does not have this conversation.

    Raises:
        NotAllowed: another agent has it.
        TransitionRefused: nobody has it.
    """
    if not conversation.owned_by_person:
        closed = conversation.state is State.CLOSED
        raise TransitionRefused(
            "This conversation is closed." if closed else "Accept this conversation first."
        )
    if conversation.agent_id != agent_id:
        raise NotAllowed(f"This conversation is {conversation.agent_name}'s.")


def _offer(conversation: Conversation, _at: datetime, facts: Mapping[str, Any]) -> Consequence:
    reason = facts.get("handoff_reason") or facts.get("reason") or conversation.handoff_reason
    return Consequence({"handoff_reason": reason}, (Happening("person_offered", {"reason": reason}),))


def _decline(_conversation: Conversation, _at: datetime, _facts: Mapping[str, Any]) -> Consequence:
    return Consequence({}, (Happening("offer_declined"),))


def _queue(conversation: Conversation, at: datetime, facts: Mapping[str, Any]) -> Consequence:
    department = facts.get("department") or conversation.department
    handoff_reason = facts.get("handoff_reason") or conversation.handoff_reason or "visitor_request"
    accepted = (Happening("offer_accepted"),) if conversation.state is State.OFFERED else ()
    columns = {
        **NOBODY,
        **_waiting(at, facts),
        "department": department,
        "handoff_reason": handoff_reason,
    }
    requested = handoff_requested(conversation, handoff_reason, department)
    return Consequence(columns, (*accepted, requested, Happening("queued", {"department": department})))


def _waiting(at: datetime, facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """A wait that begins in a line at `at`; `since` is when it really began, in another one."""
    return {
        "queued_at": facts.get("since") or at,
        "queued_at_position": facts.get("position"),
        "line_since": at,
        "promised_until": facts.get("promised_until"),
    }


def handoff_requested(conversation: Conversation, handoff_reason: str, department: str | None) -> Happening:
    """The event that says that this conversation is to go to a person, whether or not one is there."""
    return Happening(
        "handoff_requested",
        {
            "handoff_reason": handoff_reason,
            "department": department,
            "value": conversation.value,
            "complexity": conversation.complexity,
            "reason": conversation.reason,
        },
    )


def _leave_queue(_conversation: Conversation, _at: datetime, facts: Mapping[str, Any]) -> Consequence:
    return Consequence(NOT_WAITING, (Happening("queue_left", {"to": facts.get("to", "bot")}),))


def _accept(conversation: Conversation, at: datetime, facts: Mapping[str, Any]) -> Consequence:
    waited = max(0.0, (at - (conversation.queued_at or at)).total_seconds())
    columns = {
        "agent_id": facts["agent_id"],
        "agent_name": facts["agent_name"],
        "accepted_at": at,
        # Whoever accepts has the conversation so far before the eyes.
        "agent_seen_seq": conversation.last_seq,
    }
    event = Happening("person_accepted", {"agent_id": facts["agent_id"], "waited_seconds": waited})
    return Consequence(columns, (event,), settles=True)


def _write(_conversation: Conversation, at: datetime, _facts: Mapping[str, Any]) -> Consequence:
    # Whoever writes is back.
    return Consequence({"last_activity_at": at, "paused_until": None})


def _requeue(conversation: Conversation, at: datetime, facts: Mapping[str, Any]) -> Consequence:
    department = facts.get("department") or conversation.department
    data = {"from_agent": conversation.agent_id, "department": facts.get("department")}
    passed_on = (Happening("transferred", data),) if facts.get("passed_on") else ()
    columns = {
        **NOBODY,
        **_waiting(at, facts),
        "department": department,
    }
    return Consequence(columns, (*passed_on, Happening("queued", {"department": department})))


def _pass_on(conversation: Conversation, at: datetime, facts: Mapping[str, Any]) -> Consequence:
    columns = {
        "agent_id": facts["agent_id"],
        "agent_name": facts["agent_name"],
        "accepted_at": at,
        "agent_seen_seq": 0,
        "paused_until": None,
    }
    passed = {
        "from_agent": conversation.agent_id,
        "to_agent": facts["agent_id"],
        "second_level": bool(facts.get("second_level", False)),
    }
    accepted = {"agent_id": facts["agent_id"]}
    return Consequence(columns, (Happening("transferred", passed), Happening("person_accepted", accepted)))


def _leave_message(conversation: Conversation, _at: datetime, facts: Mapping[str, Any]) -> Consequence:
    left = (Happening("queue_left", {"to": "message"}),) if conversation.state is State.QUEUED else ()
    ticket = Happening(
        "message_left", {"ticket_id": facts["ticket_id"]}, key=facts.get("key", facts["ticket_id"])
    )
    return Consequence(NOT_WAITING, (*left, ticket))


def _return(conversation: Conversation, _at: datetime, facts: Mapping[str, Any]) -> Consequence:
    columns = {**NOBODY, **NOT_WAITING, **FRESH_BOT, "stint": conversation.stint + 1}
    return Consequence(columns, (Happening("returned", {"by": facts["by"], "reason": facts.get("reason")}),))


def _close(conversation: Conversation, at: datetime, facts: Mapping[str, Any]) -> Consequence:
    gone = (Happening("queue_left", {"to": "gone"}),) if conversation.state is State.QUEUED else ()
    data = {key: facts.get(key) for key in ("by", "disposition", "reason", "amount")}
    waited = None if gone else conversation.queued_at
    columns = {"closed_at": at, "queued_at": waited, "paused_until": None}
    return Consequence(columns, (*gone, Happening("closed", data)), settles=True)


def _reopen(conversation: Conversation, _at: datetime, _facts: Mapping[str, Any]) -> Consequence:
    columns = {**NOBODY, **NOT_WAITING, **NEW_MATTER, "closed_at": None, "stint": conversation.stint + 1}
    return Consequence(columns, (Happening("reopened"),) if conversation.state is State.CLOSED else ())


_CHANGES = {
    Trigger.OFFER: _offer,
    Trigger.DECLINE: _decline,
    Trigger.QUEUE: _queue,
    Trigger.LEAVE_QUEUE: _leave_queue,
    Trigger.ACCEPT: _accept,
    Trigger.WRITE: _write,
    Trigger.REQUEUE: _requeue,
    Trigger.TRANSFER: _pass_on,
    Trigger.LEAVE_MESSAGE: _leave_message,
    Trigger.RETURN: _return,
    Trigger.CLOSE: _close,
    Trigger.REOPEN: _reopen,
}

# A second time these change nothing and tell of nothing. A second left message or line does.
_SAID_TWICE = frozenset({Trigger.OFFER, Trigger.DECLINE, Trigger.QUEUE, Trigger.LEAVE_QUEUE, Trigger.CLOSE})
