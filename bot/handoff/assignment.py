"""Who gets which waiting visitor where visitors are given out (push). Pure.

The first in the queue rings first, at whoever serves the department, knows the matter and the language, has
room, and has the least to do for what they can take ("least loaded", the usual rule of chat routing). Who let
it pass is asked again only when all others did, too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

# While all who know the matter are busy, a visitor waits for one of them; after that anybody will do.
PATIENCE_FOR_SKILL = timedelta(minutes=2)


@dataclass(frozen=True)
class Profile:
    """Whom an agent serves; empty departments, skills or languages mean all of them."""

    agent_id: str
    name: str
    departments: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    capacity: int = 3

    def serves(self, department: str | None) -> bool:
        """Whether this department's visitors are theirs; what has no department is everybody's."""
        return not self.departments or department is None or department in self.departments

    def knows(self, topics: Iterable[str], language: str | None) -> bool:
        """Whether they know about one of these topics, and speak the language."""
        speaks = not self.languages or language is None or language in self.languages
        return speaks and (not self.skills or not set(self.skills).isdisjoint(topics))


@dataclass(frozen=True)
class Candidate:
    """An agent on duty: how many chats they have (those that ring included), and the last one's time."""

    profile: Profile
    load: int = 0
    last_given: datetime | None = None

    @property
    def has_room(self) -> bool:
        """Whether they can take one more."""
        return self.load < self.profile.capacity


@dataclass(frozen=True)
class Need:
    """A visitor who waits to be given to somebody.

    Attributes:
        conversation_id: whose.
        department: where they wait.
        topics: the reason, its group and its skill.
        language: ISO code; None where unknown.
        waited: since when.
        let_pass: the agents at whom it rang in vain, and how often.
    """

    conversation_id: str
    department: str | None
    topics: frozenset[str] = frozenset()
    language: str | None = None
    waited: timedelta = timedelta(0)
    let_pass: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """At whom a visitor rings, and why."""

    conversation_id: str
    agent_id: str
    agent_name: str
    because: str


def assign(needs: Sequence[Need], candidates: Iterable[Candidate]) -> list[Choice]:
    """At whom each visitor rings now; those for whom nobody has room are not among them.

    Args:
        needs: the queue, the next first.
        candidates: the agents on duty.
    """
    there = {one.profile.agent_id: one for one in candidates}
    choices = []
    for need in needs:
        chosen = choose(need, there.values())
        if chosen is None:
            continue
        choices.append(_choice(need, chosen))
        there[chosen.profile.agent_id] = replace(chosen, load=chosen.load + 1)
    return choices


def choose(need: Need, candidates: Iterable[Candidate]) -> Candidate | None:
    """At whom this visitor rings now; None while nobody has room."""
    serving = [one for one in candidates if one.profile.serves(need.department)]
    knowing = [one for one in serving if one.profile.knows(need.topics, need.language)]
    pool = serving if not knowing or need.waited >= PATIENCE_FOR_SKILL else knowing
    with_room = [one for one in pool if one.has_room]
    return min(with_room, key=lambda one: _rank(one, need, one in knowing), default=None)


def _rank(one: Candidate, need: Need, knows: bool) -> tuple[int, bool, float, float, str]:
    given = one.last_given.timestamp() if one.last_given else 0.0
    passes = need.let_pass.get(one.profile.agent_id, 0)
    return (passes, not knows, one.load / one.profile.capacity, given, one.profile.agent_id)


def _choice(need: Need, chosen: Candidate) -> Choice:
    profile = chosen.profile
    knows = profile.knows(need.topics, need.language)
    skill = "knows the matter" if knows and profile.skills else "serves this department"
    because = f"{profile.name} {skill} and has {chosen.load} of {profile.capacity} chats."
    return Choice(need.conversation_id, profile.agent_id, profile.name, because)
