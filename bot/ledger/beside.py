"""What is counted beside the episodes: invitations, carts, visitors known elsewhere, orders by channel."""

from collections.abc import Mapping
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from bot.ledger.counting import Counted, Scope
from bot.ledger.measures import Measure
from bot.ledger.rates import Rate
from bot.ledger.samples import Sample
from bot.ledger.shapes import ChannelSales
from bot.ledger.words import CHANNEL_TITLES, words

_NO_CARTS = "No carts are on record yet: import them (docs/contacts.md)."
_NO_INVITATIONS = "No invitation was sent in this period."


@dataclass(frozen=True)
class Beside(Measure):
    """A figure that no episodes stand behind one by one."""


def _figure(key: str, title: str, unit: str, group: str, text: str, missing: str) -> Beside:
    return Beside(key, title, unit, group, text, missing=missing, opens=False)  # type: ignore[arg-type]


BESIDE: tuple[Beside, ...] = (
    _figure(
        "recognised_visitors",
        "Recognised across channels",
        "share",
        "deflection",
        "Visitors whose e-mail, phone or customer number is known (as a keyed hash), so that a contact on "
        "another channel would be theirs, of all visitors: how far the durable rate can be trusted.",
        "Nothing to count in this period.",
    ),
    _figure(
        "invitations_sent",
        "Invitations sent",
        "count",
        "invitations",
        "Invitations to chat that visitors were shown, by the system and by agents.",
        _NO_INVITATIONS,
    ),
    _figure(
        "invitation_acceptance",
        "Invitations accepted",
        "share",
        "invitations",
        "Invitations accepted, of those sent.",
        _NO_INVITATIONS,
    ),
    _figure(
        "invitation_acceptance_automatic",
        "Automatic invitations accepted",
        "share",
        "invitations",
        "Invitations accepted, of those that the system sent.",
        _NO_INVITATIONS,
    ),
    _figure(
        "invitation_acceptance_agents",
        "Agents' invitations accepted",
        "share",
        "invitations",
        "Invitations accepted, of those that agents sent.",
        _NO_INVITATIONS,
    ),
    _figure(
        "cart_abandonment",
        "Cart abandonment with chat",
        "share",
        "sales",
        "Carts filled and not paid at all, of carts filled, in visits with a chat.",
        _NO_CARTS,
    ),
    _figure(
        "cart_abandonment_without_chat",
        "Cart abandonment without chat",
        "share",
        "sales",
        "Carts filled and not paid at all, of carts filled, in visits without a chat.",
        _NO_CARTS,
    ),
    *(
        _figure(
            key,
            title,
            "score",
            "sales",
            f"The mean number of items {what} in a visit {which} a chat.",
            _NO_CARTS,
        )
        for key, title, what, which in (
            ("items_put_in", "Items put in, with chat", "put into the cart", "with"),
            ("items_put_in_without_chat", "Items put in, without chat", "put into the cart", "without"),
            ("items_paid", "Items paid, with chat", "paid", "with"),
            ("items_paid_without_chat", "Items paid, without chat", "paid", "without"),
        )
    ),
)
"""Counted by the period alone, whatever else narrows the filter."""

