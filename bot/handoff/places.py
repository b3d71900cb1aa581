"""Where visitors stand in line, and how long they still wait."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.conversation.model import Conversation
from bot.handoff.line import WaitingLine
from bot.handoff.queue import position_of
from bot.handoff.roster import Roster, together


@dataclass(frozen=True)
class Standing:
    """A place (from 1), and between how many and how many seconds it still takes, where that is known."""

    position: int
    expected_wait: tuple[int, int] | None


class Places:
    """Places in line, read from who waits, who is on duty and how fast visitors were picked up lately."""

    def __init__(self, line: WaitingLine, roster: Roster) -> None:
        self._line = line
        self._roster = roster

    def of(self, waiting: Collection[Conversation], now: datetime) -> Mapping[str, Standing]:
        """Where each of these visitors, who wait, stands; by conversation."""
        if not waiting:
            return {}
        line, on_duty = self._line.waiting(), self._roster.on_duty(now)
        paces = {
            department: self._line.pace(department) for department in {one.department for one in waiting}
        }
        standings = {}
        for one in waiting:
            position = position_of(one.id, line, now, together=together(one.department, on_duty)) or 1
            since = one.line_since or one.updated_at
            standings[one.id] = Standing(position, paces[one.department].expected_wait(position, since, now))
        return standings

    def newcomer(self, one: Conversation, department: str | None, now: datetime) -> Standing:
        """Where this visitor would stand in a department's line if it were queued there now."""
        shared = together(department, self._roster.on_duty(now))
        position = self._line.newcomer_position(one, department, now, shared)
        return Standing(position, self._line.pace(department).expected_wait(position, now, now))
