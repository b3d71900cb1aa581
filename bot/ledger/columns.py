"""The columns in which contacts are counted, and the rows that fill them. Pure.

Times are in UTC, without a zone.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row

from bot.ledger.assessments import UNKNOWN_REASON
from bot.ledger.events import Event
from bot.ledger.facts import EpisodeFacts
from bot.ledger.handling import AgentSeconds

_SECONDS = "STRUCT(agent VARCHAR, seconds DOUBLE)[]"
COLUMNS = {
    "id": "VARCHAR",
    "kind": "VARCHAR",
    "conversation_id": "VARCHAR",
    "visitor_key": "VARCHAR",
    "channel": "VARCHAR",
    "started_at": "TIMESTAMP",
    "last_activity_at": "TIMESTAMP",
    "closed": "BOOLEAN",
    "outcome": "VARCHAR",
    "left_out": "VARCHAR",
    "cause": "VARCHAR",
    "flow": "VARCHAR",
    "step": "VARCHAR",
    "because": "VARCHAR",
    "reason": "VARCHAR",
    "department": "VARCHAR",
    "value": "VARCHAR",
    "complexity": "VARCHAR",
    "resolved_by_person": "BOOLEAN",
    "had_person": "BOOLEAN",
    "articles": "VARCHAR[]",
    "flows": "VARCHAR[]",
    "agents": "VARCHAR[]",
    "invitation": "VARCHAR",
    "invited_by": "VARCHAR",
    "pages": "VARCHAR[]",
    "person_messages": "INTEGER",
    "transferred": "BOOLEAN",
    "second_level": "BOOLEAN",
    "waits": "INTEGER",
    "waits_left": "INTEGER",
    "left_while_closed": "INTEGER",
    "first_replies": _SECONDS,
    "accepted_waits": _SECONDS,
    "handlings": _SECONDS,
    "bot_replies": "DOUBLE[]",
    "wrong_answer": "BOOLEAN",
    "csat": "INTEGER",
    "nps": "INTEGER",
    "sale": "DOUBLE",
    "sold": "BOOLEAN",
    "arm": "VARCHAR",
    "eligible": "BOOLEAN",
    "policy": "VARCHAR",
    "minutes": "DOUBLE",
    "cost": "DOUBLE",
}
"""Of an episode, or of a contact imported from another channel (`kind`); times in UTC."""

LINKED = {
    "visitor": "VARCHAR",
    "next_id": "VARCHAR",
    "next_at": "TIMESTAMP",
    "seconds_since_previous": "DOUBLE",
}
BESIDE = {
    "persons": {"key": "VARCHAR", "person": "VARCHAR"},
    "orders": {
        "id": "VARCHAR",
        "visitor_key": "VARCHAR",
        "happened_at": "TIMESTAMP",
        "value": "DOUBLE",
        "kind": "VARCHAR",
        "items": "INTEGER",
        "channel": "VARCHAR",
    },
    "carts": {
        "id": "VARCHAR",
        "visitor_key": "VARCHAR",
        "started_at": "TIMESTAMP",
        "ended_at": "TIMESTAMP",
        "items": "INTEGER",
        "items_paid": "INTEGER",
        "value": "DOUBLE",
        "value_paid": "DOUBLE",
    },
    "credited": {
        "contact_id": "VARCHAR",
        "order_kind": "VARCHAR",
        "value": "DOUBLE",
        "seconds_after": "DOUBLE",
    },
    "invitations": {
        "id": "VARCHAR",
        "visitor_key": "VARCHAR",
        "sent_at": "TIMESTAMP",
        "invitation": "VARCHAR",
        "invited_by": "VARCHAR",
        "accepted": "BOOLEAN",
    },
}
"""What stands beside the contacts, each in a table of its own."""


def row_of_episode(facts: EpisodeFacts) -> dict[str, Any]:
    """An episode as a row of `contacts`."""
    row = {name: _plain(value) for name, value in vars(facts).items()}
    return {**row, "id": row.pop("episode_id"), "kind": "episode"}


def row_of_contact(contact: Row[Any]) -> dict[str, Any]:
    """A contact from elsewhere as a row of `contacts`."""
    at = _plain(contact.at)
    return {
        "id": contact.id,
        "kind": "imported",
        "visitor_key": contact.visitor_key,
        "channel": contact.channel,
        "started_at": at,
        "last_activity_at": at,
        "closed": True,
        "outcome": "handed_off",
        "reason": contact.reason or UNKNOWN_REASON,
        "department": contact.department,
        "resolved_by_person": contact.resolved,
        "had_person": True,
        "minutes": contact.minutes,
        "cost": contact.cost,
    }


def rows_of_invitations(events: Iterable[Event]) -> Iterator[dict[str, Any]]:
    """The rows of `invitations` that these events make."""
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.episode_id, []).append(event)
    for own in found.values():
        if row := _invitation(own):
            yield row


def _invitation(events: Sequence[Event]) -> dict[str, Any] | None:
    sent = next((event for event in events if event.type == "invitation_sent"), None)
    if sent is None:
        return None
    answers = [event.data["accepted"] for event in events if event.type == "invitation_answered"]
    return {
        "id": sent.episode_id,
        "visitor_key": sent.visitor_key,
        "sent_at": _plain(sent.at),
        "invitation": sent.data["invitation"],
        "invited_by": sent.data["by"],
        "accepted": answers[-1] if answers else None,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat()
    if isinstance(value, tuple) and value and isinstance(value[0], AgentSeconds):
        return [vars(one) for one in value]
    return value


def row_of_order(order: Row[Any]) -> dict[str, Any]:
    """An order or a quote as a row of `orders`."""
    return {
        name: _plain(order.at if name == "happened_at" else getattr(order, name)) for name in BESIDE["orders"]
    }


def row_of_cart(cart: Row[Any]) -> dict[str, Any]:
    """A cart as a row of `carts`."""
    return {name: _plain(getattr(cart, name)) for name in BESIDE["carts"]}
