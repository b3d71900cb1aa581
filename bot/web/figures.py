"""The ledger's views for a period, with the reasons' titles: one way for pages, command and drill-down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.errors import InvalidInput
from bot.ledger import report
from bot.ledger.store import EventStore
from bot.ledger.terms import Terms
from bot.triage.reasons import Reasons

DEFAULT_PERIOD = timedelta(days=30)


def period(since: datetime | None, until: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """The period asked for; the last 30 days where nothing was said.

    Raises:
        InvalidInput: a time without a zone, or an end before its beginning.
    """
    for name, moment in (("from", since), ("to", until)):
        if moment is not None and moment.tzinfo is None:
            raise InvalidInput("Give times with their zone, such as 2026-01-31T00:00:00Z.", field=name)
    end = until or now
    start = since or end - DEFAULT_PERIOD
    if start >= end:
        raise InvalidInput("The period must begin before it ends.", field="from")
    return start, end


@dataclass(frozen=True)
class Figures:
    """Everything that is counted, by the terms in force."""

    events: EventStore
    terms: Terms
    reasons: Callable[[], Reasons]

    def report(self, now: datetime, since: datetime | None, until: datetime | None) -> dict[str, Any]:
        """The figures of a period."""
        start, end = period(since, until, now)
        return report.build_report(self.events, self.terms, now, start, end, titles=self._titles)

    def contacts(self, now: datetime) -> Mapping[str, int]:
        """How many counted episodes of the last 30 days each reason has."""
        start, end = period(None, None, now)
        return report.contacts_by_reason(self.events, self.terms, now, start, end)

    def behind(
        self, now: datetime, since: datetime | None, until: datetime | None, **wanted: str | None
    ) -> list[dict[str, Any]]:
        """The episodes behind a figure, newest first."""
        start, end = period(since, until, now)
        return report.episodes_behind(self.events, self.terms, now, start, end, titles=self._titles, **wanted)

    def episode(self, now: datetime, episode_id: str) -> dict[str, Any]:
        """One episode with its timeline; raises NotFound."""
        return report.episode_view(self.events, self.terms, now, episode_id, titles=self._titles)

    @property
    def _titles(self) -> dict[str, str]:
        return self.reasons().titles
