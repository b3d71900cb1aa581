"""What an action is given and what it gives back, free of Rasa: facts of one turn in, an outcome out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet

from bot.conversation.replies import Reply

NOTHING, REACTION, OFFER, MORE = "nothing", "reaction", "offer", "more"
"""What the bot waits for: nothing in particular, whether it helped, yes or no to a person, more wishes."""

_SILENT = frozenset({"action_extract_slots", "action_deactivate_loop"})


@dataclass(frozen=True)
class Turn:
    """One message on its way through the dialogue.

    `facts` is what the interpreter found out: act, reason, value, complexity, route, skill, hits, and for a
    picked button its entities. `slots` are Rasa's. `form` is the form that runs, `step` the slot it asks for.
    `fresh` says that nothing has answered the message yet.
    """

    conversation_id: str
    seq: int
    at: datetime
    text: str
    intent: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    slots: Mapping[str, Any] = field(default_factory=dict)
    form: str | None = None
    step: str | None = None
    fresh: bool = True

    @property
    def picked(self) -> Mapping[str, Any]:
        """What the picked button carries; empty when the visitor typed."""
        return self.facts.get("picked") or {}

    def key(self, what: str) -> str:
        """An idempotency key for what this turn does: the same when the message is answered again."""
        return f"{self.conversation_id}:{self.seq}:{what}"

    def entity(self, kind: str) -> str | None:
        """The value of the first thing of this kind that the message names."""
        return next((e["value"] for e in self.facts.get("entities", ()) if e["kind"] == kind), None)


@dataclass(frozen=True)
class Outcome:
    """What an action says, what it waits for then, and which of Rasa's slots change.

    Without anything awaited (None) and without slots it changes nothing, which a form takes as "not for me".
    `ends_form` stops the form that runs; `begins` names a form that takes its turn right after.
    """

    replies: tuple[Reply, ...] = ()
    awaiting: str | None = NOTHING
    slots: Mapping[str, Any] = field(default_factory=dict)
    ends_form: bool = False
    begins: str | None = None

    def events(self) -> list[EventType]:
        """The change as Rasa's events."""
        awaiting = {} if self.awaiting is None else {"awaiting": self.awaiting}
        slots = {**awaiting, **self.slots, **({"requested_slot": None} if self.ends_form else {})}
        return [
            *(SlotSet(name, value) for name, value in slots.items()),
            *([ActiveLoop(None)] if self.ends_form else ()),
            *([FollowupAction(self.begins)] if self.begins else ()),
        ]


NOT_FOR_ME = Outcome(awaiting=None)


def turn_of(tracker: Tracker, at: datetime) -> Turn:
    """The turn that Rasa's tracker describes."""
    latest = tracker.latest_message
    facts = latest.get("firstline") or {}
    return Turn(
        conversation_id=tracker.sender_id.partition(".")[0],
        seq=int(facts.get("seq", 0)),
        at=at,
        text=latest.get("text") or "",
        intent=(latest.get("intent") or {}).get("name") or "",
        facts=facts,
        slots=tracker.current_slot_values(),
        form=(tracker.active_loop or {}).get("name"),
        step=tracker.get_slot("requested_slot"),
        fresh=not _answered(tracker),
    )


def _answered(tracker: Tracker) -> bool:
    """Whether an action other than the form itself has run since the visitor spoke."""
    form = (tracker.active_loop or {}).get("name")
    for event in reversed(tracker.events):
        if event["event"] == "user":
            return False
        if event["event"] == "action" and event.get("name") not in {form, *_SILENT}:
            return bool(event.get("name") != "action_listen" and not event["name"].endswith("_form"))
    return False
