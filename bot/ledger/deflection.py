"""The three deflection rates, which are always shown together. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ledger.assessments import Assessment
from bot.ledger.rates import Rate
from bot.ledger.terms import Terms


@dataclass(frozen=True)
class DeflectionRate:
    """One of the rates, with the definition a reader needs beside it."""

    name: str
    rate: Rate
    definition: str


def deflection_rates(assessments: Sequence[Assessment], terms: Terms) -> tuple[DeflectionRate, ...]:
    """Strict, standard and durable, of these episodes."""
    decided = [one for one in assessments if one.decided]
    mature = [one for one in decided if one.mature]
    days = terms.come_back.total_seconds() / 86400
    return (
        DeflectionRate(
            "strict",
            Rate(sum(one.confirmed for one in decided), len(decided)),
            "The visitor said that the last answer helped, or the last flow was completed; "
            "of all decided episodes.",
        ),
        DeflectionRate(
            "standard",
            Rate(sum(one.deflected for one in decided), len(decided)),
            "Confirmed, or assumed (answered, nothing negative followed, then silence); "
            "of all decided episodes.",
        ),
        DeflectionRate(
            "durable",
            Rate(sum(one.durable for one in mature), len(mature)),
            f"Standard, without another contact of the same visitor within {days:g} days; "
            "of decided episodes older than that.",
        ),
    )
