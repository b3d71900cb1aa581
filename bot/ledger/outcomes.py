"""The outcome of an episode: the first of six that fits, as a pure function of its events and `now`.

An episode has exactly one outcome, or is left out and counted apart. What an episode counts as may change
while it goes on; events of other episodes never change it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.ledger.episodes import Episode
from bot.ledger.events import Event
from bot.ledger.matters import Matter, Standing, last_matter, substantial
from bot.ledger.terms import Terms


class Outcome(StrEnum):
    """How an episode ended, in the order in which they are tried."""

    PENDING = "pending"
    HANDED_OFF = "handed_off"
    NEGATIVE = "negative"
    CONFIRMED = "confirmed"
    ASSUMED = "assumed"
    ABANDONED = "abandoned"


class LeftOut(StrEnum):
    """Why an episode is counted apart; the first that fits."""

    TEST = "test"
    SPAM = "spam"
    INVITED = "invited"
    HOLDOUT = "holdout"
    GREETING_ONLY = "greeting_only"


class Cause(StrEnum):
    """Why an episode was abandoned."""

    NO_ANSWER = "no_answer"
    CLARIFYING = "clarifying"
    FLOW_LEFT = "flow_left"
    FLOW_FAILED = "flow_failed"
    PERSON_NOT_REACHED = "person_not_reached"
    OFFER_UNANSWERED = "offer_unanswered"
    OFFER_DECLINED = "offer_declined"
    NO_MESSAGE_LEFT = "no_message_left"
    QUEUE_LEFT = "queue_left"
    BOT_FAILED = "bot_failed"


@dataclass(frozen=True)
class Judgement:
    """What an episode counts as, and why: `evidence` are ids of its events, `because` a sentence.

    `outcome` and `left_out`: exactly one of the two is set. `cause`, `flow` and `step` belong to `abandoned`.
    """

    outcome: Outcome | None
    because: str
    evidence: tuple[str, ...] = ()
    left_out: LeftOut | None = None
    cause: Cause | None = None
    flow: str | None = None
    step: str | None = None


def judge(episode: Episode, now: datetime, terms: Terms) -> Judgement:
    """What the episode counts as at `now`, from its own events only."""
    settled = when_settled(episode)
    return settled if settled.left_out else _pending(episode, now, terms) or settled


def when_settled(episode: Episode) -> Judgement:
    """What the episode counts as once it is closed, or silent for long enough, if nothing more happens."""
    return (
        _left_out(episode)
        or _handed_off(episode)
        or _negative(episode)
        or _by_last_matter(last_matter(episode.events))
    )


def _left_out(episode: Episode) -> Judgement | None:
    started = episode.first("episode_started")
    for event in episode.of_type("conversation_started", "episode_started"):
        if event.data.get("test"):
            return _apart(LeftOut.TEST, "Test traffic.", event)
    for event in episode.of_type("closed", "ticket_closed"):
        if event.data.get("disposition") == "spam":
            return _apart(LeftOut.SPAM, "An agent closed it as spam.", event)
    if started is not None and started.data.get("invited"):
        return _apart(LeftOut.INVITED, "An invitation started it.", started)
    if (held_out := _held_out(episode)) is not None:
        return _apart(LeftOut.HOLDOUT, "The visitor is in the holdout, which gets a person first.", held_out)
    if not _has_substance(episode):
        greetings = episode.of_type("message_received")
        return _apart(LeftOut.GREETING_ONLY, "The visitor only greeted or thanked.", *greetings)
    return None


def _held_out(episode: Episode) -> Event | None:
    """The decision by which the episode takes part in the holdout, and is offered a person first."""
    for event in episode.of_type("triage_decided"):
        # The first request decides that for the whole episode; a mere greeting before it doesn't.
        if "eligible" in event.data:
            takes_part = event.data["eligible"] and event.data.get("arm") == "person_first"
            return event if takes_part else None
    return None


def _has_substance(episode: Episode) -> bool:
    did_something = ("person_requested", "queued", "message_left", "person_accepted", "flow_started")
    return episode.has(*did_something) or bool(substantial(episode.events))


def _pending(episode: Episode, now: datetime, terms: Terms) -> Judgement | None:
    if episode.closing is not None or now - episode.last_activity_at >= terms.episode_silence:
        return None
    hours = terms.episode_silence.total_seconds() / 3600
    return Judgement(Outcome.PENDING, f"Not closed, and not silent for {hours:g} hours yet.")


def _handed_off(episode: Episode) -> Judgement | None:
    event = episode.first("person_accepted", "agent_wrote", "message_left")
    if event is None:
        return None
    sentence = {
        "person_accepted": "A person accepted the conversation.",
        "agent_wrote": "A person wrote to the visitor.",
        "message_left": "The visitor left a message, which became a ticket.",
    }[event.type]
    return Judgement(Outcome.HANDED_OFF, sentence, (event.id,))


def _negative(episode: Episode) -> Judgement | None:
    reaction = episode.last("reaction")
    if reaction is None or reaction.data["polarity"] != "negative":
        return None
    return Judgement(Outcome.NEGATIVE, "The visitor's last reaction was negative.", (reaction.id,))


def _by_last_matter(matter: Matter) -> Judgement:
    if matter.standing is Standing.HELPED:
        return _settled(Outcome.CONFIRMED, "The visitor said that the last answer helped.", matter)
    if matter.standing is Standing.FLOW_COMPLETED:
        return _settled(Outcome.CONFIRMED, f"The last flow, {_words(matter.flow)}, was completed.", matter)
    if matter.standing is Standing.ANSWERED and matter.unfinished is None:
        sentence = (
            "The last question got an answer, nothing negative followed, and the visitor stayed silent."
        )
        return _settled(Outcome.ASSUMED, sentence, matter)
    if matter.standing is Standing.ANSWERED and matter.unfinished is not None:
        # A question interrupted the flow and was answered, but what the visitor came for stayed undone.
        flow = str(matter.unfinished.data["flow"])
        sentence = f"The flow {_words(flow)} was interrupted by a question and not taken up again."
        return Judgement(
            Outcome.ABANDONED, sentence, (matter.unfinished.id,), cause=Cause.FLOW_LEFT, flow=flow
        )
    cause, sentence = _ABANDONED[matter.standing]
    if cause in (Cause.FLOW_LEFT, Cause.FLOW_FAILED):
        at_step = f" at step {_words(matter.step)}" if matter.step else ""
        sentence = sentence.format(flow=_words(matter.flow), at_step=at_step)
    return Judgement(
        Outcome.ABANDONED, sentence, _ids(matter.evidence), cause=cause, flow=matter.flow, step=matter.step
    )


_ABANDONED: dict[Standing, tuple[Cause, str]] = {
    Standing.NOTHING_YET: (Cause.NO_ANSWER, "The bot had nothing to answer."),
    Standing.UNANSWERED: (Cause.NO_ANSWER, "The visitor's last message got no reply."),
    Standing.ANSWER_MISSING: (
        Cause.NO_ANSWER,
        "No article answered the last question, and the visitor left.",
    ),
    Standing.CLARIFYING: (Cause.CLARIFYING, "The bot asked what was meant, and the visitor left."),
    Standing.IN_FLOW: (Cause.FLOW_LEFT, "The visitor left the flow {flow}{at_step}."),
    Standing.FLOW_CANCELLED: (Cause.FLOW_LEFT, "The visitor cancelled the flow {flow}{at_step}."),
    Standing.FLOW_FAILED: (Cause.FLOW_FAILED, "The flow {flow} failed{at_step}, and the visitor left."),
    Standing.PERSON_REQUESTED: (
        Cause.PERSON_NOT_REACHED,
        "The visitor asked for a person, was shown self-service first, and left.",
    ),
    Standing.OFFERED: (Cause.OFFER_UNANSWERED, "A person was offered, and the visitor left without a word."),
    Standing.OFFER_DECLINED: (Cause.OFFER_DECLINED, "A person was offered, and the visitor declined."),
    Standing.HANDOFF_REQUESTED: (
        Cause.NO_MESSAGE_LEFT,
        "A person was needed, nobody was there, and the visitor left no message.",
    ),
    Standing.QUEUED: (Cause.QUEUE_LEFT, "The visitor waited for a person, and nobody came."),
    Standing.QUEUE_LEFT: (Cause.QUEUE_LEFT, "The visitor left the queue."),
    Standing.BOT_FAILED: (Cause.BOT_FAILED, "A part of the bot failed, and the visitor left."),
}

CAUSE_TITLES: dict[Cause, str] = {
    Cause.NO_ANSWER: "No answer",
    Cause.CLARIFYING: "Left while clarifying",
    Cause.FLOW_LEFT: "Flow left half-way",
    Cause.FLOW_FAILED: "Flow failed",
    Cause.PERSON_NOT_REACHED: "Asked for a person once, then left",
    Cause.OFFER_UNANSWERED: "Offer of a person not answered",
    Cause.OFFER_DECLINED: "Offer of a person declined",
    Cause.NO_MESSAGE_LEFT: "Nobody there, no message left",
    Cause.QUEUE_LEFT: "Queue left",
    Cause.BOT_FAILED: "Bot failed",
}
"""The causes as people read them."""


def _settled(outcome: Outcome, sentence: str, matter: Matter) -> Judgement:
    return Judgement(outcome, sentence, _ids(matter.evidence))


def _apart(left_out: LeftOut, sentence: str, *events: Event) -> Judgement:
    return Judgement(None, sentence, _ids(events), left_out=left_out)


def _ids(events: Iterable[Event]) -> tuple[str, ...]:
    return tuple(event.id for event in events)


def _words(key: str | None) -> str:
    return (key or "").replace("_", " ")
