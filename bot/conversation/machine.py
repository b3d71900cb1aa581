"""Who owns a conversation, and what may happen to it next: one table of transitions.

The state alone decides the owner, so two owners at once cannot be written down. The diagram is in
docs/architecture.md; what a transition changes besides the state is in `bot.conversation.consequences`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from bot.errors import TransitionRefused


class State(StrEnum):
    """Where a conversation stands."""

    BOT = "bot"
    OFFERED = "offered"
    QUEUED = "queued"
    ASSIGNED = "assigned"
    HUMAN = "human"
    MESSAGE_LEFT = "message_left"
    RETURNED = "returned"
    CLOSED = "closed"


class Trigger(StrEnum):
    """What can happen to a conversation."""

    OFFER = "offer"
    DECLINE = "decline"
    QUEUE = "queue"
    LEAVE_QUEUE = "leave_queue"
    ACCEPT = "accept"
    WRITE = "write"
    REQUEUE = "requeue"
    TRANSFER = "transfer"
    LEAVE_MESSAGE = "leave_message"
    RETURN = "return"
    CLOSE = "close"
    REOPEN = "reopen"


class Owner(StrEnum):
    """Who answers the visitor's next message."""

    BOT = "bot"
    QUEUE = "queue"
    PERSON = "person"
    NOBODY = "nobody"


BOT_OWNED = frozenset({State.BOT, State.OFFERED, State.MESSAGE_LEFT, State.RETURNED})
PERSON_OWNED = frozenset({State.ASSIGNED, State.HUMAN})

_FROM_BOT: Mapping[Trigger, State] = {
    Trigger.OFFER: State.OFFERED,
    Trigger.QUEUE: State.QUEUED,
    Trigger.LEAVE_MESSAGE: State.MESSAGE_LEFT,
    Trigger.CLOSE: State.CLOSED,
    # A new episode after a long silence: what was offered or left before it is the old episode's.
    Trigger.REOPEN: State.BOT,
}


def _staying(state: State) -> Mapping[Trigger, State]:
    """Nothing to decline and no queue to leave: said twice, or too late, it changes nothing."""
    return {Trigger.DECLINE: state, Trigger.LEAVE_QUEUE: state}


_FROM_PERSON: Mapping[Trigger, State] = {
    Trigger.WRITE: State.HUMAN,
    Trigger.REQUEUE: State.QUEUED,
    Trigger.TRANSFER: State.ASSIGNED,
    Trigger.RETURN: State.RETURNED,
    Trigger.CLOSE: State.CLOSED,
}

TRANSITIONS: Mapping[State, Mapping[Trigger, State]] = MappingProxyType(
    {
        State.BOT: {**_staying(State.BOT), **_FROM_BOT},
        State.OFFERED: {**_FROM_BOT, Trigger.DECLINE: State.BOT, Trigger.LEAVE_QUEUE: State.OFFERED},
        State.MESSAGE_LEFT: {**_staying(State.MESSAGE_LEFT), **_FROM_BOT},
        State.RETURNED: {**_staying(State.RETURNED), **_FROM_BOT},
        State.QUEUED: {
            Trigger.QUEUE: State.QUEUED,
            Trigger.LEAVE_QUEUE: State.BOT,
            # To another department's line.
            Trigger.REQUEUE: State.QUEUED,
            Trigger.ACCEPT: State.ASSIGNED,
            Trigger.LEAVE_MESSAGE: State.MESSAGE_LEFT,
            Trigger.CLOSE: State.CLOSED,
        },
        State.ASSIGNED: _FROM_PERSON,
        State.HUMAN: _FROM_PERSON,
        State.CLOSED: {Trigger.REOPEN: State.BOT, Trigger.CLOSE: State.CLOSED},
    }
)

_REFUSALS: Mapping[State, str] = {
    State.QUEUED: "The visitor is already waiting for a person.",
    State.ASSIGNED: "A person has this conversation.",
    State.HUMAN: "A person has this conversation.",
    State.CLOSED: "This conversation is closed.",
}


def next_state(state: State, trigger: Trigger) -> State:
    """The state after `trigger`.

    Raises:
        TransitionRefused: this can't happen in this state; the sentence says what the state is.
    """
    following = TRANSITIONS[state].get(trigger)
    if following is None:
        raise TransitionRefused(_REFUSALS.get(state, "No person is in this conversation."))
    return following


def owner(state: State) -> Owner:
    """Who answers the visitor's next message in this state."""
    if state in BOT_OWNED:
        return Owner.BOT
    if state in PERSON_OWNED:
        return Owner.PERSON
    return Owner.QUEUE if state is State.QUEUED else Owner.NOBODY


def bot_may_speak(state: State) -> bool:
    """Whether the bot's reply to a message it owed may still be shown.

    In the queue it may: the turn that asked for a person ends there, and no person owns it yet.
    """
    return owner(state) in (Owner.BOT, Owner.QUEUE)
