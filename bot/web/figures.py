"""The ledger's views for a period as the admin's first page and the command ask for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.errors import InvalidInput
from bot.ledger.analysis import Analysis
from bot.ledger.filters import Filter
from bot.ledger.report import report_of
from bot.ledger.shapes import By

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
    """What is counted, for a period."""

    analysis: Analysis
    timezone: str = "UTC"
    """The company's clocks, by which days are counted."""

    def report(
        self, now: datetime, since: datetime | None, until: datetime | None, by: By | None = None
    ) -> dict[str, Any]:
        """The figures of a period; with `by` also a row of them for each reason, agent, ..."""
        asked = Filter(*period(since, until, now), timezone=self.timezone)
        return report_of(
            self.analysis.overview(asked, now),
            self.analysis.breakdown("reason", asked, now),
            None if by is None else self.analysis.breakdown(by, asked, now),
        )

    def contacts(self, now: datetime) -> Mapping[str, int]:
        """How many counted episodes of the last 30 days each reason has."""
        rows = self.analysis.breakdown("reason", Filter(*period(None, None, now)), now).rows
        return {row.key: row.episodes for row in rows}
