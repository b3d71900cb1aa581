"""How well triage reads and routes labelled messages: shares with their samples and intervals. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.ledger.rates import Rate
from bot.nlu.model import ASK_PERSON
from bot.triage import DEFAULT_POLICY, Decision, Level, Reasons, Route
from bot.triage.policy import Cell
from kb.measuring import calibration_error


@dataclass(frozen=True)
class Judged:
    """A labelled message and what triage made of it.

    `reason` is what it is about, `found` what it was read as. `reaches` is whether a person should be offered
    or brought in, `route` and `skill` where exactly it should go, None where the label doesn't say.
    """

    reason: str
    found: str
    reaches: bool
    decision: Decision
    route: Route | None = None
    skill: str | None = None
    why: str = ""

    @property
    def right(self) -> bool:
        """Whether its reason was found."""
        return self.found == self.reason

    @property
    def rightly_routed(self) -> bool:
        """Whether it goes exactly where it should."""
        # An article answers whatever the reason; a flow has to be the right one.
        same = self.decision.route.reach or self.decision.skill == self.skill or self.route is Route.ANSWER
        return self.decision.route is self.route and bool(same)

    @property
    def kept_from_a_person(self) -> bool:
        """The worse error: a person is needed and none is in reach."""
        return self.reaches and not self.decision.route.reach

    @property
    def person_wasted(self) -> bool:
        """A person is offered for what self-service settles."""
        return not self.reaches and self.decision.route.reach > 0


def found_reason(decision: Decision, wants_person: float) -> str:
    """What the message was read as."""
    return ASK_PERSON if wants_person >= DEFAULT_POLICY.asks_person else decision.reason


def expected_route(reason: str, reasons: Reasons) -> tuple[Route, str]:
    """Where the default policy sends a plain message with this reason, and with which skill."""
    if reason == ASK_PERSON:
        return Route.ANSWER, "self_service_first"
    row = reasons[reason]
    cell = DEFAULT_POLICY.table[Level(row.value), Level(row.complexity)]
    if cell is Cell.HANDOFF:
        return Route.HANDOFF, "person"
    if cell is Cell.OFFER or row.skill == "person":
        return Route.OFFER_HUMAN, "person"
    return (Route.FLOW if row.is_flow else Route.ANSWER), row.skill


def share(counted: Iterable[bool]) -> dict[str, Any]:
    """A share with what it is of and its 95 % interval; no share of nothing."""
    every = list(counted)
    rate = Rate(sum(map(bool, every)), len(every))
    low, high = rate.interval or (None, None)
    rounded = {name: one and round(one, 4) for name, one in (("low", low), ("high", high))}
    return {
        "count": rate.numerator,
        "of": rate.denominator,
        "share": None if rate.value is None else round(rate.value, 4),
        **rounded,
    }


def figures(judged: Sequence[Judged]) -> dict[str, Any]:
    """The main figures of a set."""
    return {
        "asked": len(judged),
        "reason_right": share(one.right for one in judged),
        "route_right": share(one.rightly_routed for one in judged if one.route is not None),
        "kept_from_a_person": share(one.kept_from_a_person for one in judged if one.reaches),
        "person_wasted": share(one.person_wasted for one in judged if not one.reaches),
        "asked_back": share(one.decision.route is Route.CLARIFY for one in judged),
        "calibration_error": error_of_confidence(judged),
    }


def error_of_confidence(judged: Sequence[Judged]) -> float | None:
    """How far the stated confidence lies from the share that is right, on average."""
    if not judged:
        return None
    stated = np.array([one.decision.confidence for one in judged])
    return round(calibration_error(stated, np.array([one.right for one in judged])), 4)


def bands(judged: Sequence[Judged], count: int = 5) -> list[dict[str, float]]:
    """Stated confidence against the share that was right, in bands of equal width."""
    rows = []
    for number in range(count):
        inside = [one for one in judged if min(count - 1, int(one.decision.confidence * count)) == number]
        if inside:
            stated = sum(one.decision.confidence for one in inside) / len(inside)
            right = sum(one.right for one in inside) / len(inside)
            rows.append({"stated": round(stated, 3), "right": round(right, 3), "messages": len(inside)})
    return rows


def confusions(judged: Sequence[Judged], count: int = 20) -> list[dict[str, Any]]:
    """What was most often read as something else."""
    wrong = Counter((one.reason, one.found) for one in judged if not one.right)
    return [
        {"reason": reason, "read_as": found, "messages": messages}
        for (reason, found), messages in wrong.most_common(count)
    ]
