"""Episodes made of events, and what hangs together beyond one: cases and come-backs. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise

from bot.ledger.events import Event

# What makes a conversation a contact: the visitor did something, or a person came.
CONTACTS = frozenset({"message_received", "person_requested", "queued", "message_left", "person_accepted"})
# What happens to an episode without anybody taking part in it.
_NOT_ACTIVITY = frozenset(
    {
        "conversation_started",
        "episode_started",
        "survey_answered",
        "ticket_closed",
        "closed",
        "reopened",
        "queue_left",
    }
)


@dataclass(frozen=True)
class Episode:
    """One visitor's contact in one conversation; `events` in the order in which they happened."""

    id: str
    conversation_id: str
    visitor_key: str
    events: tuple[Event, ...]

    @cached_property
    def started_at(self) -> datetime:
        """When the visitor first did something."""
        return next((event.at for event in self.events if event.type in CONTACTS), self.events[0].at)

    @cached_property
    def last_activity_at(self) -> datetime:
        """When visitor, bot or agent last did something."""
        return next(
            (event.at for event in reversed(self.events) if event.type not in _NOT_ACTIVITY), self.started_at
        )

    @cached_property
    def closing(self) -> Event | None:
        """The event that closed it; None while it is open."""
        for event in reversed(self.events):
            if event.type == "closed":
                return event
            if event.type in ("message_received", "agent_wrote"):
                return None
        return None

    @property
    def is_contact(self) -> bool:
        """Whether the visitor did anything; an opened window alone is no episode."""
        return any(event.type in CONTACTS for event in self.events)

    def of_type(self, *types: str) -> Iterator[Event]:
        """Its events of these types."""
        return (event for event in self.events if event.type in types)

    def has(self, *types: str) -> bool:
        """Whether it has an event of one of these types."""
        return any(event.type in types for event in self.events)

    def first(self, *types: str) -> Event | None:
        """Its first event of these types."""
        return next(self.of_type(*types), None)

    def last(self, *types: str) -> Event | None:
        """Its last event of these types."""
        return next((event for event in reversed(self.events) if event.type in types), None)


def group(events: Iterable[Event]) -> list[Episode]:
    """The episodes that these events make, in the order of their beginnings.

    Events may come in any order of episodes; within one, equal times keep the order given. Conversations in
    which the visitor did nothing are left out.
    """
    by_episode: dict[str, list[Event]] = {}
    for event in events:
        by_episode.setdefault(event.episode_id, []).append(event)
    episodes = []
    for episode_id, own in by_episode.items():
        own.sort(key=lambda event: event.at)
        first = own[0]
        episodes.append(Episode(episode_id, first.conversation_id, first.visitor_key, tuple(own)))
    return sorted(
        (episode for episode in episodes if episode.is_contact),
        key=lambda episode: (episode.started_at, episode.id),
    )


def come_backs(episodes: Iterable[Episode], within: timedelta) -> dict[str, Episode]:
    """By episode id, the visitor's next contact, where it came at most `within` after the episode's end."""
    found = {}
    for contacts in _by_visitor(episodes).values():
        for episode, following in pairwise(contacts):
            if following.started_at - episode.last_activity_at <= within:
                found[episode.id] = following
    return found


def cases(episodes: Iterable[Episode], gap: timedelta) -> list[tuple[Episode, ...]]:
    """The episodes of each case: one visitor's contacts with less than `gap` between one and the next."""
    made: list[tuple[Episode, ...]] = []
    for contacts in _by_visitor(episodes).values():
        case = [contacts[0]]
        for episode, following in pairwise(contacts):
            if following.started_at - episode.last_activity_at >= gap:
                made.append(tuple(case))
                case = []
            case.append(following)
        made.append(tuple(case))
    return sorted(made, key=lambda case: (case[0].started_at, case[0].id))


def _by_visitor(episodes: Iterable[Episode]) -> Mapping[str, Sequence[Episode]]:
    by_visitor: dict[str, list[Episode]] = {}
    for episode in sorted(episodes, key=lambda episode: (episode.started_at, episode.id)):
        by_visitor.setdefault(episode.visitor_key, []).append(episode)
    return by_visitor
