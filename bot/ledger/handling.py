"""What people did in an episode, in time: waits, first replies, handling. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.ledger.episodes import Episode

_REQUESTS = frozenset({"person_requested", "offer_accepted"})
_NEEDED = frozenset({"handoff_requested", "queued"})


@dataclass(frozen=True)
class Handling:
    """One agent's time with a visitor."""

    agent_id: str
    accepted_at: datetime
    ended_at: datetime

    @property
    def seconds(self) -> float:
        """From accepting to the end."""
        return (self.ended_at - self.accepted_at).total_seconds()


@dataclass(frozen=True)
class AgentSeconds:
    """A span of time that belongs to an agent."""

    agent: str
    seconds: float


def first_replies(episode: Episode) -> Iterator[AgentSeconds]:
    """For each time a person was brought in: from the visitor's request to the agent's first reply.

    The request is the one that was granted (asking, or accepting the offer); where the visitor asked for
    nobody, the decision to hand off. An agent passing the visitor on doesn't start the clock anew.
    """
    asked: datetime | None = None
    needed: datetime | None = None
    answered = False
    for event in episode.events:
        if event.type in _REQUESTS and needed is None:
            asked = event.at
        elif event.type in _NEEDED and needed is None:
            needed = asked or event.at
        elif event.type == "agent_wrote" and needed is not None and not answered:
            answered = True
            yield AgentSeconds(str(event.data["agent_id"]), (event.at - needed).total_seconds())
        elif event.type in ("returned", "queue_left"):
            asked, needed, answered = None, None, False


def handlings(episode: Episode) -> Iterator[Handling]:
    """Agents' times with the visitor, each from accepting to closing, returning or passing on.

    Where the system closed a chat that had fallen silent, it ended with the last message. Chats still going
    on are not among them.
    """
    open_since: tuple[str, datetime] | None = None
    last_word: datetime | None = None
    for event in episode.events:
        if event.type == "person_accepted":
            # A supervisor who takes over ends the other agent's time.
            if open_since is not None:
                yield Handling(*open_since, event.at)
            open_since = (str(event.data["agent_id"]), event.at)
            last_word = event.at
        elif event.type in ("message_received", "agent_wrote"):
            last_word = event.at
        elif event.type in ("closed", "returned", "transferred") and open_since and last_word:
            fell_silent = event.type == "closed" and event.data["by"] == "system"
            yield Handling(*open_since, last_word if fell_silent else event.at)
            open_since = None


def waits(episode: Episode) -> Iterator[bool]:
    """For each wait in the queue whether it ended without a person: left, or run out of time."""
    waiting = False
    for event in episode.events:
        if event.type == "queued":
            if waiting:
                yield False
            waiting = True
        elif event.type in ("queue_left", "person_accepted") and waiting:
            waiting = False
            yield event.type == "queue_left"
    if waiting:
        yield False


def accepted_waits(episode: Episode) -> Iterator[AgentSeconds]:
    """Each wait in the queue that ended with an agent."""
    for event in episode.of_type("person_accepted"):
        if "waited_seconds" in event.data:
            yield AgentSeconds(str(event.data["agent_id"]), float(event.data["waited_seconds"]))


def person_messages(episode: Episode) -> int:
    """How many messages the visitor wrote to a person."""
    return sum(event.data["chat"] == "person" for event in episode.of_type("message_received"))


def left_while_closed(episode: Episode) -> int:
    """Messages left without having waited in a queue first: the desk was closed."""
    count, waited = 0, False
    for event in episode.events:
        if event.type == "queued":
            waited = True
        elif event.type in ("returned", "message_left"):
            count += event.type == "message_left" and not waited
            waited = False
    return count
