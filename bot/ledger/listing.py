"""The episodes behind a figure, and one episode's story."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from duckdb import DuckDBPyConnection

from bot.ledger.costing import cost_of
from bot.ledger.counting import Scope
from bot.ledger.episodes import group
from bot.ledger.events import Event
from bot.ledger.outcomes import judge
from bot.ledger.predicates import SEEN, parameters
from bot.ledger.prices.model import SELF_SERVICE, PriceList
from bot.ledger.shapes import Contact, EpisodeRow, Happened, Timeline
from bot.ledger.store import EventStore
from bot.ledger.terms import Terms
from bot.ledger.timeline import sentence
from bot.ledger.words import OUTCOME_TITLES, reason_title

_COLUMNS = """
    id, conversation_id, started_at,
    ended AS outcome,
    CASE WHEN abandoned THEN cause END AS cause, reason, channel, department,
    CASE WHEN pending THEN $pending_because ELSE because END AS because,
    CASE WHEN came_back THEN next_at END AS came_back_at,
    list_sum(list_transform(handlings, lambda span: span.seconds)) AS handled, csat
"""
# The versions at work, by the events that carry them: type and field.
_VERSIONS = (
    ("policy", "triage_decided", "policy_version"),
    ("model", "triage_decided", "model_version"),
    ("article", "answer_shown", "article_version"),
)


def behind(
    connection: DuckDBPyConnection,
    scope: Scope,
    condition: str,
    titles: Mapping[str, str],
    limit: int,
    offset: int,
) -> tuple[int, tuple[EpisodeRow, ...]]:
    """How many episodes of the scope fit the condition, and a page of them."""
    rows = f"FROM ({scope.rows()}) WHERE {condition}"
    [(total,)] = scope.run(connection, f"SELECT count(*) {rows}")
    page = scope.run(
        connection,
        f"SELECT {_COLUMNS} {rows} ORDER BY started_at DESC, id DESC LIMIT $limit OFFSET $offset",
        limit=limit,
        offset=offset,
        pending_because=_still_open(scope.terms),
    )
    return int(total), tuple(_row(one, titles) for one in page)


def timeline(
    connection: DuckDBPyConnection,
    events: EventStore,
    episode_id: str,
    now: datetime,
    terms: Terms,
    titles: Mapping[str, str],
    prices: PriceList,
) -> Timeline | None:
    """One episode's story; None where there is no such episode."""
    known = {**parameters(now, terms), "id": episode_id, "pending_because": _still_open(terms)}
    sql = f"SELECT {_COLUMNS} FROM ({SEEN}) WHERE id = $id"
    found = connection.execute(sql, {name: known[name] for name in known if f"${name}" in sql}).fetchone()
    if found is None:
        return None
    happened = events.for_episode(episode_id)
    [episode] = group(happened)
    evidence = judge(episode, now, terms).evidence
    case = _case(connection, episode_id, terms, prices)
    return Timeline(
        episode=_row(found, titles),
        evidence_ids=evidence,
        events=tuple(
            Happened(
                id=event.id,
                at=event.at,
                type=event.type,
                text=sentence(event),
                evidence=event.id in evidence,
            )
            for event in happened
        ),
        versions=_versions(happened),
        case=case,
        case_cost=sum(contact.cost for contact in case),
    )


def _case(
    connection: DuckDBPyConnection, episode_id: str, terms: Terms, prices: PriceList
) -> tuple[Contact, ...]:
    """The contacts of the episode's case, in order."""
    sql = """
        WITH own AS (
            SELECT *, sum(CASE WHEN coalesce(seconds_since_previous >= $gap, true) THEN 1 ELSE 0 END)
                OVER (ORDER BY started_at, id) AS case_number
            FROM contacts
            WHERE visitor = (SELECT visitor FROM contacts WHERE id = $id)
                AND (left_out IS NULL OR left_out NOT IN ('test', 'spam'))
        )
        SELECT id, channel, started_at, outcome, cost, kind = 'episode',
            CASE WHEN kind = 'imported' THEN minutes
                 ELSE list_sum(list_transform(handlings, lambda span: span.seconds)) / 60 END,
            CASE WHEN had_person THEN 'chat' WHEN outcome = 'handed_off' THEN 'message' END
        FROM own
        WHERE case_number = (SELECT case_number FROM own WHERE id = $id) ORDER BY started_at, id
    """
    rows = connection.execute(sql, {"gap": terms.case_gap.total_seconds(), "id": episode_id}).fetchall()
    return tuple(
        Contact(
            id=id_,
            channel=channel,
            started_at=started_at.replace(tzinfo=UTC),
            outcome=outcome,
            cost=cost_of(
                (SELF_SERVICE, *((person,) if person else ())) if is_episode else (channel,),
                started_at.date(),
                minutes,
                cost,
                prices,
                terms,
            ),
            is_this=id_ == episode_id,
        )
        for id_, channel, started_at, outcome, cost, is_episode, minutes, person in rows
    )


def _versions(happened: Iterable[Event]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for event in happened:
        for name, type_, field in _VERSIONS:
            if event.type == type_ and event.data.get(field) is not None:
                article = f"{event.data['article_id']} " if name == "article" else ""
                found[name][f"{article}{event.data[field]}"] = None
    return {name: list(versions) for name, versions in found.items()}


def _row(row: tuple[Any, ...], titles: Mapping[str, str]) -> EpisodeRow:
    (id_, conversation_id, started_at, outcome, cause, reason, channel, department) = row[:8]
    because, came_back_at, handled, csat = row[8:]
    return EpisodeRow(
        episode_id=id_,
        conversation_id=conversation_id,
        started_at=started_at.replace(tzinfo=UTC),
        outcome=outcome,
        outcome_title=OUTCOME_TITLES[outcome],
        cause=cause,
        reason=reason,
        reason_title=reason_title(reason, titles),
        channel=channel,
        department=department,
        evidence=because,
        came_back_at=None if came_back_at is None else came_back_at.replace(tzinfo=UTC),
        handle_seconds=handled,
        csat=csat,
    )


def _still_open(terms: Terms) -> str:
    hours = terms.episode_silence.total_seconds() / 3600
    return f"Not closed, and not silent for {hours:g} hours yet."
