"""What triage should know besides the words: the conversation, the desk, and the visitor's arm."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.conversation.machine import State
from bot.conversation.model import Conversation
from bot.dialogue import intents
from bot.handoff.model import Availability
from bot.triage.model import Arm, Decision, Signals

OFFER_DECLINED = "_offer_declined"
_HOLDOUT = "_holdout"
_NEUTRAL = Availability(open=True, agents_online=0, queue_length=0, expected_wait=None)


def _nothing_known(_department: str | None, _now: datetime) -> Availability:
    return _NEUTRAL


def _no_holdout(_conversation: Conversation) -> Arm | None:
    return None


@dataclass(frozen=True)
class Circumstances:
    """Gathers the signals of a message.

    Attributes:
        availability: whether a person can be had now, and how soon; asked with a department and the time.
        arm: the arm of the conversation's visitor while there is a holdout.
    """

    availability: Callable[[str | None, datetime], Availability] = _nothing_known
    arm: Callable[[Conversation], Arm | None] = _no_holdout

    def signals(self, conversation: Conversation, seq: int, now: datetime) -> Signals:
        """The signals of message `seq`.

        A repeated turn (`seq` was decided before) must not count its own request for a person again.
        """
        told = conversation.signals
        again = conversation.decision.get("seq") == seq
        requested = again and conversation.decision.get("asked") is True
        running = intents.running_in(conversation.slots)
        # Who was with a person before and is back with the bot need not ask twice for one.
        asked_before = max(
            conversation.times_asked_for_person,
            (2 if requested else 1) if conversation.state is State.RETURNED else 0,
            1 if requested else 0,
        )
        there = self.availability(conversation.department, now)
        return Signals(
            cart_value=_amount(told.get("cart_value")),
            order_value=_amount(told.get("order_value")),
            tier=told.get("tier") if isinstance(told.get("tier"), str) else None,
            repeat_customer=bool(told.get("repeat_customer", False)),
            page=str(told.get("page") or ""),
            failed_self_service=conversation.failed_self_service,
            times_asked_for_person=asked_before - (1 if requested else 0),
            clarified=int(conversation.slots.get("_clarified") or 0),
            facts_gathered=_gathered(conversation),
            active_flow=running.flow if running else None,
            bot_turns=conversation.bot_turns,
            prior_reason=conversation.reason,
            prior_value=conversation.value,  # type: ignore[arg-type]
            prior_complexity=conversation.complexity,  # type: ignore[arg-type]
            identity=conversation.identity,  # type: ignore[arg-type]
            offer_declined=_declined(conversation, again=again),
            desk_open=there.open,
            agents_on_duty=there.agents_online,
            queue_length=there.queue_length,
            expected_wait_minutes=_minutes(there.expected_wait),
            arm=self.arm(conversation),
            eligible=_eligible(conversation, seq),
        )


def slots_after(conversation: Conversation, seq: int, signals: Signals, decision: Decision) -> dict[str, Any]:
    """What the next message's signals lean on: an offer that was passed over, a part in the holdout."""
    slots: dict[str, Any] = {}
    if signals.offer_declined:
        slots[OFFER_DECLINED] = declined_in(conversation)
    if signals.eligible is None and decision.eligible is not None:
        slots[_HOLDOUT] = {"episode": conversation.episode_id, "seq": seq, "eligible": decision.eligible}
    return slots


def declined_in(conversation: Conversation) -> dict[str, Any]:
    """The slot that says that an offer was declined; it holds for this stint of this contact."""
    return {"episode": conversation.episode_id, "stint": conversation.stint}


def _declined(conversation: Conversation, *, again: bool) -> bool:
    if conversation.slots.get(OFFER_DECLINED) == declined_in(conversation):
        return True
    # Who writes on instead of answering an offer has passed it over.
    return conversation.state is State.OFFERED and not again


def _eligible(conversation: Conversation, seq: int) -> bool | None:
    kept = conversation.slots.get(_HOLDOUT)
    if not isinstance(kept, Mapping) or kept.get("episode") != conversation.episode_id or kept["seq"] == seq:
        return None
    return bool(kept["eligible"])


def _gathered(conversation: Conversation) -> bool:
    """Whether a flow has gathered the facts of the matter in hand: it bears the name of its reason."""
    gathered = conversation.slots.get("_gathered")
    return gathered is not None and gathered == conversation.reason


def _amount(value: Any) -> float:
    return max(0.0, float(value)) if isinstance(value, int | float) else 0.0


def _minutes(wait: tuple[int, int] | None) -> float | None:
    return None if wait is None else round(sum(wait) / 120, 1)
