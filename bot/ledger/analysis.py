"""The ledger's front door: figures of a filter, compared, broken down, and opened to their episodes.

Pages, the API, exports, alerts and `firstline report` all ask here, so they show the same numbers. The shapes
are in `bot.ledger.shapes` (as JSON schema: docs/api/analysis.schema.json).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from duckdb import DuckDBPyConnection

from bot.errors import InvalidInput, NotFound
from bot.ledger import listing, overviews
from bot.ledger.columnar import ColumnarContacts
from bot.ledger.counting import MANY, Scope, count, count_outcomes
from bot.ledger.filters import Filter
from bot.ledger.measures import BY_KEY, MEASURES
from bot.ledger.presenting import figures_of
from bot.ledger.prices.model import PriceList
from bot.ledger.shapes import Breakdown, By, Episodes, Figure, Overview, Row, Timeline
from bot.ledger.store import EventStore
from bot.ledger.terms import Terms
from bot.ledger.words import row_title

Titles = Callable[[], Mapping[str, str]]


@dataclass(frozen=True)
class Analysis:
    """Everything that is counted, by the terms in force.

    Args:
        events: the ledger.
        contacts: its contacts in columns.
        terms: spans and prices.
        titles: what people read for keys of reasons, departments and so on; asked each time.
        prices: what contacts cost; asked each time.
        holidays: the name of the public holiday that a day is; None for a day like others.
    """

    events: EventStore
    contacts: ColumnarContacts
    terms: Terms
    titles: Titles
    prices: Callable[[], PriceList] = lambda: PriceList(())
    holidays: Callable[[date], str | None] = lambda _day: None

    @contextmanager
    def connected(self, narrowed: Filter) -> Iterator[DuckDBPyConnection]:
        """The columns as the events are now, with the holidays of a filter and of the period before."""
        with self.contacts.current() as connection:
            named = [
                (day.isoformat(), self.holidays(day))
                for one in (narrowed, narrowed.before)
                for day in one.dates
            ]
            connection.execute("CREATE OR REPLACE TEMP TABLE holidays (day VARCHAR, name VARCHAR)")
            if known := sorted({(day, name) for day, name in named if name is not None}):
                connection.executemany("INSERT INTO holidays VALUES (?, ?)", known)
            yield connection

    def overview(self, narrowed: Filter, now: datetime) -> Overview:
        """All figures of the filter's episodes at `now`, each compared with the period before."""
        with self.connected(narrowed) as connection:
            scope = Scope(narrowed, now, self.terms)
            return overviews.overview(connection, scope, self.prices(), self.holidays)

    def compared_with_period_before(self, narrowed: Filter, now: datetime) -> tuple[Figure, ...]:
        """Only the figures with their changes, without money, holdout and days: for alerts."""
        with self.connected(narrowed) as connection:
            scope = Scope(narrowed, now, self.terms)
            before = count(connection, Scope(narrowed.before, now, self.terms))
            return figures_of(count(connection, scope).get("", {}), self.terms, before.get("", {}))

    def breakdown(
        self, by: By, narrowed: Filter, now: datetime, *, compared: bool = False, limit: int = 1000
    ) -> Breakdown:
        """The figures for each reason, article, agent, ...: the largest rows first, spans of time in order.

        Args:
            by: what makes the rows.
            narrowed: the episodes.
            now: as of when.
            compared: whether each figure carries its change to the period before.
            limit: at most so many rows.

        Raises:
            InvalidInput: `by` is none of those.
        """
        if by not in get_args(By):
            raise InvalidInput(f"By one of: {', '.join(get_args(By))}.", field="by")
        titles = self.titles()
        with self.connected(narrowed) as connection:
            scope = Scope(narrowed, now, self.terms)
            found = count(connection, scope, by)
            before = count(connection, Scope(narrowed.before, now, self.terms), by) if compared else None
            outcomes = count_outcomes(connection, scope, by)
        rows = [
            Row(
                key=key,
                title=row_title(by, key, titles),
                episodes=int(float(counted["episodes"])),  # type: ignore[arg-type]
                outcomes=outcomes[key],
                narrowed_by=_narrowing(by, key),
                figures=figures_of(counted, self.terms, None if before is None else before.get(key, {})),
            )
            for key, counted in found.items()
        ]
        in_order = by in ("day", "hour", "weekday", "survey", "hour_weekday")
        rows.sort(key=lambda row: _place(row.key) if in_order else (-row.episodes, row.key))
        return Breakdown(
            by=by,
            many=by in MANY,
            generated_at=now,
            period=overviews.period_of(narrowed),
            timezone=narrowed.timezone,
            filtered_by=narrowed.narrowed_by,
            rows=tuple(rows[:limit]),
        )

    def episodes_behind(
        self,
        key: str | None,
        narrowed: Filter,
        now: datetime,
        *,
        part: Literal["numerator", "denominator"] = "numerator",
        limit: int = 100,
        offset: int = 0,
    ) -> Episodes:
        """The episodes behind a figure of the same filter's overview or breakdown row, newest first.

        Args:
            key: the figure's key; None for all of the filter (with its `outcome` or `cause`: those of
                an outcome's or a cause's row).
            narrowed: the same filter; for a row of a breakdown with its `narrowed_by` added.
            now: as of when.
            part: of a share, those that fit or those they are of.
            limit: so many rows at most.
            offset: how many rows to skip.

        Raises:
            InvalidInput: there is no such figure, or no episodes stand behind it.
        """
        measure = BY_KEY.get(key) if key is not None else None
        if key is not None and (measure is None or not measure.opens):
            raise InvalidInput(f"There are no episodes behind {key!r}.", field="figure")
        condition = measure.behind[part == "denominator"] if measure else "true"
        with self.connected(narrowed) as connection:
            scope = Scope(narrowed, now, self.terms)
            total, rows = listing.behind(connection, scope, condition, self.titles(), limit, offset)
        return Episodes(key=key or "all", part=part, total=total, offset=offset, rows=rows)

    def timeline(self, episode_id: str, now: datetime) -> Timeline:
        """One episode's story, with the evidence for its outcome and the case it belongs to.

        Raises:
            NotFound: there is no such episode.
        """
        with self.contacts.current() as connection:
            found = listing.timeline(
                connection, self.events, episode_id, now, self.terms, self.titles(), self.prices()
            )
        if found is None:
            raise NotFound("There is no such episode.")
        return found


def _narrowing(by: str, key: str) -> dict[str, str]:
    if by == "hour_weekday":
        weekday, hour = key.split("-")
        return {"weekday": weekday, "hour": hour}
    return {"csat" if by == "survey" else by: key}


def _place(key: str) -> tuple[int | str, ...]:
    return tuple(int(part) if part.isdigit() else part for part in key.split("-"))


__all__ = ["MEASURES", "Analysis", "Filter"]
