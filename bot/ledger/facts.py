"""What is counted of an episode: one row of facts, made of its events alone. Pure.

Nothing in it depends on the moment of asking or on the terms: whether an episode is pending, or old enough
for a come-back to be known, follows from `last_activity_at` and `closed` (see `bot.ledger.predicates`).
So a row changes only when its episode gets an event.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.ledger.assessments import reason_of, resolved_by_person
from bot.ledger.episodes import Episode
from bot.ledger.events import Event
from bot.ledger.handling import (
    AgentSeconds,
    accepted_waits,
    first_replies,
    handlings,
    left_while_closed,
    person_messages,
    waits,
)
from bot.ledger.outcomes import when_settled


@dataclass(frozen=True)
class EpisodeFacts:
    """One episode as it is counted; `outcome` is the one it has once settled, None where it is left out.

    `articles`, `flows` and `agents` hold each once, in order of appearance.
    """

    episode_id: str
    conversation_id: str
    visitor_key: str
    channel: str
    started_at: datetime
    last_activity_at: datetime
    closed: bool
    outcome: str | None
    left_out: str | None
    cause: str | None
    flow: str | None
    step: str | None
    because: str
    reason: str
    department: str | None
    value: str | None
    complexity: str | None
    resolved_by_person: bool
    had_person: bool
    articles: tuple[str, ...]
    flows: tuple[str, ...]
    agents: tuple[str, ...]
    invitation: str | None
    invited_by: str | None
    pages: tuple[str, ...]
    person_messages: int
    transferred: bool
    second_level: bool
    waits: int
    waits_left: int
    left_while_closed: int
    first_replies: tuple[AgentSeconds, ...]
    accepted_waits: tuple[AgentSeconds, ...]
    handlings: tuple[AgentSeconds, ...]
    bot_replies: tuple[float, ...]
    wrong_answer: bool
    csat: int | None
    nps: int | None
    sale: float | None
    sold: bool
    arm: str | None
    eligible: bool
    policy: str | None


def facts_of(episode: Episode) -> EpisodeFacts:
    """The facts of one episode."""
    settled = when_settled(episode)
    triage = tuple(episode.of_type("triage_decided"))
    started = episode.first("episode_started")
    begun = started.data if started else {}
    closings = tuple(episode.of_type("closed"))
    sales = [event for event in closings if event.data.get("disposition") == "sale"]
    ended_waits = tuple(waits(episode))
    drawn = next((event.data for event in triage if "eligible" in event.data), {})
    return EpisodeFacts(
        episode_id=episode.id,
        conversation_id=episode.conversation_id,
        visitor_key=episode.visitor_key,
        channel=str(begun.get("channel") or "web"),
        started_at=episode.started_at,
        last_activity_at=episode.last_activity_at,
        closed=episode.closing is not None,
        outcome=settled.outcome.value if settled.outcome else None,
        left_out=settled.left_out.value if settled.left_out else None,
        cause=settled.cause.value if settled.cause else None,
        flow=settled.flow,
        step=settled.step,
        because=settled.because,
        reason=reason_of(episode),
        department=_last(episode.of_type("queued", "handoff_requested", "transferred"), "department")
        or _last(triage, "department"),
        value=_last(triage, "value"),
        complexity=_last(triage, "complexity"),
        resolved_by_person=resolved_by_person(episode),
        had_person=episode.has("person_accepted"),
        articles=_each(episode.of_type("answer_shown"), "article_id"),
        flows=_each(episode.of_type("flow_started", "flow_step", "flow_completed"), "flow"),
        agents=_each(episode.of_type("person_accepted", "agent_wrote"), "agent_id"),
        invitation=begun.get("invitation"),
        invited_by=begun.get("invited_by"),
        pages=tuple(begun.get("pages") or _each(episode.of_type("conversation_started"), "page")),
        person_messages=person_messages(episode),
        transferred=episode.has("transferred"),
        second_level=any(event.data.get("second_level") for event in episode.of_type("transferred")),
        waits=len(ended_waits),
        waits_left=sum(ended_waits),
        left_while_closed=left_while_closed(episode),
        first_replies=tuple(first_replies(episode)),
        accepted_waits=tuple(accepted_waits(episode)),
        handlings=tuple(AgentSeconds(one.agent_id, one.seconds) for one in handlings(episode)),
        bot_replies=tuple(event.data["milliseconds"] / 1000 for event in episode.of_type("bot_replied")),
        wrong_answer=any(
            event.data["about"] == "answer" and event.data["polarity"] == "negative"
            for event in episode.of_type("reaction")
        ),
        csat=_last(episode.of_type("survey_answered"), "csat"),
        nps=_last(episode.of_type("survey_answered"), "nps"),
        sale=sum(event.data.get("amount") or 0.0 for event in sales) if sales else None,
        sold=bool(sales),
        arm=drawn.get("arm"),
        eligible=bool(drawn.get("eligible", False)),
        policy=_last(triage, "policy_version"),
    )


def _last(events: Iterable[Event], field: str) -> Any:
    found = None
    for event in events:
        found = event.data.get(field, found)
    return found


def _each(events: Iterable[Event], field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(event.data[field]) for event in events if event.data.get(field)))