_VISITORS = """
    SELECT count(DISTINCT hash(visitor)) FILTER (WHERE visitor_key IN (SELECT key FROM persons)),
        count(DISTINCT hash(visitor))
    FROM ({rows}) WHERE counted
"""
_INVITATIONS = """
    SELECT invited_by, count(*), count(*) FILTER (WHERE accepted) FROM invitations
    WHERE sent_at >= $start AND sent_at < $end GROUP BY invited_by
"""
_CARTS = """
    SELECT with_chat, count(*) FILTER (WHERE items > 0), count(*) FILTER (WHERE items > 0 AND items_paid = 0),
        count(*), avg(items), var_samp(items), avg(items_paid), var_samp(items_paid)
    FROM (
        SELECT carts.*, EXISTS (
            SELECT 1 FROM contacts
            WHERE visitor = coalesce(
                    (SELECT person FROM persons WHERE key = carts.visitor_key), carts.visitor_key
                )
                AND contacts.kind = 'episode' AND contacts.left_out IS DISTINCT FROM 'test'
                AND contacts.started_at BETWEEN carts.started_at AND carts.ended_at
        ) AS with_chat
        FROM carts WHERE started_at >= $start AND started_at < $end
    )
    GROUP BY with_chat
"""
_CHANNELS = """
    SELECT CASE WHEN had_person THEN 'chat' ELSE 'self_service' END AS by_channel,
        count(*), count(order_value), avg(order_value), var_samp(order_value),
        avg(coalesce(order_value, 0)), var_samp(coalesce(order_value, 0))
    FROM ({rows}) WHERE counted GROUP BY by_channel
    UNION ALL
    SELECT channel, count(*), count(order_value), avg(order_value), var_samp(order_value),
        avg(coalesce(order_value, 0)), var_samp(coalesce(order_value, 0))
    FROM contacts LEFT JOIN (
        SELECT contact_id, sum(value) AS order_value FROM credited
        WHERE order_kind = 'order' AND seconds_after <= $conversion GROUP BY contact_id
    ) ON contact_id = id
    WHERE kind = 'imported' AND started_at >= $start AND started_at < $end GROUP BY channel
"""


def count_beside(connection: DuckDBPyConnection, scope: Scope) -> dict[str, Counted]:
    """All of `BESIDE` by key; those without data are left out."""
    [visitors] = scope.run(connection, _VISITORS.format(rows=scope.rows()))
    found: dict[str, Counted] = {"recognised_visitors": Rate(*visitors)}
    found |= _invitations(connection, scope)
    for with_chat, filled, abandoned, visits, *items in scope.run(connection, _CARTS):
        suffix = "" if with_chat else "_without_chat"
        found[f"cart_abandonment{suffix}"] = Rate(abandoned, filled)
        found[f"items_put_in{suffix}"] = Sample(visits, *items[:2])
        found[f"items_paid{suffix}"] = Sample(visits, *items[2:])
    return found


def _invitations(connection: DuckDBPyConnection, scope: Scope) -> Mapping[str, Counted]:
    rows = {by: Rate(accepted, sent) for by, sent, accepted in scope.run(connection, _INVITATIONS)}
    if not rows:
        return {}
    accepted = sum(rate.numerator for rate in rows.values())
    sent = sum(rate.denominator for rate in rows.values())
    return {
        "invitations_sent": float(sent),
        "invitation_acceptance": Rate(accepted, sent),
        "invitation_acceptance_automatic": rows.get("system", Rate(0, 0)),
        "invitation_acceptance_agents": rows.get("agent", Rate(0, 0)),
    }


def sales_by_channel(connection: DuckDBPyConnection, scope: Scope) -> tuple[ChannelSales, ...]:
    """Conversion, average order and value of a visitor on each channel; nothing without orders on record."""
    if not scope.run(connection, "SELECT 1 FROM orders LIMIT 1"):
        return ()
    found = []
    for channel, contacts, converting, *numbers in scope.run(connection, _CHANNELS.format(rows=scope.rows())):
        average, value = Sample(converting, *numbers[:2]), Sample(contacts, *numbers[2:])
        rate = Rate(converting, contacts)
        found.append(
            ChannelSales(
                channel=channel,
                title=CHANNEL_TITLES.get(channel, words(channel)),
                contacts=contacts,
                converting=converting,
                conversion_rate=rate.value,
                conversion_interval=rate.interval,
                average_order=average.mean,
                average_interval=average.interval,
                value_of_visitor=value.mean,
                value_interval=value.interval,
            )
        )
    return tuple(sorted(found, key=lambda row: (-row.contacts, row.channel)))
