"""The report, the episodes behind a figure, and one episode's story: events read, assessed, put into words.

All three count with the same predicates (`bot.ledger.assessments`), so a figure and its drill-down agree.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.errors import NotFound
from bot.ledger.assessments import UNKNOWN_REASON, Assessment, assess
from bot.ledger.figures import in_period, make_report, moment
from bot.ledger.store import EventStore
from bot.ledger.terms import Terms
from bot.ledger.timeline import sentence


def build_report(
    store: EventStore,
    terms: Terms,
    now: datetime,
    start: datetime,
    end: datetime,
    *,
    titles: Mapping[str, str],
) -> dict[str, Any]:
    """The report on the episodes that began in the period (`start` <= beginning < `end`).

    `titles` maps reason keys to what people read. The schema is docs/api/report.schema.json.
    """
    assessments = _assessments(store, terms, now, start)
    return make_report(assessments, terms, now=now, start=start, end=end, title_of=_Titles(titles))


def episodes_behind(
    store: EventStore,
    terms: Terms,
    now: datetime,
    start: datetime,
    end: datetime,
    *,
    titles: Mapping[str, str],
    outcome: str | None = None,
    cause: str | None = None,
    reason: str | None = None,
) -> list[dict[str, Any]]:
    """The episodes behind a figure of the same period's report, newest first.

    Args:
        store: the events.
        terms: spans and prices.
        now: as of when.
        start: the period's first moment.
        end: the first moment after it.
        titles: reason keys to what people read.
        outcome: only this outcome, or this class of those left out (test, spam, invited, ...).
        cause: only episodes abandoned for this cause.
        reason: only episodes of this reason.
    """
    period = in_period(_assessments(store, terms, now, start), start, end)
    matching = [one for one in period if _matches(one, outcome, cause, reason)]
    return [_row(one, _Titles(titles)) for one in reversed(matching)]


def contacts_by_reason(
    store: EventStore, terms: Terms, now: datetime, start: datetime, end: datetime
) -> dict[str, int]:
    """How many episodes of the period's report each reason has; reasons without any are left out."""
    period = in_period(_assessments(store, terms, now, start), start, end)
    return Counter(one.reason for one in period if one.counted)


def episode_view(
    store: EventStore, terms: Terms, now: datetime, episode_id: str, *, titles: Mapping[str, str]
) -> dict[str, Any]:
    """One episode and its timeline: `{"episode": {...}, "events": [{"id", "at", "type", "text"}]}`.

    Raises:
        NotFound: there is no such episode.
    """
    # The visitor's other episodes are needed to know about a come-back.
    assessments = assess(store.of_visitor_of(episode_id), now, terms)
    one = next((one for one in assessments if one.episode.id == episode_id), None)
    if one is None:
        raise NotFound("There is no such episode.")
    events = [
        {"id": event.id, "at": moment(event.at), "type": event.type, "text": sentence(event)}
        for event in one.episode.events
    ]
    return {"episode": _row(one, _Titles(titles)), "events": events}


class _Titles:
    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = titles

    def __call__(self, reason: str) -> str:
        fallback = "Not understood" if reason == UNKNOWN_REASON else reason.replace("_", " ").capitalize()
        return self._titles.get(reason, fallback)


def _assessments(store: EventStore, terms: Terms, now: datetime, start: datetime) -> list[Assessment]:
    # To `now`, not to the period's end: what happened since may be a come-back.
    return assess(store.of_episodes_since(start), now, terms)


def _row(one: Assessment, titles: _Titles) -> dict[str, Any]:
    judgement = one.judgement
    return {
        "episode_id": one.episode.id,
        "conversation_id": one.episode.conversation_id,
        "started_at": moment(one.episode.started_at),
        "outcome": _outcome_name(one),
        "cause": judgement.cause.value if judgement.cause else None,
        "reason": one.reason,
        "reason_title": titles(one.reason),
        "evidence": judgement.because,
        "evidence_ids": list(judgement.evidence),
        "came_back_at": moment(one.come_back.started_at) if one.come_back else None,
    }


def _outcome_name(one: Assessment) -> str:
    return str(one.judgement.outcome or one.judgement.left_out)


def _matches(one: Assessment, outcome: str | None, cause: str | None, reason: str | None) -> bool:
    if outcome is not None and _outcome_name(one) != outcome:
        return False
    if cause is not None and str(one.judgement.cause) != cause:
        return False
    return reason is None or (one.counted and one.reason == reason)
