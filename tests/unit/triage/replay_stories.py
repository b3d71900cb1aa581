"""Episodes for replays, told event by event; the inputs of a decision say what the other policy decides."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.ledger.assessments import Assessment, assess
from bot.ledger.events import Event
from bot.ledger.terms import Terms
from bot.triage.model import Route
from bot.triage.replay import Replay, Rules, replay
from tests.unit.ledger.ledger_stories import START, TRIAGE, Story

END = START + timedelta(days=30)
TERMS = Terms()


def again(inputs: Mapping[str, Any]) -> Route:
    """The other policy: it decides what the story says it would."""
    return Route(inputs["says"])


class Told(Story):
    """A story of one episode whose decisions can be replayed."""

    def __init__(self, number: int, *, at: datetime | None = None, **more: Any) -> None:
        at = at or START + timedelta(minutes=10 * number)
        super().__init__(f"e{number}", conversation=f"c{number}", visitor=f"v{number}", at=at, **more)

    def goes(
        self,
        route: str,
        says: str | None = None,
        *,
        reason: str = "order_status",
        desk: int | None = None,
        **levels: str,
    ) -> "Told":
        """The visitor asks, and it is decided; `says` is what the other policy would decide.

        `desk` is how many agents the decision saw; None where it saw nothing of the desk.
        """
        self.asks()
        data = {"seq": self.seq, "reason": reason, "route": route, **TRIAGE, **levels}
        seen = {} if desk is None else {"desk_open": desk > 0, "agents_on_duty": desk}
        inputs = {"says": says or route, "signals": seen}
        event = Event(
            f"{self.episode_id}-{len(self.events)}",
            "triage_decided",
            2,
            self.now,
            self.conversation_id,
            self.episode_id,
            self.visitor,
            {**data, "inputs": inputs},
        )
        self.events.append(event)
        return self

    def served(
        self, *, wait: float = 0, takes: float = 300, agent: str = "ada", disposition: str = "resolved"
    ) -> "Told":
        """A person is asked for, accepts after `wait` seconds and closes `takes` seconds later."""
        self.happens("handoff_requested", handoff_reason="policy", after=0)
        self.happens("queued", after=0)
        self.happens("person_accepted", agent_id=agent, waited_seconds=wait, after=wait)
        self.happens("closed", by="agent", disposition=disposition, after=takes)
        return self

    def left_the_queue(self, *, after: float = 100) -> "Told":
        self.happens("handoff_requested", handoff_reason="policy", after=0)
        self.happens("queued", after=0)
        self.happens("queue_left", to="gone", after=after)
        return self

    def settled(self) -> "Told":
        """Self-service helps."""
        self.answered()
        return self.reacts("positive")


def assessed(stories: Sequence[Story], now: datetime = END + timedelta(days=30)) -> list[Assessment]:
    return assess((event for story in stories for event in story.events), now, TERMS)


def replayed(stories: Sequence[Story], **rules: Any) -> Replay:
    return replay(
        assessed(stories), again, TERMS, start=START, end=END, rules=Rules(**{"fewest": 1, **rules})
    )


def figure(result: Replay, key: str) -> Any:
    return next(one for one in result.figures if one.key == key)
