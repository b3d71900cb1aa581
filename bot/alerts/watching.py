"""What alerts are judged by: the queue as it is, and the last week beside the week before."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.alerts.comparing import means, rates
from bot.alerts.rules import Facts, Notice
from bot.alerts.store import AlertStore
from bot.ledger.assessments import Assessment, assess, in_period
from bot.ledger.rates import Rate
from bot.ledger.store import EventStore
from bot.ledger.terms import Terms

# A week: both periods have the same weekdays.
PERIOD = timedelta(days=7)
WaitingSince = Callable[[datetime], Sequence[datetime]]


class Watch:
    """Looks, and tells what is out of the ordinary.

    Args:
        store: wishes, standings, and what is to be told.
        events: the ledger.
        terms: how it is counted.
        waiting: since when each of those who wait for a person now has waited.
    """

    def __init__(self, store: AlertStore, events: EventStore, terms: Terms, waiting: WaitingSince) -> None:
        self._store = store
        self._events = events
        self._terms = terms
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
        start = now - 2 * PERIOD
        assessed = assess(self._events.of_episodes_since(start), now, self._terms)
        return self._store.look(facts_of(assessed, now), now)


def facts_of(assessed: Sequence[Assessment], now: datetime) -> Facts:
    """The last week of these episodes beside the week before. Pure."""
    week = [one for one in in_period(assessed, now - PERIOD, now) if one.counted]
    before = [one for one in in_period(assessed, now - 2 * PERIOD, now - PERIOD) if one.counted]
    return Facts(
        deflection=rates(_deflected(week), _deflected(before)),
        csat=means(_ratings(week), _ratings(before)),
        wrong_answers=rates(_wrong(week), _wrong(before)),
    )


def _deflected(of: Sequence[Assessment]) -> Rate:
    decided = [one for one in of if one.decided]
    return Rate(sum(one.deflected for one in decided), len(decided))


def _ratings(of: Sequence[Assessment]) -> list[float]:
    answers = [event for one in of if (event := _last_rating(one)) is not None]
    return [float(one) for one in answers]


def _last_rating(one: Assessment) -> int | None:
    given = [event.data["csat"] for event in one.episode.of_type("survey_answered") if "csat" in event.data]
    return given[-1] if given else None


def _wrong(of: Sequence[Assessment]) -> Rate:
    """Answers that visitors said did not help, of the answers shown."""
    shown = sum(1 for one in of for _ in one.episode.of_type("answer_shown"))
    wrong = sum(
        1
        for one in of
        for event in one.episode.of_type("reaction")
        if event.data["about"] == "answer" and event.data["polarity"] == "negative"
    )
    return Rate(min(wrong, shown), shown)
