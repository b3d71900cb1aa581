"""What alerts are judged by: the queue as it is, and the last week beside the week before."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.alerts.rules import Compared, Facts, Notice
from bot.alerts.store import AlertStore
from bot.ledger.analysis import Analysis
from bot.ledger.filters import Filter
from bot.ledger.shapes import Figure

# A week: both periods have the same weekdays.
PERIOD = timedelta(days=7)
WaitingSince = Callable[[datetime], Sequence[datetime]]


class Watch:
    """Looks, and tells what is out of the ordinary.

    Args:
        store: wishes, standings, and what is to be told.
        analysis: the figures.
        waiting: since when each of those who wait for a person now has waited.
    """

    def __init__(self, store: AlertStore, analysis: Analysis, waiting: WaitingSince) -> None:
        self._store = store
        self._analysis = analysis
        self._waiting = waiting

    def look_at_the_queue(self, now: datetime) -> list[Notice]:
        """Whether somebody waits too long."""
        since = self._waiting(now)
        longest = max((now - one for one in since), default=timedelta(0))
        return self._store.look(Facts(longest_wait=longest, waiting=len(since)), now)

    def look_at_the_week(self, now: datetime) -> list[Notice]:
        """Whether the last seven days are worse than the seven before."""
        if not self._store.kept().wishes.anywhere:
            return []
        week = Filter(now - PERIOD, now)
        figures = {one.key: one for one in self._analysis.compared_with_period_before(week, now)}
        facts = Facts(
            deflection=_compared(figures["standard"]),
            csat=_compared(figures["csat"]),
            wrong_answers=_compared(figures["wrong_answers"]),
        )
        return self._store.look(facts, now)


def _compared(figure: Figure) -> Compared:
    change = figure.change
    return Compared(
        value=figure.value,
        sample=figure.sample,
        before=change.before if change else None,
        sample_before=change.sample_before if change else 0,
        difference=change.interval if change else None,
    )
