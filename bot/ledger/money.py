"""What the deflected episodes were worth, with every term of the sum. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ledger.assessments import Assessment
from bot.ledger.terms import Terms


@dataclass(frozen=True)
class Term:
    """One figure that goes into a sum; `unit` is count, share or dollars."""

    name: str
    value: float
    unit: str


@dataclass(frozen=True)
class GrossSaving:
    """Standard-deflected episodes, each at the difference of the two channels' costs."""

    value: float
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class NetSaving:
    """What is left after the bot's own cost, on episodes old enough for a come-back to be known."""

    low: float
    expected: float
    high: float
    terms: tuple[Term, ...]
    note: str


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
            Term("Bot-first episodes", episodes, "count"),
            Term("Cost of self-service, each", terms.cost_self_service_contact, "dollars"),
            Term("Episodes handed off", handed_off, "count"),
            Term("Cost of a contact with a person, each", terms.cost_human_contact, "dollars"),
        ),
    )


def gross_saving(assessments: Sequence[Assessment], terms: Terms) -> GrossSaving:
    """Standard-deflected episodes x (cost of the channel avoided - cost of one self-service contact)."""
    deflected = sum(one.deflected for one in assessments)
    return GrossSaving(
        value=deflected * (terms.cost_human_contact - terms.cost_self_service_contact),
        terms=(
            Term("Episodes deflected (standard)", deflected, "count"),
            Term("Cost of the channel avoided, each", terms.cost_human_contact, "dollars"),
            Term("Cost of self-service, each", terms.cost_self_service_contact, "dollars"),
        ),
    )


def net_saving(
    assessments: Sequence[Assessment], terms: Terms, extra_handling: float | None = None
) -> NetSaving:
    """Deflected episodes x share who would have contacted x cost avoided, less what the bot itself costs.

    Only episodes decided and older than the come-back span count, deflected or not, so that gain and cost are
    of one cohort. Low counts the confirmed without a come-back, expected the durable, high the standard.

    Args:
        assessments: the episodes of the period.
        terms: prices and the stated share.
        extra_handling: dollars that agents' longer handling after failed tries cost on this cohort; None
            where there is no holdout to measure it by, and then it counts as 0 and the note says so.
    """
    cohort = [one for one in assessments if one.decided and one.mature]
    confirmed = sum(one.confirmed and one.durable for one in cohort)
    durable = sum(one.durable for one in cohort)
    standard = sum(one.deflected for one in cohort)
    own_cost = len(cohort) * terms.cost_self_service_contact + (extra_handling or 0.0)

    def net(episodes: int) -> float:
        return episodes * terms.share_would_contact * terms.cost_human_contact - own_cost

    days = terms.come_back.days
    notes = [f"Counts the {len(cohort)} decided episodes of the period that are older than {days} days."]
    notes.append(
        "The share who would otherwise have contacted is stated, not measured: there is no holdout yet."
    )
    if extra_handling is None:
        notes.append("Longer handling after failed tries is not measured yet and counts as 0.")
    return NetSaving(
        low=net(confirmed),
        expected=net(durable),
        high=net(standard),
        terms=(
            Term("Confirmed, without a come-back (low)", confirmed, "count"),
            Term("Durable (expected)", durable, "count"),
            Term("Standard (high)", standard, "count"),
            Term("Share who would otherwise have contacted", terms.share_would_contact, "share"),
            Term("Cost of the channel avoided, each", terms.cost_human_contact, "dollars"),
            Term("Bot-first episodes", len(cohort), "count"),
            Term("Cost of self-service, each", terms.cost_self_service_contact, "dollars"),
            Term("Longer handling after failed tries", extra_handling or 0.0, "dollars"),
        ),
        note=" ".join(notes),
    )
