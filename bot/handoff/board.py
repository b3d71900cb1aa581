"""The live board: who waits, who is on what, and how many gave up today."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.conversation.machine import PERSON_OWNED
from bot.conversation.model import Conversation
from bot.conversation.store import ConversationStore
from bot.handoff.assignment import Profile
from bot.handoff.departments.hours import is_open
from bot.handoff.departments.model import Department, Departments
from bot.handoff.line import WaitingLine
from bot.handoff.presence import Presence, Status
from bot.handoff.roster import Roster
from bot.ledger.events import Event
from bot.ledger.store import EventStore

_OF_WAITS = ("queued", "queue_left", "person_accepted")


@dataclass(frozen=True)
class Waits:
    """How many waits began, and how many of them ended without a person: left, or run out of time."""

    begun: int = 0
    abandoned: int = 0


@dataclass(frozen=True)
class DepartmentLine:
    """A department at this moment; `today` is since midnight on its own clock."""

    key: str | None
    name: str
    open: bool
    waiting: int
    longest_since: datetime | None
    on_duty: int
    chats: int
    capacity: int
    today: Waits


@dataclass(frozen=True)
class AgentLine:
    """An agent at this moment, with the chats they have, the longest first."""

    profile: Profile
    status: Status
    last_active: datetime | None
    load: int
    chats: Sequence[Conversation]


@dataclass(frozen=True)
class Board:
    """All of it."""

    departments: Sequence[DepartmentLine]
    agents: Sequence[AgentLine]


class BoardReader:
    """Puts the board together."""

    def __init__(
        self,
        conversations: ConversationStore,
        line: WaitingLine,
        roster: Roster,
        departments: Callable[[], Departments],
        events: EventStore,
    ) -> None:
        self._conversations = conversations
        self._line = line
        self._roster = roster
        self._departments = departments
        self._events = events

    def read(self, now: datetime) -> Board:
        """The board at this moment."""
        departments = self._departments()
        waiting = self._line.conversations(now)
        held = self._conversations.in_states(PERSON_OWNED, limit=2_000)
        on_duty = self._roster.on_duty(now)
        keys = [*departments.by_key, *sorted({one.department for one in (*waiting, *held) if one.department})]
        named: list[Department | None] = [departments.named(key) for key in dict.fromkeys(keys)]
        if any(one.department is None for one in (*waiting, *held)):
            named.append(None)
        # Most departments share a midnight: the day is read once for each.
        days: dict[datetime, Mapping[str | None, Waits]] = {}
        until = now + timedelta(seconds=1)
        for midnight in {_midnight(one, now) for one in named}:
            days[midnight] = waits_by_department(self._events.of_types(_OF_WAITS, midnight, until))
        lines = [_line(one, waiting, held, on_duty, days[_midnight(one, now)], now) for one in named]
        return Board(lines, self._agents(held, {profile.agent_id for profile in on_duty}))

    def _agents(self, held: Iterable[Conversation], on_duty: set[str]) -> list[AgentLine]:
        chats: dict[str, list[Conversation]] = defaultdict(list)
        for one in sorted(held, key=lambda one: one.accepted_at or one.updated_at):
            chats[one.agent_id or ""].append(one)
        loads = self._roster.loads()
        lines = [
            AgentLine(
                profile,
                _status(presence, profile.agent_id in on_duty),
                presence.last_active if presence else None,
                loads.get(profile.agent_id, 0),
                chats.get(profile.agent_id, []),
            )
            for profile, presence in self._roster.everybody()
            if presence is not None or profile.agent_id in chats
        ]
        order = (Status.ONLINE, Status.AWAY, Status.OFFLINE)
        return sorted(lines, key=lambda line: (order.index(line.status), line.profile.name.lower()))


def _line(
    one: Department | None,
    waiting: Iterable[Conversation],
    held: Iterable[Conversation],
    on_duty: Iterable[Profile],
    today: Mapping[str | None, Waits],
    now: datetime,
) -> DepartmentLine:
    key = one.key if one else None
    own = [item for item in waiting if item.department == key]
    serving = [profile for profile in on_duty if profile.serves(key)]
    return DepartmentLine(
        key=key,
        name=one.name if one else "No department",
        open=is_open(one.hours, now) if one else True,
        waiting=len(own),
        longest_since=min((item.queued_at or item.updated_at for item in own), default=None),
        on_duty=len(serving),
        chats=sum(item.department == key for item in held),
        capacity=sum(profile.capacity for profile in serving),
        today=today.get(key, Waits()),
    )


def _midnight(one: Department | None, now: datetime) -> datetime:
    """When today began on this department's clock."""
    zone = ZoneInfo(one.hours.zone) if one else UTC
    return datetime.combine(now.astimezone(zone).date(), time(), zone).astimezone(UTC)


def waits_by_department(events: Iterable[Event]) -> Mapping[str | None, Waits]:
    """The waits that these events (in order) tell of, by the department in which each ended or stands. Pure.

    One who is sent on to another department's line waits once, there.
    """
    standing: dict[str, str | None] = {}
    begun: dict[str | None, int] = defaultdict(int)
    abandoned: dict[str | None, int] = defaultdict(int)
    for event in events:
        of = event.conversation_id
        if event.type == "queued":
            if of in standing:
                begun[standing[of]] -= 1
            standing[of] = event.data.get("department")
            begun[standing[of]] += 1
        elif of in standing and event.type in ("queue_left", "person_accepted"):
            department = standing.pop(of)
            abandoned[department] += event.type == "queue_left"
    return {key: Waits(count, abandoned[key]) for key, count in begun.items()}


def _status(presence: Presence | None, on_duty: bool) -> Status:
    if presence is None:
        return Status.OFFLINE
    if presence.status is Status.ONLINE and not on_duty:
        return Status.AWAY
    return presence.status
