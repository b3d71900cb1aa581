"""What self-service was worth, with every term of the sum. Pure."""

from dataclasses import dataclass

from bot.ledger.samples import SMALL
from bot.ledger.shapes import Figure, Money, Saving, Term
from bot.ledger.terms import Terms

_HANDOFF_NOTE = (
    "Bot-first handoffs are the harder ones: what the bot settled is not among them. "
    "So this understates what the packet saves."
)


@dataclass(frozen=True)
class Prices:
    """Dollars a contact costs, with a person on the channel avoided and in self-service; a minute's wage.

    `source` says in words where they come from.
    """

    avoided: float
    self_service: float
    wage: float
    source: str = "as set"


@dataclass(frozen=True)
class Cohort:
    """Decided episodes older than the come-back span: how many, and how many of them were deflected.

    `confirmed` are those without a come-back.
    """

    episodes: int
    confirmed: int
    durable: int
    standard: int


@dataclass(frozen=True)
class Cost:
    """What contacts cost."""

    value: float
    terms: tuple[Term, ...]


def cost_of_contacts(episodes: int, handed_off: float, terms: Terms) -> Cost:
    """All episodes x self-service cost + episodes handed off x cost of a contact with a person.

    Args:
        episodes: the decided ones.
        handed_off: how many of them reached a person; a mean where it is an estimate.
        terms: prices.
    """
    return Cost(
        value=episodes * terms.cost_self_service_contact + handed_off * terms.cost_human_contact,
        terms=(
            Term(name="Bot-first episodes", value=episodes, unit="count"),
            Term(name="Cost of self-service, each", value=terms.cost_self_service_contact, unit="dollars"),
            Term(name="Episodes handed off", value=handed_off, unit="count"),
            Term(
                name="Cost of a contact with a person, each", value=terms.cost_human_contact, unit="dollars"
            ),
        ),
    )


def gross_saving(deflected: int, prices: Prices) -> Saving:
    """Standard-deflected episodes x (cost of the channel avoided - cost of one self-service contact)."""
    return Saving(
        key="gross_saving",
        title="Gross saving",
        definition="Standard-deflected episodes x (cost of the channel avoided - self-service cost of one).",
        value=deflected * (prices.avoided - prices.self_service),
        sample=deflected,
        terms=(
            Term(name="Episodes deflected (standard)", value=deflected, unit="count"),
            Term(
                name="Cost of the channel avoided, each",
                value=prices.avoided,
                unit="dollars",
                note=prices.source,
            ),
            Term(
                name="Cost of self-service, each",
                value=prices.self_service,
                unit="dollars",
                note=prices.source,
            ),
        ),
        note="Every deflected episode counts, whether or not the visitor would have contacted a person.",
    )


def net_saving(
    cohort: Cohort,
    prices: Prices,
    share_would_contact: float,
    *,
    measured: bool = False,
    extra_handling: float | None = None,
    come_back_days: float = 7,
) -> Saving:
    """Deflected episodes x share who would have contacted x cost avoided, less what the bot itself costs.

    Only episodes decided and older than the come-back span count, deflected or not, so that gain and cost are
    of one cohort. Low counts the confirmed without a come-back, expected the durable, high the standard.

    Args:
        cohort: the episodes.
        prices: what a contact costs.
        share_would_contact: of self-served visitors, those who would otherwise have contacted a person.
        measured: whether that share comes from the holdout.
        extra_handling: dollars that agents' longer handling after failed tries cost on this cohort (negative
            where handling was shorter); None where there is no holdout to measure it by: it counts as 0.
        come_back_days: the span.
    """
    own_cost = cohort.episodes * prices.self_service + (extra_handling or 0.0)

    def net(episodes: int) -> float:
        return episodes * share_would_contact * prices.avoided - own_cost

    notes = [
        f"Counts the {cohort.episodes:,} decided episodes of the period that are older than "
        f"{come_back_days:g} days.",
        "The share who would otherwise have contacted is measured by the holdout."
        if measured
        else "The share who would otherwise have contacted is stated, not measured: there is no holdout yet.",
    ]
    if extra_handling is None:
        notes.append("Longer handling after failed tries is not measured yet and counts as 0.")
    return Saving(
        key="net_saving",
        title="Net saving",
        definition=(
            "Durable episodes x share who would otherwise have contacted x cost of the channel avoided - "
            "all bot-first episodes x self-service cost - extra handle time after failed tries; low with the "
            "confirmed, high with the standard in place of the durable."
        ),
        value=net(cohort.durable),
        low=net(cohort.confirmed),
        high=net(cohort.standard),
        sample=cohort.episodes,
        terms=(
            Term(name="Confirmed, without a come-back (low)", value=cohort.confirmed, unit="count"),
            Term(name="Durable (expected)", value=cohort.durable, unit="count"),
            Term(name="Standard (high)", value=cohort.standard, unit="count"),
            Term(name="Share who would otherwise have contacted", value=share_would_contact, unit="share"),
            Term(name="Cost of the channel avoided, each", value=prices.avoided, unit="dollars"),
            Term(name="Bot-first episodes", value=cohort.episodes, unit="count"),
            Term(name="Cost of self-service, each", value=prices.self_service, unit="dollars"),
            Term(name="Longer handling after failed tries", value=extra_handling or 0.0, unit="dollars"),
        ),
        note=" ".join(notes),
    )


def handoff_saving(
    seconds: float | None, interval: tuple[float, float] | None, handoffs: int, prices: Prices
) -> Saving:
    """(Handle time of holdout chats - handle time of bot-first handoffs, matched by reason) x wage.

    Args:
        seconds: that difference for one handoff; None where there is nothing to compare.
        interval: its 95 % interval.
        handoffs: how many bot-first handoffs it is about.
        prices: the wage.
    """
    minute = handoffs * prices.wage / 60
    return Saving(
        key="handoff_saving",
        title="Handoff saving",
        definition=(
            "(Handle time of holdout chats - handle time of bot-first handoffs, matched by reason) x wage: "
            "what arriving with a packet, at the right person, saves or costs."
        ),
        value=None if seconds is None else seconds * minute,
        interval=None if interval is None else (interval[0] * minute, interval[1] * minute),
        sample=handoffs,
        terms=(
            Term(name="Seconds saved, each handoff", value=seconds or 0.0, unit="seconds"),
            Term(name="Bot-first handoffs", value=handoffs, unit="count"),
            Term(name="Wage, a minute", value=prices.wage, unit="dollars"),
        ),
        note=_HANDOFF_NOTE
        if seconds is not None
        else f"There is no holdout to compare with in this period. {_HANDOFF_NOTE}",
    )


def money_figures(money: Money) -> tuple[Figure, ...]:
    """The money that stands among the indicators: cost per contact, total cost per contact."""
    chat = next((one for one in money.costs.channels if one.channel == "chat"), None)
    cases = money.costs.cases
    return (
        _figure(
            "cost_per_contact",
            "Cost per contact, chat",
            "(Staff time + systems + tools of the channel) / its contacts; other channels are under money.",
            chat.each if chat else None,
            chat.contacts if chat else 0,
        ),
        _figure(
            "total_cost_per_contact",
            "Total cost per contact",
            "Cost of all channels / cases: a matter costs the sum of its contacts.",
            cases.each,
            cases.cases,
        ),
    )


def _figure(key: str, title: str, text: str, value: float | None, sample: int) -> Figure:
    return Figure(
        key=key,
        title=title,
        unit="dollars",
        group="money",
        definition=text,
        value=value,
        sample=sample,
        small=0 < sample < SMALL,
        missing=None if value is not None else "Nothing to count in this period.",
    )
