"""Episodes with their judgements and come-backs, and the predicates all figures are counted with. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.ledger.episodes import Episode, come_backs, group
from bot.ledger.events import Event
from bot.ledger.matters import substantial
from bot.ledger.outcomes import Judgement, LeftOut, Outcome, judge
from bot.ledger.terms import Terms

UNKNOWN_REASON = "unknown"
# These are nobody's contact, so they are nobody's come-back either.
_NO_CONTACT = frozenset({LeftOut.TEST, LeftOut.SPAM})


@dataclass(frozen=True)
class Assessment:
    """One episode, what it counts as, and the visitor's next contact where it came within the come-back span.

    `mature` says that the span has passed, so that a come-back would be known.
    """

    episode: Episode
    judgement: Judgement
    come_back: Episode | None
    mature: bool

    @property
    def counted(self) -> bool:
        """Not left out."""
        return self.judgement.left_out is None

    @property
    def pending(self) -> bool:
        """Counted, but still open."""
        return self.judgement.outcome is Outcome.PENDING

    @property
    def decided(self) -> bool:
        """Counted, with an outcome other than pending."""
        return self.judgement.outcome not in (None, Outcome.PENDING)

    @property
    def confirmed(self) -> bool:
        """Deflected, strictly."""
        return self.judgement.outcome is Outcome.CONFIRMED

    @property
    def deflected(self) -> bool:
        """Deflected, by the standard definition: confirmed or assumed."""
        return self.judgement.outcome in (Outcome.CONFIRMED, Outcome.ASSUMED)

    @property
    def durable(self) -> bool:
        """Deflected, and the visitor did not come back."""
        return self.deflected and self.come_back is None

    @property
    def handed_off(self) -> bool:
        """A person took part, or has a ticket of it."""
        return self.judgement.outcome is Outcome.HANDED_OFF

    @property
    def resolved(self) -> bool:
        """Confirmed, assumed, or closed as resolved by a person."""
        return self.deflected or (self.handed_off and self._closed_as_resolved)

    @cached_property
    def _closed_as_resolved(self) -> bool:
        return resolved_by_person(self.episode)

    @cached_property
    def reason(self) -> str:
        """Why the visitor wrote."""
        return reason_of(self.episode)


def resolved_by_person(episode: Episode) -> bool:
    """Whether it was last closed as resolved, or as a sale, which is what the visitor came for."""
    closings = episode.of_type("closed", "ticket_closed")
    dispositions = [event.data["disposition"] for event in closings if event.data.get("disposition")]
    return dispositions[-1:] in (["resolved"], ["sale"])


def reason_of(episode: Episode) -> str:
    """Why the visitor wrote: as the agent closed it, else as handed off, else as first understood."""
    corrected = [event.data.get("reason") for event in episode.of_type("closed")]
    handed_off = [event.data.get("reason") for event in episode.of_type("handoff_requested")]
    # "my number is 10045" is a message with a decision, too: the first that was understood says why.
    questions = substantial(episode.events)
    understood = [
        event.data.get("reason")
        for event in episode.of_type("triage_decided")
        if event.data["seq"] in questions
    ]
    for reason in (*reversed(corrected), *reversed(handed_off), *understood):
        if reason is not None and reason != UNKNOWN_REASON:
            return str(reason)
    return UNKNOWN_REASON


def assess(events: Iterable[Event], now: datetime, terms: Terms) -> list[Assessment]:
    """All episodes of these events as they count at `now`, in the order of their beginnings.

    Events after `now` are not known yet.
    """
    episodes = group(event for event in events if event.at <= now)
    judgements = {episode.id: judge(episode, now, terms) for episode in episodes}
    contacts = [episode for episode in episodes if judgements[episode.id].left_out not in _NO_CONTACT]
    came_back: Mapping[str, Episode] = come_backs(contacts, terms.come_back)
    return [
        Assessment(
            episode=episode,
            judgement=judgements[episode.id],
            come_back=came_back.get(episode.id),
            mature=now - episode.last_activity_at > terms.come_back,
        )
        for episode in episodes
    ]


def in_period(assessments: Sequence[Assessment], start: datetime, end: datetime) -> list[Assessment]:
    """The episodes that began in the period (`start` <= beginning < `end`)."""
    return [one for one in assessments if start <= one.episode.started_at < end]
